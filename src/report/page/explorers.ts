// Public explorers that a reader may open a transaction or an address in, chain by chain. The page asks none of them: they
// are links, and the reader chooses whose.
import { BITCOIN, type ChainId, ETHEREUM, TRON } from '../../model/chain.ts';

export interface Explorer {
  readonly name: string;
  /** What stands before a transaction id, and before an address. */
  readonly tx: string;
  readonly address: string;
}

function explorer(name: string, base: string, tx = 'tx/', address = 'address/'): Explorer {
  return { name, tx: `${base}${tx}`, address: `${base}${address}` };
}

/** The first of each chain is linked unless another one is chosen. */
const explorers: ReadonlyMap<ChainId, readonly Explorer[]> = new Map([
  [
    BITCOIN,
    [
      explorer('mempool.space', 'https://mempool.space/'),
      explorer('blockstream.info', 'https://blockstream.info/'),
      explorer(
        'blockchain.com',
        'https://www.blockchain.com/explorer/',
        'transactions/btc/',
        'addresses/btc/',
      ),
    ],
  ],
  [
    ETHEREUM,
    [
      explorer('etherscan.io', 'https://etherscan.io/'),
      explorer('eth.blockscout.com', 'https://eth.blockscout.com/'),
    ],
  ],
  ['eip155:56' as ChainId, [explorer('bscscan.com', 'https://bscscan.com/')]],
  [
    'eip155:137' as ChainId,
    [
      explorer('polygonscan.com', 'https://polygonscan.com/'),
      explorer('polygon.blockscout.com', 'https://polygon.blockscout.com/'),
    ],
  ],
  [
    'eip155:42161' as ChainId,
    [
      explorer('arbiscan.io', 'https://arbiscan.io/'),
      explorer('arbitrum.blockscout.com', 'https://arbitrum.blockscout.com/'),
    ],
  ],
  [
    'eip155:10' as ChainId,
    [
      explorer('optimistic.etherscan.io', 'https://optimistic.etherscan.io/'),
      explorer('explorer.optimism.io', 'https://explorer.optimism.io/'),
    ],
  ],
  [
    'eip155:8453' as ChainId,
    [
      explorer('basescan.org', 'https://basescan.org/'),
      explorer('base.blockscout.com', 'https://base.blockscout.com/'),
    ],
  ],
  ['eip155:43114' as ChainId, [explorer('snowtrace.io', 'https://snowtrace.io/')]],
  [TRON, [explorer('tronscan.org', 'https://tronscan.org/#/', 'transaction/')]],
]);

export function explorersOf(chain: string): readonly Explorer[] {
  return explorers.get(chain as ChainId) ?? [];
}

/** Only what looks like one is put into a link. */
export function txLink(explorer: Explorer | undefined, tx: string): string | undefined {
  return explorer !== undefined && /^(?:0x)?[0-9a-f]{64}$/i.test(tx) ? `${explorer.tx}${tx}` : undefined;
}

/** What ended in a transaction stands at `tx:<txid>`. */
export function addressLink(explorer: Explorer | undefined, address: string): string | undefined {
  if (address.startsWith('tx:')) return txLink(explorer, address.slice(3));
  return explorer !== undefined && /^[0-9A-Za-z]{20,90}$/.test(address)
    ? `${explorer.address}${address}`
    : undefined;
}
