// The timeline: all recorded transfers in chain order, cut into transactions, with places as small integers. Says
// nothing of taint; every pass (ceiling, sweep, paths) walks the same one.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { type Place, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { CoinId, Position, Transfer } from '../model/transfer.ts';

/** One transaction. `first` … `end` are indexes into `Timeline.legs`. */
export interface Group {
  /** The same transaction has the same number in all timelines of one builder. */
  readonly id: number;
  /** Another than before: its legs, or what is known of their order, are no longer the same. */
  readonly revision: number;
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
  /** Numbers of the pools that it leaves and enters: index into `Timeline.pools`. */
  readonly fromPool: number;
  readonly toPool: number;
}

/** One asset at one place. */
export interface PoolAt {
  readonly place: number;
  readonly asset: number;
}

export interface Timeline {
  readonly groups: readonly Group[];
  readonly legs: readonly Leg[];
  readonly places: readonly Place[];
  readonly keys: readonly PlaceKey[];
  readonly placeIndex: ReadonlyMap<PlaceKey, number>;
  readonly assets: readonly AssetId[];
  readonly pools: readonly PoolAt[];
}

/** One transaction as it is gathered. */
interface Draft {
  readonly id: number;
  revision: number;
  readonly chain: ChainId;
  readonly txId: TxId;
  legs: Leg[];
  at: Position;
  melts: boolean;
  unordered: boolean;
  isChanged: boolean;
}

/** One chain's transactions. */
interface Lane {
  readonly drafts: Map<TxId, Draft>;
  sorted: Draft[];
  /** New or altered since they were sorted, each once. */
  changed: Draft[];
  /** Some of its transactions melt their inputs. */
  melts: boolean;
}

const LAST = Number.MAX_SAFE_INTEGER;
/** With 2^31 places at most, keys stay safe integers. */
const MOST_ASSETS = 2 ** 22;

function byPosition(a: Draft, b: Draft): number {
  return (
    a.at.height - b.at.height ||
    (a.at.txIndex ?? LAST) - (b.at.txIndex ?? LAST) ||
    (a.txId < b.txId ? -1 : a.txId > b.txId ? 1 : 0)
  );
}

function byOrder({ transfer: a }: Leg, { transfer: b }: Leg): number {
  return (a.at?.order ?? LAST) - (b.at?.order ?? LAST) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export interface TimelineBuilder {
  /** Transfers not told before. Unconfirmed ones are left out. */
  add(transfers: Iterable<Transfer>): void;
  /** Transfers that were there, told now with more of their position. */
  replace(transfers: Iterable<Transfer>): void;
  /** All that was added. Places, assets and pools keep their numbers from one timeline to the next. */
  timeline(): Timeline;
}

/** The order in which transfers are handed over never matters. */
export function timelineOf(transfers: Iterable<Transfer>): Timeline {
  const builder = timelineBuilder();
  builder.add(transfers);
  return builder.timeline();
}

/** Grows by rounds: what stands in order stays so, what is new is sorted and merged in. */
export function timelineBuilder(): TimelineBuilder {
  const places = numbered<Place, PlaceKey>(placeKey);
  const assets = numbered<AssetId, AssetId>((asset) => asset);
  const pools = numberedPools();
  let drafts = 0;
  const lanes = new Map<ChainId, Lane>();

  function put(transfer: Transfer, told: 'first' | 'anew'): void {
    const { at } = transfer;
    if (at === undefined) return;
    const { chain, txId, from, to, asset } = transfer;
    let lane = lanes.get(chain);
    if (lane === undefined) {
      lane = { drafts: new Map(), sorted: [], changed: [], melts: false };
      lanes.set(chain, lane);
    }
    const [payer, payee, of] = [places.of(from), places.of(to), assets.of(asset)];
    const leg: Leg = {
      transfer,
      from: payer,
      to: payee,
      asset: of,
      fromPool: pools.of(payer, of),
      toPool: pools.of(payee, of),
    };
    let draft = lane.drafts.get(txId);
    if (draft === undefined) {
      draft = {
        id: drafts,
        revision: 0,
        chain,
        txId,
        legs: [leg],
        at,
        melts: false,
        unordered: false,
        isChanged: false,
      };
      drafts += 1;
      lane.drafts.set(txId, draft);
    } else {
      if (told === 'anew') draft.legs = draft.legs.filter((known) => known.transfer.id !== transfer.id);
      draft.legs.push(leg);
    }
    if (draft.at.txIndex === undefined && at.txIndex !== undefined)
      draft.at = { ...draft.at, txIndex: at.txIndex };
    if (from.kind === 'junction' || to.kind === 'junction') {
      draft.melts = true;
      lane.melts = true;
    }
    draft.revision += 1;
    if (draft.isChanged) return;
    draft.isChanged = true;
    lane.changed.push(draft);
  }

  function inOrder(chain: ChainId): Draft[] {
    const lane = lanes.get(chain) as Lane;
    if (lane.changed.length > 0) {
      const kept = lane.sorted.filter((draft) => !draft.isChanged);
      const fresh = lane.changed.sort(byPosition);
      for (const draft of fresh) putInOrder(draft);
      lane.sorted = kept.length === 0 ? fresh : mergedBy(kept, fresh, byPosition);
      lane.changed = [];
    }
    return lane.melts ? sameBlockSpendsLast(lane.sorted) : lane.sorted;
  }

  return {
    add(transfers) {
      for (const transfer of transfers) put(transfer, 'first');
    },
    replace(transfers) {
      for (const transfer of transfers) put(transfer, 'anew');
    },
    timeline() {
      return {
        ...laidOut(merged([...lanes.keys()].sort().map(inOrder))),
        places: places.all,
        keys: places.keys,
        placeIndex: places.index,
        assets: assets.all,
        pools: pools.all,
      };
    },
  };
}

/** Things by the order in which they were first met. A thing that is met again as the same object needs no key. */
function numbered<T, K extends string>(
  keyOf: (of: T) => K,
): {
  readonly all: T[];
  readonly keys: K[];
  readonly index: Map<K, number>;
  of(thing: T): number;
} {
  const all: T[] = [];
  const keys: K[] = [];
  const index = new Map<K, number>();
  const met = new Map<T, number>();
  return {
    all,
    keys,
    index,
    of(thing) {
      let number = met.get(thing);
      if (number !== undefined) return number;
      const key = keyOf(thing);
      number = index.get(key);
      if (number === undefined) {
        number = all.length;
        index.set(key, number);
        all.push(thing);
        keys.push(key);
      }
      met.set(thing, number);
      return number;
    },
  };
}

/** Pools by the order in which they were first met. */
function numberedPools(): { readonly all: PoolAt[]; of(place: number, asset: number): number } {
  const all: PoolAt[] = [];
  /** The first pool of each place: most have no other. */
  const firsts: number[] = [];
  const others = new Map<number, number>();
  function next(place: number, asset: number): number {
    all.push({ place, asset });
    return all.length - 1;
  }
  return {
    all,
    of(place, asset) {
      const first = firsts[place];
      if (first === undefined) {
        firsts[place] = next(place, asset);
        return firsts[place] as number;
      }
      if (all[first]?.asset === asset) return first;
      const key = place * MOST_ASSETS + asset;
      const known = others.get(key) ?? next(place, asset);
      others.set(key, known);
      return known;
    },
  };
}

/** Two sorted lists as one. */
function mergedBy<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): T[] {
  const all: T[] = [];
  let next = 0;
  for (const item of right) {
    while (next < left.length && compare(left[next] as T, item) <= 0) all.push(left[next++] as T);
    all.push(item);
  }
  while (next < left.length) all.push(left[next++] as T);
  return all;
}

function putInOrder(draft: Draft): void {
  draft.isChanged = false;
  if (draft.legs.length > 1) draft.legs.sort(byOrder);
  draft.unordered = !draft.melts && draft.legs.some(({ transfer }) => transfer.at?.order === undefined);
  if (draft.unordered) draft.legs = receiptsFirst(draft.legs);
}

/**
 * Coin chains tell no position in the block, and need none: in one block a transaction stands after those whose coins it
 * spends. Drafts come sorted by height.
 */
function sameBlockSpendsLast(drafts: readonly Draft[]): Draft[] {
  const ordered: Draft[] = [];
  for (let start = 0; start < drafts.length; ) {
    const { height } = (drafts[start] as Draft).at;
    let end = start + 1;
    while (end < drafts.length && drafts[end]?.at.height === height) end += 1;
    const block = drafts.slice(start, end);
    for (const draft of block.length === 1 ? block : spendsLast(block)) ordered.push(draft);
    start = end;
  }
  return ordered;
}

function spendsLast(block: readonly Draft[]): readonly Draft[] {
  const maker = new Map<CoinId, Draft>();
  for (const draft of block)
    for (const { transfer } of draft.legs)
      if (transfer.coin !== undefined && transfer.from.kind === 'junction') maker.set(transfer.coin, draft);
  if (maker.size === 0) return block;
  const placed = new Set<Draft>();
  const ordered: Draft[] = [];
  for (const start of block) {
    const open: Draft[] = [start];
    while (open.length > 0) {
      const draft = open[open.length - 1] as Draft;
      const waits = placed.has(draft)
        ? undefined
        : draft.legs
            .map(({ transfer }) =>
              transfer.to.kind === 'junction' && transfer.coin !== undefined
                ? maker.get(transfer.coin)
                : undefined,
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
function receiptsFirst(legs: readonly Leg[]): Leg[] {
  const ordered = legs.filter(({ transfer }) => transfer.at?.order !== undefined);
  let left = legs.filter(({ transfer }) => transfer.at?.order === undefined);
  const awaited = new Map<string, number>();
  const receives = ({ to, asset }: Leg): string => `${to}|${asset}`;
  const pays = ({ from, asset }: Leg): string => `${from}|${asset}`;
  function expect(leg: Leg, change: 1 | -1): void {
    if (leg.from !== leg.to) awaited.set(receives(leg), (awaited.get(receives(leg)) ?? 0) + change);
  }
  for (const leg of left) expect(leg, 1);
  while (left.length > 0) {
    const waiting: Leg[] = [];
    for (const leg of left) {
      if ((awaited.get(pays(leg)) ?? 0) > 0) waiting.push(leg);
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

/** Transactions and their legs, end to end. */
function laidOut(drafts: readonly Draft[]): Pick<Timeline, 'groups' | 'legs'> {
  const groups: Group[] = [];
  const legs: Leg[] = [];
  // Without a position in the block, transactions of one height have an unknown order among themselves.
  const blockmates = new Map<string, number>();
  const unplaced = drafts.some((draft) => !draft.melts && draft.at.txIndex === undefined);
  for (const draft of unplaced ? drafts : []) {
    const block = `${draft.chain}|${draft.at.height}`;
    blockmates.set(block, (blockmates.get(block) ?? 0) + 1);
  }
  for (const draft of drafts) {
    const first = legs.length;
    for (const leg of draft.legs) legs.push(leg);
    const alone = !unplaced || blockmates.get(`${draft.chain}|${draft.at.height}`) === 1;
    groups.push({
      id: draft.id,
      revision: draft.revision,
      chain: draft.chain,
      txId: draft.txId,
      at: draft.at,
      melts: draft.melts,
      first,
      end: legs.length,
      unordered: !draft.melts && (draft.unordered || (draft.at.txIndex === undefined && !alone)),
    });
  }
  return { groups, legs };
}
