// The network as a picture, laid out by Graphviz (WebAssembly, no browser).
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { dotText } from './dot.ts';
import type { Network } from './network.ts';

/** Beyond this many edges a layered layout takes minutes; a force layout shows the same. */
const LAYERED = 600;

export async function svgText(network: Network): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.layout(dotText(network), 'svg', network.edges.length > LAYERED ? 'sfdp' : 'dot');
}
