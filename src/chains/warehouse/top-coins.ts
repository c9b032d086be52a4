// What each wallet of a coin chain received and paid: by transaction the difference of what it put in and what it got, so
// that change is neither. One pass in the order of wallets.
import type { OwnerPlace } from '../../model/place.ts';
import { placeKey, type TxId } from '../../model/place.ts';
import { BTC, transfersOfTx } from '../bitcoin/transfers-of-tx.ts';
import { esploraOf, type StoredCoins } from './coins.ts';
import { histories } from './histories.ts';
import type { NumberedChain, Warehouse } from './open.ts';
import { readText } from './stored-text.ts';
import type { Did, TopQuestion } from './top.ts';

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
  let current: { readonly wallet: number; readonly key: string; did: Did } | undefined;
  for (const [wallet, name, height, time, body] of rows) {
    if (current === undefined || current.wallet !== wallet) {
      if (current !== undefined) yield current.did;
      current = begun(wallet as number, ownerOf(wallet as number));
    }
    const at = { height: height as number, time: time as number };
    const tx = esploraOf(readText(chain, name) as TxId, JSON.parse(body as string) as StoredCoins, at);
    current.did = withTx(current.did, differenceIn(transfersOfTx(tx), current.key));
  }
  if (current !== undefined) yield current.did;
}

function begun(wallet: number, place: OwnerPlace) {
  const none = { amount: 0n, transfers: 0 };
  return { wallet, key: placeKey(place), did: { wallet, asset: COIN, received: none, paid: none } };
}

function differenceIn(transfers: ReturnType<typeof transfersOfTx>, key: string): bigint {
  let difference = 0n;
  for (const { from, to, amount } of transfers) {
    if (placeKey(to) === key) difference += amount;
    if (placeKey(from) === key) difference -= amount;
  }
  return difference;
}

function withTx(did: Did, difference: bigint): Did {
  if (difference === 0n) return did;
  const side = difference > 0n ? 'received' : 'paid';
  const { amount, transfers } = did[side];
  const more = difference > 0n ? difference : -difference;
  return { ...did, [side]: { amount: amount + more, transfers: transfers + 1 } };
}
