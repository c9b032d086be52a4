// Places whose history is known to be incomplete: what passed them may have gone anywhere, and nobody knows what came first.
import { type Gap, isSourceGap } from '../model/gap.ts';
import { type PlaceKey, placeKey } from '../model/place.ts';

export function partialPlaces(gaps: readonly Gap[]): Set<PlaceKey> {
  return new Set(
    gaps.filter(isSourceGap).flatMap(({ place }) => (place === undefined ? [] : [placeKey(place)])),
  );
}
