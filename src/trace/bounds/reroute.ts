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

/** Distances, and the nodes of each: the first of them, from each the next and the one before; −1 ends. */
interface Distances {
  readonly distance: Int32Array;
  readonly heads: Int32Array;
  readonly after: Int32Array;
  readonly before: Int32Array;
  /** How many nodes have some distance; up to the highest. */
  readonly having: Int32Array;
}

export function rerouter({ first, next, target, isTerminal, isOpen, rest, carry }: Edges): Rerouter {
  /** As a distance: not at all. */
  const far = first.length;
  const nowhere: Distances = {
    distance: new Int32Array(far).fill(far),
    heads: new Int32Array(far).fill(-1),
    after: new Int32Array(far),
    before: new Int32Array(far),
    having: new Int32Array(far),
  };
  let surveyed = nowhere;
  let augmentations = 0;
  /** In steps along what edges can carry more, or fewer than it takes. */
  const { distance, heads, after, before, having } = copied(nowhere);
  let highest = 0;
  /** The half to be tried next. */
  const at = new Int32Array(far);
  const path: number[] = [];

  function begin(from: Distances): void {
    distance.set(from.distance);
    heads.set(from.heads);
    after.set(from.after);
    before.set(from.before);
    having.set(from.having);
    at.set(first);
    highest = far - 1;
    while (highest > 0 && having[highest] === 0) highest -= 1;
  }

  function put(node: number, steps: number): void {
    const was = distance[node] as number;
    if (was < far) {
      const [previous, following] = [before[node] as number, after[node] as number];
      if (previous >= 0) after[previous] = following;
      else heads[was] = following;
      if (following >= 0) before[following] = previous;
      having[was] = (having[was] as number) - 1;
    }
    distance[node] = steps;
    at[node] = first[node] as number;
    if (steps >= far) return;
    const head = heads[steps] as number;
    before[node] = -1;
    after[node] = head;
    if (head >= 0) before[head] = node;
    heads[steps] = node;
    having[steps] = (having[steps] as number) + 1;
    if (steps > highest) highest = steps;
  }

  /**
   * Distances to these terminals, from wherever they can be reached. `found`: edges by which flow ends elsewhere from there,
   * the nearest first.
   */
  function measure(goals: readonly number[], found: (edge: number) => void): void {
    const met = [...goals];
    for (const goal of goals) put(goal, 0);
    for (const node of met) {
      const steps = distance[node] as number;
      for (let half = first[node] as number; half >= 0; half = next[half] as number) {
        const other = target[half] as number;
        if ((distance[other] as number) < far || isOpen[half ^ 1] === 0) continue;
        if (isTerminal[other] === 1) {
          if ((half & 1) === 0) found(half);
        } else {
          put(other, steps + 1);
          met.push(other);
        }
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
    put(node, Math.min(far, nearest + 1));
    if (having[was] === 0) cutOff(was);
  }

  /**
   * Where no node has some distance, none that is beyond it now gets anywhere, ever. One that is nearer still may, and may
   * come to be farther than that.
   */
  function cutOff(gap: number): void {
    for (let steps = gap + 1; steps <= highest; steps += 1)
      for (let node = heads[steps] as number; node >= 0; node = heads[steps] as number) put(node, far);
    highest = gap;
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

  /** As much of `wanted` as can be led from here to distance 0. */
  function lead(source: number, wanted: bigint): bigint {
    let left = wanted;
    path.length = 0;
    let node = source;
    while (left > 0n && (distance[source] as number) < far) {
      const steps = distance[node] as number;
      if (steps === 0) {
        left -= augment(left);
        node = path.length === 0 ? source : (target[path[path.length - 1] as number] as number);
        continue;
      }
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

  /** What ended by this edge, led elsewhere. */
  function withdraw(edge: number): bigint {
    const moved = lead(target[edge ^ 1] as number, rest(edge ^ 1));
    if (moved > 0n) carry(edge ^ 1, moved);
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
      let moved = 0n;
      for (const edge of found) if (!except.includes(target[edge] as number)) moved += withdraw(edge);
      return moved;
    },
    survey(goals) {
      begin(nowhere);
      measure(goals, () => {});
      surveyed = copied({ distance, heads, after, before, having });
    },
    disperse(from) {
      begin(surveyed);
      for (const terminal of from) put(terminal, far);
      let moved = 0n;
      for (const terminal of from)
        for (let half = first[terminal] as number; half >= 0; half = next[half] as number)
          if ((half & 1) === 1 && isOpen[half] === 1) moved += withdraw(half ^ 1);
      return moved;
    },
  };
}

function copied({ distance, heads, after, before, having }: Distances): Distances {
  return {
    distance: distance.slice(),
    heads: heads.slice(),
    after: after.slice(),
    before: before.slice(),
    having: having.slice(),
  };
}
