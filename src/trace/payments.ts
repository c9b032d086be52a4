// The payments that one transaction makes, and by which number each is named. Not whose they are (resolve-seeds.ts,
// claims/settle.ts).
import type { ChainKind } from '../model/chain.ts';
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import { isOwner, placeKey, type TxId } from '../model/place.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';

export interface Payment {
  readonly transfer: Transfer;
  /** The transaction that paid: another than the transfer's, where that is the spending of the coin paid (`spendOf`). */
  readonly txId: TxId;
  /** The output on coin chains, else the position among the transaction's payments, from 0. */
  readonly n: number;
}

export function paymentsIn(transfers: readonly Transfer[], kind: ChainKind): Payment[] {
  if (kind === 'account')
    return transfers
      .filter(({ from, to }) => isOwner(from) && isOwner(to))
      .map((transfer, n) => ({ transfer, txId: transfer.txId, n }));
  return transfers
    .filter(({ coin, to }) => coin !== undefined && isOwner(to))
    .map((transfer) => {
      const n = Number((transfer.coin as string).split(':')[1]);
      return { transfer, txId: transfer.txId, n };
    });
}

/** A coin whose own transaction is not at hand: the transaction that spends it tells its amount and its owner. */
export async function spendOf(
  coin: CoinId,
  ledger: Ledger,
  scope: Scope,
): Promise<{ readonly spend: Transfer | undefined; readonly pages: readonly Page[] }> {
  const pages: Page[] = [];
  for await (const page of ledger.spendsOf([coin], scope)) pages.push(page);
  const spend = pages
    .flatMap((page) => page.transfers)
    .find((transfer) => transfer.coin === coin && transfer.to.kind === 'junction');
  return { spend, pages };
}

/** On a coin chain, what goes back to an address among the inputs is change, unless somebody names it. */
export function withoutChange(payments: readonly Payment[], transfers: readonly Transfer[]): Payment[] {
  const payers = new Set(
    transfers.filter(({ to }) => to.kind === 'junction').map(({ from, txId }) => `${txId}|${placeKey(from)}`),
  );
  return payments.filter(({ transfer: { to, txId } }) => !payers.has(`${txId}|${placeKey(to)}`));
}
