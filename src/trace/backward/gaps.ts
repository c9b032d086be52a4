// What could make the parts wrong: gaps of the walk, and shortages, unknown order and open balances of the wallets through
// which the account's money can have come.
import pLimit from 'p-limit';
import type { Gap } from '../../model/gap.ts';
import type { PlaceKey } from '../../model/place.ts';
import { orderGaps, reconciliationGaps, shortageGaps, touchedPools } from '../checks.ts';
import { poison } from '../conventions/poison.ts';
import { upstream } from '../direction.ts';
import { sweep } from '../sweep/sweep.ts';
import type { UpstreamWalk } from './walk-upstream.ts';

export async function gapsUpstream(walked: UpstreamWalk): Promise<Gap[]> {
  const { request, explored, timeline, conserving } = walked;
  const { ledgers, asOf, options, signal } = request;
  const touched = poolsUpstream(walked);
  const limit = pLimit(options.concurrency);
  const isExplored = (place: number): boolean =>
    explored.question.explored.has(timeline.keys[place] as PlaceKey);
  return [
    ...explored.gaps,
    ...shortageGaps(timeline, conserving, touched),
    ...orderGaps(timeline, touched, isExplored),
    ...(await reconciliationGaps(
      timeline,
      conserving,
      touched,
      ledgers,
      asOf,
      async (places, job) => (await Promise.all(places.map((place) => limit(() => job(place))))).flat(),
      signal,
    )),
  ];
}

/** Pools from which something can have reached the account: the reach of its receipts, read from the end. */
function poolsUpstream({ explored, request }: UpstreamWalk): ReadonlySet<string> {
  const turned = upstream.read(explored.timeline, request.options.until);
  return touchedPools(turned, [sweep(turned, explored.question, poison, 'dropped')]);
}
