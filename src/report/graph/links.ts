// What a drawing shows of a network: one link for all transfers of one asset between two places, with what they carry
// under the headline convention. Each format draws it in its own words.
import { formatUnits } from '../../model/asset.ts';
import type { Network, NetworkEdge } from './network.ts';

export interface Link {
  readonly source: string;
  readonly target: string;
  /** `1.5 ETH`; what is tainted of it, exactly. */
  readonly text: string;
  /** No unit under the headline: touched under another convention. */
  readonly isReachOnly: boolean;
}

export function linksOf({ edges, conventions }: Network): Link[] {
  const headline = conventions[0] ?? '';
  const groups = new Map<string, NetworkEdge[]>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.source, edge.target, edge.asset]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [edge]);
    else group.push(edge);
  }
  return [...groups.values()].map((group): Link => {
    const { source, target, symbol, decimals } = group[0] as NetworkEdge;
    const units = group.reduce((sum, { carried }) => sum + BigInt(carried[headline] ?? '0'), 0n);
    const amount = decimals === '' ? `${units} base units of` : formatUnits(units, Number(decimals));
    const count = group.length === 1 ? '' : `, ${group.length} transfers`;
    return { source, target, text: `${amount} ${symbol}${count}`, isReachOnly: units === 0n };
  });
}
