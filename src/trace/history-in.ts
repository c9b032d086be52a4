// The history of one place out of the pages that tell it: each transfer once, with those that others imply, and on a coin
// chain all of its transactions.
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import type { Transfer } from '../model/transfer.ts';
import { wholeTransactions } from './whole-transactions.ts';

export async function historyIn(pages: readonly Page[], ledger: Ledger, scope: Scope): Promise<Transfer[]> {
  const told = pages.flatMap((page) => page.transfers);
  const all = [...(ledger.impliedBy?.(told) ?? []), ...told];
  const unique = [...new Map(all.map((transfer) => [transfer.id, transfer])).values()];
  if (ledger.kind === 'account') return unique;
  return [...(await wholeTransactions(ledger, unique, scope)).values()].flat();
}
