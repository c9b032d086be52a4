// The cluster of one Bitcoin address, or what ties two together: the histories of those who spend with it, of those who
// spend with them, and so on, until nobody new comes, the two are tied, or the limit is reached. What was not read is said.
import { type Clusters, clusters } from '../../graph/coins/clusters.ts';
import { coinTransaction } from '../../graph/coins/transaction.ts';
import { failureForGap } from '../../model/errors.ts';
import type { Gap } from '../../model/gap.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Progress } from '../explore.ts';
import { byGap } from '../finding-order.ts';
import { wholeTransactions } from '../whole-transactions.ts';

export interface ClusterQuestion {
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly address: OwnerPlace;
  /** Whether it is of the same cluster is asked; the walk ends when it is. */
  readonly other: OwnerPlace | undefined;
  /** Histories to read at most. */
  readonly most: number;
  readonly onProgress: (progress: Progress) => void;
}

export interface ClusterWalk {
  readonly joined: Clusters;
  /** Histories that were had, if with gaps. */
  readonly read: number;
  /** Of the cluster or clusters asked about: not read because of the limit. */
  readonly unread: readonly OwnerPlace[];
  /** `tied`: the walk ended because the two are tied together, maybe before all of the cluster was known. */
  readonly ended: 'tied' | 'all-read' | 'limit';
  /** Their histories are longer than `hubLimit`, and were not read. */
  readonly hubs: readonly OwnerPlace[];
  readonly gaps: readonly Gap[];
}

/** Whoever is one step away from what was read is read in one round, so that a tie found first is a shortest one. */
export async function walkCluster(question: ClusterQuestion): Promise<ClusterWalk> {
  const { ledger, scope, address, other, most, onProgress } = question;
  const joined = clusters();
  const ends = other === undefined ? [address] : [address, other];
  const asked = new Set<PlaceKey>();
  const hubs: OwnerPlace[] = [];
  const gaps: Gap[] = [];
  let transfers = 0;
  const read = new Set<PlaceKey>();
  const isTied = (): boolean => other !== undefined && joined.why(address, other) !== undefined;
  function open(): OwnerPlace[] {
    const all = new Map(ends.flatMap((end) => joined.of(end)).map((place) => [placeKey(place), place]));
    return [...all]
      .filter(([key]) => !asked.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, place]) => place);
  }

  async function take(pages: readonly Page[]): Promise<void> {
    const told: Transfer[] = [];
    for (const page of pages) {
      gaps.push(...page.gaps);
      const place = page.subject as OwnerPlace;
      if (page.hub === true) hubs.push(place);
      else if (page.transfers.length > 0 || page.gaps.length === 0) read.add(placeKey(place));
      for (const transfer of page.transfers) told.push(transfer);
    }
    transfers += told.length;
    try {
      for (const legs of (await wholeTransactions(ledger, told, scope)).values()) {
        const transaction = coinTransaction(legs);
        if (transaction !== undefined) joined.add(transaction);
      }
    } catch (thrown) {
      const error = failureForGap(thrown);
      const why = `A transaction could not be had in full: ${error.message}`;
      gaps.push({ code: 'source-failed', chain: ledger.chain, place: undefined, why });
    }
  }

  for (let round = 1; !isTied(); round += 1) {
    const next = open().slice(0, most - asked.size);
    if (next.length === 0) break;
    const pages: Page[] = [];
    for await (const page of ledger.transfersOf(next, scope)) pages.push(page);
    for (const place of next) asked.add(placeKey(place));
    await take(pages);
    onProgress({ round, explored: asked.size, transfers });
  }
  const byKey = (a: OwnerPlace, b: OwnerPlace): number => (placeKey(a) < placeKey(b) ? -1 : 1);
  const left = open();
  const ended = isTied() ? 'tied' : left.length === 0 ? 'all-read' : 'limit';
  return {
    joined,
    read: read.size,
    unread: ended === 'limit' ? left : [],
    ended,
    hubs: hubs.sort(byKey),
    gaps: gaps.sort(byGap),
  };
}
