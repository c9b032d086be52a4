// One wallet from its own history: what it had to do with whom, what is said of it, and whether it seems to be a deposit
// address. Facts and labels, and inferences that call themselves so; nothing is traced.
import { judgeDeposit } from '../../labels/deposits/judge.ts';
import type { Judgement } from '../../labels/deposits/judgement.ts';
import type { DepositParameters } from '../../labels/deposits/parameters.ts';
import type { AssetId } from '../../model/asset.ts';
import { BITCOIN } from '../../model/chain.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import type { Block, Ledger, Page, Scope } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { clusterLabelsIn } from '../deposits/cluster-labels.ts';
import { historyIn } from '../history-in.ts';
import { type Movement, movementsOf } from '../screening/movements.ts';
import { contactsIn, type Payment } from '../spam/contacts.ts';
import { type LookAlike, lookAlikes } from '../spam/look-alikes.ts';
import { type Labels, labelsOf } from '../stops.ts';
import { coinTransactionsIn } from '../whole-transactions.ts';
import { type CategorySum, type Counterparty, categoriesOf, counterpartiesOf } from './counterparties.ts';
import { type OwnCluster, ownCluster } from './own-cluster.ts';
import { type AssetTotal, totalsOfPlace } from './totals.ts';

/** One use: a transaction in which it took part. */
export interface Use {
  readonly txId: TxId;
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
}

export interface Profile {
  readonly place: OwnerPlace;
  readonly asOf: Block;
  /** All that is said of it, best first. */
  readonly labels: readonly Label[];
  /** More transfers than `--hub-limit`: nothing else is known. */
  readonly isHub: boolean;
  readonly transactions: number;
  readonly first: Use | undefined;
  readonly last: Use | undefined;
  readonly totals: readonly AssetTotal[];
  readonly categories: readonly CategorySum[];
  readonly counterparties: readonly Counterparty[];
  readonly lookAlikes: readonly LookAlike[];
  /** undefined: it was not asked for, or its history could not be had in full. */
  readonly deposit: Judgement | undefined;
  /** undefined: not on Bitcoin, or its history is not read. */
  readonly cluster: OwnCluster | undefined;
  /** All that was read of it; on a coin chain whole transactions. */
  readonly transfers: readonly Transfer[];
  /** Unconfirmed, or above the block: in no sum. */
  readonly pending: number;
  readonly gaps: readonly Gap[];
}

export interface ProfileRequest {
  readonly place: OwnerPlace;
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly labels: Labels;
  readonly deposits: DepositParameters | undefined;
}

export async function profileOf({
  place,
  ledger,
  scope,
  labels,
  deposits,
}: ProfileRequest): Promise<Profile> {
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([place], scope)) pages.push(page);
  const isHub = pages.some(({ hub }) => hub === true);
  const gaps = pages.flatMap((page) => page.gaps);
  const transfers = isHub ? [] : await historyIn(pages, ledger, scope);
  const key = placeKey(place);
  const isGenuine = (asset: AssetId): boolean => ledger.assetInfo(asset)?.genuine === true;
  const own = transfers.filter(({ from, to }) => placeKey(from) === key || placeKey(to) === key);
  const movements = movementsOf(place, ledger.kind, transfers, labels);
  const genuine = movements.filter(({ asset }) => isGenuine(asset));
  const timeOf = new Map(transfers.map(({ id, at }) => [id, at?.time as number]));
  const uses = usesIn(own);
  const isWhole = !isHub && gaps.length === 0;
  const look = {
    book: bookFor(place, ledger, transfers, labels),
    infoOf: (asset: AssetId) => ledger.assetInfo(asset),
    asOf: scope.asOf.time,
  };
  return {
    place,
    asOf: scope.asOf,
    labels: labelsOf(labels, place),
    isHub,
    transactions: uses.length,
    first: uses[0],
    last: uses.at(-1),
    totals: totalsOfPlace(key, transfers),
    categories: categoriesOf(genuine),
    counterparties: counterpartiesOf(genuine, timeOf),
    lookAlikes: lookAlikes(
      contactsIn(paymentsBy(place, movements, timeOf), emptiesIn(pages), (each) => each === key, isGenuine),
    ),
    deposit:
      deposits === undefined || !isWhole || place.kind !== 'wallet'
        ? undefined
        : judgeDeposit(place, ledger.kind, transfers, { ...look, parameters: deposits }),
    cluster: isHub || place.chain !== BITCOIN ? undefined : ownCluster(place, transfers, labels),
    transfers,
    pending: new Set(pages.flatMap((page) => page.pending.map(({ id }) => id))).size,
    gaps,
  };
}

/** What main wallets are told by: on Bitcoin by labels of their clusters too, as far as this history ties them. */
function bookFor(
  place: OwnerPlace,
  { chain }: Ledger,
  transfers: readonly Transfer[],
  labels: Labels,
): Labels {
  if (chain !== BITCOIN) return labels;
  const ends = new Map(
    transfers.flatMap(({ from, to }) => [from, to].filter(isOwner).map((end) => [placeKey(end), end])),
  );
  const clustered = clusterLabelsIn(labels, [...ends.values()], () => coinTransactionsIn(transfers));
  return clustered?.judging(placeKey(place)) ?? labels;
}

/** With other wallets. */
function paymentsBy(
  place: OwnerPlace,
  movements: readonly Movement[],
  timeOf: ReadonlyMap<Transfer['id'], number>,
): Payment[] {
  return movements.flatMap(({ direction, transfer, other, asset, amount }): Payment[] => {
    if (place.kind !== 'wallet' || other.kind !== 'wallet') return [];
    const [from, to] = direction === 'sent' ? [place, other] : [other, place];
    const time = timeOf.get(transfer) ?? 0;
    return [{ from, to, payer: placeKey(from), payee: placeKey(to), asset, amount, time }];
  });
}

function emptiesIn(pages: readonly Page[]): EmptyTransfer[] {
  const told = pages.flatMap(({ empties }) => empties ?? []);
  return [...new Map(told.map((empty) => [empty.id, empty])).values()];
}

function usesIn(own: readonly Transfer[]): Use[] {
  const uses = new Map<TxId, Use>();
  for (const { txId, at } of own)
    if (at !== undefined) uses.set(txId, { txId, height: at.height, time: at.time });
  return [...uses.values()].sort(
    (a, b) => a.height - b.height || a.time - b.time || (a.txId < b.txId ? -1 : 1),
  );
}
