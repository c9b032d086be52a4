// `trace <wallet…>`: the main job.
import { refuseSecrets } from '../chains/seeds.ts';
import { KnownError } from '../model/errors.ts';
import type { RunResult } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import { answer, openSources } from './ask.ts';
import { writeAudit } from './audit-file.ts';
import { commandLine } from './command-line.ts';
import type { Given } from './flags.ts';
import { checkOutput, emit, exitOf, rendered } from './output.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

/** `-` stands for standard input: one seed a line, blank lines and lines that begin with # left out. */
async function spelledOut(words: readonly string[], world: World): Promise<string[]> {
  if (!words.includes('-')) return [...words];
  const lines = (await world.read()).split('\n').map((line) => line.trim());
  const read = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return words.flatMap((word) => (word === '-' ? read : [word]));
}

export async function runTrace(words: readonly string[], given: Given, world: World): Promise<ExitCode> {
  refuseSecrets(words);
  const wallets = await spelledOut(words, world);
  const payments = given.tx ?? [];
  refuseSecrets(wallets);
  if (wallets.length === 0 && payments.length === 0 && given.seeds === undefined)
    throw new KnownError('no-seed', 'There is nothing to trace.', {
      hint: 'Give a wallet (trace <wallet>), a payment (--tx <txid>), claims of victims (--seeds <file>), or - to read wallets from standard input.',
      exit: 2,
    });
  await checkOutput(given);
  const progress = progressLine(world, given.quiet);
  const sources = await openSources(given, world, progress);
  const ask = { name: 'trace', wallets, payments, evidenceEnds: [], given };
  let runs: RunResult[];
  try {
    runs = await answer(ask, sources, world, progress);
  } finally {
    progress.clear();
    // Before the result is shown: a reader that closes the pipe ends the program, and the tape would be lost.
    await sources.finish();
  }
  const head = {
    version: VERSION,
    command: commandLine(['trace', ...words], given),
    synthetic: sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources,
  };
  await writeAudit(runs, head, given);
  await emit(await rendered(runs, head, given, world), given, world);
  return exitOf(runs);
}
