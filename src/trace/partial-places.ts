// Places whose history is known to be incomplete: what passed them may have gone anywhere, and nobody knows what came first.
import type { Gap } from '../model/gap.ts';
import { type PlaceKey, placeKey } from '../model/place.ts';

export function partialPlaces(gaps: readonly Gap[]): Set<PlaceKey> {
  return new Set(
    gaps.flatMap(({ code, place }) =>
      code.startsWith('source-') && place !== undefined ? [placeKey(place)] : [],
    ),
  );
}
