// `trace cluster ADDRESS [OTHER]`: who seems to be one owner with a Bitcoin address, or why two are together.
import { ledgersOf } from '../chains/ledgers.ts';
import { placeNamed, refuseSecrets } from '../chains/seeds.ts';
import { DUST } from '../graph/coins/clusters.ts';
import { coinJoinOf } from '../graph/coins/coinjoin.ts';
import { knownBy, type LabelBook } from '../labels/book.ts';
import { BITCOIN, type ChainInfo, chainInfo, chainName } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import { isSourceGap } from '../model/gap.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { OwnerPlace } from '../model/place.ts';
import { type ClusterAnswer, clusterJson } from '../report/coins/cluster-answer.ts';
import { forJson } from '../report/escape.ts';
import type { ReportHead } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import { stillCanonical } from '../trace/canonical.ts';
import { walkCluster } from '../trace/coins/cluster-walk.ts';
import { clusterLabels } from '../trace/coins/coin-findings.ts';
import { defaultOptions } from '../trace/options.ts';
import { labelsOf } from '../trace/stops.ts';
import { pinned } from './ask.ts';
import { type ClusterGiven, MOST_READ } from './cluster-flags.ts';
import { commandLine } from './command-line.ts';
import { openSources } from './open-sources.ts';
import { checkOutput, emit, textStyle } from './output.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import { asOfOf } from './settings.ts';
import { seconds, wholeNumber } from './usage.ts';
import type { World } from './world.ts';

/** `words`: an address, and maybe another. */
export async function runCluster(
  words: readonly string[],
  given: ClusterGiven,
  world: World,
): Promise<ExitCode> {
  refuseSecrets(words);
  await checkOutput(given);
  const progress = progressLine(world, given.quiet);
  const sources = await openSources(given, world, progress);
  const labels =
    given.labelsAsOf === undefined
      ? sources.labels
      : knownBy(sources.labels, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
  let answer: ClusterAnswer;
  try {
    const places = await Promise.all(words.map((word) => placeNamed(word, undefined, sources.maker)));
    for (const { chain } of places) onBitcoin(chain);
    const ledgers = await ledgersOf([BITCOIN], sources.maker);
    const ledger = ledgers.get(BITCOIN) as Ledger;
    const blocks = await pinned(ledgers, asOfOf(given.asOf), world.signal);
    const [address, other] = places as [OwnerPlace, OwnerPlace?];
    const block = blocks.get(BITCOIN) as Block;
    answer = await answered({ address, other, ledger, block, labels, given, world, progress });
  } finally {
    progress.clear();
    // Before the result is shown: a reader that closes the pipe ends the program, and the tape would be lost.
    await sources.finish();
  }
  const head: ReportHead = {
    version: VERSION,
    command: commandLine(['trace', 'cluster', ...words], given),
    synthetic: sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources,
  };
  await emit(await rendered(answer, head, given, world), given, world);
  return answer.gaps.some(isSourceGap) ? 3 : 0;
}

function onBitcoin(chain: OwnerPlace['chain']): void {
  if (chain === BITCOIN) return;
  throw new KnownError('no-clusters', `Addresses are not joined into clusters on ${chainName(chain)}.`, {
    facts: ['common input is of chains on which one transaction spends from many addresses'],
    hint: 'Ask about an address on Bitcoin.',
    exit: 2,
  });
}

interface Asked {
  readonly address: OwnerPlace;
  readonly other: OwnerPlace | undefined;
  readonly ledger: Ledger;
  readonly block: Block;
  readonly labels: LabelBook;
  readonly given: ClusterGiven;
  readonly world: World;
  readonly progress: ProgressLine;
}

async function answered(asked: Asked): Promise<ClusterAnswer> {
  const { address, other, ledger, block, labels, given, world, progress } = asked;
  const limit = (flag: string, text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : wholeNumber(flag, text, 1);
  const walk = await walkCluster({
    ledger,
    scope: {
      asOf: block,
      hubLimit: limit('--hub-limit', given.hubLimit, defaultOptions.hubLimit),
      concurrency: limit('--concurrency', given.concurrency, defaultOptions.concurrency),
      signal: world.signal,
    },
    address,
    other,
    most: limit('--max-wallets', given.maxWallets, MOST_READ),
    onProgress: progress.walk,
  });
  const { joined } = walk;
  const cluster = joined.of(address);
  const stands = await stillCanonical(BITCOIN, block, new Map([[BITCOIN, ledger]]), world.signal);
  return {
    address,
    members: cluster.map((place) => ({ place, labels: labelsOf(labels, place) })),
    ties: joined.tie(address, cluster),
    labels: clusterLabels(labels, cluster),
    other: other === undefined ? undefined : { place: other, because: joined.why(address, other) },
    coinJoins: joined.mixed().flatMap((transaction) => {
      const shape = coinJoinOf(transaction);
      return shape === undefined ? [] : [{ txId: transaction.txId, height: transaction.height, shape }];
    }),
    dust: DUST,
    read: walk.read,
    ended: walk.ended,
    unread: walk.unread,
    hubs: walk.hubs,
    gaps: [...walk.gaps, ...stands],
    asOf: block,
    services: ledger.services,
    nameOf: (place) => ledger.display(place),
  };
}

async function rendered(
  answer: ClusterAnswer,
  head: ReportHead,
  given: ClusterGiven,
  world: World,
): Promise<string> {
  if (given.json === true) return `${forJson(JSON.stringify(clusterJson(answer, head), undefined, 2))}\n`;
  const { clusterText } = await import('../report/coins/cluster-text.ts');
  const { native } = chainInfo(BITCOIN) as ChainInfo;
  return clusterText(answer, head, native, await textStyle(given, world));
}
