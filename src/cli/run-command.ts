// `trace run <case folder>`: replays an investigation from its tape, or from its newest result, and compares it with what
// came of it then, to the byte.
import { existsSync } from 'node:fs';
import { refuseSecrets } from '../chains/seeds.ts';
import { isRun } from '../report/answer.ts';
import { forTerminal } from '../report/escape.ts';
import { askCase } from './ask-case.ts';
import { writeAudit } from './audit-file.ts';
import { checkBundle, writeBundle } from './bundle.ts';
import { expectationOf } from './case-expectation.ts';
import { readCase } from './case-file.ts';
import { comparedWith } from './compare-case.ts';
import { type Flag, flags, type Given, keyOf } from './flags.ts';
import { checkOutput, emit, exitOf, rendered } from './output.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

export async function runCase(folder: string, given: Given, world: World): Promise<ExitCode> {
  if (!existsSync(folder)) refuseSecrets([folder]);
  const what = await readCase(folder);
  await checkOutput(given);
  await checkBundle(given);
  const expectation = await expectationOf(what);
  const words = ['trace', 'run', what.folder];
  // A case is replayed, unless a new tape or the store is asked for.
  const opening = given.record === undefined && given.offline !== true ? expectation.opening : {};
  const found = await askCase({ what, words, given, opening }, world);
  const { runs, head } = found;
  await writeAudit(runs.filter(isRun), head, given);
  await writeBundle({ ...found, case: what }, given);
  await emit(await rendered(runs, head, given, world), given, world);
  const say = (line: string): void => {
    if (given.quiet !== true) world.err(`trace: ${forTerminal(line)}\n`);
  };
  const changes = flags
    .filter((flag) => changesResult(flag, given))
    .map(({ flags: text }) => text.split(' ')[0]);
  if (changes.length > 0) {
    say(`not compared with the expected output, since ${changes.join(', ')} may change the result`);
    return exitOf(runs);
  }
  const { asExpected, missing, differing } = await comparedWith(expectation, runs);
  for (const line of [...missing, ...asExpected]) say(line);
  for (const line of differing) world.err(`${forTerminal(line)}\n`);
  return differing.length > 0 ? 1 : exitOf(runs);
}

function changesResult(flag: Flag, given: Given): boolean {
  const isTape = flag.flags.startsWith('--replay') || flag.flags.startsWith('--ledger');
  const value = given[keyOf(flag)];
  const isOff = flag.flags.startsWith('--no-');
  return (flag.kind === 'result' || isTape) && !isOff && value !== undefined && value !== false;
}
