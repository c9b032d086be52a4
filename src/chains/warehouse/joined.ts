// A warehouse up to its last block and the chain's services above it, as one ledger. Every transfer is told by exactly one
// of the two, by its height, so that none is doubled or lost where they meet; that both mean the same chain, the hash of
// the block where they meet says.
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Block, Ledger, Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { CoinId, Transfer } from '../../model/transfer.ts';

export interface Bulk {
  readonly ledger: Ledger;
  /** The last block of which the warehouse has every kind of movement that it has at all. */
  readonly top: Block;
}

function isAbove({ at }: Transfer, top: Block): boolean {
  return at === undefined || at.height > top.height;
}

/** Throws, at the first question for a block, KnownError `warehouse-apart`. */
export function joinedLedger({ ledger: bulk, top }: Bulk, live: Ledger): Ledger {
  let together: Promise<void> | undefined;

  /** Asked once: whether the chain has the block with which the warehouse ends. */
  function checked(signal: AbortSignal): Promise<void> {
    together ??= (async () => {
      if (top.hash.startsWith('sha256:')) throw apart('the warehouse does not know the hash of that block');
      if (!(await live.isCanonical(top, signal))) throw apart('the chain has another block there');
    })();
    return together;
  }

  function apart(why: string): KnownError {
    return new KnownError(
      'warehouse-apart',
      `The warehouse and the services of ${chainName(bulk.chain)} cannot be joined.`,
      {
        facts: [`the warehouse ends at block ${top.height}`, why],
        hint: 'Import the blocks of that height too, with their hashes, or trace the warehouse alone.',
      },
    );
  }

  /** The warehouse's part of a scope. */
  function below(scope: Scope): Scope {
    return scope.asOf.height <= top.height ? scope : { ...scope, asOf: top };
  }

  async function* histories(places: readonly OwnerPlace[], scope: Scope): AsyncIterable<Page> {
    if (scope.asOf.height <= top.height) {
      yield* bulk.transfersOf(places, scope);
      return;
    }
    const told = new Map<PlaceKey, Page[]>(places.map((place) => [placeKey(place), []]));
    // What the warehouse has above its end is not whole there.
    for await (const page of bulk.transfersOf(places, below(scope)))
      told.get(placeKey(page.subject as OwnerPlace))?.push({ ...page, pending: [] });
    const isHub = (pages: readonly Page[] | undefined): boolean => pages?.some(({ hub }) => hub) === true;
    const open = places.filter((place) => !isHub(told.get(placeKey(place))));
    if (open.length > 0)
      for await (const page of live.transfersOf(open, scope))
        told.get(placeKey(page.subject as OwnerPlace))?.push(upper(page));
    for (const subject of places) {
      const key = placeKey(subject);
      const pages = told.get(key) ?? [];
      const count = pages.reduce((sum, { transfers }) => sum + ownCount(transfers, key), 0);
      if (!isHub(pages) && count <= scope.hubLimit) yield* pages;
      else yield { subject, transfers: [], pending: [], gaps: pages.flatMap(({ gaps }) => gaps), hub: true };
    }
  }

  /** Of a page of the services what is above the warehouse. */
  function upper(page: Page): Page {
    const transfers = page.transfers.filter((transfer) => isAbove(transfer, top));
    const txs = new Set(transfers.map(({ txId }) => txId));
    const { allowances, ...rest } = page;
    return {
      ...rest,
      transfers,
      pending: page.pending.filter((transfer) => isAbove(transfer, top)),
      ...(allowances === undefined ? {} : { allowances: allowances.filter(({ txId }) => txs.has(txId)) }),
    };
  }

  return {
    ...live,
    ...(bulk.narrows && { narrows: true }),
    services: [...bulk.services, ...live.services],
    assetInfo: (asset) => live.assetInfo(asset) ?? bulk.assetInfo(asset),
    async head(want, signal) {
      await checked(signal);
      return live.head(want, signal);
    },
    transfersOf: histories,
    async *spendsOf(coins, scope) {
      const open: CoinId[] = [];
      for await (const page of bulk.spendsOf(coins, below(scope))) {
        // What the warehouse does not have spent may be spent above it, or be made there.
        if (page.transfers.length > 0 || scope.asOf.height <= top.height) yield page;
        else open.push(page.subject as CoinId);
      }
      if (open.length > 0) yield* live.spendsOf(open, scope);
    },
    async transfersIn(tx, scope) {
      const known = await bulk.transfersIn(tx, below(scope)).catch((error: unknown) => {
        if (error instanceof KnownError && error.code === 'transaction-unknown') return undefined;
        throw error;
      });
      return known ?? live.transfersIn(tx, scope);
    },
  };
}

function ownCount(transfers: readonly Transfer[], key: PlaceKey): number {
  return transfers.filter(({ from, to }) => placeKey(from) === key || placeKey(to) === key).length;
}
