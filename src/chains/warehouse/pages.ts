// Histories out of a warehouse as pages: hubs by their count, many short histories in one query, long ones a page at a time,
// what stands above the block of the run apart. Not what a row is, nor what it tells (accounts: ledger.ts, coins:
// coin-ledger.ts).
import type { AssetId } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Only } from './histories.ts';

/** Where pages come from: rows, each of one wallet, and what they tell. */
export interface PageSource<Row> {
  /** Rows of one page. */
  readonly page: number;
  /** Of each place its number; undefined: there is no row of it. */
  numbersOf(places: readonly OwnerPlace[]): readonly (number | undefined)[];
  counts(wallets: readonly number[], above: number, upTo: number, most: number): ReadonlyMap<number, number>;
  /** undefined: histories of this kind are never narrowed. */
  narrowed(wants: (asset: AssetId) => boolean): Only | undefined;
  ofWallets(wallets: readonly number[], above: number, upTo: number, only?: Only): Iterable<Row>;
  partOf(wallet: number, above: number, upTo: number, most: number, only?: Only): readonly Row[];
  walletOf(row: Row): number;
  heightOf(row: Row): number;
  /** Of each of these lists of one wallet what its transactions moved in full. */
  told(lists: readonly (readonly Row[])[]): readonly (readonly Transfer[])[];
  /** The same of rows above the block of the run. */
  pending(rows: readonly Row[]): readonly Transfer[];
}

/** Wallets of one query. */
export const WALLETS = 1_000;
const ALL = Number.MAX_SAFE_INTEGER;

export function* pagesOf<Row>(
  read: PageSource<Row>,
  gapsOf: (place: OwnerPlace) => readonly Gap[],
  places: readonly OwnerPlace[],
  { asOf, hubLimit, signal, wants }: Scope,
): Generator<Page> {
  const top = asOf.height;
  const narrowed = wants === undefined ? undefined : read.narrowed(wants);
  const numbers = new Map<number, OwnerPlace>();
  const wallets = read.numbersOf(places);
  for (const [at, place] of places.entries()) {
    const wallet = wallets[at];
    if (wallet === undefined) yield { subject: place, transfers: [], pending: [], gaps: gapsOf(place) };
    else numbers.set(wallet, place);
  }
  // Where nothing is a hub it need only be known which histories are long.
  const settled = read.counts(
    [...numbers.keys()],
    -1,
    top,
    hubLimit < ALL ? Math.max(hubLimit + 1, read.page) : read.page,
  );
  const open = [...numbers.keys()].filter((wallet) => (settled.get(wallet) ?? 0) <= hubLimit);
  const above = read.counts(open, top, ALL, read.page);
  let group: number[] = [];
  let rows = 0;
  for (const [wallet, subject] of numbers) {
    signal.throwIfAborted();
    const own = settled.get(wallet) ?? 0;
    const count = own + (above.get(wallet) ?? 0);
    if (own > hubLimit) yield { subject, transfers: [], pending: [], gaps: [], hub: true };
    else if (count >= read.page) yield* longHistory(wallet, subject);
    else {
      group.push(wallet);
      rows += count;
    }
    if (rows < read.page) continue;
    yield* shortHistories(group);
    group = [];
    rows = 0;
  }
  yield* shortHistories(group);

  function* shortHistories(wallets: readonly number[]): Generator<Page> {
    if (wallets.length === 0) return;
    signal.throwIfAborted();
    const own = new Map<number, Row[]>(wallets.map((wallet) => [wallet, []]));
    const pending = new Map<number, Row[]>(wallets.map((wallet) => [wallet, []]));
    for (const row of read.ofWallets(wallets, -1, top, narrowed)) own.get(read.walletOf(row))?.push(row);
    const later = wallets.filter((wallet) => (above.get(wallet) ?? 0) > 0);
    if (later.length > 0)
      for (const row of read.ofWallets(later, top, ALL)) pending.get(read.walletOf(row))?.push(row);
    const told = read.told([...own.values()]);
    for (const [at, wallet] of wallets.entries()) {
      const subject = numbers.get(wallet) as OwnerPlace;
      const later = read.pending(pending.get(wallet) ?? []);
      yield { subject, transfers: told[at] ?? [], pending: later, gaps: gapsOf(subject) };
    }
  }

  function* longHistory(wallet: number, subject: OwnerPlace): Generator<Page> {
    for (const own of parts(wallet, -1, top, narrowed))
      yield { subject, transfers: read.told([own])[0] ?? [], pending: [], gaps: [] };
    for (const own of parts(wallet, top, ALL))
      yield { subject, transfers: [], pending: read.pending(own), gaps: [] };
    yield { subject, transfers: [], pending: [], gaps: gapsOf(subject) };
  }

  function* parts(wallet: number, from: number, upTo: number, only?: Only): Generator<readonly Row[]> {
    let done = from;
    for (;;) {
      signal.throwIfAborted();
      const own = read.partOf(wallet, done, upTo, read.page, only);
      const last = own.at(-1);
      if (last === undefined) return;
      yield own;
      done = read.heightOf(last);
    }
  }
}
