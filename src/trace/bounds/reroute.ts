// Leads flow that has ended at some terminals of a network to others: shortest augmenting paths, with distances that are kept
// up while they grow (ISAP). Searches touch only what can be reached. Knows nothing of money.
import type { Edges } from './edges.ts';

export interface Rerouter {
  /** Paths along which something was led elsewhere, so far. */
  readonly augmentations: number;
  /** Leads as much as can be of what has ended elsewhere, but at `except`, to these terminals instead; returns how much. */
  gather(goals: readonly number[], except: readonly number[]): bigint;
  /** Measures how far it is from everywhere to the nearest of these terminals, once for all that `disperse` does. */
  survey(goals: readonly number[]): void;
  /** Leads as much as can be of what has ended at these terminals to others of the survey instead, of a network as it was then. */
  disperse(from: readonly number[]): bigint;
}

/** Distances to begin with and the counts of them; an array to search in, which is put back to them. */
interface Start {
  readonly distances: Int32Array;
  readonly counts: Int32Array;
  readonly working: Int32Array;
}

function startFrom(distances: Int32Array, counts: Int32Array): Start {
  return { distances, counts, working: distances.slice() };
}

export function rerouter({ first, next, target, isTerminal, isOpen, rest, carry }: Edges): Rerouter {
  /** As a distance: not at all. */
  const far = first.length;
  const nowhere = startFrom(new Int32Array(far).fill(far), new Int32Array(0));
  let surveyed = nowhere;
  let augmentations = 0;
  // The present search. A node has been met by it if its stamp says so; then `at` is the half to be tried next.
  let search = 0;
  let start = nowhere;
  /** In steps along what edges can carry more, or fewer than it takes. */
  let distance = start.working;
  const stamp = new Int32Array(far);
  const at = new Int32Array(far);
  const met = new Int32Array(far);
  let meetings = 0;
  /** How many nodes have some distance; up to the highest. */
  const having = new Int32Array(far + 2);
  let highest = 0;
  /** Beyond it no node gets anywhere. */
  let horizon = 0;
  const path: number[] = [];

  function begin(from: Start): void {
    for (let index = 0; index < meetings; index += 1) {
      const node = met[index] as number;
      distance[node] = start.distances[node] as number;
    }
    search += 1;
    meetings = 0;
    start = from;
    distance = start.working;
    having.fill(0, 0, highest + 1);
    having.set(start.counts);
    highest = start.counts.length;
    horizon = far - 1;
  }

  function meet(node: number, steps: number): void {
    if (stamp[node] !== search) {
      stamp[node] = search;
      met[meetings] = node;
      meetings += 1;
    }
    distance[node] = steps;
    at[node] = first[node] as number;
  }

  function count(steps: number, change: 1 | -1): void {
    having[steps] = (having[steps] as number) + change;
    if (steps > highest) highest = steps;
  }

  /**
   * Distances to these terminals, from wherever they can be reached. `found`: edges by which flow ends elsewhere from there,
   * the nearest first.
   */
  function measure(goals: readonly number[], found: (edge: number) => void): void {
    for (const goal of goals) meet(goal, 0);
    for (let index = 0; index < meetings; index += 1) {
      const node = met[index] as number;
      const steps = distance[node] as number;
      count(steps, 1);
      for (let half = first[node] as number; half >= 0; half = next[half] as number) {
        const other = target[half] as number;
        if (stamp[other] === search || isOpen[half ^ 1] === 0) continue;
        if (isTerminal[other] === 0) meet(other, steps + 1);
        else if ((half & 1) === 0) found(half);
      }
    }
  }

  function farther(node: number): void {
    let nearest = far;
    for (let half = first[node] as number; half >= 0; half = next[half] as number) {
      const steps = distance[target[half] as number] as number;
      if (steps < nearest && isOpen[half] === 1) nearest = steps;
    }
    const was = distance[node] as number;
    count(was, -1);
    // Where no node has some distance, none beyond it gets anywhere.
    if (having[was] === 0 && was < horizon) horizon = was;
    meet(node, Math.min(far, nearest + 1));
    if (nearest < far) count(nearest + 1, 1);
  }

  /** Along the path, and back to where it is then full. */
  function augment(wanted: bigint): bigint {
    let amount = wanted;
    for (const half of path) if (rest(half) < amount) amount = rest(half);
    let full = path.length;
    for (let index = path.length - 1; index >= 0; index -= 1) {
      const half = path[index] as number;
      carry(half, amount);
      if (isOpen[half] === 0) full = index;
    }
    path.length = full;
    augmentations += 1;
    return amount;
  }

  /** As much of `wanted` as can be led from here to distance 0 while it is no farther than that. */
  function lead(source: number, wanted: bigint, farthest: number): bigint {
    let left = wanted;
    path.length = 0;
    let node = source;
    while (left > 0n && (distance[source] as number) <= Math.min(farthest, horizon)) {
      const steps = distance[node] as number;
      if (steps === 0) {
        left -= augment(left);
        node = path.length === 0 ? source : (target[path[path.length - 1] as number] as number);
        continue;
      }
      if (stamp[node] !== search) meet(node, steps);
      let half = at[node] as number;
      while (half >= 0 && !(isOpen[half] === 1 && distance[target[half] as number] === steps - 1))
        half = next[half] as number;
      at[node] = half;
      if (half >= 0) {
        path.push(half);
        node = target[half] as number;
        continue;
      }
      farther(node);
      const back = path.pop();
      if (back !== undefined) node = target[back ^ 1] as number;
    }
    return wanted - left;
  }

  /**
   * What ended by these edges, led elsewhere: always from where it is nearest, as though one source lay before all of them.
   * So the distances of what still waits are never below those on the path, and a distance that no node has any more cuts off
   * all of it; led to the end one by one, a later source could climb past such a gap and yet get through.
   */
  function withdraw(edges: Iterable<number>): bigint {
    const waiting: number[][] = [];
    function wait(edge: number): void {
      const steps = distance[target[edge ^ 1] as number] as number;
      if (steps >= far) return;
      waiting[steps] ??= [];
      waiting[steps].push(edge);
    }
    for (const edge of edges) wait(edge);
    let moved = 0n;
    for (let steps = 0; steps < waiting.length; steps += 1)
      for (const edge of waiting[steps] ?? []) {
        if (steps > horizon) return moved;
        const amount = lead(target[edge ^ 1] as number, rest(edge ^ 1), steps);
        if (amount > 0n) carry(edge ^ 1, amount);
        moved += amount;
        if (isOpen[edge ^ 1] === 1) wait(edge);
      }
    return moved;
  }

  return {
    get augmentations() {
      return augmentations;
    },
    gather(goals, except) {
      const found: number[] = [];
      begin(nowhere);
      measure(goals, (edge) => found.push(edge));
      return withdraw(found.filter((edge) => !except.includes(target[edge] as number)));
    },
    survey(goals) {
      begin(nowhere);
      measure(goals, () => {});
      surveyed = startFrom(distance.slice(), having.slice(0, highest + 1));
    },
    disperse(from) {
      begin(surveyed);
      for (const terminal of from) {
        meet(terminal, far);
        count(0, -1);
      }
      const ended: number[] = [];
      for (const terminal of from)
        for (let half = first[terminal] as number; half >= 0; half = next[half] as number)
          if ((half & 1) === 1 && isOpen[half] === 1) ended.push(half ^ 1);
      return withdraw(ended);
    },
  };
}
