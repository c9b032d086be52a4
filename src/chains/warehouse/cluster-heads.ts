// The blocks of one chain in a warehouse on a cluster, for heads.ts.
import type { ChainId } from '../../model/chain.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import type { StoredBlocks } from './heads.ts';

export function blocksOn({ cluster, told }: ClusterWarehouse, chain: ChainId): StoredBlocks {
  const blocks = `${cluster.name.database}.block WHERE chain = {chain:String} AND ${told}`;
  /** undefined: of no row. */
  async function one(select: string, where: string, at: number) {
    const [[value = null] = []] = await cluster.rows(`SELECT ${select} FROM ${blocks} AND ${where}`, {
      chain,
      at,
    });
    return value ?? undefined;
  }
  return {
    async below(at) {
      const height = await one('toString(maxOrNull(height))', 'height <= {at:Int64}', at);
      if (height === undefined) return undefined;
      const hash = await one('max(hash)', 'height = {at:Int64}', Number(height));
      return { height: Number(height), hash: hash === undefined ? undefined : String(hash) };
    },
    async firstAfter(at) {
      const height = await one('toString(minOrNull(height))', 'time > {at:Int64}', at);
      return height === undefined ? undefined : Number(height);
    },
    latest: async (at) => Number(await one('toString(max(time))', 'height <= {at:Int64}', at)),
  };
}
