// Deposit addresses among all wallets of a chain that is at hand as a whole: whoever paid a main wallet of an exchange is
// judged by its history, as one wallet is. What rests on nothing but other inferences is never found, for an inferred label
// makes nobody's main wallet.
import { judgeDeposit } from '../../labels/deposits/judge.ts';
import type { Deposit, Look, NotBecause } from '../../labels/deposits/judgement.ts';
import { exchangeAt } from '../../labels/deposits/main-wallet.ts';
import type { DepositParameters } from '../../labels/deposits/parameters.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type WalletPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { groupBy } from '../group-by.ts';
import { historyIn } from '../history-in.ts';
import type { Labels } from '../stops.ts';

export interface DepositSearch {
  /** Tells of a coin chain whole transactions. */
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly labels: Labels;
  readonly parameters: DepositParameters;
  /** Wallets that a label calls an exchange's, in any order. */
  readonly exchanges: readonly OwnerPlace[];
}

export interface AllDeposits {
  /** By address. */
  readonly deposits: readonly Deposit[];
  /** Wallets without a label that paid a main wallet. */
  readonly payers: number;
  /** Of these: how many are none, by why. */
  readonly others: ReadonlyMap<NotBecause, number>;
  /** Of these: how many have more transfers than the limit, or a history that is not whole. Nothing is said of them. */
  readonly hubs: number;
  readonly partial: number;
}

/** Histories in memory at once. */
const AT_ONCE = 200;

export async function allDeposits(search: DepositSearch): Promise<AllDeposits> {
  const { ledger, scope, labels, parameters } = search;
  const look: Look = {
    book: labels,
    infoOf: (asset) => ledger.assetInfo(asset),
    asOf: scope.asOf.time,
    parameters,
  };
  const payers = [...(await payersOf(search))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
  const deposits: Deposit[] = [];
  const others = new Map<NotBecause, number>();
  let hubs = 0;
  let partial = 0;
  for (let at = 0; at < payers.length; at += AT_ONCE) {
    const asked = payers.slice(at, at + AT_ONCE);
    const told = new Map<PlaceKey, Page[]>(asked.map((place) => [placeKey(place), []]));
    for await (const page of ledger.transfersOf(asked, scope))
      if (typeof page.subject !== 'string') told.get(placeKey(page.subject))?.push(page);
    for (const place of asked) {
      const pages = told.get(placeKey(place)) as Page[];
      if (pages.some(({ hub }) => hub === true)) hubs += 1;
      else if (pages.some(({ gaps }) => gaps.length > 0)) partial += 1;
      else {
        const found = judgeDeposit(place, ledger.kind, await historyIn(pages, ledger, scope), look);
        if (found.kind === 'deposit') deposits.push(found);
        else others.set(found.because, (others.get(found.because) ?? 0) + 1);
      }
    }
  }
  return { deposits, payers: payers.length, others: new Map([...others].sort()), hubs, partial };
}

/** Who paid a main wallet, of those that nobody names. */
async function payersOf({
  ledger,
  scope,
  labels,
  exchanges,
}: DepositSearch): Promise<Map<PlaceKey, WalletPlace>> {
  const payers = new Map<PlaceKey, WalletPlace>();
  const whole: Scope = { ...scope, hubLimit: Number.POSITIVE_INFINITY };
  const isMain = ({ to, at }: Transfer): boolean =>
    isOwner(to) && at !== undefined && exchangeAt(labels, to, at.time) !== undefined;
  function take({ from: place }: Transfer): void {
    if (place.kind !== 'wallet' || payers.has(placeKey(place))) return;
    if (labels.of(place.chain, place.address).length === 0) payers.set(placeKey(place), place);
  }
  for await (const { transfers } of ledger.transfersOf(exchanges, whole))
    if (ledger.kind === 'account') transfers.filter(isMain).forEach(take);
    else
      for (const legs of groupBy(transfers, ({ txId }) => txId).values())
        if (legs.some(isMain)) legs.filter(({ to }) => to.kind === 'junction').forEach(take);
  return payers;
}
