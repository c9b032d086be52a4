// Pages of histories out of a warehouse on a cluster: many small ones in one question, large ones part by part, hubs by their
// count alone.
import type { Gap } from '../../model/gap.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { ClusterFound, ClusterHistories, StandingTx } from './cluster-histories.ts';
import { ownerText } from './stored-owner.ts';
import type { Naming, StoredMove } from './transfers.ts';

/** Movements of one page, and of the histories of one question. */
const PAGE = 20_000;
const EVER = Number.MAX_SAFE_INTEGER;

export type GapsOf = (place: OwnerPlace) => readonly Gap[];

/** Of places that one question takes (inQuestions). */
export function clusterPages(
  read: ClusterHistories,
  naming: Naming,
  gapsOf: GapsOf,
  { asOf, hubLimit, signal }: Scope,
): (places: readonly OwnerPlace[]) => AsyncIterable<Page> {
  return async function* pages(places) {
    const subjects = new Map(places.map((place) => [ownerText(place), place]));
    const counts = await read.counts([...subjects.keys()], asOf.height);
    let group = new Map<string, OwnerPlace>();
    let rows = 0;
    for (const [wallet, subject] of subjects) {
      signal.throwIfAborted();
      const { settled, all } = counts.get(wallet) ?? { settled: 0, all: 0 };
      if (settled > hubLimit && (await read.hasMore(wallet, asOf.height, hubLimit)))
        yield { subject, transfers: [], pending: await pendingOf(wallet), gaps: [], hub: true };
      else if (all === 0) yield { subject, transfers: [], pending: [], gaps: gapsOf(subject) };
      else if (all >= PAGE) yield* longHistory(wallet, subject);
      else {
        group.set(wallet, subject);
        rows += all;
        if (rows < PAGE) continue;
        yield* shortHistories(group);
        group = new Map();
        rows = 0;
      }
    }
    yield* shortHistories(group);
  };

  /** Above as-of: in no sum. */
  async function pendingOf(wallet: string): Promise<Transfer[]> {
    return naming(movesOf(await read.ofWallets([wallet], asOf.height, EVER)));
  }

  async function* shortHistories(subjects: ReadonlyMap<string, OwnerPlace>): AsyncIterable<Page> {
    if (subjects.size === 0) return;
    signal.throwIfAborted();
    const settled = new Map<string, ClusterFound[]>();
    const pending = new Map<string, ClusterFound[]>();
    for (const each of await read.ofWallets([...subjects.keys()], -1, EVER)) {
      const side = each.move.height <= asOf.height ? settled : pending;
      const own = side.get(each.wallet);
      if (own === undefined) side.set(each.wallet, [each]);
      else own.push(each);
    }
    const whole = await wholeOf([...settled.values()].flat());
    for (const [wallet, subject] of subjects)
      yield {
        subject,
        transfers: naming(inFull(settled.get(wallet) ?? [], whole)),
        pending: naming(movesOf(pending.get(wallet) ?? [])),
        gaps: gapsOf(subject),
      };
  }

  async function* longHistory(wallet: string, subject: OwnerPlace): AsyncIterable<Page> {
    let above = -1;
    for (;;) {
      signal.throwIfAborted();
      const own = await read.partOf(wallet, above, asOf.height, PAGE);
      const last = own.at(-1);
      if (last === undefined) break;
      yield { subject, transfers: naming(inFull(own, await wholeOf(own))), pending: [], gaps: [] };
      above = last.move.height;
    }
    yield { subject, transfers: [], pending: await pendingOf(wallet), gaps: gapsOf(subject) };
  }

  /** All else that the transactions of these moved: what a router passed on is told with it. */
  function wholeOf(own: readonly ClusterFound[]): Promise<ReadonlyMap<TxId, readonly StoredMove[]>> {
    const several = new Map<TxId, StandingTx>();
    for (const { legs, move } of own) if (legs > 1) several.set(move.txId, move);
    return read.ofTransactions([...several.values()]);
  }
}

function movesOf(found: readonly ClusterFound[]): StoredMove[] {
  return found.map(({ move }) => move);
}

function inFull(
  own: readonly ClusterFound[],
  whole: ReadonlyMap<TxId, readonly StoredMove[]>,
): readonly StoredMove[] {
  const told = new Set<TxId>();
  return own.flatMap(({ move }) => {
    const all = whole.get(move.txId);
    if (all === undefined) return move;
    if (told.has(move.txId)) return [];
    told.add(move.txId);
    return all;
  });
}
