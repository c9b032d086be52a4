// `trace <wallet…>`, `trace path` and `trace account`: one question each, asked and shown.
import { refuseSecrets } from '../chains/seeds.ts';
import { type Answer, isRun } from '../report/answer.ts';
import { VERSION } from '../report/version.ts';
import { type Ask, answer } from './ask.ts';
import { writeAudit } from './audit-file.ts';
import { checkBundle, writeBundle } from './bundle.ts';
import { commandLine } from './command-line.ts';
import type { Given } from './flags.ts';
import { openSources } from './open-sources.ts';
import { checkOutput, emit, exitOf, rendered } from './output.ts';
import { watched } from './progress-events.ts';
import type { ExitCode } from './render-error.ts';
import { flagFiles } from './settings.ts';
import { spelledOut } from './spelled-out.ts';
import { badFlag, noSeed } from './usage.ts';
import type { World } from './world.ts';

/** `trace path <from> <to>`: the same as `trace <from> --to <to>`. */
export function runPath(from: string, to: string, given: Given, world: World): Promise<ExitCode> {
  return traced([from], { ...given, to }, commandLine(['trace', 'path', from, to], given), world);
}

/** `trace account <address…>` */
export async function runAccount(words: readonly string[], given: Given, world: World): Promise<ExitCode> {
  refuseSecrets(words);
  const account = await spelledOut(words, given, world);
  refuseSecrets(account);
  if (account.length === 0) throw noSeed('Give its addresses: trace account <address…>.');
  const labels = [...(given.labels ?? []), ...flagFiles(given)];
  const ask = { name: 'account', wallets: [], payments: [], account, evidenceEnds: [], given };
  return answered(
    ask,
    { ...given, ...(labels.length === 0 ? {} : { labels }) },
    commandLine(['trace', 'account', ...words], given),
    world,
  );
}

/** `trace exposure <wallets…> --accounts <file>` */
export async function runExposure(words: readonly string[], given: Given, world: World): Promise<ExitCode> {
  if (given.accounts === undefined)
    throw badFlag('--accounts', '', 'a file with the accounts: address, account, chain');
  return traced(words, given, commandLine(['trace', 'exposure', ...words], given), world);
}

export function runTrace(words: readonly string[], given: Given, world: World): Promise<ExitCode> {
  return traced(words, given, commandLine(['trace', ...words], given), world);
}

async function traced(
  words: readonly string[],
  given: Given,
  command: string,
  world: World,
): Promise<ExitCode> {
  refuseSecrets(given.to === undefined ? words : [...words, given.to]);
  const wallets = await spelledOut(words, given, world);
  const payments = given.tx ?? [];
  refuseSecrets(wallets);
  if (wallets.length === 0 && payments.length === 0 && given.seeds === undefined)
    throw noSeed(
      'Give a wallet (trace <wallet>), a payment (--tx <txid>), claims of victims (--seeds <file>), or - to read wallets from standard input, --wallets <file> to read them from a file.',
    );
  return answered({ name: 'trace', wallets, payments, evidenceEnds: [], given }, given, command, world);
}

/** `opening`: what sources are opened with; label files may be more than those of `--labels`. */
async function answered(ask: Ask, opening: Given, command: string, world: World): Promise<ExitCode> {
  const { given } = ask;
  await checkOutput(given);
  await checkBundle(given);
  const progress = watched(world, given);
  const sources = await openSources(opening, world, progress);
  let runs: Answer[];
  try {
    runs = await answer(ask, sources, world, progress);
  } finally {
    progress.clear();
    // Before the result is shown: a reader that closes the pipe ends the program, and the tape would be lost.
    await sources.finish();
  }
  const head = {
    version: VERSION,
    command,
    synthetic: sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources,
  };
  await writeAudit(runs.filter(isRun), head, given);
  await writeBundle({ asks: [ask], runs, head, sources }, given);
  await emit(await rendered(runs, head, given, world), given, world);
  return exitOf(runs);
}
