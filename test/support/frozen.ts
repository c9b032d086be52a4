// A case's expected output: each run as JSON prints it, frozen. `npx vitest run -u` writes it anew, to be read in the diff.
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from './cli.ts';

/** Freezes the runs of a case folder, and checks that `trace run` finds them as expected. */
export async function expectFrozen(folder: string): Promise<void> {
  const { out } = await cli(['run', folder, '--json']);
  const { runs: traced, sources = [], accounts = [] } = JSON.parse(out) as ResultJson;
  const runs: readonly { readonly name: string }[] = [
    ...[...traced, ...sources].map(({ known: _, ...run }) => run),
    ...accounts.map(({ sources: { known: _, ...own }, ...account }) => ({ ...account, sources: own })),
  ];
  for (const run of runs)
    await expect(`${JSON.stringify(run, undefined, 2)}\n`).toMatchFileSnapshot(
      join(process.cwd(), folder, 'expected', `${run.name}.json`),
    );
  const { code, err } = await cli(['run', folder]);
  expect({ code, err }).toEqual({
    code: 0,
    err: runs.map(({ name }) => `trace: ${name}: as expected\n`).join(''),
  });
}
