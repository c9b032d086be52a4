// Deposit addresses among the places that a walk explored: those whose whole history is at hand are judged. On coin chains a
// walk asks for the spending of coins alone; there the history of a place is asked for where all that is known of it was
// paid to an exchange.

import { judgeDeposit } from '../../labels/deposits/judge.ts';
import type { Deposit, Look } from '../../labels/deposits/judgement.ts';
import { exchangeAt } from '../../labels/deposits/main-wallet.ts';
import type { DepositParameters } from '../../labels/deposits/parameters.ts';
import { BITCOIN } from '../../model/chain.ts';
import { failureForGap } from '../../model/errors.ts';
import type { Gap } from '../../model/gap.ts';
import type { Block, Ledger, Page } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type WalletPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { coinShapes } from '../coins/shapes.ts';
import type { Explored } from '../explore.ts';
import { partialPlaces } from '../partial-places.ts';
import type { TraceRequest } from '../request.ts';
import type { Labels } from '../stops.ts';
import { wholeTransactions } from '../whole-transactions.ts';
import { type ClusterLabels, clusterLabelsIn } from './cluster-labels.ts';

export type Deposits = ReadonlyMap<PlaceKey, Deposit>;

export interface FoundDeposits {
  readonly deposits: Deposits;
  readonly gaps: readonly Gap[];
}

/** `request.labels`: those that somebody says; an inferred one is never evidence. */
export async function depositsIn(
  explored: Explored,
  request: TraceRequest,
  parameters: DepositParameters,
): Promise<FoundDeposits> {
  const { graph, question } = explored;
  const partial = partialPlaces(explored.gaps);
  const deposits = new Map<PlaceKey, Deposit>();
  const asked: WalletPlace[] = [];
  const clustered = clusteredIn(explored, request.labels);
  for (const key of [...question.explored].sort()) {
    if (partial.has(key) || !graph.hasNode(key)) continue;
    const { place } = graph.getNodeAttributes(key);
    if (place.kind !== 'wallet') continue;
    const ledger = request.ledgers.get(place.chain) as Ledger;
    const look = lookOf(request, ledger, parameters, clustered?.judging(key));
    if (ledger.kind === 'coin') {
      if (seemsSwept(explored, key, look)) asked.push(place);
      continue;
    }
    const transfers = graph.mapEdges(key, (_edge, { transfer }) => transfer);
    const found = judgeDeposit(place, ledger.kind, transfers, look);
    if (found.kind === 'deposit') deposits.set(key, found);
  }
  const gaps = await judgeAsked(asked, request, parameters, clustered, deposits);
  return { deposits, gaps };
}

/** Of Bitcoin, what was read. */
function clusteredIn({ timeline }: Explored, labels: Labels): ClusterLabels | undefined {
  const places = timeline.places.filter(
    (place): place is OwnerPlace => isOwner(place) && place.chain === BITCOIN,
  );
  return clusterLabelsIn(labels, places, () => coinShapes(timeline).transactions);
}

function lookOf(
  { labels, asOf }: Pick<TraceRequest, 'labels' | 'asOf'>,
  ledger: Ledger,
  parameters: DepositParameters,
  book: Labels = labels,
): Look {
  return {
    book,
    infoOf: (asset) => ledger.assetInfo(asset),
    asOf: (asOf.get(ledger.chain) as Block).time,
    parameters,
  };
}

/** Every transaction known to spend of it pays an exchange's main wallets alone. */
function seemsSwept({ graph }: Explored, key: PlaceKey, { book }: Look): boolean {
  const junctions = [...new Set(graph.outNeighbors(key))];
  const outputs = junctions.flatMap((junction) =>
    graph.mapOutEdges(junction, (_edge, { transfer }) => transfer).filter(({ to }) => to.kind !== 'fee'),
  );
  return (
    outputs.length > 0 &&
    outputs.every(({ to, at }) => at !== undefined && exchangeAt(book, to, at.time) !== undefined)
  );
}

async function judgeAsked(
  places: readonly WalletPlace[],
  request: TraceRequest,
  parameters: DepositParameters,
  clustered: ClusterLabels | undefined,
  deposits: Map<PlaceKey, Deposit>,
): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const place of places) {
    const ledger = request.ledgers.get(place.chain) as Ledger;
    const history = await wholeHistory(place, ledger, request);
    if (!Array.isArray(history)) {
      gaps.push(history);
      continue;
    }
    clustered?.add(history);
    const look = lookOf(request, ledger, parameters, clustered?.judging(placeKey(place)));
    const found = judgeDeposit(place, ledger.kind, history, look);
    if (found.kind === 'deposit') deposits.set(placeKey(place), found);
  }
  return gaps;
}

/** Of all its transactions, each whole; or why it is not known. */
async function wholeHistory(
  place: WalletPlace,
  ledger: Ledger,
  { asOf, options: { hubLimit, concurrency }, signal }: TraceRequest,
): Promise<Transfer[] | Gap> {
  const scope = { asOf: asOf.get(place.chain) as Block, hubLimit, concurrency, signal };
  const unknown = (because: string): Gap => {
    const why = `It pays an exchange alone, as far as is known; its history ${because}, so that whether it is a deposit address is not known.`;
    return { code: 'deposit-unknown', chain: place.chain, place, why };
  };
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([place], scope)) pages.push(page);
  if (pages.some(({ hub }) => hub === true)) return unknown(`is longer than --hub-limit (${hubLimit})`);
  if (pages.some((page) => page.gaps.length > 0)) return unknown('could not be had');
  const told = pages.flatMap(({ transfers }) => transfers);
  try {
    return [...(await wholeTransactions(ledger, told, scope)).values()].flat();
  } catch (error) {
    failureForGap(error);
    return unknown('could not be had');
  }
}
