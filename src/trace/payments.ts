// The payments that one transaction makes, and by which number each is named. Not whose they are (resolve-seeds.ts,
// claims/settle.ts).
import type { ChainKind } from '../model/chain.ts';
import { isOwner, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';

/** `n`: the output on coin chains, else the position among the transaction's payments, from 0. */
export interface Payment {
  readonly transfer: Transfer;
  readonly n: number;
}

export function paymentsIn(transfers: readonly Transfer[], kind: ChainKind): Payment[] {
  if (kind === 'account')
    return transfers
      .filter(({ from, to }) => isOwner(from) && isOwner(to))
      .map((transfer, n) => ({ transfer, n }));
  return transfers
    .filter(({ coin, to }) => coin !== undefined && isOwner(to))
    .map((transfer) => ({ transfer, n: Number((transfer.coin as string).split(':')[1]) }));
}

/** On a coin chain, what goes back to an address among the inputs is change, unless somebody names it. */
export function withoutChange(payments: readonly Payment[], transfers: readonly Transfer[]): Payment[] {
  const payers = new Set(
    transfers.filter(({ to }) => to.kind === 'junction').map(({ from, txId }) => `${txId}|${placeKey(from)}`),
  );
  return payments.filter(({ transfer: { to, txId } }) => !payers.has(`${txId}|${placeKey(to)}`));
}
