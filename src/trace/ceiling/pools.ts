// Pools as the ceiling sees them: for each wallet and asset the transactions that touch it, what it had before each, and
// how much of it could be tainted after each. What changes in one place is worked out again in that place alone.
import type { Timeline } from '../timeline.ts';

export interface CeilingPool {
  /** Numbers of its transactions, each once and in chain order when it has been arranged. */
  ids: number[];
  readonly rank: Map<number, number>;
  /** Units, tainted or not, before each transaction; what it must have had at the start included. */
  readonly had: Map<number, bigint>;
  /** Units that could be tainted after each transaction. */
  readonly could: Map<number, bigint>;
}

export type CeilingPools = Map<number, Map<number, CeilingPool>>;

export function poolAt(pools: CeilingPools, place: number, asset: number): CeilingPool {
  let own = pools.get(place);
  if (own === undefined) {
    own = new Map();
    pools.set(place, own);
  }
  let pool = own.get(asset);
  if (pool === undefined) {
    pool = { ids: [], rank: new Map(), had: new Map(), could: new Map() };
    own.set(asset, pool);
  }
  return pool;
}

/** Puts the transactions of a pool in order; `touch` is told those before which it had something else than was known. */
export function arrange(
  pool: CeilingPool,
  place: number,
  asset: number,
  timeline: Timeline,
  position: readonly number[],
  touch: (id: number) => void,
): void {
  pool.ids = [...new Set(pool.ids)].sort((a, b) => (position[a] as number) - (position[b] as number));
  for (const [rank, id] of pool.ids.entries()) pool.rank.set(id, rank);
  let balance = openingOf(pool, place, asset, timeline, position);
  for (const id of pool.ids) {
    if (pool.had.get(id) !== balance) touch(id);
    pool.had.set(id, balance);
    for (const change of changes(id, place, asset, timeline, position))
      balance = balance + change < 0n ? 0n : balance + change;
  }
}

/** Forgets what was worked out, not what belongs to it. */
export function forget(pool: CeilingPool): void {
  pool.had.clear();
  pool.could.clear();
}

/** The balance it must have had at the start, since it paid more than it is known to have received. */
function openingOf(
  pool: CeilingPool,
  place: number,
  asset: number,
  timeline: Timeline,
  position: readonly number[],
): bigint {
  let balance = 0n;
  let missing = 0n;
  for (const id of pool.ids)
    for (const change of changes(id, place, asset, timeline, position)) {
      balance += change;
      if (balance >= 0n) continue;
      missing -= balance;
      balance = 0n;
    }
  return missing;
}

/** What one transaction gives and takes, leg by leg. */
function* changes(
  id: number,
  place: number,
  asset: number,
  { groups, legs }: Timeline,
  position: readonly number[],
): Generator<bigint> {
  const { first, end } = groups[position[id] as number] as Timeline['groups'][number];
  for (let index = first; index < end; index += 1) {
    const leg = legs[index] as Timeline['legs'][number];
    if (leg.asset !== asset || leg.from === leg.to) continue;
    if (leg.from === place) yield -leg.transfer.amount;
    else if (leg.to === place) yield leg.transfer.amount;
  }
}

/** What could be tainted when transaction `id` begins. */
export function couldBefore(pool: CeilingPool, id: number): bigint {
  for (let rank = (pool.rank.get(id) as number) - 1; rank >= 0; rank -= 1) {
    const could = pool.could.get(pool.ids[rank] as number);
    if (could !== undefined) return could;
  }
  return 0n;
}
