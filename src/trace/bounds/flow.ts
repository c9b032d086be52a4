// Maximum flow in integers of any size (Dinic). Knows nothing of money.

/** Which end of a push to search from: the one whose neighbourhood is the smaller. */
export type SearchFrom = 'source' | 'sink';

export interface Network {
  node(): number;
  /** A directed edge; its number, for the calls below. */
  edge(from: number, to: number, capacity: bigint): number;
  flowOn(edge: number): bigint;
  /** What an edge can carry from now on, in its direction; flow that is on it stays. */
  setRest(edge: number, rest: bigint): void;
  /** Takes flow that is on an edge for granted: it can no longer be led back. */
  freeze(edge: number): void;
  /** Pushes as much more from source to sink as can be pushed; returns how much. */
  push(source: number, sink: number, from: SearchFrom): bigint;
  /** Undoes every change since `mark`. Marks do not nest. */
  mark(): void;
  undo(): void;
}

export function network(): Network {
  const first: number[] = [];
  const next: number[] = [];
  const target: number[] = [];
  const rest: bigint[] = [];
  let journal: { edge: number; before: bigint }[] | undefined;
  // Search state, by node; a level counts only if its stamp is of this search.
  let level = new Int32Array(0);
  let stamp = new Int32Array(0);
  let at = new Int32Array(0);
  let search = 0;

  function half(from: number, to: number, capacity: bigint): void {
    target.push(to);
    rest.push(capacity);
    next.push(first[from] as number);
    first[from] = target.length - 1;
  }

  function set(edge: number, value: bigint): void {
    journal?.push({ edge, before: rest[edge] as bigint });
    rest[edge] = value;
  }

  /** Distances from `start` until `goal` is found: along what edges can carry, or against it. */
  function measure(start: number, goal: number, along: boolean): boolean {
    search += 1;
    level[start] = 0;
    stamp[start] = search;
    at[start] = first[start] as number;
    const queue = [start];
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] as number;
      if (stamp[goal] === search && (level[node] as number) >= (level[goal] as number)) break;
      for (let edge = first[node] as number; edge >= 0; edge = next[edge] as number) {
        const to = target[edge] as number;
        if (stamp[to] === search || (rest[along ? edge : edge ^ 1] as bigint) === 0n) continue;
        stamp[to] = search;
        level[to] = (level[node] as number) + 1;
        at[to] = first[to] as number;
        queue.push(to);
      }
    }
    return stamp[goal] === search;
  }

  /** One shortest path by the levels just measured, or undefined; `at` remembers which edges lead nowhere. */
  function path(source: number, sink: number, step: 1 | -1): number[] | undefined {
    const edges: number[] = [];
    let node = source;
    while (node !== sink) {
      const wanted = (level[node] as number) + step;
      let edge = at[node] as number;
      while (edge >= 0) {
        const to = target[edge] as number;
        if ((rest[edge] as bigint) > 0n && stamp[to] === search && level[to] === wanted) break;
        edge = next[edge] as number;
      }
      at[node] = edge;
      if (edge >= 0) {
        edges.push(edge);
        node = target[edge] as number;
        continue;
      }
      const back = edges.pop();
      if (back === undefined) return undefined;
      node = target[back ^ 1] as number;
      at[node] = next[at[node] as number] as number;
    }
    return edges;
  }

  function widen(): void {
    if (level.length >= first.length) return;
    level = new Int32Array(first.length);
    stamp = new Int32Array(first.length);
    at = new Int32Array(first.length);
    search = 0;
  }

  return {
    node() {
      first.push(-1);
      return first.length - 1;
    },
    edge(from, to, capacity) {
      half(from, to, capacity);
      half(to, from, 0n);
      return target.length - 2;
    },
    flowOn: (edge) => rest[edge ^ 1] as bigint,
    setRest: set,
    freeze: (edge) => set(edge ^ 1, 0n),
    push(source, sink, from) {
      widen();
      let total = 0n;
      const forward = from === 'source';
      while (forward ? measure(source, sink, true) : measure(sink, source, false)) {
        const step = forward ? 1 : -1;
        for (let edges = path(source, sink, step); edges !== undefined; edges = path(source, sink, step)) {
          let amount = rest[edges[0] as number] as bigint;
          for (const edge of edges) if ((rest[edge] as bigint) < amount) amount = rest[edge] as bigint;
          for (const edge of edges) {
            set(edge, (rest[edge] as bigint) - amount);
            set(edge ^ 1, (rest[edge ^ 1] as bigint) + amount);
          }
          total += amount;
        }
      }
      return total;
    },
    mark() {
      journal = [];
    },
    undo() {
      const done = journal ?? [];
      for (let index = done.length - 1; index >= 0; index -= 1) {
        const { edge, before } = done[index] as (typeof done)[number];
        rest[edge] = before;
      }
      journal = [];
    },
  };
}
