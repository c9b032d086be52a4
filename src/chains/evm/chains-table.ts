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
  /** From which block on staked coin is paid out without a transaction; undefined: it never is. */
  readonly withdrawals: number | undefined;
  /**
   * How a chain that settles on another one takes in what is deposited there (deposits.ts). On `op` (OP stack) a second fee,
   * for the data on the parent chain, is in no explorer row besides: it is not booked, and the wallet's closing figure
   * differs by it, which a `reconciliation` gap announces (no `source-*` gap: nothing is lost that an analyst follows).
   */
  readonly parent: 'op' | 'arbitrum' | undefined;
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

function row(
  chainid: number,
  of: Pick<EvmChain, 'finality' | 'blockscout' | 'parent'> & {
    readonly wrapped: string;
    readonly free: boolean;
  },
): EvmChain {
  const id = `eip155:${chainid}` as ChainId;
  return {
    id,
    finality: of.finality,
    blockscout: of.blockscout,
    etherscan: { service: etherscan, chainid: `${chainid}`, free: of.free },
    wrappedNative: normalAddress(id, of.wrapped),
    // Shanghai (EIP-4895), on Ethereum alone.
    withdrawals: chainid === 1 ? 17_034_870 : undefined,
    parent: of.parent,
    tokens: genuineTokensOf(id),
  };
}

export const evmChains: readonly EvmChain[] = [
  // Finality comes with the second epoch of 32 blocks after the block's own, so within 96 blocks.
  row(1, {
    finality: 96,
    blockscout: blockscout('eth.blockscout.com'),
    free: true,
    wrapped: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
    parent: undefined,
  }),
  // Fast finality (BEP-126) needs two blocks; 15 is what stands when it stalls.
  row(56, {
    finality: 15,
    blockscout: undefined,
    free: false,
    wrapped: '0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c',
    parent: undefined,
  }),
  // Milestones make blocks final within some dozens; a checkpoint, about 512 blocks, is what stands when they stall (PIP-11,
  // github.com/maticnetwork/Polygon-Improvement-Proposals).
  row(137, {
    finality: 512,
    blockscout: blockscout('polygon.blockscout.com'),
    free: true,
    wrapped: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270',
    parent: undefined,
  }),
  // Final once the batch is in a final Ethereum block (docs.arbitrum.io, finality and reorgs): about half an hour at four
  // blocks a second.
  row(42161, {
    finality: 7_200,
    blockscout: blockscout('arbitrum.blockscout.com'),
    free: true,
    wrapped: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
    parent: 'arbitrum',
  }),
  // The same half an hour at two seconds a block. The instance is Blockscout's: optimism.blockscout.com moved to this name in
  // 2025 (reported by aiochainscan 1.0.4; others ask it at /api and /api/v2 too).
  row(10, {
    finality: 900,
    blockscout: blockscout('explorer.optimism.io'),
    free: false,
    wrapped: '0x4200000000000000000000000000000000000006',
    parent: 'op',
  }),
  row(8453, {
    finality: 900,
    blockscout: blockscout('base.blockscout.com'),
    free: false,
    wrapped: '0x4200000000000000000000000000000000000006',
    parent: 'op',
  }),
  // A block that is accepted is final and never taken back (so THORChain's observer reads it too: gitlab.com/thorchain/thornode
  // !2325); ten blocks (about 20 seconds) let the explorer take it in.
  row(43114, {
    finality: 10,
    blockscout: undefined,
    free: false,
    wrapped: '0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7',
    parent: undefined,
  }),
];

export function evmChain(id: ChainId): EvmChain | undefined {
  return evmChains.find((chain) => chain.id === id);
}
