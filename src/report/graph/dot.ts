// The network in the language of Graphviz.
import { linksOf } from './links.ts';
import type { Network, NetworkNode } from './network.ts';

const SHAPES: Readonly<Record<NetworkNode['role'], string>> = {
  seed: 'shape=octagon style=filled fillcolor="#f4c7c3"',
  endpoint: 'shape=box style="filled,bold" fillcolor="#c6dbef"',
  touched: 'shape=box style=filled fillcolor="#fde0b2"',
  held: 'shape=ellipse style=filled fillcolor="#e5e5e5"',
  'not-followed': 'shape=ellipse style=dashed',
  sink: 'shape=plaintext',
  transaction: 'shape=point',
  way: 'shape=ellipse',
};

export function dotText(network: Network): string {
  const lines = [
    'digraph trace {',
    '  rankdir=LR;',
    ...(network.synthetic === undefined
      ? []
      : [`  label=${quoted(`SYNTHETIC: ${network.synthetic}`)}; labelloc=t;`]),
    '  node [fontname="Helvetica" fontsize=10];',
    '  edge [fontname="Helvetica" fontsize=9];',
    ...network.nodes.map(
      (node) => `  ${quoted(node.id)} [label=${quoted(...caption(node))} ${SHAPES[node.role]}];`,
    ),
    ...linksOf(network).map(
      ({ source, target, text, isReachOnly }) =>
        `  ${quoted(source)} -> ${quoted(target)} [label=${quoted(text)}${isReachOnly ? ' style=dotted' : ''}];`,
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Who, and where; of a place that is not followed also why. */
function caption({ label, address, role, reason }: NetworkNode): string[] {
  const parts = [label, ...(address === '' || address === label ? [] : [address])];
  if (role === 'seed') parts.push('(seed)');
  if (reason !== '') parts.push(`(${reason})`);
  return parts;
}

/** Lines of text. A backslash of theirs would begin an escape such as \N, which puts another text in. */
function quoted(...lines: readonly string[]): string {
  const plain = lines.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${plain.join('\\n')}"`;
}
