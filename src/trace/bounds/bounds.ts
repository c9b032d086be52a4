// Bounds: what no choice of convention can change. One saturating flow, then re-routing in the residual network for each
// endpoint (engine.md §6).
import type { PlaceKey } from '../../model/place.ts';
import type { Question, ResolvedSeed } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Timeline } from '../timeline.ts';
import { type End, type Expanded, expand } from './expand.ts';

/** Base units of one asset at one endpoint, or at all endpoints of one name together. */
export interface Bound {
  readonly group: string;
  readonly asset: number;
  /** At least this much, under any rule that divides each wallet's balance of one asset in chain order. */
  readonly least: bigint;
  /** At most this much, also if all that was not followed went on to this endpoint. */
  readonly most: bigint;
  /** At most this much of what was followed. */
  readonly mostFollowed: bigint;
}

/** `groupsOf`: the names under which an endpoint counts; its own key for itself, an entity's for all that are its. */
export function boundsOf(
  timeline: Timeline,
  question: Question,
  seeds: readonly ResolvedSeed[],
  assets: readonly number[],
  shortages: Swept['shortages'],
  leaky: ReadonlySet<PlaceKey>,
  groupsOf: (place: PlaceKey) => readonly string[] = (place) => [place],
): Bound[] {
  const openings = new Map([...shortages].map(([key, { amount }]) => [key, amount]));
  const asked = new Set(seeds);
  return assets.flatMap((asset) => {
    const expanded = expand(timeline, question, asset, asked, openings, leaky);
    const groups = new Map<string, End[]>();
    for (const [place, end] of expanded.endpoints)
      for (const group of groupsOf(timeline.keys[place] as PlaceKey))
        groups.set(group, [...(groups.get(group) ?? []), end]);
    return boundsIn(expanded, groups).map((bound) => ({ asset, ...bound }));
  });
}

function boundsIn(expanded: Expanded, groups: ReadonlyMap<string, readonly End[]>): Omit<Bound, 'asset'>[] {
  const { flow, source, sink, endpoints, unexplored, settled, injected, plenty } = expanded;
  // First as much as can be to the unexplored, so that what they and an endpoint can have together needs one push.
  const unknown = flow.push(source, sink, 'source');
  for (const { edge } of [settled, ...endpoints.values()]) flow.setRest(edge, plenty);
  const pushed = unknown + flow.push(source, sink, 'source');
  // All that was injected ends somewhere: what haircut says, for one, is such a flow.
  if (pushed !== injected) throw new Error(`bounds: ${pushed} of ${injected} units find an end`);
  flow.mark();
  // An entity with one endpoint has that endpoint's bounds.
  const known = new Map<End, Omit<Bound, 'asset'>>();
  return [...groups].map(([group, ends]) => {
    const only = ends.length === 1 ? ends[0] : undefined;
    const same = only === undefined ? undefined : known.get(only);
    if (same !== undefined) return { ...same, group };
    const bound = { group, ...boundOf(ends) };
    if (only !== undefined) known.set(only, bound);
    return bound;
  });

  function boundOf(ends: readonly End[]): { least: bigint; most: bigint; mostFollowed: bigint } {
    const here = ends.reduce((sum, { edge }) => sum + flow.flowOn(edge), 0n);
    function closeTheWaysOut(): void {
      for (const { edge } of ends) {
        flow.setRest(edge, 0n);
        flow.freeze(edge);
      }
    }
    /** Into these ends one after the other: what one has taken opens no new way to another. */
    const pushHere = (): bigint => ends.reduce((sum, { node }) => sum + flow.push(sink, node, 'sink'), 0n);
    // What of it can be led to other ends.
    closeTheWaysOut();
    const away = here === 0n ? 0n : ends.reduce((sum, { node }) => sum + flow.push(node, sink, 'source'), 0n);
    flow.undo();
    // What stands at other ends and can be led here: first without what the unexplored have, then with it.
    closeTheWaysOut();
    const standing = flow.flowOn(unexplored.edge);
    flow.freeze(unexplored.edge);
    const settledMore = pushHere();
    flow.setRest(unexplored.edge ^ 1, standing);
    const unexploredMore = standing === 0n ? 0n : pushHere();
    flow.undo();
    return {
      least: here - away,
      most: here + unknown + settledMore,
      mostFollowed: here + settledMore + unexploredMore,
    };
  }
}
