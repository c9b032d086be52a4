// The network of docs/method.md, of one asset, built a second time from the rows. Whose value enters it, and what crossings
// bring, is said later (bounding.ts). Shares no line with src/trace.

import type { Crossed } from './exchanges.ts';
import { least as lesser, sum } from './money.ts';
import { transactionsOf } from './recount.ts';
import { placesOf, type Row, type Rows } from './rows.ts';

export const SOURCE = 0;
export const SINK = 1;
const SETTLED = 2;
const UNEXPLORED = 3;

export interface Network {
  readonly edges: readonly { readonly from: number; readonly to: number; readonly capacity: bigint }[];
  readonly nodes: number;
  /** Ways in, closed: what a seed sends, by the edge that it comes by. */
  readonly injections: readonly { readonly edge: number; readonly seed: string; readonly amount: bigint }[];
  /** Where value is given into a crossing, and the ways in of what one brings: all of it, and each received row's part. */
  readonly given: ReadonlyMap<Crossed, number>;
  readonly received: ReadonlyMap<Crossed, Received>;
  readonly endpoints: ReadonlyMap<string, number>;
  readonly unexplored: number;
  readonly settled: number;
}

interface Received {
  readonly node: number;
  readonly edge: number;
  readonly legs: { readonly edge: number; readonly amount: bigint }[];
}

/** A node for every state of a pool and every coin; what a pool keeps flows on with no more than its balance. */
export function networkOf(
  all: Rows,
  asset: string,
  shortages: ReadonlyMap<string, bigint>,
  crossings: readonly Crossed[],
): Network {
  const { since = 0 } = all;
  const edges: { from: number; to: number; capacity: bigint }[] = [];
  let nodes = 4;
  const injections: { edge: number; seed: string; amount: bigint }[] = [];
  const given = new Map<Crossed, number>();
  const received = new Map<Crossed, Received>();
  const gives = new Map<string, Crossed>();
  const gets = new Map<string, Crossed>();
  const explored = new Set(all.explored);
  const answered = new Set(all.answered);
  const leaky = new Set(all.leaky);
  const seedAt = new Map(
    all.seeds.flatMap((seed) => placesOf(seed).map((place) => [place, seed.id] as const)),
  );
  const endpoints = new Map<string, number>();
  const pools = new Map<string, { node: number | undefined; balance: bigint }>();
  const coins = new Map<string, number>();
  const plenty = sum(all.rows.map((row) => (row.asset === asset ? row.amount : 0n))) + 1n;

  const node = (): number => nodes++;
  function edge(from: number, to: number, capacity: bigint): void {
    if (capacity > 0n) edges.push({ from, to, capacity });
  }
  /** Of a way in, how much may come by it is said later. */
  function closed(from: number, to: number): number {
    return edges.push({ from, to, capacity: 0n }) - 1;
  }
  function inject(into: number, seed: string, amount: bigint): void {
    injections.push({ edge: closed(SOURCE, into), seed, amount });
  }
  for (const crossing of crossings) {
    if (crossing.given[0]?.asset === asset) {
      given.set(crossing, node());
      for (const { id, end } of crossing.given) if (end !== 'stopped') gives.set(id, crossing);
    }
    if (crossing.received[0]?.asset !== asset) continue;
    const into = node();
    received.set(crossing, { node: into, edge: closed(SOURCE, into), legs: [] });
    for (const { id } of crossing.received) gets.set(id, crossing);
  }
  /** What claims of a payment inject, and how much of its front that is. */
  function claimed(name: string, into: number): bigint {
    const own = all.seeds.filter(({ claim }) => claim === name);
    for (const { id, amount = 0n } of own) inject(into, id, amount);
    return sum(own.map(({ amount = 0n }) => amount));
  }
  function poolOf(place: string): { node: number | undefined; balance: bigint } {
    const pool = pools.get(place) ?? { node: undefined, balance: shortages.get(place) ?? 0n };
    pools.set(place, pool);
    return pool;
  }
  function leak(place: string, from: number): void {
    if (leaky.has(place)) edge(from, UNEXPLORED, plenty);
  }
  function endNode({ end, to, id }: Row): number | undefined {
    const crossing = gives.get(id);
    if (crossing !== undefined) return given.get(crossing);
    if (end === 'stopped') return UNEXPLORED;
    if (end === 'endpoint') {
      const known = endpoints.get(to) ?? node();
      endpoints.set(to, known);
      return known;
    }
    return end !== undefined || seedAt.has(to) ? SETTLED : undefined;
  }
  /** Where what a payment carried before goes, if it goes to `to`: the front that is claimed ends with it. */
  function beforeClaim(name: string, amount: bigint, to: number): number {
    const claim = claimed(name, to);
    if (claim === 0n) return to;
    const before = node();
    edge(before, to, amount - claim);
    edge(before, SETTLED, claim);
    return before;
  }
  function keep(place: string, from: number, amount: bigint): void {
    if (!explored.has(place)) {
      edge(from, UNEXPLORED, amount);
      return;
    }
    const pool = poolOf(place);
    pool.balance += amount;
    if (pool.node === undefined) {
      pool.node = node();
      leak(place, pool.node);
    }
    edge(from, pool.node, amount);
  }

  function fromCrossing(crossing: Crossed, amount: bigint, target: number): void {
    const { node: into, legs } = received.get(crossing) as Received;
    const part = node();
    legs.push({ edge: closed(into, part), amount });
    edge(part, target, amount);
  }

  function payments(rows: readonly Row[]): void {
    const passing = new Map<string, { node: number; amount: bigint }>();
    const staying: { place: string; node: number | undefined; amount: bigint }[] = [];
    for (const [index, row] of rows.entries()) {
      const { from, to, amount, time, end } = row;
      if (from === to) continue;
      const isOver = endNode(row);
      const goesOn = rows.slice(index + 1).some((later) => later.from === to && later.end !== 'fees');
      const isStopped = end === 'stopped';
      let target = isOver;
      // Where the taint stops, the units do not: the wallet has them, and pays with them.
      if (goesOn && (isOver === undefined || isStopped)) {
        const pass = passing.get(to) ?? { node: node(), amount: 0n };
        pass.amount += amount;
        passing.set(to, pass);
        target ??= pass.node;
      } else if (isStopped) staying.push({ place: to, node: undefined, amount });
      else if (target === undefined) {
        target = node();
        staying.push({ place: to, node: target, amount });
      }
      target = beforeClaim(row.id, amount, target ?? UNEXPLORED);
      const seed = seedAt.get(from);
      const crossing = gets.get(row.id);
      if (crossing !== undefined) {
        fromCrossing(crossing, amount, target);
      } else if (seed !== undefined) {
        if (time >= since) inject(target, seed, amount);
      } else payFrom(from, amount, target, end === 'fees' ? undefined : passing.get(from));
    }
    for (const { place, node: from, amount } of staying)
      if (from !== undefined) keep(place, from, amount);
      else if (explored.has(place)) poolOf(place).balance += amount;
    for (const [place, { node: from, amount }] of passing) if (amount > 0n) keep(place, from, amount);
  }

  function payFrom(
    place: string,
    amount: bigint,
    target: number,
    pass: { node: number; amount: bigint } | undefined,
  ): void {
    const passed = pass === undefined ? 0n : lesser(pass.amount, amount);
    if (pass !== undefined && passed > 0n) {
      edge(pass.node, target, passed);
      pass.amount -= passed;
      // What comes in later in the transaction cannot have gone out with this.
      const after = node();
      edge(pass.node, after, pass.amount);
      pass.node = after;
    }
    const left = amount - passed;
    if (left === 0n || !explored.has(place)) return;
    const pool = poolOf(place);
    pool.balance -= left;
    if (pool.node === undefined) return;
    edge(pool.node, target, left);
    const after = node();
    edge(pool.node, after, pool.balance);
    leak(place, after);
    pool.node = after;
  }

  function melting(rows: readonly Row[]): void {
    const melt = node();
    for (const row of rows.filter(({ leg }) => leg === 'in')) {
      const { from, amount, time, coin = '', end } = row;
      const known = coins.get(coin);
      coins.delete(coin);
      const seed = seedAt.get(from);
      const target = end === 'endpoint' ? (endNode(row) as number) : melt;
      if (seed !== undefined && time >= since) inject(target, seed, amount);
      else {
        const into = beforeClaim(`coin|${coin}`, amount, target);
        if (known !== undefined) edge(known, into, amount);
      }
    }
    for (const row of rows.filter(({ leg }) => leg === 'out')) {
      let target = endNode(row);
      if (target === undefined && explored.has(row.to) && row.coin !== undefined) {
        target = node();
        coins.set(row.coin, target);
      }
      const before = beforeClaim(row.id, row.amount, target ?? UNEXPLORED);
      const crossing = gets.get(row.id);
      if (crossing === undefined) edge(melt, before, row.amount);
      else fromCrossing(crossing, row.amount, before);
    }
  }

  for (const rows of transactionsOf(all.rows, asset))
    if (rows[0]?.leg === 'pays') payments(rows);
    else melting(rows);
  for (const { node: from, balance } of pools.values()) if (from !== undefined) edge(from, SETTLED, balance);
  for (const [coin, from] of coins) edge(from, answered.has(coin) ? SETTLED : UNEXPLORED, plenty);
  return {
    edges,
    nodes,
    injections,
    given,
    received,
    endpoints,
    unexplored: UNEXPLORED,
    settled: SETTLED,
  };
}
