// What a walk could not see, and what could make its figures wrong: gaps of the sources, then shortages, unknown order and
// balances that do not close, of the wallets that matter to it.
import pLimit from 'p-limit';
import type { AssetId } from '../model/asset.ts';
import type { Gap } from '../model/gap.ts';
import type { PlaceKey } from '../model/place.ts';
import { type Closing, openBoundsGaps, reconciled, reconciliationGaps, shortageGaps } from './checks.ts';
import type { Explored } from './explore.ts';
import { orderGaps } from './order-gaps.ts';
import { partialPlaces } from './partial-places.ts';
import type { TraceRequest } from './request.ts';
import type { Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

/** `timeline`: the one that was swept. `touched`: pools that matter, `place|asset`. */
export async function walkGaps(
  { ledgers, asOf, options, signal }: Pick<TraceRequest, 'ledgers' | 'asOf' | 'options' | 'signal'>,
  explored: Explored,
  timeline: Timeline,
  conserving: Swept,
  touched: ReadonlySet<string>,
): Promise<{ readonly gaps: Gap[]; readonly closings: readonly Closing[] }> {
  const limit = pLimit(options.concurrency);
  const pools = withoutSpam(touched, timeline, explored);
  const isExplored = (place: number): boolean =>
    explored.question.explored.has(timeline.keys[place] as PlaceKey);
  const closings = await reconciled(
    timeline,
    conserving,
    pools,
    ledgers,
    asOf,
    async (places, job) => (await Promise.all(places.map((place) => limit(() => job(place))))).flat(),
    signal,
  );
  return {
    gaps: [
      ...explored.gaps,
      ...shortageGaps(timeline, conserving, pools),
      ...orderGaps(timeline, pools, explored.question),
      ...reconciliationGaps(timeline, closings),
      ...openBoundsGaps(timeline, partialPlaces(explored.gaps), pools, isExplored),
    ],
    closings,
  };
}

/** A token that is left out may tell any balance: nobody is asked for it, and what does not add up in it means nothing. */
function withoutSpam(
  touched: ReadonlySet<string>,
  { assets }: Timeline,
  { question: { excluded } }: Explored,
): ReadonlySet<string> {
  if (excluded === undefined) return touched;
  return new Set([...touched].filter((pool) => !excluded.has(assets[Number(pool.split('|')[1])] as AssetId)));
}
