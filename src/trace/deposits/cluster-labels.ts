// Labels that a source says of a whole cluster, for the main wallets of exchanges on Bitcoin: whoever spends together with the
// address that is named so seems to be the exchange too. Used for what a deposit address is inferred from, and nowhere else.
import { type Clusters, clusters } from '../../graph/coins/clusters.ts';
import type { CoinTransaction } from '../../graph/coins/transaction.ts';
import { byRank } from '../../labels/rank.ts';
import type { Label } from '../../model/label.ts';
import { addressOf, type OwnerPlace, type PlaceKey, placeKey, wallet } from '../../model/place.ts';
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
  for (const transaction of transactions()) joined.add(transaction);
  const known = new Map<PlaceKey, readonly Label[]>();
  return {
    add(transfers) {
      known.clear();
      for (const transaction of coinTransactionsIn(transfers)) joined.add(transaction);
    },
    judging: (judged) => ({
      of(chain, address, time) {
        const place = wallet(chain, address);
        const key = placeKey(place);
        const own = book.of(chain, address, time);
        if (own.length > 0 || key === judged) return own;
        const found = known.get(key) ?? spokenFor(definers, joined, place);
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

function spokenFor(definers: readonly Definer[], joined: Clusters, place: OwnerPlace): Label[] {
  return definers
    .flatMap((definer) => {
      const steps = joined.why(place, definer.place);
      if (steps === undefined) return [];
      const txs = steps.map(({ txId }) => txId).join(', ');
      const said = `said of the whole cluster of ${addressOf(definer.place)}, spent together in ${txs}`;
      // What it rests on first: a source is cut short where there is little room.
      return definer.labels.map((label): Label => ({ ...label, source: `${said}: ${label.source}` }));
    })
    .sort(byRank);
}

function definersAt(book: Labels, place: OwnerPlace): Label[] {
  return labelsOf(book, place).filter(
    ({ clusterDefiner, tier }) => clusterDefiner === true && tier !== 'inferred',
  );
}
