// The bounds of a run over all its seeds, by asset: of each endpoint under its key, of each entity under its name.
import type { AssetId } from '../../model/asset.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { Explored } from '../explore.ts';
import type { Bounds } from '../findings.ts';
import { partialPlaces } from '../partial-places.ts';
import type { Swept } from '../sweep/swept.ts';
import { boundsOf } from './bounds.ts';

/** A name that no place key can be. */
export function entityGroup(entity: string): string {
  return `entity ${entity}`;
}

export function boundsByGroup(
  { timeline, question, gaps }: Explored,
  conserving: Swept,
  entityOf: (place: PlaceKey) => string | undefined,
): Map<string, Map<AssetId, Bounds>> {
  const assets = [...new Set(conserving.injected.flatMap((sums) => [...sums.keys()]))];
  const leaky = partialPlaces(gaps);
  const byGroup = new Map<string, Map<AssetId, Bounds>>();
  for (const { group, asset, least, most, mostFollowed } of boundsOf(
    timeline,
    question,
    question.seeds,
    assets,
    conserving.shortages,
    leaky,
    (place) => [
      place,
      ...[entityOf(place)].flatMap((entity) => (entity === undefined ? [] : [entityGroup(entity)])),
    ],
  )) {
    const own = byGroup.get(group) ?? new Map<AssetId, Bounds>();
    if (most > 0n) own.set(timeline.assets[asset] as AssetId, { least, most, mostFollowed });
    byGroup.set(group, own);
  }
  return byGroup;
}
