// Money as the oracle handles it: lots, and the ways to cut them. Imports nothing from src/ (see oracle.ts).
export const conserving = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'] as const;
export const conventions = [...conserving, 'poison'] as const;
export type Conserving = (typeof conserving)[number];
export type Convention = (typeof conventions)[number];

/** Units per seed; a seed without units is absent. */
export type Parts = Record<string, bigint>;
/** Units per seed at each place; a place without units is absent. */
export type PartsAt = Record<string, Parts>;

/** Floor of every share, then one unit more to the largest remainders, ties to the earlier weight. */
export function apportionPlainly(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (total * weight) / sum);
  let left = total - shares.reduce((a, b) => a + b, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    shares[index] = (shares[index] as bigint) + 1n;
    left -= 1n;
  }
  return shares;
}

/** Some money: under fifo and lifo always of one seed only, or clean. Under the others a blend. */
export interface Lot {
  readonly amount: bigint;
  readonly parts: Parts;
}

export const isOrdered = (convention: Conserving) => convention === 'fifo' || convention === 'lifo';
export const smaller = (a: bigint, b: bigint) => (a < b ? a : b);
export const clean = (amount: bigint): Lot => ({ amount, parts: {} });
export const sumOf = (parts: Parts) => Object.values(parts).reduce((a, b) => a + b, 0n);
export const amountOf = (lots: readonly Lot[]) => lots.reduce((a, lot) => a + lot.amount, 0n);

export function addUnits(to: Record<string, bigint>, key: string, units: bigint): void {
  if (units > 0n) to[key] = (to[key] ?? 0n) + units;
}
export function addParts(to: Parts, parts: Parts): void {
  for (const [seed, units] of Object.entries(parts)) addUnits(to, seed, units);
}
export function addPartsAt(to: PartsAt, place: string, parts: Parts): void {
  if (sumOf(parts) === 0n) return;
  to[place] ??= {};
  addParts(to[place], parts);
}
export function partsOf(lots: readonly Lot[]): Parts {
  const parts: Parts = {};
  for (const lot of lots) addParts(parts, lot.parts);
  return parts;
}
export function subtract(from: Parts, parts: Parts): Parts {
  const left: Parts = {};
  for (const [seed, units] of Object.entries(from)) addUnits(left, seed, units - (parts[seed] ?? 0n));
  return left;
}
/** Units of each seed among `t` tainted units taken out of `parts`. */
export function shareOut(t: bigint, parts: Parts, seedOrder: readonly string[]): Parts {
  const seeds = seedOrder.filter((seed) => (parts[seed] ?? 0n) > 0n);
  const shares = apportionPlainly(
    t,
    seeds.map((seed) => parts[seed] as bigint),
  );
  const taken: Parts = {};
  for (const [index, seed] of seeds.entries()) addUnits(taken, seed, shares[index] as bigint);
  return taken;
}

/** The convention's table: tainted units of a payment x out of a balance of which some is tainted. */
function taintedUnits(convention: Conserving, balance: bigint, tainted: bigint, x: bigint): bigint {
  if (convention === 'haircut') return apportionPlainly(tainted, [x, balance - x])[0] as bigint;
  if (convention === 'libr') {
    const untainted = balance - tainted;
    return x > untainted ? x - untainted : 0n;
  }
  return smaller(x, tainted); // pifo, and tiho, which on account chains equals it
}

/** Removes x units (at most what is there) from the front of `lots`, blended lots being divided by the convention. */
export function takeFront(
  lots: Lot[],
  x: bigint,
  convention: Conserving,
  seedOrder: readonly string[],
): Lot[] {
  const taken: Lot[] = [];
  let missing = x;
  while (missing > 0n && lots.length > 0) {
    const lot = lots.shift() as Lot;
    if (lot.amount <= missing) {
      taken.push(lot);
      missing -= lot.amount;
      continue;
    }
    const t = isOrdered(convention)
      ? sumOf(lot.parts) === 0n
        ? 0n
        : missing
      : taintedUnits(convention, lot.amount, sumOf(lot.parts), missing);
    const parts = shareOut(t, lot.parts, seedOrder);
    taken.push({ amount: missing, parts });
    lots.unshift({ amount: lot.amount - missing, parts: subtract(lot.parts, parts) });
    missing = 0n;
  }
  return taken;
}

export function takeBack(lots: Lot[], x: bigint, seedOrder: readonly string[]): Lot[] {
  lots.reverse();
  const taken = takeFront(lots, x, 'lifo', seedOrder);
  lots.reverse();
  return taken;
}

/** What arrives at a seed goes no further: its own is returned, that of others has reached it. */
export function arriveAtSeed(
  answer: { returned: Parts; reachedSeed: PartsAt },
  at: string,
  parts: Parts,
): void {
  for (const [seed, units] of Object.entries(parts)) {
    if (seed === at) addUnits(answer.returned, seed, units);
    else addPartsAt(answer.reachedSeed, at, { [seed]: units });
  }
}
