// The EVM chains, one row each: a further chain is a further row. Names, CAIP-2 ids and native coins are in model/chain.ts.
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import { type GenuineToken, genuineTokensOf } from './genuine-tokens.ts';

/** A service for net/: `Request.path` is relative to `baseUrl`. Where `keyQuery` stands, net adds the key under that name. */
interface ExplorerService {
  readonly name: string;
  readonly baseUrl: string;
  readonly perSecond: number;
  readonly inFlight: number;
  readonly keyQuery?: string;
}

export interface EvmChain {
  readonly id: ChainId;
  /** Blocks below the tip after which the chain calls a block final. */
  readonly finality: number;
  /** undefined: there is no Blockscout instance for this chain. */
  readonly blockscout: ExplorerService | undefined;
  readonly etherscan: {
    readonly service: ExplorerService;
    readonly chainid: string;
    /** Whether a free key is served this chain at all (as of 2026-11; the answer itself decides). */
    readonly free: boolean;
  };
  readonly wrappedNative: Address;
  /**
   * true on OP-stack chains: a second fee for the data on the parent chain is in no explorer row. It is not booked; the
   * wallet's closing figure differs by it, which a `reconciliation` gap announces (no `source-*` gap: nothing is lost
   * that an analyst follows).
   */
  readonly feeOutsideRow: boolean;
  readonly tokens: readonly GenuineToken[];
}

/** 300 requests a minute and address is the default of a Blockscout instance (API_RATE_LIMIT_BY_IP). */
function blockscout(name: string): ExplorerService {
  return { name, baseUrl: `https://${name}`, perSecond: 5, inFlight: 8 };
}

/** One key for all chains; free: 3 a second, 100,000 a day (docs.etherscan.io, rate limits). */
const etherscan: ExplorerService = {
  name: 'api.etherscan.io',
  baseUrl: 'https://api.etherscan.io',
  perSecond: 3,
  inFlight: 8,
  keyQuery: 'apikey',
};

export const evmChains: readonly EvmChain[] = [
  {
    id: 'eip155:1' as ChainId,
    // Finality comes with the second epoch of 32 blocks after the block's own, so within 96 blocks.
    finality: 96,
    blockscout: blockscout('eth.blockscout.com'),
    etherscan: { service: etherscan, chainid: '1', free: true },
    wrappedNative: normalAddress('eip155:1' as ChainId, '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'),
    feeOutsideRow: false,
    tokens: genuineTokensOf('eip155:1' as ChainId),
  },
  {
    id: 'eip155:56' as ChainId,
    // Fast finality (BEP-126) needs two blocks; 15 is what stands when it stalls.
    finality: 15,
    blockscout: undefined,
    etherscan: { service: etherscan, chainid: '56', free: false },
    wrappedNative: normalAddress('eip155:56' as ChainId, '0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c'),
    feeOutsideRow: false,
    tokens: genuineTokensOf('eip155:56' as ChainId),
  },
  {
    id: 'eip155:8453' as ChainId,
    // Final once the batch is in a final Ethereum block: about half an hour at two seconds a block.
    finality: 900,
    blockscout: blockscout('base.blockscout.com'),
    etherscan: { service: etherscan, chainid: '8453', free: false },
    wrappedNative: normalAddress('eip155:8453' as ChainId, '0x4200000000000000000000000000000000000006'),
    feeOutsideRow: true,
    tokens: genuineTokensOf('eip155:8453' as ChainId),
  },
];

export function evmChain(id: ChainId): EvmChain | undefined {
  return evmChains.find((chain) => chain.id === id);
}
