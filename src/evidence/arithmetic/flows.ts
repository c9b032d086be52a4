// Greatest flows in a network of the second reckoning: one that leads all to some end, then for each figure what can be led
// elsewhere, or here. By shortest ways, level by level (Dinic). Shares no line with src/trace.
import { least } from './money.ts';
import { type Network, SINK, SOURCE } from './network.ts';

export interface Figures {
  /** No less can end at these ends, whatever is done. */
  readonly least: bigint;
  /** No more can, of what was followed. */
  readonly followed: bigint;
  /** No more can, if what was not followed ended here too. */
  readonly most: bigint;
}

/** What it may cost: edges looked at. Counted, not timed: the same on every machine. */
export interface Work {
  left: number;
}

/** `open`: capacities of edges that were closed. undefined once there is no work left. */
export function figuresOf(
  { edges, nodes, endpoints, given, unexplored, settled }: Network,
  open: ReadonlyMap<number, bigint>,
  work: Work,
): (ends: readonly number[]) => Figures | undefined {
  const heads: number[] = [];
  const base: bigint[] = [];
  const at: number[][] = Array.from({ length: nodes }, () => []);
  let plenty = 0n;
  function connect(from: number, to: number, capacity: bigint): number {
    at[from]?.push(heads.length);
    at[to]?.push(heads.length + 1);
    heads.push(to, from);
    base.push(capacity, 0n);
    return heads.length - 2;
  }
  for (const [index, { from, to, capacity }] of edges.entries()) {
    const opened = open.get(index) ?? capacity;
    if (from === SOURCE) plenty += opened;
    connect(from, to, opened);
  }
  const allEnds = [...endpoints.values(), ...given.values(), unexplored, settled];
  const wayOut = new Map(allEnds.map((end) => [end, connect(end, SINK, plenty)]));
  // Every unit ends somewhere. Where rows were forged so that one does not, no figure is right.
  const led = flow(SOURCE, new Set([SINK]), base, plenty);
  if (led !== plenty && work.left > 0) return () => ({ least: -1n, followed: -1n, most: -1n });

  const exitOf = (end: number): number => wayOut.get(end) as number;
  const standing = (ends: readonly number[]): bigint =>
    ends.reduce((sum, end) => sum + (base[exitOf(end) + 1] as bigint), 0n);

  /** What stands at other ends and can be led to these: backwards from the sink. */
  function drawn(ends: readonly number[]): bigint {
    const rest = [...base];
    for (const end of ends) rest[exitOf(end) + 1] = 0n;
    return flow(SINK, new Set(ends), rest, plenty);
  }
  /** What stands at these ends and can be led to others. */
  function dispersed(ends: readonly number[]): bigint {
    const rest = [...base];
    let away = 0n;
    for (const end of ends) {
      rest[exitOf(end)] = 0n;
      rest[exitOf(end) + 1] = 0n;
    }
    for (const end of ends) away += flow(end, new Set([SINK]), rest, standing([end]));
    return away;
  }

  return (ends) => {
    const here = standing(ends);
    const both = [...ends, unexplored];
    const figures = {
      least: here - dispersed(ends),
      followed: here + drawn(ends),
      most: standing(both) + drawn(both),
    };
    return work.left > 0 ? figures : undefined;
  };

  /** Leads up to `most` from a node to any of the others, in what is left of the capacities. */
  function flow(from: number, to: ReadonlySet<number>, rest: bigint[], most: bigint): bigint {
    let sent = 0n;
    while (sent < most && work.left > 0) {
      const level = levels(from, to, rest);
      if (level === undefined) break;
      const next = new Int32Array(nodes);
      while (sent < most) {
        const way = wayTo(from, to, rest, level, next);
        if (way === undefined) break;
        const amount = way.reduce((few, edge) => least(few, rest[edge] as bigint), most - sent);
        for (const edge of way) {
          rest[edge] = (rest[edge] as bigint) - amount;
          rest[edge ^ 1] = (rest[edge ^ 1] as bigint) + amount;
        }
        sent += amount;
      }
    }
    return sent;
  }

  /** Distances; undefined where none can be reached any more. */
  function levels(from: number, to: ReadonlySet<number>, rest: readonly bigint[]): Int32Array | undefined {
    const level = new Int32Array(nodes).fill(-1);
    level[from] = 0;
    const queue = [from];
    for (const here of queue) {
      const ways = at[here] as number[];
      work.left -= ways.length;
      for (const edge of ways) {
        const there = heads[edge] as number;
        if ((rest[edge] as bigint) === 0n || level[there] !== -1) continue;
        level[there] = (level[here] as number) + 1;
        if (to.has(there)) return level;
        queue.push(there);
      }
    }
    return undefined;
  }

  function wayTo(
    from: number,
    to: ReadonlySet<number>,
    rest: readonly bigint[],
    level: Int32Array,
    next: Int32Array,
  ): number[] | undefined {
    const way: number[] = [];
    let here = from;
    while (way.length === 0 || !to.has(here)) {
      const edge = (at[here] as number[])[next[here] as number];
      work.left -= 1;
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
