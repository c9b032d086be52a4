// The bounds, reckoned a second time: the network of docs/method.md built from the rows, and a flow of its own for each
// figure, where the tracer re-routes one. Slow and plain; shares no line with src/trace.
import { least as lesser, sum } from './money.ts';
import { transactionsOf } from './recount.ts';
import type { Row, Rows } from './rows.ts';

export interface Network {
  /** Edges `from → to`, in one row. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly capacity: bigint }[];
  readonly nodes: number;
  readonly injected: bigint;
  readonly endpoints: ReadonlyMap<string, number>;
  readonly unexplored: number;
  readonly settled: number;
}

const SOURCE = 0;
const SINK = 1;
const SETTLED = 2;
const UNEXPLORED = 3;

/** A node for every state of a pool and every coin; what a pool keeps flows on with no more than its balance. */
export function networkOf(all: Rows, asset: string, shortages: ReadonlyMap<string, bigint>): Network {
  const { since = 0 } = all;
  const edges: { from: number; to: number; capacity: bigint }[] = [];
  let nodes = 4;
  let injected = 0n;
  const explored = new Set(all.explored);
  const answered = new Set(all.answered);
  const leaky = new Set(all.leaky);
  const seedPlaces = new Set(all.seeds.map(({ place }) => place));
  const endpoints = new Map<string, number>();
  const pools = new Map<string, { node: number | undefined; balance: bigint }>();
  const coins = new Map<string, number>();
  const plenty = sum(all.rows.map((row) => (row.asset === asset ? row.amount : 0n))) + 1n;

  const node = (): number => nodes++;
  function edge(from: number, to: number, capacity: bigint): void {
    if (capacity > 0n) edges.push({ from, to, capacity });
  }
  function inject(into: number, amount: bigint): void {
    edge(SOURCE, into, amount);
    injected += amount;
  }
  const claims = (name: string): bigint =>
    sum(all.seeds.map(({ claim, amount = 0n }) => (claim === name ? amount : 0n)));
  function poolOf(place: string): { node: number | undefined; balance: bigint } {
    const pool = pools.get(place) ?? { node: undefined, balance: shortages.get(place) ?? 0n };
    pools.set(place, pool);
    return pool;
  }
  function leak(place: string, from: number): void {
    if (leaky.has(place)) edge(from, UNEXPLORED, plenty);
  }
  function endNode({ end, to }: Row): number | undefined {
    if (end === 'stopped') return UNEXPLORED;
    if (end === 'endpoint') {
      const known = endpoints.get(to) ?? node();
      endpoints.set(to, known);
      return known;
    }
    return end !== undefined || seedPlaces.has(to) ? SETTLED : undefined;
  }
  /** What a claimed payment carried before ends with it; the claim takes its place. */
  function beforeClaim({ id, amount }: Row, to: number): number {
    const claim = claims(id);
    if (claim === 0n) return to;
    inject(to, claim);
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
      target = beforeClaim(row, target ?? UNEXPLORED);
      if (seedPlaces.has(from)) {
        if (time >= since) inject(target, amount);
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
    for (const { from, amount, time, coin = '' } of rows.filter(({ leg }) => leg === 'in')) {
      const known = coins.get(coin);
      coins.delete(coin);
      if (seedPlaces.has(from) && time >= since) inject(melt, amount);
      else {
        inject(melt, claims(`coin|${coin}`));
        if (known !== undefined) edge(known, melt, amount);
      }
    }
    for (const row of rows.filter(({ leg }) => leg === 'out')) {
      let target = endNode(row);
      if (target === undefined && explored.has(row.to) && row.coin !== undefined) {
        target = node();
        coins.set(row.coin, target);
      }
      edge(melt, beforeClaim(row, target ?? UNEXPLORED), row.amount);
    }
  }

  for (const rows of transactionsOf(all.rows, asset))
    if (rows[0]?.leg === 'pays') payments(rows);
    else melting(rows);
  for (const { node: from, balance } of pools.values()) if (from !== undefined) edge(from, SETTLED, balance);
  for (const [coin, from] of coins) edge(from, answered.has(coin) ? SETTLED : UNEXPLORED, plenty);
  return { edges, nodes, injected, endpoints, unexplored: UNEXPLORED, settled: SETTLED };
}

export interface Bound {
  readonly least: bigint;
  readonly most: bigint;
  readonly mostFollowed: bigint;
}

/** The bounds of some endpoints together. */
export function bounding(network: Network): (places: readonly string[]) => Bound {
  const { endpoints, unexplored, settled, injected } = network;
  const flowTo = greatestFlows(network);
  return (places) => {
    const own = places.flatMap((place) => endpoints.get(place) ?? []);
    const others = [...endpoints.values()].filter((node) => !own.includes(node));
    return {
      least: injected - flowTo([...others, unexplored, settled]),
      most: flowTo([...own, unexplored]),
      mostFollowed: flowTo(own),
    };
  };
}

/** The greatest flow from the source to the ends named: by shortest ways, level by level (Dinic). */
function greatestFlows({
  edges,
  nodes,
  injected,
  endpoints,
  unexplored,
  settled,
}: Network): (ends: readonly number[]) => bigint {
  const heads: number[] = [];
  const capacities: bigint[] = [];
  const at: number[][] = Array.from({ length: nodes }, () => []);
  function connect(from: number, to: number, capacity: bigint): number {
    at[from]?.push(heads.length);
    at[to]?.push(heads.length + 1);
    heads.push(to, from);
    capacities.push(capacity, 0n);
    return heads.length - 2;
  }
  for (const { from, to, capacity } of edges) connect(from, to, capacity);
  // Ways out, closed until they are asked for.
  const wayOut = new Map(
    [...endpoints.values(), unexplored, settled].map((end) => [end, connect(end, SINK, 0n)]),
  );

  return (ends) => {
    const rest = [...capacities];
    for (const end of ends) rest[wayOut.get(end) as number] = injected;
    let flow = 0n;
    for (let level = levels(rest); level !== undefined; level = levels(rest)) {
      const next = new Int32Array(nodes);
      for (let way = wayToSink(rest, level, next); way !== undefined; way = wayToSink(rest, level, next)) {
        const amount = way.reduce((most, edge) => lesser(most, rest[edge] as bigint), injected);
        for (const edge of way) {
          rest[edge] = (rest[edge] as bigint) - amount;
          rest[edge ^ 1] = (rest[edge ^ 1] as bigint) + amount;
        }
        flow += amount;
      }
    }
    return flow;
  };

  /** Distances from the source; undefined where the sink can no longer be reached. */
  function levels(rest: readonly bigint[]): Int32Array | undefined {
    const level = new Int32Array(nodes).fill(-1);
    level[SOURCE] = 0;
    const queue = [SOURCE];
    for (const from of queue)
      for (const edge of at[from] as number[]) {
        const to = heads[edge] as number;
        if ((rest[edge] as bigint) === 0n || level[to] !== -1) continue;
        level[to] = (level[from] as number) + 1;
        if (to === SINK) return level;
        queue.push(to);
      }
    return undefined;
  }

  function wayToSink(rest: readonly bigint[], level: Int32Array, next: Int32Array): number[] | undefined {
    const way: number[] = [];
    let here = SOURCE;
    while (here !== SINK) {
      const edge = (at[here] as number[])[next[here] as number];
      if (edge === undefined) {
        const back = way.pop();
        if (back === undefined) return undefined;
        here = heads[back ^ 1] as number;
        next[here] = (next[here] as number) + 1;
      } else if (
        (rest[edge] as bigint) > 0n &&
        level[heads[edge] as number] === (level[here] as number) + 1
      ) {
        way.push(edge);
        here = heads[edge] as number;
      } else next[here] = (next[here] as number) + 1;
    }
    return way;
  }
}
