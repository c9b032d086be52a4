// Which assets of a chain a question is about. What a ledger leaves out for it (`Scope.wants`) is what would never have come
// onto the timeline: both ask the same function.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';
import { type TraceOptions, wanted } from './options.ts';

/** Of a chain, always the same function, so that a ledger reckons once what it means; undefined: all assets. */
export function wantedAssets(
  { assets }: Pick<TraceOptions, 'assets'>,
  ledgerOf: (chain: ChainId) => Pick<Ledger, 'assetInfo'>,
): (chain: ChainId) => ((asset: AssetId) => boolean) | undefined {
  if (assets === undefined) return () => undefined;
  const byChain = new Map<ChainId, (asset: AssetId) => boolean>();
  return (chain) => {
    const known = byChain.get(chain);
    if (known !== undefined) return known;
    const wants = (asset: AssetId): boolean => {
      const info = ledgerOf(chain).assetInfo(asset);
      return wanted(assets, asset, info?.genuine === true ? info.symbol : undefined);
    };
    byChain.set(chain, wants);
    return wants;
  };
}
