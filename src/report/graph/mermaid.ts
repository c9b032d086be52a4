// The network as a Mermaid flowchart. Every character that could mean something there is written as an entity.
import { linksOf } from './links.ts';
import type { Network, NetworkNode } from './network.ts';

export function mermaidText(network: Network): string {
  const names = new Map(network.nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    'flowchart LR',
    ...(network.synthetic === undefined
      ? []
      : [`  synthetic[/"SYNTHETIC${plain(`: ${network.synthetic}`)}"/]`]),
    ...network.nodes.map((node) => `  ${names.get(node.id)}${shaped(node)}`),
    ...linksOf(network).map(
      ({ source, target, text, isReachOnly }) =>
        `  ${names.get(source)} ${isReachOnly ? '-.->' : '-->'}|"${plain(text)}"| ${names.get(target)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function shaped({ label, address, role, reason }: NetworkNode): string {
  const where = address === '' || address === label ? '' : `<br/>${plain(address)}`;
  const text = `"${plain(label)}${where}${reason === '' ? '' : `<br/>${plain(reason)}`}"`;
  if (role === 'seed') return `{{${text}}}`;
  if (role === 'endpoint' || role === 'touched') return `[${text}]`;
  if (role === 'transaction') return `((${text}))`;
  return `([${text}])`;
}

/** Letters, digits and a few marks as they are; all else as `#code;`, Mermaid's own form. */
function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (char) => `#${char.codePointAt(0)};`);
}
