// Crossings as the oracle reads them from shared/design/engine.md §4: of `t` tainted among `x` given,
// `apportion(y, [t, x − t])[0]` of the `y` received is tainted, then shared over the seeds. Imports nothing from src/.
import { addParts, apportionPlainly, clean, type Lot, type Parts, shareOut, sumOf } from './oracle-lots.ts';

/** Indexes of rows. One row is received: over several the specification does not say how to divide. */
export interface Crossing {
  readonly given: readonly number[];
  readonly received: number;
}

interface Received {
  /** Number of the crossing. */
  readonly crossing: number;
  /** Units per seed among the `x` given. */
  readonly given: Parts;
  readonly x: bigint;
}

interface Rows {
  /** Number of the crossing into which this row gives what it carries, which is remembered. */
  given(row: number, parts: Parts): number | undefined;
  received(row: number): Received | undefined;
}

export function crossingsOf(transfers: readonly { amount: bigint }[], crossings: readonly Crossing[]): Rows {
  const taken = crossings.map((): Parts => ({}));
  return {
    given(row, parts) {
      const crossing = crossings.findIndex((each) => each.given.includes(row));
      if (crossing < 0) return undefined;
      addParts(taken[crossing] as Parts, parts);
      return crossing;
    },
    received(row) {
      const crossing = crossings.findIndex((each) => each.received === row);
      if (crossing < 0) return undefined;
      const { given } = crossings[crossing] as Crossing;
      const x = given.reduce((sum, each) => sum + (transfers[each]?.amount ?? 0n), 0n);
      return { crossing, given: taken[crossing] as Parts, x };
    },
  };
}

export function became({ given, x }: Received, y: bigint, seedOrder: readonly string[]): Parts {
  const t = sumOf(given);
  return shareOut(apportionPlainly(y, [t, x - t])[0] as bigint, given, seedOrder);
}

/** Under fifo and lifo: seed by seed in their order, the clean rest behind them. */
export function asLots(amount: bigint, parts: Parts, seedOrder: readonly string[]): Lot[] {
  const lots = seedOrder
    .filter((seed) => (parts[seed] ?? 0n) > 0n)
    .map((seed): Lot => ({ amount: parts[seed] as bigint, parts: { [seed]: parts[seed] as bigint } }));
  const rest = amount - sumOf(parts);
  return rest > 0n ? [...lots, clean(rest)] : lots;
}
