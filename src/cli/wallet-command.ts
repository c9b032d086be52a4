// `trace wallet ADDRESS`: one wallet from its own history. Its payees' histories are asked for only with --hops, for patterns.
import { ledgersOf } from '../chains/ledgers.ts';
import { refuseSecrets, walletSeed } from '../chains/seeds.ts';
import { knownBy } from '../labels/book.ts';
import type { AssetId } from '../model/asset.ts';
import { isSourceGap } from '../model/gap.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { WalletSeed } from '../model/seed.ts';
import { forJson } from '../report/escape.ts';
import type { ReportHead } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import type { WalletAnswer } from '../report/wallet/answer.ts';
import { stillCanonical } from '../trace/canonical.ts';
import { type PatternsAround, patternsAround } from '../trace/profile/patterns-around.ts';
import { profileOf } from '../trace/profile/profile.ts';
import { remembering } from '../trace/remembering.ts';
import type { TraceRequest } from '../trace/request.ts';
import { optionsOf, pinned } from './ask.ts';
import { commandLine } from './command-line.ts';
import type { Given } from './flags.ts';
import { openSources, type Sources } from './open-sources.ts';
import { checkOutput, emit, formatOf, textStyle } from './output.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import { asOfOf } from './settings.ts';
import { badFlag, seconds } from './usage.ts';
import type { World } from './world.ts';

/** Below this, histories of others are not asked for. */
const HOPS_WITH_OTHERS = 2;

export async function runWallet(address: string, given: Given, world: World): Promise<ExitCode> {
  refuseSecrets([address]);
  const format = formatOf(given);
  if (format !== 'text' && format !== 'json')
    throw badFlag('--format', format, 'text or json, for one wallet');
  await checkOutput(given);
  const progress = progressLine(world, given.quiet);
  const sources = await openSources(given, world, progress);
  let answer: WalletAnswer;
  try {
    answer = await answered(address, given, sources, world, progress);
  } finally {
    progress.clear();
    // Before the result is shown: a reader that closes the pipe ends the program, and the tape would be lost.
    await sources.finish();
  }
  const head: ReportHead = {
    version: VERSION,
    command: commandLine(['trace', 'wallet', address], given),
    synthetic: sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources,
  };
  await emit(await rendered(answer, head, format, given, world), given, world);
  return answer.profile.gaps.some(isSourceGap) ? 3 : 0;
}

async function answered(
  address: string,
  given: Given,
  { maker, labels: all }: Sources,
  world: World,
  progress: ProgressLine,
): Promise<WalletAnswer> {
  const { signal } = world;
  const labels =
    given.labelsAsOf === undefined
      ? all
      : knownBy(all, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
  const seed = await walletSeed(address, given.chain, maker);
  const { place } = seed;
  const options = await optionsOf(
    { name: 'wallet', wallets: [], payments: [], evidenceEnds: [], given },
    maker,
  );
  const { asking } = remembering(await ledgersOf([place.chain], maker));
  const ledger = asking.get(place.chain) as Ledger;
  const asOf = await pinned(asking, asOfOf(given.asOf), signal);
  const block = asOf.get(place.chain) as Block;
  const { hubLimit, concurrency, deposits } = options;
  const scope = { asOf: block, hubLimit, concurrency, signal };
  const profile = await profileOf({ place, ledger, scope, labels, deposits });
  const around =
    given.hops === undefined || options.hops < HOPS_WITH_OTHERS || profile.isHub
      ? undefined
      : await patternsOf(seed, { ledgers: asking, asOf, labels, options, signal, onProgress: progress.walk });
  const stands = await stillCanonical(place.chain, block, asking, signal);
  const ids = new Set<AssetId>([
    ...profile.totals.map(({ asset }) => asset),
    ...(around?.patterns ?? []).map(({ asset }) => asset),
  ]);
  return {
    profile: { ...profile, gaps: [...profile.gaps, ...stands] },
    assets: [...ids]
      .sort()
      .map((id) => ledger.assetInfo(id) ?? { id, symbol: id, decimals: undefined, genuine: false }),
    services: ledger.services,
    nameOf: (at) => ledger.display(at),
    ...(around === undefined ? {} : { patterns: around.patterns }),
    knownAs: (at) => around?.nameOf(at),
  };
}

function patternsOf(
  seed: WalletSeed,
  request: Pick<TraceRequest, 'ledgers' | 'asOf' | 'labels' | 'options' | 'signal' | 'onProgress'>,
): Promise<PatternsAround> {
  return patternsAround({ ...request, seeds: [seed], totals: 'left', sensitivity: 'left' }, seed.place);
}

async function rendered(
  answer: WalletAnswer,
  head: ReportHead,
  format: 'text' | 'json',
  given: Given,
  world: World,
): Promise<string> {
  if (format === 'json') {
    const { walletJson } = await import('../report/wallet/json.ts');
    return `${forJson(JSON.stringify(walletJson(answer, head), undefined, 2))}\n`;
  }
  const { walletText } = await import('../report/wallet/text.ts');
  return walletText(answer, head, await textStyle(given, world));
}
