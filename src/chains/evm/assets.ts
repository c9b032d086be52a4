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

/**
 * Contracts whose Transfer events tell movements of the coin itself, which stand among transactions and calls already: the
 * system address of EIP-7708, and on Polygon MRC20, which pays by a call and writes the event too (maticnetwork/contracts,
 * contracts/child/MRC20.sol). Nobody else can have either address.
 */
export const coinLogs: ReadonlySet<Address> = new Set([
  '0xfffffffffffffffffffffffffffffffffffffffe' as Address,
  '0x0000000000000000000000000000000000001010' as Address,
]);

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
