// Gaps that arise in one walk and not in another: what a comparison of the two could not see.
import type { Gap } from '../model/gap.ts';
import { placeKey } from '../model/place.ts';
import { byGap } from './finding-order.ts';
import type { Walk } from './walk.ts';

export function newGaps(walk: Walk, before: Walk): Gap[] {
  const known = new Set(before.explored.gaps.map(textOf));
  return walk.explored.gaps.filter((gap) => !known.has(textOf(gap))).sort(byGap);
}

function textOf({ code, chain, place, why, asset }: Gap): string {
  return [code, chain, place === undefined ? '' : placeKey(place), asset ?? '', why].join('|');
}
