// Flow in integers of any size through a network without circles: lets it in, leads it on to where it ends, and from there
// elsewhere. Knows nothing of money.
import type { Edges } from './edges.ts';
import { heap } from './heap.ts';
import { type Rerouter, rerouter } from './reroute.ts';

export interface Flow extends Rerouter, Pick<Edges, 'setRest' | 'mark' | 'undo' | 'drop'> {
  readonly nodes: number;
  readonly edges: number;
  /** The same network before anything flows in it, with marks of its own. */
  emptied(): Flow;
  from(edge: number): number;
  to(edge: number): number;
  flowOn(edge: number): bigint;
  /** What flows into a node. */
  flowInto(node: number): bigint;
  /**
   * Fills these edges, and leads what they carry on to terminals, by the youngest edge of a node first. Only for networks in
   * which no node can be given more than it can pass on; returns how much has ended.
   */
  pour(edges: readonly number[]): bigint;
  /** 1 for each node that is reached from these along what edges can carry, or (`against`) that reaches these. */
  reach(nodes: readonly number[], way: 'along' | 'against'): Uint8Array;
}

export function flowThrough(edges: Edges): Flow {
  const { first, halves, target, isTerminal, isOpen, rest, setRest, carry, mark, undo, drop } = edges;
  const rerouting = rerouter(edges);
  let position: Int32Array | undefined;
  return {
    emptied: () => flowThrough(edges.emptied()),
    lead: rerouting.lead,
    survey: rerouting.survey,
    get augmentations() {
      return rerouting.augmentations;
    },
    setRest,
    mark,
    undo,
    drop,
    nodes: isTerminal.length,
    edges: target.length / 2,
    from: (edge) => target[edge ^ 1] as number,
    to: (edge) => target[edge] as number,
    flowOn: (edge) => rest(edge ^ 1),
    flowInto(node) {
      let sum = 0n;
      for (let at = first[node] as number; at < (first[node + 1] as number); at += 1)
        if (((halves[at] as number) & 1) === 1) sum += rest(halves[at] as number);
      return sum;
    },
    pour(opened) {
      const excess = new Map<number, bigint>();
      position ??= inOrder(edges);
      const waiting = heap(position);
      let ended = 0n;
      function give(edge: number, amount: bigint): void {
        carry(edge, amount);
        const to = target[edge] as number;
        if (isTerminal[to] === 1) {
          ended += amount;
          return;
        }
        const had = excess.get(to);
        if (had === undefined) waiting.add(to);
        excess.set(to, (had ?? 0n) + amount);
      }
      for (const edge of opened) if (isOpen[edge] === 1) give(edge, rest(edge));
      for (let node = waiting.take(); node !== undefined; node = waiting.take()) {
        let amount = excess.get(node) as bigint;
        for (let at = first[node] as number; at < (first[node + 1] as number) && amount > 0n; at += 1) {
          const half = halves[at] as number;
          if ((half & 1) === 1 || isOpen[half] === 0) continue;
          const given = rest(half) < amount ? rest(half) : amount;
          give(half, given);
          amount -= given;
        }
      }
      return ended;
    },
    reach(nodes, way) {
      const reached = new Uint8Array(isTerminal.length);
      const open = [...nodes];
      for (const node of open) reached[node] = 1;
      for (let node = open.pop(); node !== undefined; node = open.pop())
        for (let at = first[node] as number; at < (first[node + 1] as number); at += 1) {
          const half = halves[at] as number;
          const to = target[half] as number;
          if (reached[to] === 1 || isOpen[way === 'along' ? half : half ^ 1] === 0) continue;
          reached[to] = 1;
          if (isTerminal[to] === 0) open.push(to);
        }
      return reached;
    },
  };
}

/** By node, its position in an order in which every edge leads onward. */
function inOrder({ first, halves, target }: Edges): Int32Array {
  const nodes = first.length - 1;
  const waits = new Int32Array(nodes);
  for (let edge = 0; edge < target.length; edge += 2) {
    const to = target[edge] as number;
    waits[to] = (waits[to] as number) + 1;
  }
  const order: number[] = [];
  for (let node = 0; node < nodes; node += 1) if (waits[node] === 0) order.push(node);
  const positions = new Int32Array(nodes);
  for (let at = 0; at < order.length; at += 1) {
    const node = order[at] as number;
    positions[node] = at;
    for (let link = first[node] as number; link < (first[node + 1] as number); link += 1) {
      const half = halves[link] as number;
      if ((half & 1) === 1) continue;
      const to = target[half] as number;
      waits[to] = (waits[to] as number) - 1;
      if (waits[to] === 0) order.push(to);
    }
  }
  if (order.length < nodes) throw new Error('flow: the network has a circle');
  return positions;
}
