// The bounds of a run over its seeds, or some of them, by asset: of each endpoint under its key, of each entity under its name.
import type { AssetId } from '../../model/asset.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { Explored } from '../explore.ts';
import type { Bounds } from '../findings.ts';
import { partialPlaces } from '../partial-places.ts';
import type { ResolvedSeed } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import { boundsOf } from './bounds.ts';

/** A name that no place key can be. */
export function entityGroup(entity: string): string {
  return `entity ${entity}`;
}

/** `seeds`: whose value is followed; that of the others counts as clean. */
export function boundsByGroup(
  { timeline, question, gaps }: Explored,
  conserving: Swept,
  entityOf: (place: PlaceKey) => string | undefined,
  seeds: readonly ResolvedSeed[] = question.seeds,
): Map<string, Map<AssetId, Bounds>> {
  const own = new Set(seeds);
  const injected = conserving.injected.filter((_, rank) => own.has(conserving.seeds[rank] as ResolvedSeed));
  const assets = [...new Set(injected.flatMap((sums) => [...sums.keys()]))];
  const leaky = partialPlaces(gaps);
  const byGroup = new Map<string, Map<AssetId, Bounds>>();
  for (const { group, asset, least, most, mostFollowed } of boundsOf(
    timeline,
    question,
    seeds,
    assets,
    conserving.shortages,
    leaky,
    (place) => [
      place,
      ...[entityOf(place)].flatMap((entity) => (entity === undefined ? [] : [entityGroup(entity)])),
    ],
  )) {
    const bounds = byGroup.get(group) ?? new Map<AssetId, Bounds>();
    if (most > 0n) bounds.set(timeline.assets[asset] as AssetId, { least, most, mostFollowed });
    byGroup.set(group, bounds);
  }
  return byGroup;
}
