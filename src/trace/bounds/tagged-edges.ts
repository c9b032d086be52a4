// The edges of a bounds' network as they are made, each with what it is.
import { type EdgesBuilder, edgesBuilder } from './edges.ts';

/**
 * What an edge is, for those who check. `index`: of the leg; of the pool's last payment; of the place (`left`: what a pool
 * has at the end); of the crossing, in their order. `kept`: what a wallet keeps of what came in with one transaction; index of
 * a leg that brought it. `received`: what a crossing brings with this leg.
 */
export interface Tag {
  readonly kind: 'none' | 'transfer' | 'injected' | 'held' | 'left' | 'kept' | 'crossing' | 'received';
  readonly index: number;
}

const KINDS: readonly Tag['kind'][] = [
  'none',
  'transfer',
  'injected',
  'held',
  'left',
  'kept',
  'crossing',
  'received',
];

export interface TaggedEdges extends Omit<EdgesBuilder, 'edge'> {
  edge(from: number, to: number, capacity: bigint, kind: Tag['kind'], index: number): number;
  tagOf(edge: number): Tag;
}

export function taggedEdges(): TaggedEdges {
  const { edge, ...edges } = edgesBuilder();
  const kinds: number[] = [];
  const indexes: number[] = [];
  return {
    ...edges,
    edge(from, to, capacity, kind, index) {
      kinds.push(KINDS.indexOf(kind));
      indexes.push(index);
      return edge(from, to, capacity);
    },
    tagOf: (of) => ({
      kind: KINDS[kinds[of >> 1] as number] as Tag['kind'],
      index: indexes[of >> 1] as number,
    }),
  };
}
