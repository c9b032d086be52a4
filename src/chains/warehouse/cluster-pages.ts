// Pages of histories out of a warehouse on a cluster: many small ones in one question, large ones part by part, hubs by their
// count alone. Says what pages.ts says of a file with the same rows.
import type { Gap } from '../../model/gap.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { ClusterAssets, Only } from './cluster-assets.ts';
import type { ClusterFound, ClusterHistories, StandingTx } from './cluster-histories.ts';
import { ownerText } from './stored-owner.ts';
import type { Naming, StoredMove } from './transfers.ts';

/** Movements of one page, and of the histories of one question. */
const PAGE = 20_000;
const EVER = Number.MAX_SAFE_INTEGER;

export type GapsOf = (place: OwnerPlace) => readonly Gap[];

/** Of places that one question takes (inQuestions). */
export async function* clusterPages(
  read: ClusterHistories,
  assets: ClusterAssets,
  naming: Naming,
  gapsOf: GapsOf,
  places: readonly OwnerPlace[],
  { asOf, hubLimit, signal, wants }: Scope,
): AsyncIterable<Page> {
  const top = asOf.height;
  const only = wants === undefined ? undefined : await assets.narrowed(wants);
  const subjects = new Map(places.map((place) => [ownerText(place), place]));
  const counts = await read.counts([...subjects.keys()], top);
  let group = new Map<string, OwnerPlace>();
  let rows = 0;
  for (const [wallet, subject] of subjects) {
    signal.throwIfAborted();
    const { settled, all } = counts.get(wallet) ?? { settled: 0, all: 0 };
    if (settled > hubLimit && (await read.hasMore(wallet, top, hubLimit)))
      yield { subject, transfers: [], pending: [], gaps: [], hub: true };
    else if (all >= PAGE) yield* longHistory(wallet, subject);
    else {
      group.set(wallet, subject);
      rows += all;
    }
    if (rows < PAGE) continue;
    yield* shortHistories(group);
    group = new Map();
    rows = 0;
  }
  yield* shortHistories(group);

  async function* shortHistories(own: ReadonlyMap<string, OwnerPlace>): AsyncIterable<Page> {
    const wallets = [...own.keys()].filter((wallet) => counts.has(wallet));
    const later = wallets.filter(
      (wallet) => (counts.get(wallet)?.all ?? 0) > (counts.get(wallet)?.settled ?? 0),
    );
    const settled = byWallet(wallets.length === 0 ? [] : await read.ofWallets(wallets, -1, top, only));
    const pending = byWallet(later.length === 0 ? [] : await read.ofWallets(later, top, EVER));
    const told = await inFull([...settled.values()].flat());
    for (const [wallet, subject] of own)
      yield {
        subject,
        transfers: told(settled.get(wallet) ?? []),
        pending: named(pending.get(wallet) ?? []),
        gaps: gapsOf(subject),
      };
  }

  async function* longHistory(wallet: string, subject: OwnerPlace): AsyncIterable<Page> {
    for await (const own of parts(wallet, -1, top, only))
      yield { subject, transfers: (await inFull(own))(own), pending: [], gaps: [] };
    for await (const own of parts(wallet, top, EVER))
      yield { subject, transfers: [], pending: named(own), gaps: [] };
    yield { subject, transfers: [], pending: [], gaps: gapsOf(subject) };
  }

  async function* parts(wallet: string, from: number, upTo: number, narrow?: Only) {
    for (let done = from; ; ) {
      signal.throwIfAborted();
      const own = await read.partOf(wallet, done, upTo, PAGE, narrow);
      const last = own.at(-1);
      if (last === undefined) return;
      yield own;
      done = last.move.height;
    }
  }

  /** With all else that their transactions moved: what a router passed on is told with it. */
  async function inFull(found: readonly ClusterFound[]) {
    const several = new Map<TxId, StandingTx>();
    for (const { legs, move } of found) if (legs > 1) several.set(move.txId, move);
    const whole = await read.ofTransactions([...several.values()]);
    return (own: readonly ClusterFound[]): Transfer[] => {
      const told = new Set<TxId>();
      const moves = own.flatMap(({ move }): readonly StoredMove[] => {
        const all = whole.get(move.txId) ?? [move];
        if (told.has(move.txId) && whole.has(move.txId)) return [];
        if (only !== undefined && !only.keeps(move) && !all.some(only.keepsOther)) return [];
        told.add(move.txId);
        return all;
      });
      return naming(moves);
    };
  }

  function named(found: readonly ClusterFound[]): Transfer[] {
    return naming(found.map(({ move }) => move));
  }
}

function byWallet(found: readonly ClusterFound[]): ReadonlyMap<string, readonly ClusterFound[]> {
  const groups = new Map<string, ClusterFound[]>();
  for (const each of found) {
    const own = groups.get(each.wallet);
    if (own === undefined) groups.set(each.wallet, [each]);
    else own.push(each);
  }
  return groups;
}
