// Patterns of the tainted flow as JSON.
import type { OwnerPlace } from '../../model/place.ts';
import type { PatternFinding } from '../../trace/patterns/patterns.ts';
import { placeJson } from '../json-parts.ts';
import type { RunJson } from '../schema.ts';

export function patternsJson(
  patterns: readonly PatternFinding[],
  nameOf: (place: OwnerPlace) => string,
): RunJson['patterns'] {
  return patterns.map(({ places, amount, transfers, counts, parameters, exchanged, ...rest }) => ({
    ...rest,
    places: places.map((place) => placeJson(place, nameOf(place))),
    amount: amount.toString(),
    transfers: [...transfers],
    counts: { ...counts },
    parameters: { ...parameters },
    ...(exchanged === undefined
      ? {}
      : {
          exchanged: {
            given: exchanged.given.toString(),
            asset: exchanged.asset,
            received: exchanged.received.toString(),
          },
        }),
  }));
}
