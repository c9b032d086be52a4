// The network as GEXF 1.3 (Gephi), by graphology's own writer. Amounts are text: a float would not keep them.
import { MultiDirectedGraph } from 'graphology';
import { write } from 'graphology-gexf';
import type { Network, NetworkEdge, NetworkNode } from './network.ts';

type Attributes = Record<string, string>;

export function gexfText({ nodes, edges, synthetic }: Network): string {
  const graph = new MultiDirectedGraph<Attributes, Attributes, Attributes>();
  if (synthetic !== undefined) graph.setAttribute('description', `SYNTHETIC: ${synthetic}`);
  for (const node of nodes) graph.addNode(node.id, nodeAttributes(node));
  for (const edge of edges)
    graph.addDirectedEdgeWithKey(edge.id, edge.source, edge.target, edgeAttributes(edge));
  return `${write(graph, { version: '1.3', pretty: true })}\n`;
}

function nodeAttributes({ id: _, ...attributes }: NetworkNode): Attributes {
  return { ...attributes };
}

function edgeAttributes({
  id: _id,
  source: _source,
  target: _target,
  carried,
  ...plain
}: NetworkEdge): Attributes {
  const named = Object.entries(carried).map(([name, units]) => [`carried_${name}`, units]);
  return { ...plain, ...Object.fromEntries(named) };
}
