// The timeline: all recorded transfers in chain order, cut into transactions, with places as small integers. Says
// nothing of taint; every pass (ceiling, sweep, paths) walks the same one.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { type Place, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { CoinId, Position, Transfer } from '../model/transfer.ts';

/** One transaction. `first` … `end` are indexes into `Timeline.legs`. */
export interface Group {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly at: Position;
  /** Inputs melt here (coin chains); else each leg goes from wallet to wallet. */
  readonly melts: boolean;
  readonly first: number;
  readonly end: number;
  /** The source does not say where this transaction stands in its block, or its legs in it; see order-unknown. */
  readonly unordered: boolean;
}

export interface Leg {
  readonly transfer: Transfer;
  readonly from: number;
  readonly to: number;
  readonly asset: number;
}

export interface Timeline {
  readonly groups: readonly Group[];
  readonly legs: readonly Leg[];
  readonly places: readonly Place[];
  readonly keys: readonly PlaceKey[];
  readonly placeIndex: ReadonlyMap<PlaceKey, number>;
  readonly assets: readonly AssetId[];
}

interface Draft {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly legs: Transfer[];
  at: Position;
  melts: boolean;
  unordered: boolean;
}

const LAST = Number.MAX_SAFE_INTEGER;

function byPosition(a: Draft, b: Draft): number {
  return (
    a.at.height - b.at.height ||
    (a.at.txIndex ?? LAST) - (b.at.txIndex ?? LAST) ||
    (a.txId < b.txId ? -1 : a.txId > b.txId ? 1 : 0)
  );
}

function byOrder(a: Transfer, b: Transfer): number {
  return (a.at?.order ?? LAST) - (b.at?.order ?? LAST) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Confirmed transfers only. The order of the argument does not matter. */
export function timelineOf(transfers: readonly Transfer[]): Timeline {
  const byChain = new Map<ChainId, Map<TxId, Draft>>();
  for (const transfer of transfers) {
    const at = transfer.at;
    if (at === undefined) continue;
    let drafts = byChain.get(transfer.chain);
    if (drafts === undefined) {
      drafts = new Map();
      byChain.set(transfer.chain, drafts);
    }
    let draft = drafts.get(transfer.txId);
    if (draft === undefined) {
      draft = { chain: transfer.chain, txId: transfer.txId, legs: [], at, melts: false, unordered: false };
      drafts.set(transfer.txId, draft);
    }
    draft.legs.push(transfer);
    if (draft.at.txIndex === undefined && at.txIndex !== undefined)
      draft.at = { ...draft.at, txIndex: at.txIndex };
    if (transfer.from.kind === 'junction' || transfer.to.kind === 'junction') draft.melts = true;
  }
  const chains = [...byChain.keys()].sort();
  const lanes = chains.map((chain) => lane([...(byChain.get(chain) as Map<TxId, Draft>).values()]));
  return indexed(merged(lanes));
}

/** One chain's transactions in chain order. */
function lane(drafts: Draft[]): Draft[] {
  drafts.sort(byPosition);
  for (const draft of drafts) {
    draft.legs.sort(byOrder);
    if (!draft.melts && draft.legs.some((leg) => leg.at?.order === undefined)) {
      draft.unordered = true;
      draft.legs.splice(0, draft.legs.length, ...receiptsFirst(draft.legs));
    }
  }
  return sameBlockSpendsLast(drafts);
}

/**
 * Coin chains tell no position in the block, and need none: a transaction stands after those whose coins it spends.
 * Drafts come sorted by height.
 */
function sameBlockSpendsLast(drafts: Draft[]): Draft[] {
  const maker = new Map<CoinId, Draft>();
  for (const draft of drafts)
    for (const leg of draft.legs)
      if (leg.coin !== undefined && leg.from.kind === 'junction') maker.set(leg.coin, draft);
  if (maker.size === 0) return drafts;
  const placed = new Set<Draft>();
  const ordered: Draft[] = [];
  for (const start of drafts) {
    const open: Draft[] = [start];
    while (open.length > 0) {
      const draft = open[open.length - 1] as Draft;
      const waits = placed.has(draft)
        ? undefined
        : draft.legs
            .map((leg) =>
              leg.to.kind === 'junction' && leg.coin !== undefined ? maker.get(leg.coin) : undefined,
            )
            .find(
              (other) =>
                other !== undefined && !placed.has(other) && other !== draft && !open.includes(other),
            );
      if (waits !== undefined) {
        open.push(waits);
        continue;
      }
      open.pop();
      if (!placed.has(draft)) {
        placed.add(draft);
        ordered.push(draft);
      }
    }
  }
  return ordered;
}

/**
 * Legs whose order the source does not tell stand after those whose order it does; among them a wallet's receipts come
 * before its payments, where that is no circle; ties by id. A reading that is said aloud (`unordered`), never silent.
 */
function receiptsFirst(legs: readonly Transfer[]): Transfer[] {
  const ordered = legs.filter((leg) => leg.at?.order !== undefined);
  let left = legs.filter((leg) => leg.at?.order === undefined);
  const awaited = new Map<string, number>();
  const pot = (leg: Transfer, side: 'from' | 'to'): string => `${leg.asset}|${placeKey(leg[side])}`;
  function expect(leg: Transfer, change: 1 | -1): void {
    if (pot(leg, 'from') !== pot(leg, 'to'))
      awaited.set(pot(leg, 'to'), (awaited.get(pot(leg, 'to')) ?? 0) + change);
  }
  for (const leg of left) expect(leg, 1);
  while (left.length > 0) {
    const waiting: Transfer[] = [];
    for (const leg of left) {
      if ((awaited.get(pot(leg, 'from')) ?? 0) > 0) waiting.push(leg);
      else {
        ordered.push(leg);
        expect(leg, -1);
      }
    }
    const first = waiting[0];
    if (waiting.length === left.length && first !== undefined) {
      ordered.push(first);
      expect(first, -1);
      waiting.shift();
    }
    left = waiting;
  }
  return ordered;
}

/** Chains side by side by block time; the order within a chain is never changed. Ties: the earlier chain id. */
function merged(lanes: readonly Draft[][]): Draft[] {
  if (lanes.length === 1) return lanes[0] as Draft[];
  const heads = lanes.map(() => 0);
  const all: Draft[] = [];
  for (;;) {
    let next = -1;
    for (const [index, drafts] of lanes.entries()) {
      const draft = drafts[heads[index] as number];
      const best = next < 0 ? undefined : lanes[next]?.[heads[next] as number];
      if (draft !== undefined && (best === undefined || draft.at.time < best.at.time)) next = index;
    }
    if (next < 0) return all;
    all.push(lanes[next]?.[heads[next] as number] as Draft);
    heads[next] = (heads[next] as number) + 1;
  }
}

function indexed(drafts: readonly Draft[]): Timeline {
  const places: Place[] = [];
  const keys: PlaceKey[] = [];
  const placeIndex = new Map<PlaceKey, number>();
  const assets: AssetId[] = [];
  const assetIndex = new Map<AssetId, number>();
  const groups: Group[] = [];
  const legs: Leg[] = [];

  function place(of: Place): number {
    const key = placeKey(of);
    let index = placeIndex.get(key);
    if (index === undefined) {
      index = places.length;
      placeIndex.set(key, index);
      places.push(of);
      keys.push(key);
    }
    return index;
  }
  function asset(id: AssetId): number {
    let index = assetIndex.get(id);
    if (index === undefined) {
      index = assets.length;
      assetIndex.set(id, index);
      assets.push(id);
    }
    return index;
  }

  // Without a position in the block, transactions of one height have an unknown order among themselves.
  const blockmates = new Map<string, number>();
  const unplaced = drafts.some((draft) => !draft.melts && draft.at.txIndex === undefined);
  for (const draft of unplaced ? drafts : []) {
    const block = `${draft.chain}|${draft.at.height}`;
    blockmates.set(block, (blockmates.get(block) ?? 0) + 1);
  }
  for (const draft of drafts) {
    const first = legs.length;
    for (const transfer of draft.legs)
      legs.push({
        transfer,
        from: place(transfer.from),
        to: place(transfer.to),
        asset: asset(transfer.asset),
      });
    const alone = !unplaced || blockmates.get(`${draft.chain}|${draft.at.height}`) === 1;
    groups.push({
      chain: draft.chain,
      txId: draft.txId,
      at: draft.at,
      melts: draft.melts,
      first,
      end: legs.length,
      unordered: !draft.melts && (draft.unordered || (draft.at.txIndex === undefined && !alone)),
    });
  }
  return { groups, legs, places, keys, placeIndex, assets };
}
