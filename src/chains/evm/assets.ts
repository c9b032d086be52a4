// The assets of one EVM chain: the native coin, the list of genuine contracts, and what rows say of all others.
import type { Address } from '../../model/address.ts';
import { normalAddress } from '../../model/address.ts';
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import { chainInfo } from '../../model/chain.ts';
import type { EvmChain } from './chains-table.ts';
import type { TokenRow } from './rows.ts';
import { tokenAsset } from './transfers.ts';

export interface TokenBook {
  readonly native: AssetInfo;
  learn(rows: readonly Pick<TokenRow, 'contract' | 'symbol' | 'decimals'>[]): void;
  info(asset: AssetId): AssetInfo | undefined;
}

/** Two sources may describe a contract differently: what is kept must not depend on which answered first. */
function merged(a: AssetInfo, b: AssetInfo): AssetInfo {
  const symbols = [a.symbol, b.symbol].filter((symbol) => symbol !== '').sort();
  const decimals = [a.decimals, b.decimals].filter((value) => value !== undefined).sort((x, y) => x - y);
  return { ...a, symbol: symbols[0] ?? '', decimals: decimals[0] };
}

export function tokenBook(chain: EvmChain): TokenBook {
  const native = chainInfo(chain.id)?.native;
  if (!native) throw new Error(`no native coin known for ${chain.id}`);
  const genuine = new Map<AssetId, AssetInfo>();
  for (const { contract, symbol, decimals } of chain.tokens) {
    const id = tokenAsset(chain.id, normalAddress(chain.id, contract));
    genuine.set(id, { id, symbol, decimals, genuine: true });
  }
  const learnt = new Map<AssetId, AssetInfo>();
  return {
    native,
    learn(rows) {
      for (const { contract, symbol, decimals } of rows) {
        const id = tokenAsset(chain.id, contract);
        if (genuine.has(id)) continue;
        const said: AssetInfo = { id, symbol: symbol ?? '', decimals, genuine: false };
        const known = learnt.get(id);
        learnt.set(id, known ? merged(known, said) : said);
      }
    },
    info: (asset) => (asset === native.id ? native : (genuine.get(asset) ?? learnt.get(asset))),
  };
}

const ERC20 = /\/erc20:(0x[0-9a-f]{40})$/;

/** The contract behind an asset of this chain; undefined for the native coin and for other chains. */
export function contractOf(chain: EvmChain, asset: AssetId): Address | undefined {
  const match = ERC20.exec(asset);
  return match?.[1] && asset.startsWith(`${chain.id}/`) ? (match[1] as Address) : undefined;
}
