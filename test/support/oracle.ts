// A second, independent reading of shared/design/engine.md §3–§5 for account chains: slow, plain, importing nothing from
// src/. Tests compare the engine with it. It is no product code, knows no exploration, no crossings and no bounds.
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
  }[];
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
}

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
  };
  const seedOrder = seedOrderOf(world);
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
  const arrive = (place: string, lots: readonly Lot[]) => {
    tray.set(place, [...(tray.get(place) ?? []), ...lots]);
  };
  const endTransaction = () => {
    for (const [place, lots] of tray) {
      if (world.unexplored?.includes(place)) addPartsAt(answer.notFollowed, place, partsOf(lots));
      else putInPool(place, lots);
    }
    tray = new Map();
  };
  const payment = (index: number, from: string, x: bigint, isFee: boolean): Lot[] => {
    if (world.seeds.includes(from)) {
      if (index < (world.since ?? 0)) return [clean(x)];
      addUnits(answer.injected, from, x);
      return [{ amount: x, parts: { [from]: x } }];
    }
    if (world.endpoints.includes(from)) return [clean(x)];
    const matched = isFee ? [] : takeFront(tray.get(from) ?? [], x, convention, seedOrder);
    const rest = x - amountOf(matched);
    if (rest === 0n) return matched;
    return [...matched, ...(world.unexplored?.includes(from) ? [clean(rest)] : takeFromPool(from, rest))];
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
    const paid = claimed(index, payment(index, row.from, row.amount, row.fee === true));
    const parts = partsOf(paid);
    answer.perTransfer.push(parts);
    if (row.fee) addParts(answer.fees, parts);
    else if (world.seeds.includes(row.to)) arriveAtSeed(answer, row.to, parts);
    else if (index >= (world.until ?? Number.POSITIVE_INFINITY)) {
      addPartsAt(answer.afterUntil, row.to, parts);
      if (!world.endpoints.includes(row.to)) arrive(row.to, [clean(row.amount)]);
    } else if (world.endpoints.includes(row.to)) addPartsAt(answer.endpoints, row.to, parts);
    else arrive(row.to, isOrdered(convention) ? paid : [{ amount: row.amount, parts }]);
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
  };
  const touched = new Map<string, Set<string>>();
  for (const [index, row] of world.transfers.entries()) {
    const isNewTransaction = index > 0 && world.transfers[index - 1]?.tx !== row.tx;
    if (isNewTransaction) for (const place of world.unexplored ?? []) touched.delete(place);
    const parts: Parts = {};
    answer.perTransfer.push(parts);
    if (row.amount === 0n || (row.from === row.to && !row.fee)) continue;
    const claim = world.payments?.find((each) => each.row === index);
    if (claim) parts[claim.id] = claim.amount;
    else if (world.seeds.includes(row.from)) {
      if (index >= (world.since ?? 0)) parts[row.from] = row.amount;
    } else if (!world.endpoints.includes(row.from) && !(row.fee && world.unexplored?.includes(row.from)))
      for (const seed of touched.get(row.from) ?? []) parts[seed] = row.amount;
    if (row.fee) addParts(answer.fees, parts);
    else if (world.seeds.includes(row.to)) arriveAtSeed(answer, row.to, parts);
    else if (index >= (world.until ?? Number.POSITIVE_INFINITY)) addPartsAt(answer.afterUntil, row.to, parts);
    else if (world.endpoints.includes(row.to)) addPartsAt(answer.endpoints, row.to, parts);
    else {
      if (world.unexplored?.includes(row.to)) addPartsAt(answer.notFollowed, row.to, parts);
      touched.set(row.to, new Set([...(touched.get(row.to) ?? []), ...Object.keys(parts)]));
    }
  }
  return answer;
}
