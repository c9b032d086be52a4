// The network as GraphML. Amounts are text: a float would not keep them.
import { create } from 'xmlbuilder2';
import type { Network } from './network.ts';

const NODE_KEYS = ['label', 'kind', 'chain', 'address', 'entity', 'category', 'role', 'reason'] as const;
const EDGE_KEYS = ['chain', 'tx', 'height', 'time', 'asset', 'symbol', 'decimals', 'amount'] as const;

export function graphmlText({ nodes, edges, conventions, synthetic }: Network): string {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('graphml', {
    xmlns: 'http://graphml.graphdrawing.org/xmlns',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation':
      'http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd',
  });
  if (synthetic !== undefined) root.ele('desc').txt(`SYNTHETIC: ${synthetic}`);
  const key = (side: 'node' | 'edge', name: string): void => {
    root.ele('key', { id: `${side}_${name}`, for: side, 'attr.name': name, 'attr.type': 'string' });
  };
  for (const name of NODE_KEYS) key('node', name);
  for (const name of [...EDGE_KEYS, ...conventions.map((convention) => `carried_${convention}`)])
    key('edge', name);
  const graph = root.ele('graph', { id: 'trace', edgedefault: 'directed' });
  for (const node of nodes) {
    const element = graph.ele('node', { id: node.id });
    for (const name of NODE_KEYS)
      if (node[name] !== '') element.ele('data', { key: `node_${name}` }).txt(node[name]);
  }
  for (const edge of edges) {
    const element = graph.ele('edge', { id: edge.id, source: edge.source, target: edge.target });
    for (const name of EDGE_KEYS)
      if (edge[name] !== '') element.ele('data', { key: `edge_${name}` }).txt(edge[name]);
    for (const [name, units] of Object.entries(edge.carried))
      element.ele('data', { key: `edge_carried_${name}` }).txt(units);
  }
  return `${root.end({ prettyPrint: true })}\n`;
}
