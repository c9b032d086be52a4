// What a case is replayed from and compared with: tape/ and expected/, which a case that others are to check brings, or
// the newest result of `trace case run`.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from './case-file.ts';
import { answersFile, newestResult, runsIn } from './case-results.ts';
import type { Given } from './flags.ts';

export interface Expectation {
  /** Where answers come from. */
  readonly opening: Given;
  /** By name of a run: the file, and the run as JSON in it; undefined text = there is none. */
  readonly of: (name: string) => Promise<{ readonly file: string; readonly text: string | undefined }>;
  /** Names of all runs that there are; undefined: not known. */
  readonly names: readonly string[] | undefined;
}

export async function expectationOf(what: Case): Promise<Expectation> {
  const newest = existsSync(what.tape) ? undefined : await newestResult(what.folder);
  if (newest === undefined)
    return {
      opening: { replay: what.tape },
      names: undefined,
      async of(name) {
        const file = join(what.folder, 'expected', `${name}.json`);
        return { file, text: await readFile(file, 'utf8').catch(() => undefined) };
      },
    };
  const runs = runsIn(newest);
  return {
    opening: { replay: answersFile(newest), source: newest.question.explorers },
    names: [...runs.keys()],
    of: async (name) => ({ file: join(newest.folder, 'result.json'), text: runs.get(name) }),
  };
}
