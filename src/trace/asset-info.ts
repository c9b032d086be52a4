// What the ledgers of a run know of an asset. Each knows those of its own chain.
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';
import type { PlaceKey } from '../model/place.ts';
import type { Timeline } from './timeline.ts';
import type { Total } from './totals.ts';

export function assetInfoIn(ledgers: ReadonlyMap<ChainId, Ledger>, asset: AssetId): AssetInfo | undefined {
  for (const ledger of ledgers.values()) {
    const info = ledger.assetInfo(asset);
    if (info !== undefined) return info;
  }
  return undefined;
}

/** Every asset that was moved, totalled or named, in the order of their ids. */
export function assetsOf(
  { legs }: Pick<Timeline, 'legs'>,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  totals: ReadonlyMap<PlaceKey, Total> | undefined,
  named: readonly AssetId[],
): AssetInfo[] {
  const ids = new Set([...legs.map(({ transfer }) => transfer.asset), ...named]);
  for (const { sums } of totals?.values() ?? []) for (const id of sums.keys()) ids.add(id);
  return [...ids]
    .sort()
    .map((id) => assetInfoIn(ledgers, id) ?? { id, symbol: id, decimals: undefined, genuine: false });
}
