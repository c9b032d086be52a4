// Gaps that arise in one walk and not in another: what a comparison of the two could not see.
import type { Gap } from '../model/gap.ts';
import { byGap, gapKey } from './finding-order.ts';
import type { Walk } from './walk.ts';

export function newGaps(walk: Walk, before: Walk): Gap[] {
  const known = new Set(before.explored.gaps.map(gapKey));
  return walk.explored.gaps.filter((gap) => !known.has(gapKey(gap))).sort(byGap);
}
