// The sensitivity of a JSON result as findings have it.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Sensitivity, Variant } from '../../trace/sensitivity.ts';
import type { RunJson } from '../schema.ts';
import { gapOf, minValueOf } from './parts.ts';
import type { Places } from './places.ts';

export function sensitivityOf(
  { convention, tried, entities }: NonNullable<RunJson['sensitivity']>,
  at: Places,
): Sensitivity {
  return {
    convention: convention as ConventionName,
    tried: tried.map(({ hops, minValue, gaps }) => {
      const variant: Variant =
        hops === undefined
          ? { kind: 'min-value', minValue: minValueOf(minValue ?? '0') }
          : { kind: 'hops', hops };
      return { variant, gaps: gaps.map((gap) => gapOf(gap, at)) };
    }),
    entities: entities.map((row) => {
      // Each list is in the order of those tried.
      const underHops = row.hops.values();
      const underValues = row.minValue.values();
      return {
        entity: row.entity,
        asset: row.asset as AssetId,
        amount: BigInt(row.amount),
        conventions: new Map(
          Object.entries(row.conventions).map(([name, units]) => [name as ConventionName, BigInt(units)]),
        ),
        bounds: {
          least: BigInt(row.least),
          most: BigInt(row.most),
          mostFollowed: BigInt(row.mostFollowed),
        },
        amounts: tried.map(({ hops }) => {
          const next = hops === undefined ? underValues.next() : underHops.next();
          return BigInt(next.done === true ? 0 : next.value.amount);
        }),
      };
    }),
  };
}
