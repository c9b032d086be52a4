// The second reckoning: from the rows of a run to where every tainted unit of one asset stands, under one rule. Knows
// nothing of how a trace explores, and shares no line with src/trace.

import { exchangesOf } from './exchanges.ts';
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
import { placesOf, type Row, type Rows } from './rows.ts';

export const lines = [
  'endpoints',
  'held',
  'fees',
  'burnt',
  'returned',
  'reachedSeed',
  'notFollowed',
  'convertedOut',
] as const;
export type Line = (typeof lines)[number];

/** Of one asset. */
export interface Recount {
  /** By seed. */
  readonly injected: bigint[];
  /** What crossings brought, by seed. */
  readonly convertedIn: bigint[];
  /** By line, then by seed. */
  readonly sums: Record<Line, bigint[]>;
  /** Over all seeds, by place. */
  readonly atEndpoint: Map<string, bigint>;
  /** What each pool paid beyond what it is known to have had. */
  readonly shortages: Map<string, bigint>;
}

/** One asset as it is reckoned: what wallets have of it, and what its coins are. */
interface Book extends Recount {
  readonly pools: Map<string, Portion[]>;
  readonly coins: Map<string, { portions: Portion[]; at: string }>;
}

/** Seeds in the order in which units left over are given out: by the first row that is theirs, then by id. */
export function seedsInOrder({ seeds, rows, since = 0 }: Rows): Rows['seeds'] {
  const first = new Map(
    seeds.map((seed) => {
      const { id, claim } = seed;
      const places = new Set(placesOf(seed));
      const at = rows.findIndex(({ from, to, time, id: row, leg, coin }) =>
        places.size === 0
          ? row === claim || (leg === 'in' && `coin|${coin}` === claim)
          : places.has(from) && to !== from && time >= since,
      );
      return [id, at < 0 ? rows.length : at];
    }),
  );
  return [...seeds].sort(
    (a, b) => (first.get(a.id) as number) - (first.get(b.id) as number) || (a.id < b.id ? -1 : 1),
  );
}

/** By asset. One pass over all of them, since a crossing leads from one into another. */
export function recount(all: Rows, seeds: Rows['seeds'], rule: Rule): ReadonlyMap<string, Recount> {
  const { since = 0 } = all;
  const count = seeds.length;
  const none = (): bigint[] => Array<bigint>(count).fill(0n);
  const explored = new Set(all.explored);
  const answered = new Set(all.answered);
  const seedAt = new Map(
    seeds.flatMap((each, seed) => placesOf(each).map((place) => [place, seed] as const)),
  );
  const exchanges = exchangesOf(all, rule, count);
  const books = new Map<string, Book>();
  function bookOf({ asset }: Row): Book {
    const book = books.get(asset) ?? {
      injected: none(),
      convertedIn: none(),
      sums: Object.fromEntries(lines.map((line) => [line, none()])) as Recount['sums'],
      atEndpoint: new Map(),
      shortages: new Map(),
      pools: new Map(),
      coins: new Map(),
    };
    books.set(asset, book);
    return book;
  }
  const add = ({ sums }: Book, line: Line, parts: Parts): void => addTo(sums[line], parts);
  const own = ({ injected }: Book, seed: number, amount: bigint): Portion => {
    injected[seed] = (injected[seed] as bigint) + amount;
    return { amount, parts: none().map((_, each) => (each === seed ? amount : 0n)) };
  };
  const together = (portions: Portion[]): Portion[] => (inRow(rule) ? portions : blended(portions, count));

  function fromSeed(book: Book, { from, amount, time }: Row): Portion[] | undefined {
    const seed = seedAt.get(from);
    if (seed === undefined) return undefined;
    return [time >= since ? own(book, seed, amount) : clean(amount, count)];
  }

  /** What a payment carried up to the claim has reached the claimant; in its place stands what he claims. */
  function afterClaims(book: Book, claim: string, portions: Portion[]): Portion[] {
    const claimants = [...seeds.entries()].filter(([, seed]) => seed.claim === claim);
    if (claimants.length === 0) return portions;
    const rest = [...together(portions)];
    const claimed = claimants.map(([seed, { amount = 0n }]) => {
      add(book, 'reachedSeed', partsOf(take(rest, amount, rule), count));
      return own(book, seed, amount);
    });
    return [...claimed, ...rest];
  }

  /** Books what ends with a row; false: it goes on. */
  function ends(book: Book, row: Row, portions: readonly Portion[]): boolean {
    const { to, end } = row;
    const parts = partsOf(portions, count);
    if (exchanges.give(row, parts)) {
      add(book, 'convertedOut', parts);
      return true;
    }
    if (end === undefined) {
      const here = seedAt.get(to);
      if (here === undefined) return false;
      const isOwn = (seed: number): boolean => seed === here;
      add(
        book,
        'returned',
        parts.map((units, seed) => (isOwn(seed) ? units : 0n)),
      );
      add(
        book,
        'reachedSeed',
        parts.map((units, seed) => (isOwn(seed) ? 0n : units)),
      );
      return true;
    }
    if (end === 'endpoint') book.atEndpoint.set(to, (book.atEndpoint.get(to) ?? 0n) + sum(parts));
    add(book, end === 'endpoint' ? 'endpoints' : end === 'stopped' ? 'notFollowed' : end, parts);
    return true;
  }

  function fromPool({ pools, shortages }: Book, place: string, amount: bigint): Portion[] {
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

  function fromCrossing({ convertedIn }: Book, row: Row): Portion[] | undefined {
    const received = exchanges.receive(row);
    if (received !== undefined) addTo(convertedIn, partsOf(received, count));
    return received;
  }

  function payments(rows: readonly Row[]): void {
    /** What came in during this transaction and has not gone out again, by book and wallet. */
    const passing = new Map<Book, Map<string, Portion[]>>();
    for (const row of rows) {
      const { from, to, amount, end, id } = row;
      if (from === to) continue;
      const book = bookOf(row);
      const passed = passing.get(book) ?? new Map<string, Portion[]>();
      passing.set(book, passed);
      let paid = fromCrossing(book, row) ?? fromSeed(book, row);
      if (paid === undefined) {
        paid = end === 'fees' ? [] : take(passed.get(from) ?? [], amount, rule);
        const left = amount - total(paid);
        if (left > 0n) paid.push(...(explored.has(from) ? fromPool(book, from, left) : [clean(left, count)]));
      }
      const portions = together(afterClaims(book, id, paid));
      const over = ends(book, row, portions);
      if (over && end !== 'stopped') continue;
      const goesOn = over ? [clean(amount, count)] : portions;
      passed.set(to, [...(passed.get(to) ?? []), ...goesOn]);
    }
    for (const [book, passed] of passing)
      for (const [place, portions] of passed)
        if (explored.has(place)) {
          const { pools } = book;
          pools.set(place, together([...(pools.get(place) ?? []), ...portions]));
        } else add(book, 'notFollowed', partsOf(portions, count));
  }

  function melting(rows: readonly Row[]): void {
    const book = bookOf(rows[0] as Row);
    const { coins } = book;
    const inputs = rows
      .filter(({ leg }) => leg === 'in')
      .flatMap((row) => {
        const known = row.coin === undefined ? undefined : coins.get(row.coin)?.portions;
        if (row.coin !== undefined) coins.delete(row.coin);
        const unspent = known ?? [clean(row.amount, count)];
        const put = fromSeed(book, row) ?? afterClaims(book, `coin|${row.coin}`, unspent);
        // Of a transaction that hides whose is whose, nothing that went in comes out as somebody's.
        if (row.end !== 'endpoint') return put;
        ends(book, row, put);
        return [clean(row.amount, count)];
      });
    const paid = rows.filter(({ leg, end }) => leg === 'out' && end !== 'fees');
    const fee = rows.find(({ leg, end }) => leg === 'out' && end === 'fees');
    const shares = dealt(inputs, [...paid.map(({ amount }) => amount), fee?.amount ?? 0n], rule, count);
    for (const [index, row] of [...paid, ...(fee === undefined ? [] : [fee])].entries()) {
      const portions = afterClaims(book, row.id, fromCrossing(book, row) ?? (shares[index] as Portion[]));
      if (ends(book, row, portions)) continue;
      if (explored.has(row.to) && row.coin !== undefined) coins.set(row.coin, { portions, at: row.to });
      else add(book, 'notFollowed', partsOf(portions, count));
    }
  }

  for (const rows of transactionsOf(all.rows))
    if (rows[0]?.leg === 'pays') payments(rows);
    else melting(rows);
  for (const book of books.values()) {
    for (const portions of book.pools.values()) add(book, 'held', partsOf(portions, count));
    for (const [coin, { portions }] of book.coins)
      add(book, answered.has(coin) ? 'held' : 'notFollowed', partsOf(portions, count));
  }
  return books;
}

function addTo(sums: bigint[], parts: Parts): void {
  for (const [seed, units] of parts.entries()) sums[seed] = (sums[seed] as bigint) + units;
}

/** Transaction by transaction; with `asset` its rows alone. */
export function transactionsOf(rows: readonly Row[], asset?: string): Row[][] {
  const transactions: Row[][] = [];
  let last: string | undefined;
  for (const row of rows) {
    if (asset !== undefined && row.asset !== asset) continue;
    if (row.tx === last) transactions.at(-1)?.push(row);
    else transactions.push([row]);
    last = row.tx;
  }
  return transactions;
}
