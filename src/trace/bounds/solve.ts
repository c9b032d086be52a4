// Least and most at some ends of one network: one saturating flow, then re-routing in what it leaves (engine.md §6).
import type { Expanded } from './expand.ts';
import type { Flow } from './flow.ts';

/** What the figures of some ends are of: `least`; `followed`, the most of what was followed; `most`, also of what was not. */
export type Level = 'least' | 'followed' | 'most';

export type Figures = Readonly<Record<Level, bigint>>;

/** Opens these ways in and leads all that comes by them to some end. */
export function saturate(
  { flow }: Expanded,
  opened: readonly { readonly edge: number; readonly amount: bigint }[],
): void {
  for (const { edge, amount } of opened) flow.setRest(edge, amount);
  const ended = flow.pour(opened.map(({ edge }) => edge));
  const asked = opened.reduce((sum, { amount }) => sum + amount, 0n);
  // All that comes in ends somewhere: what haircut says, for one, is such a flow.
  if (ended !== asked) throw new Error(`bounds: ${ended} of ${asked} units find an end`);
}

/**
 * Figures of any ends of a saturated network. `seen` is shown the flow in which each was found, when it can be read off it
 * why no more was possible; afterwards all is as before.
 */
export type FiguresAt = (ends: readonly number[], seen?: (level: Level, flow: Flow) => void) => Figures;

export function figuresIn({ flow, ends: all, source, unexplored }: Expanded): FiguresAt {
  const fresh = flow.emptied();
  const surveyed = flow.survey(all);
  // All that could go unseen: led once, since what is then led to an end as well takes nothing of it away.
  const open = flow.emptied();
  const unseen = open.lead([source], [unexplored]);
  /** How much more can be led to some ends; shown, and then undone. */
  function led(into: Flow, ends: readonly number[], shown: (flow: Flow) => void): bigint {
    const before = into.mark();
    const more = into.lead([source], ends);
    shown(into);
    into.undo(before);
    into.drop(before);
    return more;
  }
  return (ends, seen = () => {}) => {
    const here = ends.reduce((sum, end) => sum + flow.flowInto(end), 0n);
    const full = flow.mark();
    // What of it can be led to other ends.
    const away = here === 0n ? 0n : flow.lead(ends, surveyed);
    seen('least', flow);
    flow.undo(full);
    flow.drop(full);
    const isUnseen = ends.includes(unexplored);
    const followed = led(fresh, ends, (state) => {
      seen('followed', state);
      if (isUnseen) seen('most', state);
    });
    const beside = isUnseen ? 0n : led(open, ends, (state) => seen('most', state));
    return { least: here - away, followed, most: unseen + beside };
  };
}
