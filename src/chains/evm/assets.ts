// Tokens of an EVM chain: contracts as assets and back.
import { type Address, normalAddress } from '../../model/address.ts';
import { type AssetId, assetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { type TokenBook, type TokenTelling, tokenBook } from '../token-book.ts';
import type { EvmChain } from './chains-table.ts';
import type { TokenRow } from './rows.ts';

export function tokenAsset(chain: ChainId, contract: Address): AssetId {
  return assetId(`${chain}/erc20:${contract}`);
}

export function evmTokenBook(chain: EvmChain): TokenBook {
  return tokenBook(
    chain.id,
    chain.tokens.map(({ contract, symbol, decimals }) => ({
      asset: tokenAsset(chain.id, normalAddress(chain.id, contract)),
      symbol,
      decimals,
    })),
  );
}

export function toldBy(chain: ChainId, rows: readonly TokenRow[]): TokenTelling[] {
  return rows.map(({ contract, symbol, decimals }) => ({
    asset: tokenAsset(chain, contract),
    symbol,
    decimals,
  }));
}

const ERC20 = /\/erc20:(0x[0-9a-f]{40})$/;

/** The contract behind an asset of any EVM chain; undefined for a native coin. */
export function contractIn(asset: AssetId): Address | undefined {
  return ERC20.exec(asset)?.[1] as Address | undefined;
}

/** The contract behind an asset of this chain; undefined for the native coin and for other chains. */
export function contractOf(chain: EvmChain, asset: AssetId): Address | undefined {
  return asset.startsWith(`${chain.id}/`) ? contractIn(asset) : undefined;
}
