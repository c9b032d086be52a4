// Who received and who paid most of a coin chain, out of a warehouse on a cluster: one pass in the order of wallets, some
// thousand of their transactions at once. Says what top.ts says of a file with the same rows.

import type { AssetInfo } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';
import { BTC } from '../bitcoin/transfers-of-tx.ts';
import { clusterCoins } from './cluster-coins.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import type { StoredChain } from './open.ts';
import { type Rankings, SIDES, type TopQuestion } from './rankings.ts';
import { ownerPlace } from './stored-owner.ts';
import { bestOf } from './top-best.ts';
import { type CoinSums, coinSums } from './top-coins.ts';

/** Transactions of wallets, of one question. */
const ROWS = 5_000;

export function coinRankingsOn(warehouse: ClusterWarehouse, stored: StoredChain): Rankings {
  return {
    stored,
    assets: async () => [chainInfo(stored.chain)?.native as AssetInfo],
    wallets: async (question) =>
      question.assets.includes(BTC) ? coinRanking(warehouse, stored, question) : [],
    async counterparties() {
      throw new Error('wallets of a coin chain pay no wallets');
    },
  };
}

async function coinRanking(
  warehouse: ClusterWarehouse,
  { chain }: StoredChain,
  question: TopQuestion,
): Promise<readonly Ranking[]> {
  const ownerOf = (wallet: string) => ownerPlace(chain, wallet);
  const bests = SIDES.map((side) => ({ side, best: bestOf(question.most, ownerOf) }));
  for await (const [wallet, own] of byWallet(warehouse, chain, question)) {
    const told = own.told();
    for (const { side, best } of bests) if (told[side].transfers > 0) best.offer(wallet, told[side]);
  }
  return bests.map(({ side, best }) => ({ asset: BTC, side, ...best.done() }));
}

/** Each wallet once, whole. */
async function* byWallet(
  warehouse: ClusterWarehouse,
  chain: ChainId,
  question: TopQuestion,
): AsyncGenerator<readonly [string, CoinSums]> {
  const coins = clusterCoins(warehouse, chain);
  let current: readonly [string, CoinSums] | undefined;
  for await (const rows of legsInOrder(warehouse, chain, question)) {
    const transactionOf = await coins.transactions(rows);
    for (const { wallet, txId, height } of rows) {
      if (current === undefined || current[0] !== wallet) {
        if (current !== undefined) yield current;
        current = [wallet, coinSums(ownerPlace(chain, wallet))];
      }
      current[1].add(transactionOf(txId, height)?.transfers ?? []);
    }
  }
  if (current !== undefined) yield current;
}

interface Leg {
  readonly wallet: string;
  readonly height: number;
  readonly txId: TxId;
}

async function* legsInOrder(
  { cluster, told }: ClusterWarehouse,
  chain: ChainId,
  { since = 0, until = Number.MAX_SAFE_INTEGER }: TopQuestion,
): AsyncGenerator<readonly Leg[]> {
  let last: Leg | undefined;
  for (;;) {
    // In the order in which they lie. Two wallets may have one hash.
    const above: string =
      last === undefined
        ? ''
        : `AND cityHash64(wallet) >= cityHash64({wallet:String})
           AND (cityHash64(wallet), wallet, height, tx) > (cityHash64({wallet:String}), {wallet:String}, {height:Int64}, {tx:String})`;
    const rows = await cluster.rows(
      `SELECT wallet, toString(height), tx FROM ${cluster.name.database}.history FINAL WHERE chain = {chain:String} AND ${told}
       AND time BETWEEN {since:Int64} AND {until:Int64} ${above}
       ORDER BY cityHash64(wallet), history.wallet, history.height, history.tx LIMIT {rows:UInt64}`,
      {
        chain,
        since,
        until,
        wallet: last?.wallet ?? '',
        height: last?.height ?? 0,
        tx: last?.txId ?? '',
        rows: ROWS,
      },
    );
    const legs = rows.map(
      ([wallet, height, tx]): Leg => ({
        wallet: String(wallet),
        height: Number(height),
        txId: tx as TxId,
      }),
    );
    if (legs.length > 0) yield legs;
    if (legs.length < ROWS) return;
    last = legs.at(-1);
  }
}
