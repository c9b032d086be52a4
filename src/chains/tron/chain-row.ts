// What is known of Tron beforehand: when a block is final, and which tokens are what they say.
import { normalAddress } from '../../model/address.ts';
import { type AssetId, assetId } from '../../model/asset.ts';
import { TRON } from '../../model/chain.ts';
import type { TokenTelling } from '../token-book.ts';

/** A block is irreversible ("solid") once 19 of the 27 witnesses built on it, about a minute later. */
export const FINALITY = 19;

/** Its token configuration for Tron. */
const GRAPHSENSE = 'https://github.com/graphsense/graphsense-lib';

/** BitGo, who issued both, in its package @bitgo/statics 59.16.0. */
const BITGO = 'https://github.com/BitGo/BitGoJS';
/** Names the contract of July 2025 beside the one before it, which holds nearly all that there is. */
const NEW_WBTC =
  'https://thebittimes.com/wbtc-relaunches-on-tron-but-abandoned-version-is-bigger-tbt121543.html';

/** TRC-20 contracts known to be what their symbol says. */
export const tronTokens: readonly {
  readonly contract: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Where the address was published. */
  readonly source: string;
}[] = [
  {
    contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    symbol: 'USDT',
    decimals: 6,
    source: 'https://tether.to/en/supported-protocols',
  },
  // Circle issued it until February 2024.
  { contract: 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8', symbol: 'USDC', decimals: 6, source: GRAPHSENSE },
  { contract: 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR', symbol: 'WTRX', decimals: 6, source: GRAPHSENSE },
  { contract: 'TXWkP3jLBqRGojUih1ShzNyDaN5Csnebok', symbol: 'WETH', decimals: 18, source: BITGO },
  { contract: 'TXpw8XeWYeTUd4quDskoUqeQPowRh4jY65', symbol: 'WBTC', decimals: 8, source: BITGO },
  { contract: 'TYhWwKpw43ENFWBTGpzLHn3882f2au7SMi', symbol: 'WBTC.new', decimals: 8, source: NEW_WBTC },
];

export function trc20Asset(contract: string): AssetId {
  return assetId(`${TRON}/trc20:${contract}`);
}

/** `id`: a number as text; before ids were introduced the name, which may hold anything. */
export function trc10Asset(id: string): AssetId {
  return assetId(`${TRON}/trc10:${encodeURIComponent(id)}`);
}

export function genuineTokens(): TokenTelling[] {
  return tronTokens.map(({ contract, symbol, decimals }) => ({
    asset: trc20Asset(normalAddress(TRON, contract)),
    symbol,
    decimals,
  }));
}
