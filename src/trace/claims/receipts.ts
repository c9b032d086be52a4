// What an address received, and which of it fits a claim that names no transaction. Facts of the chain; it chooses nothing.
import { parseUnits } from '../../model/asset.ts';
import { type Gap, isSourceGap } from '../../model/gap.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { wanted } from '../options.ts';
import { paymentsIn, withoutChange } from '../payments.ts';
import type { Claim } from './claim.ts';

export interface Receipts {
  readonly transfers: readonly Transfer[];
  /** Why the history may lack some. */
  readonly gaps: readonly Gap[];
  /** It was not pulled: it has more transfers than the hub limit. */
  readonly isHub: boolean;
}

/** One answer for each place, own change left out. */
export async function receiptsOf(
  places: readonly OwnerPlace[],
  ledger: Ledger,
  scope: Scope,
): Promise<Map<PlaceKey, Receipts>> {
  const pages = new Map<PlaceKey, Page[]>(places.map((place) => [placeKey(place), []]));
  for await (const page of ledger.transfersOf(places, scope))
    if (typeof page.subject !== 'string') pages.get(placeKey(page.subject))?.push(page);
  return new Map(
    [...pages].map(([key, own]) => {
      const told = new Map(own.flatMap(({ transfers }) => transfers.map((each) => [each.id, each])));
      const all = [...told.values()];
      const payments = withoutChange(paymentsIn(all, ledger.kind), all);
      return [
        key,
        {
          transfers: payments.map(({ transfer }) => transfer).filter(({ to }) => placeKey(to) === key),
          gaps: own.flatMap(({ gaps }) => gaps.filter(isSourceGap)),
          isHub: own.some(({ hub }) => hub === true),
        },
      ] as const;
    }),
  );
}

/** The asset that the claim names; where it names none, any that is on a list of genuine ones. */
export function isOfAsset({ asset: named }: Claim, { asset }: Transfer, ledger: Ledger): boolean {
  const info = ledger.assetInfo(asset);
  const genuine = info?.genuine === true;
  if (named === undefined) return genuine;
  return wanted(new Set([named.toLowerCase()]), asset, genuine ? info.symbol : undefined);
}

export function isOfTime({ date }: Claim, { at }: Transfer): boolean {
  if (date === undefined || at === undefined) return date === undefined;
  return date.first <= at.time && at.time <= date.last;
}

/** Base units of what arrived, if the claim is true of it: all that was sent, or what the fee left of it. */
export interface Range {
  readonly least: bigint;
  readonly most: bigint;
}

/** A text: why the claim's amount cannot be read in this asset. */
export function rangeOf(
  { amount = '', fee = '0' }: Claim,
  asset: Transfer['asset'],
  ledger: Ledger,
): Range | string {
  const decimals = ledger.assetInfo(asset)?.decimals;
  if (decimals === undefined)
    return `the decimals of ${asset} are not known, so that no amount of it can be read`;
  const most = parseUnits(amount, decimals);
  const taken = parseUnits(fee, decimals);
  if (most === undefined || taken === undefined)
    return `its ${most === undefined ? 'amount' : 'fee'} is finer than the ${decimals} decimals of ${asset}`;
  return { least: most - taken, most };
}

/** Receipts shown of each kind where none fits. */
const NEAREST = 3;

/** Of the time stated, those nearest in amount; of the amount stated, those nearest in time; else those nearest in time. */
export function nearestTo(claim: Claim, receipts: readonly Transfer[], ledger: Ledger): Transfer[] {
  const { first = 0, last = 0 } = claim.date ?? {};
  const away = ({ at }: Transfer): bigint => {
    const time = at?.time ?? 0;
    return BigInt(time < first ? first - time : time > last ? time - last : 0);
  };
  // Amounts of different assets are compared in whole units.
  const off = ({ asset, amount }: Transfer): bigint => {
    const range = rangeOf(claim, asset, ledger);
    if (typeof range === 'string') return -1n;
    const difference =
      amount > range.most ? amount - range.most : amount < range.least ? range.least - amount : 0n;
    return difference * 10n ** BigInt(MOST_DECIMALS - (ledger.assetInfo(asset)?.decimals ?? 0));
  };
  const readable = receipts.filter((each) => off(each) >= 0n);
  const found = [
    ...nearest(
      readable.filter((each) => isOfTime(claim, each)),
      off,
    ),
    ...nearest(
      readable.filter((each) => off(each) === 0n),
      away,
    ),
  ];
  return found.length > 0 ? found : nearest(receipts, away);
}

/** Of any asset that can be read (chains/list/row.ts). */
const MOST_DECIMALS = 255;

function nearest(receipts: readonly Transfer[], distance: (receipt: Transfer) => bigint): Transfer[] {
  return receipts
    .map((receipt) => ({ receipt, distance: distance(receipt) }))
    .sort((a, b) =>
      a.distance === b.distance ? (a.receipt.id < b.receipt.id ? -1 : 1) : a.distance < b.distance ? -1 : 1,
    )
    .slice(0, NEAREST)
    .map(({ receipt }) => receipt);
}
