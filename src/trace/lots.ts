// Lots: amounts with the seed they belong to and the way they came. The material that conventions divide.

/** Way of a lot: the last transfer that carried it (index in the timeline), and the way before that. */
export interface Way {
  readonly transfer: number;
  readonly before: Way | undefined;
}

/** Rank of a seed in the sweep, or CLEAN. */
export const CLEAN = -1;

export interface Lot {
  readonly amount: bigint;
  readonly seed: number;
  readonly way: Way | undefined;
}

/**
 * What a payment, coin or input carries; without lots, nothing but clean units. Under fifo and lifo `lots` is the whole
 * sequence, clean lots included, and its order is meant. Under the other conventions `lots` holds the tainted parts
 * only; the rest of `amount` is clean. Under poison each lot is the whole amount.
 */
export interface Bundle {
  readonly amount: bigint;
  readonly lots: readonly Lot[];
}

export function sumOf(lots: readonly Lot[]): bigint {
  let sum = 0n;
  for (const lot of lots) sum += lot.amount;
  return sum;
}

export function amountOf(bundles: readonly Bundle[]): bigint {
  let sum = 0n;
  for (const bundle of bundles) sum += bundle.amount;
  return sum;
}

/** No lots: one for all, since most payments are clean. */
export const NONE: readonly Lot[] = [];

export function tainted(bundle: Bundle): readonly Lot[] {
  let count = 0;
  for (const lot of bundle.lots) if (lot.seed !== CLEAN) count += 1;
  if (count === 0) return NONE;
  return count === bundle.lots.length ? bundle.lots : bundle.lots.filter((lot) => lot.seed !== CLEAN);
}

/** Adjacent lots of the same seed and way become one, so that dust does not pile up. Zero lots are dropped. */
export function pushLot(lots: Lot[], lot: Lot): void {
  if (lot.amount === 0n) return;
  const last = lots[lots.length - 1];
  if (last !== undefined && last.seed === lot.seed && last.way === lot.way)
    lots[lots.length - 1] = ofAmount(last, last.amount + lot.amount);
  else lots.push(lot);
}

/** A list that grew keeps room for more; most that a sweep keeps are of one lot, and it keeps a million. */
export function trimmed(lots: readonly Lot[]): readonly Lot[] {
  return lots.length === 1 ? [lots[0] as Lot] : lots;
}

/** The same lot, more or less of it. */
export function ofAmount({ seed, way }: Lot, amount: bigint): Lot {
  return { amount, seed, way };
}

export function totalOf(lots: readonly Lot[], seed: number): bigint {
  return sumOf(lots.filter((lot) => lot.seed === seed));
}

export function cleanLot(amount: bigint): Lot {
  return { amount, seed: CLEAN, way: undefined };
}
