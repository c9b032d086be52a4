// docs/tutorial.md: its commands are run one after another in one folder, as a reader would, and print what the page shows.
// The figures were published or worked out by hand: test/cases/colonial.test.ts says how.
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { atRoot, excerpt, filled } from './generated.ts';

const PAGE = 'docs/tutorial.md';
const TX = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';
const REPLAY = ['--replay', 'fixtures/cases/colonial/tape'];

const root = process.cwd();
afterAll(() => process.chdir(root));

/** One command as a reader types it, with what it must end with and what of its output is shown (default: all). */
interface Step {
  readonly argv: readonly string[];
  readonly code?: number;
  readonly starts?: readonly string[];
}

const quoted = (word: string): string => (/[\s?']/.test(word) ? `"${word}"` : word);

async function shown({ argv, code = 0, starts }: Step): Promise<string> {
  const result = await cli(argv, { outIsTerminal: true, columns: 100, env: { NO_COLOR: '1' } });
  expect([argv, result.code, code === 0 ? '' : result.err]).toEqual([argv, code, '']);
  const command = `npx trace ${argv.map(quoted).join(' ')}`;
  const printed = `${result.out}${result.err}`;
  if (starts !== undefined) return excerpt(command, printed, starts);
  return `\`\`\`console\n${[`$ ${command}`, printed.trimEnd()].filter((part) => part !== '').join('\n')}\n\`\`\``;
}

async function shownAll(steps: readonly Step[]): Promise<string> {
  const parts: string[] = [];
  for (const step of steps) parts.push(await shown(step));
  return parts.join('\n\n');
}

/** The lines that the reader puts at the end of case.yaml. */
function addedByHand(): string {
  const block = /```yaml\n( {4}evidenceEnds:[\s\S]*?)```/.exec(readFileSync(join(root, PAGE), 'utf8'))?.[1];
  if (block === undefined) throw new Error(`${PAGE} does not say where the evidence ends`);
  return block;
}

test('every example of the tutorial runs, in its order, and prints what the page shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-tutorial-'));
  cpSync('fixtures/cases/colonial', join(folder, 'fixtures/cases/colonial'), { recursive: true });
  process.chdir(folder);
  const ask = await shown({
    argv: ['--tx', TX, ...REPLAY],
    code: 3,
    starts: ['63.7 BTC', 'Reached', 'Touched', 'Not followed'],
  });
  const stop = await shown({
    argv: ['--tx', TX, '--stop-at', 'seizure', '--convention', 'fifo,lifo,haircut', ...REPLAY],
    code: 3,
    starts: ['63.7 BTC', 'Reached', 'Every rule', 'Paths', 'Not followed', 'The sum'],
  });
  const begun = await shownAll([
    { argv: ['case', 'init', 'seizure', '--question', 'How much of the coin of 63.7 BTC was seized?'] },
    {
      argv: [
        ...['case', 'add', 'seizure', '--tx', TX, '--from', 'affidavit of 7 June 2021, 3:21-mj-70945'],
        ...['--stop-at', 'seizure', '--convention', 'fifo,lifo,haircut'],
      ],
    },
  ]);
  const file = join('seizure', 'case.yaml');
  const yaml = readFileSync(file, 'utf8');
  writeFileSync(file, `${yaml}${addedByHand()}`);
  const run = await shown({
    argv: ['case', 'run', 'seizure', ...REPLAY],
    starts: ['How much', '63.7 BTC', 'Not followed', 'How this was made'],
  });
  const diff = await shownAll([
    { argv: ['case', 'add', 'seizure', '--convention', 'haircut,fifo,lifo'] },
    { argv: ['case', 'run', 'seizure', ...REPLAY], starts: ['63.7 BTC'] },
    { argv: ['case', 'diff', 'seizure'] },
  ]);
  const check = await shownAll([
    { argv: ['run', 'seizure'], starts: ['63.7 BTC'] },
    { argv: ['verify', 'seizure/results/0002'], starts: ['Replay', 'Arithmetic', 'Completeness'] },
  ]);
  const report = await shown({
    argv: ['report', 'seizure/results/0002/result.json', '--format', 'md'],
    starts: ['# ', '## Answer', '**63.7', '## What was reached', '| service'],
  });
  const page = await shownAll([
    { argv: ['case', 'run', 'seizure', ...REPLAY, '--flows', '--format', 'html', '-o', 'seizure.html'] },
  ]);
  expect(existsSync('seizure.html')).toBe(true);
  process.chdir(root);
  await expect(
    filled(PAGE, {
      ask,
      stop,
      case: begun,
      yaml: `\`\`\`yaml\n${yaml}\`\`\``,
      run,
      diff,
      check,
      report,
      page,
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
}, 120_000);
