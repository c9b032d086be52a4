// The second reckoning: from the rows of a run to where every tainted unit of one asset stands, under one rule. Knows
// nothing of how a trace explores, and shares no line with src/trace.
import {
  blended,
  clean,
  dealt,
  inRow,
  type Parts,
  type Portion,
  partsOf,
  type Rule,
  sum,
  take,
  total,
} from './money.ts';
import type { Row, Rows } from './rows.ts';

export const lines = [
  'endpoints',
  'held',
  'fees',
  'burnt',
  'returned',
  'reachedSeed',
  'notFollowed',
] as const;
export type Line = (typeof lines)[number];

export interface Recount {
  /** By seed. */
  readonly injected: bigint[];
  /** By line, then by seed. */
  readonly sums: Record<Line, bigint[]>;
  /** Over all seeds, by place. */
  readonly atEndpoint: ReadonlyMap<string, bigint>;
  /** What each pool paid beyond what it is known to have had. */
  readonly shortages: ReadonlyMap<string, bigint>;
}

/** Seeds in the order in which units left over are given out: by the first row that is theirs, then by id. */
export function seedsInOrder({ seeds, rows, since = 0 }: Rows): Rows['seeds'] {
  const first = new Map(
    seeds.map(({ id, place, claim }) => {
      const at = rows.findIndex(({ from, to, time, id: row, leg, coin }) =>
        place === undefined
          ? row === claim || (leg === 'in' && `coin|${coin}` === claim)
          : from === place && to !== place && time >= since,
      );
      return [id, at < 0 ? rows.length : at];
    }),
  );
  return [...seeds].sort(
    (a, b) => (first.get(a.id) as number) - (first.get(b.id) as number) || (a.id < b.id ? -1 : 1),
  );
}

export function recount(all: Rows, seeds: Rows['seeds'], asset: string, rule: Rule): Recount {
  const { since = 0 } = all;
  const count = seeds.length;
  const none = (): bigint[] => Array<bigint>(count).fill(0n);
  const injected = none();
  const sums = Object.fromEntries(lines.map((line) => [line, none()])) as Recount['sums'];
  const atEndpoint = new Map<string, bigint>();
  const shortages = new Map<string, bigint>();
  const explored = new Set(all.explored);
  const answered = new Set(all.answered);
  const seedAt = new Map(
    seeds.flatMap(({ place }, seed) => (place === undefined ? [] : [[place, seed] as const])),
  );
  const pools = new Map<string, Portion[]>();
  const coins = new Map<string, { portions: Portion[]; at: string }>();

  const add = (line: Line, parts: Parts): void => {
    for (const [seed, units] of parts.entries()) sums[line][seed] = (sums[line][seed] as bigint) + units;
  };
  const own = (seed: number, amount: bigint): Portion => {
    injected[seed] = (injected[seed] as bigint) + amount;
    return { amount, parts: none().map((_, each) => (each === seed ? amount : 0n)) };
  };
  const together = (portions: Portion[]): Portion[] => (inRow(rule) ? portions : blended(portions, count));

  function fromSeed({ from, amount, time }: Row): Portion[] | undefined {
    const seed = seedAt.get(from);
    if (seed === undefined) return undefined;
    return [time >= since ? own(seed, amount) : clean(amount, count)];
  }

  /** What a payment carried up to the claim has reached the claimant; in its place stands what he claims. */
  function afterClaims(claim: string, portions: Portion[]): Portion[] {
    const claimants = [...seeds.entries()].filter(([, seed]) => seed.claim === claim);
    if (claimants.length === 0) return portions;
    const rest = [...together(portions)];
    const claimed = claimants.map(([seed, { amount = 0n }]) => {
      add('reachedSeed', partsOf(take(rest, amount, rule), count));
      return own(seed, amount);
    });
    return [...claimed, ...rest];
  }

  /** Books what ends with a row; false: it goes on. */
  function ends({ to, end }: Row, portions: readonly Portion[]): boolean {
    const parts = partsOf(portions, count);
    if (end === undefined) {
      const here = seedAt.get(to);
      if (here === undefined) return false;
      add(
        'returned',
        parts.map((units, seed) => (seed === here ? units : 0n)),
      );
      add(
        'reachedSeed',
        parts.map((units, seed) => (seed === here ? 0n : units)),
      );
      return true;
    }
    if (end === 'endpoint') atEndpoint.set(to, (atEndpoint.get(to) ?? 0n) + sum(parts));
    add(end === 'endpoint' ? 'endpoints' : end === 'stopped' ? 'notFollowed' : end, parts);
    return true;
  }

  function fromPool(place: string, amount: bigint): Portion[] {
    const pool = pools.get(place) ?? [];
    pools.set(place, pool);
    const short = amount - total(pool);
    if (short > 0n) {
      shortages.set(place, (shortages.get(place) ?? 0n) + short);
      pool.unshift(clean(short, count));
      pool.splice(0, pool.length, ...together(pool));
    }
    return take(pool, amount, rule, rule === 'lifo' ? 'back' : 'front');
  }

  function payments(rows: readonly Row[]): void {
    /** What came in during this transaction and has not gone out again, by wallet. */
    const passing = new Map<string, Portion[]>();
    for (const row of rows) {
      const { from, to, amount, end, id } = row;
      if (from === to) continue;
      let paid = fromSeed(row);
      if (paid === undefined) {
        paid = end === 'fees' ? [] : take(passing.get(from) ?? [], amount, rule);
        const left = amount - total(paid);
        if (left > 0n) paid.push(...(explored.has(from) ? fromPool(from, left) : [clean(left, count)]));
      }
      const portions = together(afterClaims(id, paid));
      const over = ends(row, portions);
      if (over && end !== 'stopped') continue;
      const goesOn = over ? [clean(amount, count)] : portions;
      passing.set(to, [...(passing.get(to) ?? []), ...goesOn]);
    }
    for (const [place, portions] of passing)
      if (explored.has(place)) pools.set(place, together([...(pools.get(place) ?? []), ...portions]));
      else add('notFollowed', partsOf(portions, count));
  }

  function melting(rows: readonly Row[]): void {
    const inputs = rows
      .filter(({ leg }) => leg === 'in')
      .flatMap((row) => {
        const known = row.coin === undefined ? undefined : coins.get(row.coin)?.portions;
        if (row.coin !== undefined) coins.delete(row.coin);
        return fromSeed(row) ?? afterClaims(`coin|${row.coin}`, known ?? [clean(row.amount, count)]);
      });
    const paid = rows.filter(({ leg, end }) => leg === 'out' && end !== 'fees');
    const fee = rows.find(({ leg, end }) => leg === 'out' && end === 'fees');
    const shares = dealt(inputs, [...paid.map(({ amount }) => amount), fee?.amount ?? 0n], rule, count);
    for (const [index, row] of [...paid, ...(fee === undefined ? [] : [fee])].entries()) {
      const portions = afterClaims(row.id, shares[index] as Portion[]);
      if (ends(row, portions)) continue;
      if (explored.has(row.to) && row.coin !== undefined) coins.set(row.coin, { portions, at: row.to });
      else add('notFollowed', partsOf(portions, count));
    }
  }

  for (const rows of transactionsOf(all.rows, asset))
    if (rows[0]?.leg === 'pays') payments(rows);
    else melting(rows);
  for (const portions of pools.values()) add('held', partsOf(portions, count));
  for (const [coin, { portions }] of coins)
    add(answered.has(coin) ? 'held' : 'notFollowed', partsOf(portions, count));
  return { injected, sums, atEndpoint, shortages };
}

/** Rows of one asset, transaction by transaction. */
export function transactionsOf(rows: readonly Row[], asset: string): Row[][] {
  const transactions: Row[][] = [];
  let last: string | undefined;
  for (const row of rows) {
    if (row.asset !== asset) continue;
    if (row.tx === last) transactions.at(-1)?.push(row);
    else transactions.push([row]);
    last = row.tx;
  }
  return transactions;
}
