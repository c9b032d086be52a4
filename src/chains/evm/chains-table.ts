// The EVM chains, one row each: a further chain is a further row. Names, CAIP-2 ids and native coins are in model/chain.ts.
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';

/** A service for net/: `Request.path` is relative to `baseUrl`. Where `keyQuery` stands, net adds the key under that name. */
interface ExplorerService {
  readonly name: string;
  readonly baseUrl: string;
  readonly perSecond: number;
  readonly inFlight: number;
  readonly keyQuery?: string;
}

/** A contract known to be what its symbol says; every other contract may lie about itself. */
interface GenuineToken {
  /** EIP-55, so that a slip of the pen fails its checksum. */
  readonly contract: string;
  readonly symbol: string;
  readonly decimals: number;
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
    tokens: [
      // https://tether.to/en/supported-protocols
      { contract: '0xdAC17F958D2ee523a2206206994597C13D831ec7', symbol: 'USDT', decimals: 6 },
      // https://developers.circle.com/stablecoins/usdc-contract-addresses
      { contract: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', symbol: 'USDC', decimals: 6 },
      // https://chainlog.skyeco.com, MCD_DAI
      { contract: '0x6B175474E89094C44Da98b954EedeAC495271d0F', symbol: 'DAI', decimals: 18 },
      // https://weth.io, WETH9
      { contract: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', symbol: 'WETH', decimals: 18 },
      // https://wbtc.network
      { contract: '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599', symbol: 'WBTC', decimals: 8 },
      // https://docs.lido.fi/deployed-contracts, stETH token proxy (rebasing: its balances grow without transfers)
      { contract: '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84', symbol: 'stETH', decimals: 18 },
    ],
  },
  {
    id: 'eip155:56' as ChainId,
    // Fast finality (BEP-126) needs two blocks; 15 is what stands when it stalls.
    finality: 15,
    blockscout: undefined,
    etherscan: { service: etherscan, chainid: '56', free: false },
    wrappedNative: normalAddress('eip155:56' as ChainId, '0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c'),
    feeOutsideRow: false,
    tokens: [
      // Binance-Peg BSC-USD: https://www.binance.com/en/collateral-btokens
      { contract: '0x55d398326f99059fF775485246999027B3197955', symbol: 'USDT', decimals: 18 },
      // Binance-Peg USD Coin: https://www.binance.com/en/collateral-btokens
      { contract: '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d', symbol: 'USDC', decimals: 18 },
      // Binance-Peg BUSD: https://www.binance.com/en/collateral-btokens
      { contract: '0xe9e7CEA3DedcA5984780Bafc599bD69ADd087D56', symbol: 'BUSD', decimals: 18 },
    ],
  },
  {
    id: 'eip155:8453' as ChainId,
    // Final once the batch is in a final Ethereum block: about half an hour at two seconds a block.
    finality: 900,
    blockscout: blockscout('base.blockscout.com'),
    etherscan: { service: etherscan, chainid: '8453', free: false },
    wrappedNative: normalAddress('eip155:8453' as ChainId, '0x4200000000000000000000000000000000000006'),
    feeOutsideRow: true,
    tokens: [
      // https://developers.circle.com/stablecoins/usdc-contract-addresses
      { contract: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', symbol: 'USDC', decimals: 6 },
      // https://docs.base.org/chain/base-contracts, predeploy
      { contract: '0x4200000000000000000000000000000000000006', symbol: 'WETH', decimals: 18 },
    ],
  },
];

export function evmChain(id: ChainId): EvmChain | undefined {
  return evmChains.find((chain) => chain.id === id);
}
