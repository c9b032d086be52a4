// What a warehouse on a cluster knows of assets, at hand before anything is told of their transfers: a ledger says it at
// once, and a cluster cannot.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { inQuestions } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import type { ToldAssets } from './dialects.ts';

export interface ClusterAssets {
  /** Of those that were learnt. */
  readonly told: ToldAssets;
  learn(assets: Iterable<AssetId>): Promise<void>;
}

export function clusterAssets({ cluster, told }: ClusterWarehouse, chain: ChainId): ClusterAssets {
  const known = new Map<AssetId, ReturnType<ToldAssets>>();
  return {
    told: (asset) => known.get(asset),
    async learn(assets) {
      const unknown = [...new Set(assets)].filter((asset) => !known.has(asset));
      for (const names of inQuestions(unknown, (name) => name)) {
        const rows = await cluster.rows(
          `SELECT name, symbol, decimals FROM ${cluster.name.database}.asset FINAL
           WHERE chain = {chain:String} AND name IN {names:Array(String)} AND ${told}`,
          { chain, names },
        );
        for (const [name, symbol, decimals] of rows)
          known.set(name as AssetId, {
            symbol: String(symbol ?? ''),
            decimals: decimals === null ? undefined : Number(decimals),
          });
      }
    },
  };
}
