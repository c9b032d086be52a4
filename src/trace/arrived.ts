// What arrived at services: endpoint by endpoint, and service by service.
import type { Label } from '../model/label.ts';
import { type Place, type PlaceKey, restingPlace } from '../model/place.ts';
import type { AfterFlag } from './after-flag.ts';
import type { Booked } from './booked.ts';
import { entityGroup, type RunBounds } from './bounds/by-group.ts';
import type { EndpointFinding, EntityFinding } from './findings.ts';
import { groupBy } from './group-by.ts';
import type { Naming } from './naming.ts';
import { directTo } from './paths.ts';
import type { Total } from './totals.ts';
import type { Walk } from './walk.ts';

export interface Arriving {
  readonly walked: Walk;
  readonly booked: Booked;
  /** Of every endpoint: the label that makes it one. */
  readonly labelAt: ReadonlyMap<PlaceKey, Label>;
  readonly bounds: Pick<RunBounds, 'all' | 'bySeed'>;
}

export function endpointFindings(
  { walked, booked, labelAt, bounds }: Arriving,
  naming: Naming,
  totals: ReadonlyMap<PlaceKey, Total> | undefined,
  late: AfterFlag | undefined,
): EndpointFinding[] {
  const { timeline } = walked.explored;
  return [...booked.grouped(['endpoint'], ({ place }) => place)].map(([index, { sums, bookings }]) => {
    const key = timeline.keys[index] as PlaceKey;
    return {
      ...naming.finding(restingPlace(timeline.places[index] as Place), sums.done()),
      bounds: bounds.all.get(key) ?? new Map(),
      label: labelAt.get(key) as Label,
      arrivals: booked.arrivals(bookings),
      received: totals?.get(key),
      ...(late === undefined ? {} : { afterFlag: late.amountsAt(index) }),
    };
  });
}

export function entityFindings({ walked, booked, labelAt, bounds }: Arriving): EntityFinding[] {
  const { explored, headline } = walked;
  const { keys } = explored.timeline;
  const entityOf = (key: PlaceKey): string | undefined => labelAt.get(key)?.entity;
  const addressesOf = groupBy([...labelAt.keys()], (key) => entityOf(key) as string);
  const direct = directTo(explored.timeline, headline, entityOf);
  const groups = booked.grouped(['endpoint'], ({ place }) => entityOf(keys[place] as PlaceKey) as string);
  return [...groups].map(([entity, { sums }]) => {
    const own = addressesOf.get(entity) as PlaceKey[];
    return {
      entity,
      category: labelAt.get(own[0] as PlaceKey)?.category ?? '',
      amounts: sums.done().amounts,
      bounds: bounds.all.get(entityGroup(entity)) ?? new Map(),
      boundsBySeed: bounds.bySeed.get(entityGroup(entity)) ?? new Map(),
      direct: direct.get(entity) ?? new Map(),
      endpoints: [...own].sort(),
    };
  });
}
