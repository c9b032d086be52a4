// `trace case run FOLDER`: all runs of a case asked anew, of the services or of what is stored; the answers and the result
// are kept together in results/.
import { existsSync } from 'node:fs';
import { refuseSecrets } from '../chains/seeds.ts';
import { isRun } from '../report/answer.ts';
import { forTerminal } from '../report/escape.ts';
import { askCase } from './ask-case.ts';
import { writeAudit } from './audit-file.ts';
import { partsOf } from './bundle.ts';
import { readCase } from './case-file.ts';
import { resultNames, writeResult } from './case-results.ts';
import type { Given } from './flags.ts';
import { checkOutput, emit, exitOf, rendered } from './output.ts';
import type { ExitCode } from './render-error.ts';
import { checkFile } from './whole-file.ts';
import type { World } from './world.ts';

export async function runCaseAnew(folder: string, given: Given, world: World): Promise<ExitCode> {
  if (!existsSync(folder)) refuseSecrets([folder]);
  const what = await readCase(folder);
  await checkOutput(given);
  await checkFile(what.file);
  const words = ['trace', 'case', 'run', what.folder];
  // Its name is not used: that there is one makes the run keep what a result is made of.
  const opening: Given = { bundle: 'results' };
  const found = await askCase({ what, words, given, opening }, world);
  const { runs, head, sources } = found;
  if (sources.evidence === undefined) throw new Error('a run of a case keeps its evidence');
  await writeAudit(runs.filter(isRun), head, given);
  const before = await resultNames(folder);
  const name = await writeResult(
    folder,
    await partsOf({ ...found, case: what }, sources.evidence, given.audit),
  );
  await emit(await rendered(runs, head, given, world), given, world);
  if (given.quiet !== true)
    world.err(
      `trace: kept as ${forTerminal(`${folder}/results/${name}`)}${before.length === 0 ? '' : `; what changed: trace case diff ${forTerminal(folder)}`}\n`,
    );
  return exitOf(runs);
}
