// Who seems to be one owner with a Bitcoin address, as far as its own history tells: whoever it spends together with, and
// whoever they spend together with in transactions that it takes part in. An inference. `trace cluster` reads their histories.
import { type ClusterStep, clusters } from '../../graph/coins/clusters.ts';
import { type CoinJoin, coinJoinOf } from '../../graph/coins/coinjoin.ts';
import type { Label } from '../../model/label.ts';
import { type OwnerPlace, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type ClusterLabel, clusterLabels } from '../coins/coin-findings.ts';
import { type Labels, labelsOf } from '../stops.ts';
import { coinTransactionsIn } from '../whole-transactions.ts';

export interface OwnCluster {
  /** Ordered by key, the address among them; it alone, where nothing ties it to another. */
  readonly members: readonly { readonly place: OwnerPlace; readonly labels: readonly Label[] }[];
  /** Ties it to every other member. */
  readonly because: readonly ClusterStep[];
  readonly labels: readonly ClusterLabel[];
  /** Look like CoinJoins and spend from a member: they tie nothing. */
  readonly coinJoins: readonly { readonly txId: TxId; readonly height: number; readonly shape: CoinJoin }[];
}

/** `transfers`: of all its transactions, each whole. */
export function ownCluster(place: OwnerPlace, transfers: readonly Transfer[], book: Labels): OwnCluster {
  const joined = clusters();
  for (const transaction of coinTransactionsIn(transfers)) joined.add(transaction);
  const members = joined.of(place);
  const keys = new Set(members.map(placeKey));
  return {
    members: members.map((member) => ({ place: member, labels: labelsOf(book, member) })),
    because: joined.tie(place, members),
    labels: clusterLabels(book, members),
    coinJoins: joined.mixed().flatMap((transaction) => {
      const shape = coinJoinOf(transaction);
      const isTheirs = transaction.inputs.some((input) => keys.has(placeKey(input.place)));
      return shape === undefined || !isTheirs
        ? []
        : [{ txId: transaction.txId, height: transaction.height, shape }];
    }),
  };
}
