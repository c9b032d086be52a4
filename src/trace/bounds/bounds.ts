// Bounds: what no choice of convention can change. One saturating flow, then re-routing in the residual network for each
// endpoint (engine.md §6).
import type { PlaceKey } from '../../model/place.ts';
import type { Question, ResolvedSeed } from '../question.ts';
import type { Swept } from '../sweep.ts';
import type { Timeline } from '../timeline.ts';
import { type Expanded, expand } from './expand.ts';

/** Base units of one asset at one endpoint. */
export interface Bound {
  readonly place: PlaceKey;
  readonly asset: number;
  /** At least this much, under any rule that divides each wallet's balance of one asset in chain order. */
  readonly least: bigint;
  /** At most this much, also if all that was not followed went on to this endpoint. */
  readonly most: bigint;
  /** At most this much of what was followed. */
  readonly mostFollowed: bigint;
}

export function boundsOf(
  timeline: Timeline,
  question: Question,
  seeds: readonly ResolvedSeed[],
  assets: readonly number[],
  shortages: Swept['shortages'],
  leaky: ReadonlySet<PlaceKey>,
): Bound[] {
  const openings = new Map([...shortages].map(([key, { amount }]) => [key, amount]));
  const asked = new Set(seeds);
  return assets.flatMap((asset) => {
    const expanded = expand(timeline, question, asset, asked, openings, leaky);
    return boundsIn(expanded).map(({ place, ...bound }) => ({
      place: timeline.keys[place] as PlaceKey,
      asset,
      ...bound,
    }));
  });
}

function boundsIn(
  expanded: Expanded,
): { place: number; least: bigint; most: bigint; mostFollowed: bigint }[] {
  const { flow, source, sink, endpoints, unexplored, settled, injected, plenty } = expanded;
  // First as much as can be to the unexplored, so that what they and an endpoint can have together needs one push.
  const unknown = flow.push(source, sink, 'source');
  for (const { edge } of [settled, ...endpoints.values()]) flow.setRest(edge, plenty);
  const pushed = unknown + flow.push(source, sink, 'source');
  // All that was injected ends somewhere: what haircut says, for one, is such a flow.
  if (pushed !== injected) throw new Error(`bounds: ${pushed} of ${injected} units find an end`);
  flow.mark();
  return [...endpoints].map(([place, end]) => {
    const here = flow.flowOn(end.edge);
    function closeTheWayOut(): void {
      flow.setRest(end.edge, 0n);
      flow.freeze(end.edge);
    }
    // What of it can be led to other ends.
    closeTheWayOut();
    const away = here === 0n ? 0n : flow.push(end.node, sink, 'source');
    flow.undo();
    // What stands at other ends and can be led here: first without what the unexplored have, then with it.
    closeTheWayOut();
    const standing = flow.flowOn(unexplored.edge);
    flow.freeze(unexplored.edge);
    const settledMore = flow.push(sink, end.node, 'sink');
    flow.setRest(unexplored.edge ^ 1, standing);
    const unexploredMore = standing === 0n ? 0n : flow.push(sink, end.node, 'sink');
    flow.undo();
    return {
      place,
      least: here - away,
      most: here + unknown + settledMore,
      mostFollowed: here + settledMore + unexploredMore,
    };
  });
}
