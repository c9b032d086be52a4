// The assets whose names are taken most, by what Ethereum has of them: a token on no list that calls itself so imitates one of
// them on every chain, also where no issuer and no bridge of the chain ever made a genuine one.
import { type AssetInfo, assetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { genuineTokensOf } from './evm/genuine-tokens.ts';

const ETHEREUM = 'eip155:1' as ChainId;
const names: ReadonlySet<string> = new Set(['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'stETH']);

export const wellKnown: readonly AssetInfo[] = genuineTokensOf(ETHEREUM)
  .filter(({ symbol }) => names.has(symbol))
  .map(({ contract, symbol, decimals }) => ({
    id: assetId(`${ETHEREUM}/erc20:${contract.toLowerCase()}`),
    symbol,
    decimals,
    genuine: true,
  }));
