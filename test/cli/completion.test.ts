// Completion for shells: made of the parser's own table, and tried in the shells that are there.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shells } from '../../src/cli/completion.ts';
import { flags } from '../../src/cli/flags.ts';
import { formatNames } from '../../src/report/formats.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

async function scriptFor(shell: string): Promise<string> {
  const { code, out, err } = await cli(['completion', shell]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

/** What bash offers for the last word of a line. */
async function offered(...words: string[]): Promise<string[]> {
  const script = join(await temporaryFolder(), 'trace.bash');
  writeFileSync(
    script,
    `${await scriptFor('bash')}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _trace; printf '%s\\n' "\${COMPREPLY[@]}"\n`,
  );
  const out = execFileSync('bash', [script, ...words], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  test('of bash offers commands, commands of groups, options and their values', async () => {
    expect(await offered('trace', 'ver')).toEqual(['verify']);
    expect(await offered('trace', 'case', '')).toEqual(
      expect.arrayContaining(['init', 'add', 'run', 'diff']),
    );
    expect(await offered('trace', 'case', 'd')).toEqual(['diff']);
    expect(await offered('trace', '0xabc', '--min')).toEqual(['--min-value']);
    expect(await offered('trace', 'run', 'folder', '--hub')).toEqual(['--hub-limit']);
    expect(await offered('trace', '--format', 'csv')).toEqual(
      formatNames.filter((name) => name.startsWith('csv')),
    );
    expect(await offered('trace', 'labels', 'import', '--for')).toEqual(['--format']);
  });

  test.each(shells)('of %s has every option of a trace', async (shell) => {
    const script = await scriptFor(shell);
    for (const { flags: text } of flags) {
      const name = /--([a-z-]+)/.exec(text)?.[1] ?? '';
      expect(script).toContain(shell === 'fish' ? `-l ${name}` : `--${name}`);
    }
  });

  for (const shell of shells) {
    const isThere = spawnSync(shell, ['-c', 'true']).error === undefined;
    test.skipIf(!isThere)(
      `of ${shell} is a script that it reads${isThere ? '' : ` (skipped: no ${shell})`}`,
      async () => {
        const file = join(await temporaryFolder(), 'script');
        writeFileSync(file, await scriptFor(shell));
        const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      },
    );
  }

  test('for a shell that is none is refused', async () => {
    const { code, err } = await cli(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(err).toContain('bash');
  });
});
