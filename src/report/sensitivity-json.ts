// The sensitivity of a run as JSON: for each service and asset, what each tightened run gave.
import type { Gap } from '../model/gap.ts';
import { formatMinValue } from '../trace/options.ts';
import type { EntitySensitivity, Sensitivity } from '../trace/sensitivity.ts';
import type { RunJson } from './schema.ts';

type SensitivityJson = NonNullable<RunJson['sensitivity']>;

export function sensitivityJson(
  { convention, tried, entities }: Sensitivity,
  gapOf: (gap: Gap) => RunJson['gaps'][number],
): SensitivityJson {
  return {
    convention,
    tried: tried.map(({ variant, gaps }) => ({
      ...(variant.kind === 'hops' ? { hops: variant.hops } : { minValue: formatMinValue(variant.minValue) }),
      gaps: gaps.map(gapOf),
    })),
    entities: entities.map((row) => {
      const { entity, asset, amount, conventions, bounds } = row;
      const hops = underHops(row, tried);
      const reached = hops.filter((one) => one.amount > 0n).map(({ limit }) => limit);
      return {
        entity,
        asset,
        amount: amount.toString(),
        conventions: Object.fromEntries([...conventions].map(([name, units]) => [name, units.toString()])),
        least: bounds.least.toString(),
        most: bounds.most.toString(),
        mostFollowed: bounds.mostFollowed.toString(),
        hops: hops.map(({ limit, amount: units }) => ({ limit, amount: units.toString() })),
        ...(reached.length === 0 ? {} : { smallestHops: Math.min(...reached) }),
        survives: survivalOf(row, tried),
        minValue: underValues(row, tried).map(({ value, amount: units }) => ({
          value,
          amount: units.toString(),
        })),
      };
    }),
  };
}

/** Largest limit first. */
export function underHops(
  { amounts }: EntitySensitivity,
  tried: Sensitivity['tried'],
): { limit: number; amount: bigint }[] {
  return tried.flatMap(({ variant }, index) =>
    variant.kind === 'hops' ? [{ limit: variant.hops, amount: amounts[index] as bigint }] : [],
  );
}

/** Smallest value first. */
export function underValues(
  { amounts }: EntitySensitivity,
  tried: Sensitivity['tried'],
): { value: string; amount: bigint }[] {
  return tried.flatMap(({ variant }, index) =>
    variant.kind === 'min-value'
      ? [{ value: formatMinValue(variant.minValue), amount: amounts[index] as bigint }]
      : [],
  );
}

export interface Survival {
  convention: boolean;
  hops?: boolean;
  minValue?: boolean;
}

/**
 * Whether a service stays reached: under any rule whatever, and under every limit that was tried. Absent: none was tried, or
 * it was not reached in the first place.
 */
export function survivalOf(row: EntitySensitivity, tried: Sensitivity['tried']): Survival {
  const [hops, values] = [underHops(row, tried), underValues(row, tried)];
  const isReached = (one: { amount: bigint }): boolean => one.amount > 0n;
  return {
    convention: row.bounds.least > 0n,
    ...(row.amount === 0n || hops.length === 0 ? {} : { hops: hops.every(isReached) }),
    ...(row.amount === 0n || values.length === 0 ? {} : { minValue: values.every(isReached) }),
  };
}
