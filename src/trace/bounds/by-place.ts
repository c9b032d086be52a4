// The bounds of a run, by endpoint and asset, over all its seeds.
import type { AssetId } from '../../model/asset.ts';
import { type PlaceKey, placeKey } from '../../model/place.ts';
import type { Explored } from '../explore.ts';
import type { Bounds } from '../findings.ts';
import type { Swept } from '../sweep.ts';
import { boundsOf } from './bounds.ts';

/** Over all seeds: for each endpoint and injected asset what no choice of convention can change. */
export function boundsByPlace(
  { timeline, question, gaps }: Explored,
  conserving: Swept,
): Map<PlaceKey, Map<AssetId, Bounds>> {
  const assets = [...new Set(conserving.injected.flatMap((sums) => [...sums.keys()]))];
  const leaky = new Set(
    gaps.flatMap(({ code, place: at }) =>
      code.startsWith('source-') && at !== undefined ? [placeKey(at)] : [],
    ),
  );
  const byPlace = new Map<PlaceKey, Map<AssetId, Bounds>>();
  for (const { place, asset, least, most, mostFollowed } of boundsOf(
    timeline,
    question,
    question.seeds,
    assets,
    conserving.shortages,
    leaky,
  )) {
    const own = byPlace.get(place) ?? new Map<AssetId, Bounds>();
    if (most > 0n) own.set(timeline.assets[asset] as AssetId, { least, most, mostFollowed });
    byPlace.set(place, own);
  }
  return byPlace;
}
