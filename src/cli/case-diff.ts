// `trace case diff FOLDER [before] [after]`: what changed between two results of a case, and why. Asks nobody.
import { existsSync } from 'node:fs';
import { refuseSecrets } from '../chains/seeds.ts';
import { KnownError } from '../model/errors.ts';
import type { CaseChanges } from '../report/changes/case-changes.ts';
import { caseChangesJson, caseChangesText } from '../report/changes/case-changes-text.ts';
import { bookOfJson } from '../report/changes/difference-lines.ts';
import { differencesOf } from '../report/changes/differences.ts';
import type { ResultJson } from '../report/schema.ts';
import { causesOf } from './case-causes.ts';
import type { CaseDiffGiven } from './case-commands.ts';
import { type CaseResult, foundIn, readResult, resultIn, resultNames } from './case-results.ts';
import { sharesOf } from './case-shares.ts';
import { emit } from './output.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag } from './usage.ts';
import { checkFile } from './whole-file.ts';
import type { World } from './world.ts';

export async function diffCase(
  folder: string,
  named: { readonly before: string | undefined; readonly after: string | undefined },
  given: CaseDiffGiven,
  world: World,
): Promise<ExitCode> {
  if (!existsSync(folder)) refuseSecrets([folder]);
  if (given.output !== undefined) await checkFile(given.output);
  const names = await resultNames(folder);
  const before = named.before ?? names.at(-2);
  const after = named.after ?? names.at(-1);
  if (before === undefined || after === undefined)
    throw badFlag(
      'trace case diff',
      folder,
      `a case with two results; this has ${names.length}: trace case run ${folder}`,
    );
  const changes = await changesOf(await readResult(folder, before), await readResult(folder, after), world);
  const text = given.json === true ? caseChangesJson(changes) : caseChangesText(changes);
  await emit(text, given, world);
  return 0;
}

async function changesOf(before: CaseResult, after: CaseResult, world: World): Promise<CaseChanges> {
  const why = causesOf(before, after);
  const what = differencesOf(foundIn(before.result), foundIn(after.result));
  return {
    before: before.name,
    after: after.name,
    why,
    shares: what.length === 0 ? [] : await sharesOf(before, after, why, what, world),
    byVersion: before.version === after.version ? undefined : await byVersion(before, world),
    what,
    book: bookOfJson([...assetsIn(before.result), ...assetsIn(after.result)]),
  };
}

/** Sources tell their assets, and so do accounts by their sources. */
function assetsIn({ runs, sources = [], accounts = [] }: ResultJson): readonly Pick<ResultJson, 'assets'>[] {
  return [...runs, ...sources, ...accounts.map((account) => account.sources)];
}

async function byVersion(before: CaseResult, world: World): Promise<CaseChanges['byVersion']> {
  const { replayed } = await import('./replay-bundle.ts');
  try {
    const { parts } = await replayed(before.parts, before.version, world);
    return differencesOf(foundIn(before.result), foundIn(resultIn(parts)));
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { fault: [error.message, ...error.facts].join(' ') };
  }
}
