// Leads flow from one node of a network to terminals, as much as can be: shortest augmenting paths, with distances that are
// kept up while they grow (ISAP), and measured anew where that is cheaper. Knows nothing of money.
import type { Edges } from './edges.ts';

export interface Rerouter {
  /** Paths along which something was led, so far. */
  readonly augmentations: number;
  /**
   * Leads as much more as can be from some terminals to these others (of surveyed ones: to all others), through none; returns
   * how much. From where flow has ended, that flow is led elsewhere.
   */
  lead(sources: readonly number[], goals: readonly number[] | Surveyed): bigint;
  /**
   * Measures how far it is from everywhere to the nearest of these terminals, once for all that is led to them later. Of the
   * network as it is then: undo what was led since before leading by these again.
   */
  survey(goals: readonly number[]): Surveyed;
}

export interface Surveyed {
  readonly goals: readonly number[];
  readonly distances: Distances;
}

interface Distances {
  /** By node, in steps along what edges can carry more; or fewer than it takes. */
  readonly distance: Int32Array;
  /** How many nodes have some distance. */
  readonly having: Int32Array;
}

export function rerouter({ first, halves, target, isTerminal, isOpen, rest, carry }: Edges): Rerouter {
  const nodes = isTerminal.length;
  /** As a distance: not at all. */
  const far = nodes;
  /** Of the source, which is never passed through, `height` is the distance instead. */
  const distance = new Int32Array(nodes);
  const having = new Int32Array(nodes);
  let height = far;
  /** Where in `halves` the next one to be tried is. */
  const at = new Int32Array(nodes);
  const met = new Int32Array(nodes);
  const path: number[] = [];
  let augmentations = 0;
  /** Halves looked at since distances were measured, and how many that took. */
  let looked = 0;
  let price = 0;

  /** Exact up to `source`, where the search ends; all that is not nearer is given that distance. */
  function measure(source: number | undefined, goals: readonly number[]): void {
    distance.fill(far);
    let count = 0;
    for (const goal of goals) {
      distance[goal] = 0;
      met[count] = goal;
      count += 1;
    }
    height = far;
    looked = 0;
    for (let index = 0; index < count; index += 1) {
      const node = met[index] as number;
      const steps = (distance[node] as number) + 1;
      if (steps >= height) break;
      const end = first[node + 1] as number;
      looked += end - (first[node] as number);
      for (let link = first[node] as number; link < end; link += 1) {
        const half = halves[link] as number;
        if (isOpen[half ^ 1] === 0) continue;
        const other = target[half] as number;
        if (other === source) height = steps;
        else if (distance[other] === far && isTerminal[other] === 0) {
          distance[other] = steps;
          met[count] = other;
          count += 1;
        }
      }
    }
    having.fill(0);
    for (let node = 0; node < nodes; node += 1) {
      if (height < far && distance[node] === far && isTerminal[node] === 0) distance[node] = height;
      const steps = distance[node] as number;
      if (steps < far) having[steps] = (having[steps] as number) + 1;
    }
    begin(looked);
  }

  function begin(measuring: number): void {
    at.set(first.subarray(0, nodes));
    looked = 0;
    price = measuring + nodes;
    path.length = 0;
  }

  function recall({ distances }: Surveyed, sources: readonly number[]): void {
    distance.set(distances.distance);
    having.set(distances.having);
    for (const source of sources) distance[source] = far;
    begin(0);
  }

  /** One more than the nearest that can be reached from here; false if nothing can be led from the source any more. */
  function farther(node: number, source: number): boolean {
    const was = node === source ? height : (distance[node] as number);
    let nearest = far;
    const begun = first[node] as number;
    const end = first[node + 1] as number;
    let link = begun;
    // None is nearer than the node itself, so the first that is as near is the nearest.
    for (; link < end && nearest > was; link += 1) {
      const half = halves[link] as number;
      const steps = distance[target[half] as number] as number;
      if (steps >= nearest || isOpen[half] === 0) continue;
      nearest = steps;
      at[node] = link;
    }
    looked += link - begun;
    const steps = Math.min(far, nearest + 1);
    if (node === source) {
      height = steps;
      return steps < far;
    }
    distance[node] = steps;
    if (steps < far) having[steps] = (having[steps] as number) + 1;
    having[was] = (having[was] as number) - 1;
    // Where no node has some distance, none that is beyond it gets anywhere any more, and the source is.
    return having[was] !== 0;
  }

  /** The next half from a node that leads one step nearer; −1 if none does. */
  function onward(node: number, steps: number): number {
    const begun = at[node] as number;
    const end = first[node + 1] as number;
    let link = begun;
    let found = -1;
    for (; link < end; link += 1) {
      const half = halves[link] as number;
      if (isOpen[half] === 1 && distance[target[half] as number] === steps - 1) {
        found = half;
        break;
      }
    }
    at[node] = link;
    looked += link - begun;
    return found;
  }

  /** Along the path, and back to where it is then full. */
  function augment(): bigint {
    let amount = rest(path[0] as number);
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

  function leadFrom(source: number, goals: () => readonly number[]): bigint {
    let moved = 0n;
    let node = source;
    path.length = 0;
    while (height < far) {
      const steps = node === source ? height : (distance[node] as number);
      const half = steps === 0 ? -1 : onward(node, steps);
      if (steps === 0) moved += augment();
      else if (half >= 0) path.push(half);
      else if (looked > price) measure(source, goals());
      else if (!farther(node, source)) break;
      else path.pop();
      node = path.length === 0 ? source : (target[path[path.length - 1] as number] as number);
    }
    return moved;
  }

  return {
    get augmentations() {
      return augmentations;
    },
    survey(goals) {
      measure(undefined, goals);
      return { goals, distances: { distance: distance.slice(), having: having.slice() } };
    },
    lead(sources, goals) {
      let moved = 0n;
      if ('distances' in goals) {
        const others = (): readonly number[] => goals.goals.filter((goal) => !sources.includes(goal));
        recall(goals, sources);
        for (const source of sources) {
          height = 1;
          moved += leadFrom(source, others);
        }
        return moved;
      }
      for (const source of sources) {
        measure(source, goals);
        moved += leadFrom(source, () => goals);
      }
      return moved;
    },
  };
}
