// A ledger that knows one wallet's history and nothing else, so that a walk from there asks nobody: what can be told of the
// wallet without the histories of others is told from it.
import type { Ledger, Page } from '../../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId } from '../../model/place.ts';
import type { CoinId, Transfer } from '../../model/transfer.ts';
import { groupBy } from '../group-by.ts';

/** `transfers`: of the wallet; on a coin chain whole transactions. */
export function ownHistory(ledger: Ledger, wallet: OwnerPlace, transfers: readonly Transfer[]): Ledger {
  const { chain, kind, finality, services, parseAddress, display, assetInfo, head, isCanonical } = ledger;
  const page = (subject: Page['subject'], own: readonly Transfer[]): Page => ({
    ...{ subject, transfers: own, pending: [], gaps: [] },
  });
  const byTx = groupBy(transfers, ({ txId }) => txId);
  const spentBy = new Map<CoinId, TxId>();
  for (const { coin, to, txId } of transfers)
    if (coin !== undefined && to.kind === 'junction') spentBy.set(coin, txId);
  return {
    ...{ chain, kind, finality, services, parseAddress, display, assetInfo, head, isCanonical },
    async *transfersOf(places) {
      for (const place of places) yield page(place, placeKey(place) === placeKey(wallet) ? transfers : []);
    },
    async *spendsOf(coins) {
      for (const coin of coins) yield page(coin, byTx.get(spentBy.get(coin) as TxId) ?? []);
    },
    transfersIn: async (tx) => byTx.get(tx) ?? [],
    describe: async () => ({ balances: [] }),
  };
}
