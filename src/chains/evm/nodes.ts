// Nodes of EVM chains as services: JSON-RPC at one address each, which the user names; there is no public default, since
// whole blocks with receipts are more than public nodes give away. Asked for proofs alone.
import { type ChainId, chainName } from '../../model/chain.ts';
import type { Service } from '../../net/service.ts';
import { evmChains } from './chains-table.ts';

/** `node.ethereum` */
export function nodeOf(chain: ChainId): string | undefined {
  return evmChains.some(({ id }) => id === chain) ? `node.${chainName(chain)}` : undefined;
}

/** Without a base URL: asking one fails until the user gives it. */
export const nodeServices: readonly Service[] = evmChains.map(({ id }) => ({
  name: nodeOf(id) as string,
  baseUrl: '',
  inFlight: 4,
}));
