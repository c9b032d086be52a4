// Histories out of a warehouse as pages: hubs by their count, many short histories in one query, long ones a page at a time,
// what stands above the block of the run apart. Not which rows those are (histories.ts).
import type { Gap } from '../../model/gap.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Found, Histories, Only } from './histories.ts';
import type { Naming } from './transfers.ts';

/** Movements of one page. */
const PAGE = 20_000;
const ALL = Number.MAX_SAFE_INTEGER;

export function* pagesOf(
  read: Histories,
  naming: Naming,
  gapsOf: (place: OwnerPlace) => readonly Gap[],
  places: readonly OwnerPlace[],
  { asOf, hubLimit, signal, wants }: Scope,
): Generator<Page> {
  const top = asOf.height;
  const narrowed = wants === undefined ? undefined : read.narrowed(wants);
  const numbers = new Map<number, OwnerPlace>();
  for (const place of places) {
    const wallet = read.numberOf(place);
    if (wallet === undefined) yield { subject: place, transfers: [], pending: [], gaps: gapsOf(place) };
    else numbers.set(wallet, place);
  }
  // Where nothing is a hub it need only be known which histories are long.
  const settled = read.counts(
    [...numbers.keys()],
    -1,
    top,
    hubLimit < ALL ? Math.max(hubLimit + 1, PAGE) : PAGE,
  );
  const open = [...numbers.keys()].filter((wallet) => (settled.get(wallet) ?? 0) <= hubLimit);
  const above = read.counts(open, top, ALL, PAGE);
  let group: number[] = [];
  let rows = 0;
  for (const [wallet, subject] of numbers) {
    signal.throwIfAborted();
    const own = settled.get(wallet) ?? 0;
    const count = own + (above.get(wallet) ?? 0);
    if (own > hubLimit) yield { subject, transfers: [], pending: [], gaps: [], hub: true };
    else if (count >= PAGE) yield* longHistory(wallet, subject);
    else {
      group.push(wallet);
      rows += count;
    }
    if (rows < PAGE) continue;
    yield* shortHistories(group);
    group = [];
    rows = 0;
  }
  yield* shortHistories(group);

  function named(found: readonly Found[]): Transfer[] {
    return naming(found.map(({ move }) => move));
  }

  /** With all else that its transactions moved: what a router passed on is told with it. */
  function inFull(own: readonly Found[]): Map<number, readonly Found[]> {
    const several = [...new Set(own.flatMap(({ tx, legs }) => (legs > 1 ? [tx] : [])))];
    const byTx = new Map<number, Found[]>(several.map((tx) => [tx, []]));
    for (const each of read.ofTransactions(several)) byTx.get(each.tx)?.push(each);
    return byTx;
  }

  function full(own: readonly Found[], byTx: ReadonlyMap<number, readonly Found[]>): Transfer[] {
    const told = new Set<number>();
    return named(
      own.flatMap((each) => {
        const whole = byTx.get(each.tx);
        if (whole === undefined) return each;
        if (told.has(each.tx)) return [];
        told.add(each.tx);
        return whole;
      }),
    );
  }

  function* shortHistories(wallets: readonly number[]): Generator<Page> {
    if (wallets.length === 0) return;
    signal.throwIfAborted();
    const own = new Map<number, Found[]>(wallets.map((wallet) => [wallet, []]));
    const pending = new Map<number, Found[]>(wallets.map((wallet) => [wallet, []]));
    for (const each of read.ofWallets(wallets, -1, top, narrowed)) own.get(each.wallet)?.push(each);
    const later = wallets.filter((wallet) => (above.get(wallet) ?? 0) > 0);
    if (later.length > 0)
      for (const each of read.ofWallets(later, top, ALL)) pending.get(each.wallet)?.push(each);
    const byTx = inFull([...own.values()].flat());
    for (const [wallet, found] of own) {
      const subject = numbers.get(wallet) as OwnerPlace;
      const transfers = full(found, byTx);
      yield { subject, transfers, pending: named(pending.get(wallet) ?? []), gaps: gapsOf(subject) };
    }
  }

  function* longHistory(wallet: number, subject: OwnerPlace): Generator<Page> {
    for (const own of parts(wallet, -1, top, narrowed))
      yield { subject, transfers: full(own, inFull(own)), pending: [], gaps: [] };
    for (const own of parts(wallet, top, ALL))
      yield { subject, transfers: [], pending: named(own), gaps: [] };
    yield { subject, transfers: [], pending: [], gaps: gapsOf(subject) };
  }

  function* parts(wallet: number, from: number, upTo: number, only?: Only): Generator<readonly Found[]> {
    let done = from;
    for (;;) {
      signal.throwIfAborted();
      const own = read.partOf(wallet, done, upTo, PAGE, only);
      const last = own.at(-1);
      if (last === undefined) return;
      yield own;
      done = last.move.height;
    }
  }
}
