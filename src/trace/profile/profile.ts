// One wallet from its own history: what it had to do with whom, what is said of it, and whether it seems to be a deposit
// address. Facts and labels, and inferences that call themselves so; nothing is traced.
import { judgeDeposit } from '../../labels/deposits/judge.ts';
import type { Judgement } from '../../labels/deposits/judgement.ts';
import type { DepositParameters } from '../../labels/deposits/parameters.ts';
import type { AssetId } from '../../model/asset.ts';
import { BITCOIN } from '../../model/chain.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import type { Block, Ledger, Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { historyIn } from '../history-in.ts';
import { movementsOf } from '../screening/movements.ts';
import { type Labels, labelsOf } from '../stops.ts';
import { type CategorySum, type Counterparty, categoriesOf, counterpartiesOf } from './counterparties.ts';
import { type LookAlike, lookAlikesOf } from './look-alikes.ts';
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
    book: labels,
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
    lookAlikes: lookAlikesOf(movements, isGenuine),
    deposit:
      deposits === undefined || !isWhole || place.kind !== 'wallet'
        ? undefined
        : judgeDeposit(place, ledger.kind, transfers, { ...look, parameters: deposits }),
    cluster: isHub || place.chain !== BITCOIN ? undefined : ownCluster(place, transfers, labels),
    pending: new Set(pages.flatMap((page) => page.pending.map(({ id }) => id))).size,
    gaps,
  };
}

function usesIn(own: readonly Transfer[]): Use[] {
  const uses = new Map<TxId, Use>();
  for (const { txId, at } of own)
    if (at !== undefined) uses.set(txId, { txId, height: at.height, time: at.time });
  return [...uses.values()].sort(
    (a, b) => a.height - b.height || a.time - b.time || (a.txId < b.txId ? -1 : 1),
  );
}
