// What a warehouse on a cluster knows of assets, at hand before anything is told of their transfers: a ledger says it at
// once, and a cluster cannot.
import type { AssetId } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { Cell } from '../../store/cluster.ts';
import { inQuestions } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import type { ToldAssets } from './dialects.ts';
import type { StoredMove } from './transfers.ts';

export interface ClusterAssets {
  /** Of those that were learnt. */
  readonly told: ToldAssets;
  learn(assets: Iterable<AssetId>): Promise<void>;
  /** All of the chain, learnt. */
  all(): Promise<readonly AssetId[]>;
  /** What a history of these assets alone holds (Ledger.narrows). */
  narrowed(wants: (asset: AssetId) => boolean): Promise<Only>;
}

export interface Only {
  /** Of all assets of the chain those that are wanted, and its coin; undefined: too many for a question. */
  readonly assets: readonly string[] | undefined;
  /** Whether a movement of a wallet is told. */
  keeps(move: StoredMove): boolean;
  /** Whether it is told for this movement in its transaction, whosever it is. */
  keepsOther(move: StoredMove): boolean;
}

export function clusterAssets({ cluster, told }: ClusterWarehouse, chain: ChainId): ClusterAssets {
  const known = new Map<AssetId, ReturnType<ToldAssets>>();
  const narrowings = new WeakMap<(asset: AssetId) => boolean, Promise<Only>>();
  const table = `${cluster.name.database}.asset FINAL WHERE chain = {chain:String} AND ${told}`;

  function keep(rows: readonly (readonly Cell[])[]): AssetId[] {
    return rows.map(([name, symbol, decimals]) => {
      known.set(name as AssetId, {
        symbol: String(symbol ?? ''),
        decimals: decimals === null ? undefined : Number(decimals),
      });
      return name as AssetId;
    });
  }

  async function all(): Promise<readonly AssetId[]> {
    return keep(await cluster.rows(`SELECT name, symbol, decimals FROM ${table} ORDER BY name`, { chain }));
  }

  async function narrowing(wants: (asset: AssetId) => boolean): Promise<Only> {
    const names = await all();
    const coin = chainInfo(chain)?.native.id;
    const kept = new Set(names.filter((asset) => asset === coin || wants(asset)));
    const isFeeTold = coin !== undefined && wants(coin);
    const [wanted, ...more] = inQuestions([...kept], (name) => name);
    return {
      assets: more.length > 0 ? undefined : (wanted ?? []),
      keeps: ({ asset }) => kept.has(asset),
      keepsOther: ({ asset, to }) => kept.has(asset) && (isFeeTold || to.kind !== 'fee'),
    };
  }

  return {
    all,
    narrowed(wants) {
      const found = narrowings.get(wants) ?? narrowing(wants);
      narrowings.set(wants, found);
      return found;
    },
    told: (asset) => known.get(asset),
    async learn(assets) {
      const unknown = [...new Set(assets)].filter((asset) => !known.has(asset));
      for (const names of inQuestions(unknown, (name) => name))
        keep(
          await cluster.rows(
            `SELECT name, symbol, decimals FROM ${table} AND name IN {names:Array(String)}`,
            { chain, names },
          ),
        );
    },
  };
}
