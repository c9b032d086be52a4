// A second, independent reading of shared/design/engine.md §3–§5 for account chains: slow, plain, importing nothing from
// src/. Tests compare the engine with it. It is no product code, knows no exploration and no bounds.
import { asLots, became, type Crossing, crossingsOf } from './oracle-crossings.ts';
import {
  addParts,
  addPartsAt,
  addUnits,
  amountOf,
  arriveAtSeed,
  type Conserving,
  type Convention,
  clean,
  isOrdered,
  type Lot,
  type Parts,
  type PartsAt,
  partsOf,
  takeBack,
  takeFront,
} from './oracle-lots.ts';

export interface AccountWorld {
  /** In chain order; consecutive rows of the same `tx` are one transaction. `fee`: `to` is nobody's wallet. */
  readonly transfers: readonly {
    tx: string;
    from: string;
    to: string;
    amount: bigint;
    fee?: true;
    /** Worlds of several assets name it. Pools, sums and answers are then of `place asset`. */
    asset?: string;
  }[];
  /** Rows by which value changes asset. */
  readonly crossings?: readonly Crossing[];
  /** Wallet seeds. */
  readonly seeds: readonly string[];
  /** Payment seeds: `amount` is the front of that row's payment; of several on one row, the earlier id in front. */
  readonly payments?: readonly { readonly id: string; readonly row: number; readonly amount: bigint }[];
  readonly endpoints: readonly string[];
  readonly unexplored?: readonly string[];
  /** Wallet seeds inject from this row on. */
  readonly since?: number;
  /** From this row on nothing tainted is followed. */
  readonly until?: number;
}

export interface AccountAnswer {
  readonly perTransfer: Parts[];
  readonly endpoints: PartsAt;
  readonly held: PartsAt;
  readonly notFollowed: PartsAt;
  readonly returned: Parts;
  /** reachedSeed[B][A]: units of seed A that ended at seed B. */
  readonly reachedSeed: PartsAt;
  /** Where tainted transfers later than `until` went, endpoints not excepted. */
  readonly afterUntil: PartsAt;
  readonly fees: Parts;
  readonly injected: Parts;
  readonly shortage: Record<string, bigint>;
  /** In the order of the world's crossings; only of worlds that have some. */
  readonly crossed?: readonly { readonly given: Parts; readonly received: Parts }[];
}

/** In worlds of several assets the asset is part of the name. */
const named = (name: string, { asset }: { asset?: string }) =>
  asset === undefined ? name : `${name} ${asset}`;

/** By first position of the injection, then id. */
function seedOrderOf(world: AccountWorld): string[] {
  const rowOf = new Map(world.payments?.map(({ id, row }) => [id, row]));
  const first = (seed: string) => {
    const payment = rowOf.get(seed);
    if (payment !== undefined) return payment;
    const at = world.transfers.findIndex(
      (row, n) => n >= (world.since ?? 0) && row.from === seed && row.to !== seed && row.amount > 0n,
    );
    return at < 0 ? world.transfers.length : at;
  };
  return [...world.seeds, ...rowOf.keys()].sort((a, b) => first(a) - first(b) || (a < b ? -1 : 1));
}

export function accountOracle(world: AccountWorld, convention: Convention): AccountAnswer {
  return convention === 'poison' ? accountReach(world) : accountShares(world, convention);
}

function accountShares(world: AccountWorld, convention: Conserving): AccountAnswer {
  const answer: AccountAnswer = {
    perTransfer: [],
    endpoints: {},
    held: {},
    notFollowed: {},
    returned: {},
    reachedSeed: {},
    afterUntil: {},
    fees: {},
    injected: {},
    shortage: {},
    ...(world.crossings === undefined
      ? {}
      : { crossed: world.crossings.map(() => ({ given: {}, received: {} })) }),
  };
  const seedOrder = seedOrderOf(world);
  const crossings = crossingsOf(world.transfers, world.crossings ?? []);
  const pools = new Map<string, Lot[]>();
  /** What came in during the present transaction, by wallet, in order of arrival. */
  let tray = new Map<string, Lot[]>();

  const poolOf = (place: string) => {
    const pool = pools.get(place) ?? [];
    pools.set(place, pool);
    return pool;
  };
  const putInPool = (place: string, lots: readonly Lot[]) => {
    const pool = poolOf(place);
    pool.push(...lots);
    if (!isOrdered(convention)) pool.splice(0, pool.length, { amount: amountOf(pool), parts: partsOf(pool) });
  };
  const takeFromPool = (place: string, x: bigint): Lot[] => {
    const pool = poolOf(place);
    const short = x - amountOf(pool);
    if (short > 0n) {
      addUnits(answer.shortage, place, short);
      pool.unshift(clean(short));
      if (!isOrdered(convention))
        pool.splice(0, pool.length, { amount: amountOf(pool), parts: partsOf(pool) });
    }
    return convention === 'lifo' ? takeBack(pool, x, seedOrder) : takeFront(pool, x, convention, seedOrder);
  };
  const unexplored = new Set(
    world.transfers.flatMap((row) => (world.unexplored?.includes(row.to) ? [named(row.to, row)] : [])),
  );
  const arrive = (place: string, lots: readonly Lot[]) => {
    tray.set(place, [...(tray.get(place) ?? []), ...lots]);
  };
  const endTransaction = () => {
    for (const [place, lots] of tray) {
      if (unexplored.has(place)) addPartsAt(answer.notFollowed, place, partsOf(lots));
      else putInPool(place, lots);
    }
    tray = new Map();
  };
  const payment = (index: number): Lot[] => {
    const row = world.transfers[index] as AccountWorld['transfers'][number];
    const { from, amount: x } = row;
    const received = crossings.received(index);
    if (received !== undefined) {
      const parts = became(received, x, seedOrder);
      addParts(answer.crossed?.[received.crossing]?.received as Parts, parts);
      return isOrdered(convention) ? asLots(x, parts, seedOrder) : [{ amount: x, parts }];
    }
    if (world.seeds.includes(from)) {
      if (index < (world.since ?? 0)) return [clean(x)];
      addUnits(answer.injected, named(from, row), x);
      return [{ amount: x, parts: { [from]: x } }];
    }
    if (world.endpoints.includes(from)) return [clean(x)];
    const place = named(from, row);
    const matched = row.fee ? [] : takeFront(tray.get(place) ?? [], x, convention, seedOrder);
    const rest = x - amountOf(matched);
    if (rest === 0n) return matched;
    return [...matched, ...(world.unexplored?.includes(from) ? [clean(rest)] : takeFromPool(place, rest))];
  };

  /** The front of the payment becomes the claimants', whatever it carried before. */
  const claimed = (index: number, paid: Lot[]): Lot[] => {
    const lots = isOrdered(convention) ? [...paid] : [{ amount: amountOf(paid), parts: partsOf(paid) }];
    const theirs: Lot[] = [];
    for (const id of seedOrder) {
      const claim = world.payments?.find((each) => each.id === id && each.row === index);
      if (!claim) continue;
      addUnits(answer.injected, id, claim.amount);
      theirs.push({ amount: claim.amount, parts: { [id]: claim.amount } });
      addPartsAt(answer.reachedSeed, id, partsOf(takeFront(lots, claim.amount, convention, seedOrder)));
    }
    return [...theirs, ...lots];
  };

  for (const [index, row] of world.transfers.entries()) {
    if (index > 0 && world.transfers[index - 1]?.tx !== row.tx) endTransaction();
    if (row.amount === 0n || (row.from === row.to && !row.fee)) {
      answer.perTransfer.push({});
      continue;
    }
    const paid = claimed(index, payment(index));
    const parts = partsOf(paid);
    answer.perTransfer.push(parts);
    const into =
      index < (world.until ?? Number.POSITIVE_INFINITY) ? crossings.given(index, parts) : undefined;
    const to = named(row.to, row);
    if (into !== undefined) addParts(answer.crossed?.[into]?.given as Parts, parts);
    else if (row.fee) addParts(answer.fees, parts);
    else if (world.seeds.includes(row.to)) arriveAtSeed(answer, row.to, parts);
    else if (index >= (world.until ?? Number.POSITIVE_INFINITY)) {
      addPartsAt(answer.afterUntil, to, parts);
      if (!world.endpoints.includes(row.to)) arrive(to, [clean(row.amount)]);
    } else if (world.endpoints.includes(row.to)) addPartsAt(answer.endpoints, to, parts);
    else arrive(to, isOrdered(convention) ? paid : [{ amount: row.amount, parts }]);
  }
  endTransaction();
  for (const [place, pool] of pools) addPartsAt(answer.held, place, partsOf(pool));
  return answer;
}

/** Poison: a wallet once touched by a seed pays in full for ever; an unexplored one only within the transaction. */
function accountReach(world: AccountWorld): AccountAnswer {
  const { injected, shortage } = accountShares(world, 'fifo');
  const answer: AccountAnswer = {
    perTransfer: [],
    endpoints: {},
    held: {},
    notFollowed: {},
    returned: {},
    reachedSeed: {},
    afterUntil: {},
    fees: {},
    injected,
    shortage,
    ...(world.crossings === undefined
      ? {}
      : { crossed: world.crossings.map(() => ({ given: {}, received: {} })) }),
  };
  const crossings = crossingsOf(world.transfers, world.crossings ?? []);
  const touched = new Map<string, Set<string>>();
  for (const [index, row] of world.transfers.entries()) {
    const isNewTransaction = index > 0 && world.transfers[index - 1]?.tx !== row.tx;
    if (isNewTransaction)
      for (const each of world.transfers)
        if (world.unexplored?.includes(each.to)) touched.delete(named(each.to, each));
    const parts: Parts = {};
    answer.perTransfer.push(parts);
    if (row.amount === 0n || (row.from === row.to && !row.fee)) continue;
    const claim = world.payments?.find((each) => each.row === index);
    const received = crossings.received(index);
    if (received !== undefined) {
      for (const seed of Object.keys(received.given)) parts[seed] = row.amount;
      addParts(answer.crossed?.[received.crossing]?.received as Parts, parts);
    } else if (claim) parts[claim.id] = claim.amount;
    else if (world.seeds.includes(row.from)) {
      if (index >= (world.since ?? 0)) parts[row.from] = row.amount;
    } else if (!world.endpoints.includes(row.from) && !(row.fee && world.unexplored?.includes(row.from)))
      for (const seed of touched.get(named(row.from, row)) ?? []) parts[seed] = row.amount;
    const into =
      index < (world.until ?? Number.POSITIVE_INFINITY) ? crossings.given(index, parts) : undefined;
    const to = named(row.to, row);
    if (into !== undefined) addParts(answer.crossed?.[into]?.given as Parts, parts);
    else if (row.fee) addParts(answer.fees, parts);
    else if (world.seeds.includes(row.to)) arriveAtSeed(answer, row.to, parts);
    else if (index >= (world.until ?? Number.POSITIVE_INFINITY)) addPartsAt(answer.afterUntil, to, parts);
    else if (world.endpoints.includes(row.to)) addPartsAt(answer.endpoints, to, parts);
    else {
      if (world.unexplored?.includes(row.to)) addPartsAt(answer.notFollowed, to, parts);
      touched.set(to, new Set([...(touched.get(to) ?? []), ...Object.keys(parts)]));
    }
  }
  return answer;
}
