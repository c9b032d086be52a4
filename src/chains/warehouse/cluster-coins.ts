// Whole transactions of a coin chain out of a warehouse on a cluster, and who spent a coin.
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import { type CoinId, partsOfCoin, type Transfer } from '../../model/transfer.ts';
import { transfersOfTx } from '../bitcoin/transfers-of-tx.ts';
import { inQuestions, type StandingTx } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import { esploraOf, type StoredCoins } from './coins.ts';

export interface CoinTx {
  readonly txId: TxId;
  readonly height: number;
  readonly transfers: readonly Transfer[];
}

export interface ClusterCoins {
  /** By id, each wherever it stands, lowest first: two coinbases were made twice. */
  named(ids: readonly TxId[]): Promise<ReadonlyMap<TxId, readonly CoinTx[]>>;
  transactions(standing: readonly StandingTx[]): Promise<(txId: TxId, height: number) => CoinTx | undefined>;
  /** The transactions that spent these coins; of one that nobody is known to have spent, none. */
  spenders(coins: readonly CoinId[]): Promise<ReadonlyMap<CoinId, CoinTx>>;
}

export function clusterCoins({ cluster, told }: ClusterWarehouse, chain: ChainId): ClusterCoins {
  const { database } = cluster.name;
  const own = `chain = {chain:String} AND ${told}`;

  async function named(ids: readonly TxId[]): Promise<ReadonlyMap<TxId, readonly CoinTx[]>> {
    const byId = new Map<TxId, CoinTx[]>();
    for (const txs of inQuestions([...new Set(ids)], (id) => id)) {
      const rows = await cluster.rows(
        `SELECT tx, toString(height), toString(time), body FROM ${database}.coins FINAL
         WHERE ${own} AND tx IN {txs:Array(String)} ORDER BY coins.height`,
        { chain, txs },
      );
      for (const [tx, height, time, body] of rows) {
        const txId = tx as TxId;
        const at = { height: Number(height), time: Number(time) };
        const transfers = transfersOfTx(esploraOf(txId, JSON.parse(String(body)) as StoredCoins, at));
        const others = byId.get(txId);
        if (others === undefined) byId.set(txId, [{ txId, height: at.height, transfers }]);
        else others.push({ txId, height: at.height, transfers });
      }
    }
    return byId;
  }

  return {
    named,
    async transactions(standing) {
      const byId = await named(standing.map(({ txId }) => txId));
      return (txId, height) => byId.get(txId)?.find((each) => each.height === height);
    },
    async spenders(coins) {
      const asked = new Set(coins);
      const parts = coins.map(partsOfCoin);
      const found = new Map<CoinId, TxId>();
      const rows = await cluster.rows(
        `SELECT tx, toString(vout), spender FROM ${database}.spend FINAL
         WHERE ${own} AND tx IN {txs:Array(String)} AND vout IN {vouts:Array(Int64)}
         ORDER BY spend.batch`,
        {
          chain,
          txs: [...new Set(parts.map(({ txId }) => txId))],
          vouts: [...new Set(parts.map(({ vout }) => vout))],
        },
      );
      for (const [tx, vout, spender] of rows) {
        const coin = `${tx}:${vout}` as CoinId;
        // As in a file, who is known to have spent it first.
        if (asked.has(coin) && !found.has(coin)) found.set(coin, spender as TxId);
      }
      const byId = await named([...found.values()]);
      const spent = [...found].flatMap(([coin, by]) => {
        const [first] = byId.get(by) ?? [];
        return first === undefined ? [] : [[coin, first] as const];
      });
      return new Map(spent);
    },
  };
}
