// What the ledgers of a run know of an asset. Each knows those of its own chain.
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';

export function assetInfoIn(ledgers: ReadonlyMap<ChainId, Ledger>, asset: AssetId): AssetInfo | undefined {
  for (const ledger of ledgers.values()) {
    const info = ledger.assetInfo(asset);
    if (info !== undefined) return info;
  }
  return undefined;
}
