// Least and most at some ends of one network: one saturating flow, then re-routing in what it leaves (engine.md §6).
import type { Expanded } from './expand.ts';

/** What the figures of some ends are of: `least`; `followed`, the most of what was followed; `most`, also of what was not. */
export type Level = 'least' | 'followed' | 'most';

export type Figures = Readonly<Record<Level, bigint>>;

/** Opens these ways in and leads all that comes by them to some end; as much as can be to the places not explored. */
export function saturate(
  { flow, unexplored }: Expanded,
  opened: readonly { readonly edge: number; readonly amount: bigint }[],
): void {
  for (const { edge, amount } of opened) flow.setRest(edge, amount);
  const ended = flow.pour(opened.map(({ edge }) => edge));
  const asked = opened.reduce((sum, { amount }) => sum + amount, 0n);
  // All that comes in ends somewhere: what haircut says, for one, is such a flow.
  if (ended !== asked) throw new Error(`bounds: ${ended} of ${asked} units find an end`);
  flow.gather([unexplored], []);
}

/**
 * Figures of any ends of a saturated network. `seen` is shown the network after each re-routing, when it can be read off it
 * why no more was possible; afterwards all is as before.
 */
export type FiguresAt = (ends: readonly number[], seen?: (level: Level) => void) => Figures;

export function figuresIn({ flow, ends: all, unexplored }: Expanded): FiguresAt {
  const standing = flow.flowInto(unexplored);
  let isSurveyed = false;
  function dispersed(ends: readonly number[]): bigint {
    if (!isSurveyed) flow.survey(all);
    isSurveyed = true;
    return flow.disperse(ends);
  }
  return (ends, seen = () => {}) => {
    const here = ends.reduce((sum, end) => sum + flow.flowInto(end), 0n);
    const mark = flow.mark();
    // What of it can be led to other ends.
    const away = here === 0n ? 0n : dispersed(ends);
    seen('least');
    flow.undo(mark);
    // What stands at other ends and can be led here: first without what the unexplored have, then with it.
    const settledMore = flow.gather(ends, [unexplored]);
    seen('most');
    const unexploredMore = standing === 0n ? 0n : flow.gather(ends, []);
    seen('followed');
    flow.undo(mark);
    flow.drop(mark);
    return {
      least: here - away,
      most: here + standing + settledMore,
      followed: here + settledMore + unexploredMore,
    };
  };
}
