// Labels that a source says of a whole cluster, for the main wallets of exchanges on Bitcoin: whoever spends together with the
// address that is named so, and pays others than the exchange too, seems to be one. Deposit addresses are spent together with
// main wallets as well, but pay nobody else: none of them becomes evidence for a further inference. Used for what a deposit
// address is inferred from, and nowhere else.
import { type Clusters, clusters } from '../../graph/coins/clusters.ts';
import type { CoinTransaction } from '../../graph/coins/transaction.ts';
import { byRank } from '../../labels/rank.ts';
import type { Label } from '../../model/label.ts';
import {
  addressOf,
  isOwner,
  type OwnerPlace,
  type Place,
  type PlaceKey,
  placeKey,
  wallet,
} from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Labels, labelsOf } from '../stops.ts';
import { coinTransactionsIn } from '../whole-transactions.ts';

export interface ClusterLabels {
  /** Transactions that were read besides, as their legs. */
  add(transfers: readonly Transfer[]): void;
  /**
   * The book, with the labels of its cluster for a place that nobody names. `judged` keeps what is said of itself alone: who is
   * named is not judged, and it is in one cluster with the exchange as soon as it is swept together with a main wallet.
   */
  judging(judged: PlaceKey): Labels;
}

/** undefined: no label speaks for the cluster of any of these places. */
export function clusterLabelsIn(
  book: Labels,
  places: readonly OwnerPlace[],
  transactions: () => Iterable<CoinTransaction>,
): ClusterLabels | undefined {
  const definers = places.flatMap((place) => {
    const labels = definersAt(book, place);
    return labels.length === 0 ? [] : [{ place, labels }];
  });
  if (definers.length === 0) return undefined;
  const joined = clusters();
  const payees = new Map<PlaceKey, Set<Place>>();
  function take(transaction: CoinTransaction): void {
    joined.add(transaction);
    for (const payer of new Set(transaction.inputs.map(({ place }) => placeKey(place)))) {
      const all = payees.get(payer) ?? new Set();
      for (const { place } of transaction.outputs) all.add(place);
      payees.set(payer, all);
    }
  }
  for (const transaction of transactions()) take(transaction);
  /** Somebody whom nobody calls an exchange, by his own name or by that of a cluster. */
  function isOther(place: Place): boolean {
    if (!isOwner(place)) return true;
    const isSpokenFor = definers.some((definer) => joined.why(place, definer.place) !== undefined);
    return !isSpokenFor && !labelsOf(book, place).some(({ category }) => category === 'exchange');
  }
  function spokenFor(place: OwnerPlace): Label[] {
    const found = definers.flatMap((definer) => labelsThrough(definer, joined, place));
    const paid = found.length === 0 ? [] : [...(payees.get(placeKey(place)) ?? [])];
    return paid.some(isOther) ? found.sort(byRank) : [];
  }
  const known = new Map<PlaceKey, readonly Label[]>();
  return {
    add(transfers) {
      known.clear();
      for (const transaction of coinTransactionsIn(transfers)) take(transaction);
    },
    judging: (judged) => ({
      of(chain, address, time) {
        const place = wallet(chain, address);
        const key = placeKey(place);
        const own = book.of(chain, address, time);
        if (own.length > 0 || key === judged) return own;
        const found = known.get(key) ?? spokenFor(place);
        known.set(key, found);
        return found.filter((label) => time === undefined || holdsAt(label, time));
      },
    }),
  };
}

function holdsAt({ validFrom, validTo }: Label, time: number): boolean {
  return (validFrom ?? time) <= time && time <= (validTo ?? time);
}

interface Definer {
  readonly place: OwnerPlace;
  readonly labels: readonly Label[];
}

function labelsThrough({ place: definer, labels }: Definer, joined: Clusters, place: OwnerPlace): Label[] {
  const steps = joined.why(place, definer);
  if (steps === undefined) return [];
  const txs = steps.map(({ txId }) => txId).join(', ');
  // What it rests on first: a source is cut short where there is little room.
  const said = `said of the whole cluster of ${addressOf(definer)}, spent together in ${txs}`;
  return labels.map((label): Label => ({ ...label, source: `${said}: ${label.source}` }));
}

function definersAt(book: Labels, place: OwnerPlace): Label[] {
  return labelsOf(book, place).filter(
    ({ clusterDefiner, tier }) => clusterDefiner === true && tier !== 'inferred',
  );
}
