// The whole transactions behind a history. On a coin chain it may tell the legs of its own place alone: the others say who
// paid, and who spends together.
import { type CoinTransaction, coinTransaction } from '../graph/coins/transaction.ts';
import type { Ledger, Scope } from '../model/ledger.ts';
import type { TxId } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';
import { groupBy } from './group-by.ts';

/** By transaction, each leg once. Asks only for those of which legs are missing. Throws as `transfersIn` does. */
export async function wholeTransactions(
  ledger: Pick<Ledger, 'transfersIn'>,
  transfers: readonly Transfer[],
  scope: Scope,
): Promise<ReadonlyMap<TxId, readonly Transfer[]>> {
  const whole = new Map<TxId, readonly Transfer[]>();
  for (const [txId, legs] of groupBy(transfers, (transfer) => transfer.txId)) {
    const unique = [...new Map(legs.map((leg) => [leg.id, leg])).values()];
    const sum = (side: 'from' | 'to'): bigint =>
      unique.reduce((all, leg) => (leg[side].kind === 'junction' ? all + leg.amount : all), 0n);
    whole.set(txId, sum('from') === sum('to') ? unique : await ledger.transfersIn(txId, scope));
  }
  return whole;
}

/** Those of which every leg is there. */
export function coinTransactionsIn(transfers: readonly Transfer[]): CoinTransaction[] {
  return [...groupBy(transfers, ({ txId }) => txId).values()].flatMap((legs) => coinTransaction(legs) ?? []);
}
