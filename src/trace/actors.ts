// Who acted in the hops of paths: the sender of the transaction, the spender of a `transferFrom`, the first gas funder of the
// payer. Facts of what was told, on EVM chains only; where the sources at hand say nothing, nothing is said.

import type { AllowanceUse } from '../model/allowance.ts';
import type { AssetId } from '../model/asset.ts';
import { type ChainId, isEvm } from '../model/chain.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';
import type { Explored } from './explore.ts';
import type { Actors, Hop, Path } from './findings.ts';
import { partialPlaces } from './partial-places.ts';
import { seedWallets } from './question.ts';

/** Of these paths, each hop with who acted in it. */
export function withActors(explored: Explored, paths: readonly Path[]): Path[] {
  const hops = paths.flatMap((path) => path.hops).filter(({ chain }) => isEvm(chain));
  if (hops.length === 0) return [...paths];
  const { senders, paid, native } = feesOf(explored, new Set(hops.map(txName)));
  const spenders = new Map(explored.allowances.map((use) => [txName(use), use] as const));
  // Who never paid a fee needs no gas: a contract, or a wallet that only allowed others to move its tokens.
  const payers = new Set(
    hops.flatMap(({ from }) => (from === undefined ? [] : [placeKey(from)])).filter((key) => paid.has(key)),
  );
  const firsts = firstReceipts(explored, wholeOf(explored, payers), native);

  function actorsOf(hop: Hop): Actors {
    const use = spenders.get(txName(hop));
    const first = hop.from === undefined ? undefined : firsts.get(placeKey(hop.from));
    return {
      sender: senders.get(txName(hop)),
      spender: use !== undefined && isUseOf(use, hop) ? use.spender : undefined,
      funder: first !== undefined && first.at.height <= hop.at.height ? first : undefined,
    };
  }
  return paths.map((path) => ({
    ...path,
    hops: path.hops.map((hop) => (isEvm(hop.chain) ? { ...hop, actors: actorsOf(hop) } : hop)),
  }));
}

function txName({ chain, txId }: { readonly chain: ChainId; readonly txId: TxId }): string {
  return `${chain}|${txId}`;
}

function isUseOf(use: AllowanceUse, { from, to, asset, recorded }: Hop): boolean {
  return (
    from !== undefined &&
    use.asset === asset &&
    use.amount === recorded &&
    placeKey(use.from) === placeKey(from) &&
    placeKey(use.to) === placeKey(to)
  );
}

/** On these chains a fee is paid in the native coin, by the sender of its transaction. */
function feesOf(
  { graph }: Explored,
  txs: ReadonlySet<string>,
): {
  senders: ReadonlyMap<string, OwnerPlace>;
  paid: ReadonlySet<PlaceKey>;
  native: ReadonlyMap<ChainId, AssetId>;
} {
  const paid = new Set<PlaceKey>();
  const senders = new Map<string, OwnerPlace>();
  const native = new Map<ChainId, AssetId>();
  graph.forEachEdge((_key, { transfer }) => {
    if (transfer.to.kind !== 'fee') return;
    native.set(transfer.chain, transfer.asset);
    paid.add(placeKey(transfer.from));
    if (txs.has(txName(transfer)) && isOwner(transfer.from)) senders.set(txName(transfer), transfer.from);
  });
  return { senders, paid, native };
}

/** Places whose whole history was told: of another nobody knows what came first. */
function wholeOf({ question, gaps }: Explored, places: ReadonlySet<PlaceKey>): Set<PlaceKey> {
  const seeds = seedWallets(question.seeds);
  const partial = partialPlaces(gaps);
  return new Set(
    [...places].filter((key) => (question.explored.has(key) || seeds.has(key)) && !partial.has(key)),
  );
}

/** First native coin of each of these places; absent where it came from no wallet, or where two may have been first. */
function firstReceipts(
  { graph }: Explored,
  places: ReadonlySet<PlaceKey>,
  native: ReadonlyMap<ChainId, AssetId>,
): ReadonlyMap<PlaceKey, NonNullable<Actors['funder']>> {
  const firsts = new Map<PlaceKey, Transfer[]>();
  graph.forEachEdge((_key, { transfer }) => {
    const key = placeKey(transfer.to);
    if (!places.has(key) || transfer.at === undefined || placeKey(transfer.from) === key) return;
    if (native.get(transfer.chain) !== transfer.asset) return;
    const known = firsts.get(key) ?? [];
    const order = known[0] === undefined ? 'after' : orderOf(transfer, known[0]);
    if (known.length === 0 || order === 'before') firsts.set(key, [transfer]);
    else if (order === 'unknown') known.push(transfer);
  });
  return new Map(
    [...firsts].flatMap(([key, [first, ...rivals]]) => {
      if (first?.at === undefined || !isOwner(first.from)) return [];
      if (rivals.some(({ from }) => placeKey(from) !== placeKey(first.from))) return [];
      return [[key, { place: first.from, at: first.at, transfer: first.id }] as const];
    }),
  );
}

function orderOf({ at: a }: Transfer, { at: b }: Transfer): 'before' | 'after' | 'unknown' {
  const steps = [
    [a?.height, b?.height],
    [a?.txIndex, b?.txIndex],
    [a?.order, b?.order],
  ];
  for (const [x, y] of steps) {
    if (x === undefined || y === undefined) return 'unknown';
    if (x !== y) return x < y ? 'before' : 'after';
  }
  return 'unknown';
}
