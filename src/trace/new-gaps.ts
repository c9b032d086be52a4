// Gaps that arise in one walk and not in another: what a comparison of the two could not see.
import type { Gap } from '../model/gap.ts';
import { byGap, gapKey } from './finding-order.ts';
import type { Walk } from './walk.ts';

export function newGaps(walk: Walk, before: Walk): Gap[] {
  return gapsBeyond(before.explored.gaps, walk.explored.gaps).sort(byGap);
}

/** Those that do not say what others say already. */
export function gapsBeyond(known: readonly Gap[], gaps: readonly Gap[]): Gap[] {
  const keys = new Set(known.map(gapKey));
  return gaps.filter((gap) => !keys.has(gapKey(gap)));
}
