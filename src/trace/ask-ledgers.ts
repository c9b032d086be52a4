// Histories and coins asked of the ledgers of their chains, all chains at once.
import type { ChainId } from '../model/chain.ts';
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import type { OwnerPlace } from '../model/place.ts';
import type { CoinId } from '../model/transfer.ts';
import type { Direction } from './direction.ts';
import { groupBy } from './group-by.ts';

type LedgerOf = (chain: ChainId) => Ledger;
type ScopeOf = (chain: ChainId) => Scope;

export function historiesOf(
  places: readonly OwnerPlace[],
  ledgerOf: LedgerOf,
  scopeOf: ScopeOf,
): Promise<Page[]> {
  return pagesBy(places, (chain, group) => ledgerOf(chain).transfersOf(group, scopeOf(chain)));
}

export function coinsAsked(
  coins: readonly { readonly coin: CoinId; readonly chain: ChainId }[],
  { transactionsOf }: Direction,
  ledgerOf: LedgerOf,
  scopeOf: ScopeOf,
): Promise<Page[]> {
  return pagesBy(coins, (chain, group) =>
    transactionsOf(ledgerOf(chain), group.map(({ coin }) => coin).sort(), scopeOf(chain)),
  );
}

async function pagesBy<T extends { readonly chain: ChainId }>(
  subjects: readonly T[],
  ask: (chain: ChainId, group: readonly T[]) => AsyncIterable<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  await Promise.all(
    [...groupBy(subjects, ({ chain }) => chain)].map(async ([chain, group]) => {
      for await (const page of ask(chain, group)) pages.push(page);
    }),
  );
  return pages;
}
