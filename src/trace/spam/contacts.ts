// Whom each wallet has had to do with, and by what: payments of genuine assets, transfers of tokens on no list, transfers of
// nothing. Facts only; who looks like whom is look-alikes.ts.
import type { AssetId } from '../../model/asset.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import { type PlaceKey, placeKey, type WalletPlace } from '../../model/place.ts';
import type { Timeline } from '../timeline.ts';

/** One wallet paid another; the keys are theirs. */
export interface Payment {
  readonly from: WalletPlace;
  readonly to: WalletPlace;
  readonly payer: PlaceKey;
  readonly payee: PlaceKey;
  readonly asset: AssetId;
  readonly amount: bigint;
  /** Unix seconds. */
  readonly time: number;
}

export interface Contact {
  readonly place: WalletPlace;
  /** Genuine units that the wallet got from it, and paid to it. */
  readonly got: Map<AssetId, bigint>;
  readonly paid: Map<AssetId, bigint>;
  /** Unix seconds of the first payment to it. */
  firstPaid: number | undefined;
  /** Transfers of tokens on no list, told in either direction: anyone can have them told. */
  spam: number;
  empty: number;
  /** Unix seconds: first of anything but payments to it. */
  firstDecoy: number | undefined;
}

export interface Contacts {
  readonly wallet: WalletPlace;
  readonly others: ReadonlyMap<PlaceKey, Contact>;
  /** The largest single transfer of each genuine asset that the wallet took part in. */
  readonly largest: ReadonlyMap<AssetId, bigint>;
}

/** Of account chains, where a history names both sides of a payment. */
export function* paymentsIn({ groups, legs, keys }: Timeline): Iterable<Payment> {
  for (const { first, end, at, melts } of groups)
    for (let index = first; index < end && !melts; index += 1) {
      const { from, to, transfer } = legs[index] as Timeline['legs'][number];
      const { asset, amount } = transfer;
      if (transfer.from.kind !== 'wallet' || transfer.to.kind !== 'wallet' || from === to) continue;
      const [payer, payee] = [keys[from] as PlaceKey, keys[to] as PlaceKey];
      yield { from: transfer.from, to: transfer.to, payer, payee, asset, amount, time: at.time };
    }
}

/** `isAsked`: wallets whose history is at hand. */
export function contactsIn(
  payments: Iterable<Payment>,
  empties: readonly EmptyTransfer[],
  isAsked: (key: PlaceKey) => boolean,
  isGenuine: (asset: AssetId) => boolean,
): Contacts[] {
  const books = new Map<
    PlaceKey,
    { wallet: WalletPlace; others: Map<PlaceKey, Contact>; largest: Map<AssetId, bigint> }
  >();
  function book(wallet: WalletPlace, key: PlaceKey) {
    const known = books.get(key) ?? { wallet, others: new Map(), largest: new Map() };
    books.set(key, known);
    return known;
  }
  function contact(others: Map<PlaceKey, Contact>, place: WalletPlace, key: PlaceKey): Contact {
    const known = others.get(key) ?? {
      place,
      got: new Map(),
      paid: new Map(),
      firstPaid: undefined,
      spam: 0,
      empty: 0,
      firstDecoy: undefined,
    };
    others.set(key, known);
    return known;
  }
  const earlier = (known: number | undefined, time: number): number => Math.min(known ?? time, time);

  for (const { from, to, payer, payee, asset, amount, time } of payments)
    for (const [own, wallet, key, other, side] of [
      [payer, from, payee, to, 'paid'],
      [payee, to, payer, from, 'got'],
    ] as const) {
      if (!isAsked(own)) continue;
      const { others, largest } = book(wallet, own);
      const known = contact(others, other, key);
      const isListed = isGenuine(asset);
      if (!isListed) known.spam += 1;
      if (!isListed || side === 'got') known.firstDecoy = earlier(known.firstDecoy, time);
      if (!isListed) continue;
      known[side].set(asset, (known[side].get(asset) ?? 0n) + amount);
      if (side === 'paid') known.firstPaid = earlier(known.firstPaid, time);
      if (amount > (largest.get(asset) ?? 0n)) largest.set(asset, amount);
    }
  for (const { from, to, time } of empties) {
    if (from.kind !== 'wallet' || to.kind !== 'wallet') continue;
    const [payer, payee] = [placeKey(from), placeKey(to)];
    for (const [own, wallet, key, other] of [
      [payer, from, payee, to],
      [payee, to, payer, from],
    ] as const) {
      if (!isAsked(own) || own === key) continue;
      const known = contact(book(wallet, own).others, other, key);
      known.empty += 1;
      known.firstDecoy = earlier(known.firstDecoy, time);
    }
  }
  return [...books.values()];
}
