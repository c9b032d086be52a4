// What each wallet of a coin chain received and paid: by transaction the difference of what it put in and what it got, so
// that change is neither. One pass in the order of wallets.
import type { OwnerPlace } from '../../model/place.ts';
import { placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { BTC, transfersOfTx } from '../bitcoin/transfers-of-tx.ts';
import { esploraOf, type StoredCoins } from './coins.ts';
import { histories } from './histories.ts';
import type { NumberedChain, Warehouse } from './open.ts';
import type { TopQuestion } from './rankings.ts';
import { readText } from './stored-text.ts';
import type { Did } from './top.ts';
import type { Sum } from './top-best.ts';

/** The one asset there is; its movements are in no table of assets. */
export const COIN = 0;

export function* coinsByWallet(
  warehouse: Warehouse,
  { chain, number }: NumberedChain,
  { assets, since = 0, until = Number.MAX_SAFE_INTEGER }: TopQuestion,
): Generator<Did> {
  if (!assets.includes(BTC)) return;
  const { ownerOf } = histories(warehouse.database, chain, number);
  const rows = warehouse.database
    .prepare(
      `SELECT leg.wallet, tx.name, tx.height, block.time, coins.body FROM leg
       CROSS JOIN tx ON tx.id = leg.tx CROSS JOIN coins ON coins.tx = tx.id
       CROSS JOIN block ON block.chain = tx.chain AND block.height = tx.height
       WHERE tx.chain = ? AND block.time BETWEEN ? AND ? ORDER BY leg.wallet, leg.height, leg.tx`,
    )
    .tuples(number, since, until);
  let current: { readonly wallet: number; readonly own: CoinSums } | undefined;
  for (const [wallet, name, height, time, body] of rows) {
    if (current === undefined || current.wallet !== wallet) {
      if (current !== undefined) yield { wallet: current.wallet, asset: COIN, ...current.own.told() };
      current = { wallet: wallet as number, own: coinSums(ownerOf(wallet as number)) };
    }
    const at = { height: height as number, time: time as number };
    const tx = esploraOf(readText(chain, name) as TxId, JSON.parse(body as string) as StoredCoins, at);
    current.own.add(transfersOfTx(tx));
  }
  if (current !== undefined) yield { wallet: current.wallet, asset: COIN, ...current.own.told() };
}

export interface CoinSums {
  /** All of one transaction. */
  add(transfers: readonly Transfer[]): void;
  told(): { readonly received: Sum; readonly paid: Sum };
}

export function coinSums(place: OwnerPlace): CoinSums {
  const key = placeKey(place);
  const sums = { received: { amount: 0n, transfers: 0 }, paid: { amount: 0n, transfers: 0 } };
  return {
    add(transfers) {
      let difference = 0n;
      for (const { from, to, amount } of transfers) {
        if (placeKey(to) === key) difference += amount;
        if (placeKey(from) === key) difference -= amount;
      }
      if (difference === 0n) return;
      const sum = sums[difference > 0n ? 'received' : 'paid'];
      sum.amount += difference > 0n ? difference : -difference;
      sum.transfers += 1;
    },
    told: () => sums,
  };
}
