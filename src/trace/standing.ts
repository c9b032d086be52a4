// Where the money of one walk stands under one convention, line by line: what two walks are compared by. It names no
// place but by the service that is reached, and says nothing of why.
import type { Label } from '../model/label.ts';
import type { OwnerPlace, PlaceKey } from '../model/place.ts';
import type { NotFollowedReason } from './explore.ts';
import type { Sums } from './findings.ts';
import { type Gathering, gathering } from './gather.ts';
import { reasonOf } from './reason-of.ts';
import type { Booking, Line, Swept } from './sweep/swept.ts';
import type { Walk } from './walk.ts';

export interface Standing {
  readonly line: Exclude<Line, 'afterUntil'>;
  /** Of `endpoint`: the service. */
  readonly entity: string | undefined;
  /** Of `notFollowed`. */
  readonly reason: NotFollowedReason | undefined;
}

/** Lines in the order in which they are told. */
export const standingLines: readonly Standing['line'][] = [
  'endpoint',
  'held',
  'returned',
  'reachedSeed',
  'fees',
  'burnt',
  'convertedOut',
  'notFollowed',
];

/** By `standingKey`. */
export type Standings = ReadonlyMap<string, Standing & { readonly sums: Sums }>;

/** First arrival at each place that ends a trace, under any convention swept; unix seconds. */
export type FirstArrivals = ReadonlyMap<PlaceKey, number>;

export function firstArrivals({ explored: { timeline }, swepts }: Walk): FirstArrivals {
  const firsts = new Map<PlaceKey, number>();
  for (const { bookings } of swepts)
    for (const { line, place, leg } of bookings) {
      if (line !== 'endpoint') continue;
      const key = timeline.keys[place] as PlaceKey;
      const time = timeline.legs[leg as number]?.transfer.at?.time as number;
      firsts.set(key, Math.min(firsts.get(key) ?? time, time));
    }
  return firsts;
}

/** Of every endpoint: the label that held when value first arrived there. */
export function endpointLabels(
  { explored: { timeline }, stops }: Walk,
  firsts: FirstArrivals,
): ReadonlyMap<PlaceKey, Label> {
  return new Map(
    [...firsts].map(([key, time]) => {
      const place = timeline.places[timeline.placeIndex.get(key) as number] as OwnerPlace;
      return [key, stops.endpointLabel(place, time) as Label];
    }),
  );
}

export function standingKey({ line, entity, reason }: Standing): string {
  return `${line}|${entity ?? reason ?? ''}`;
}

/**
 * `firsts`: those of the walk that is reported. A service whose name changed with time is called as it is there, so that
 * two walks can be compared.
 */
export function standingsOf(walk: Walk, swept: Swept, firsts: FirstArrivals): Standings {
  const { explored, stops } = walk;
  const { timeline } = explored;
  const own = firstArrivals(walk);
  const entities = new Map<number, string | undefined>();
  function entityAt(place: number): string | undefined {
    if (entities.has(place)) return entities.get(place);
    const key = timeline.keys[place] as PlaceKey;
    const at = timeline.places[place] as (typeof timeline.places)[number];
    const label = [firsts.get(key), own.get(key)]
      .filter((time) => time !== undefined)
      .map((time) => stops.endpointLabel(at, time))
      .find((found) => found !== undefined);
    entities.set(place, label?.entity);
    return label?.entity;
  }
  function standing(booking: Booking): Standing {
    const { line, place } = booking;
    const isOpen = line === 'notFollowed' || line === 'afterUntil';
    return {
      line: isOpen ? 'notFollowed' : line,
      entity: line === 'endpoint' ? entityAt(place) : undefined,
      reason: isOpen ? reasonOf(explored, booking) : undefined,
    };
  }
  const groups = new Map<string, Standing & { readonly sums: Gathering }>();
  for (const booking of swept.bookings) {
    const what = standing(booking);
    const key = standingKey(what);
    const group = groups.get(key) ?? { ...what, sums: gathering(timeline) };
    groups.set(key, group);
    group.sums.add(swept, booking);
  }
  const { name } = swept.convention;
  return new Map(
    [...groups].map(([key, { sums, ...what }]) => [
      key,
      { ...what, sums: sums.done().amounts.get(name) ?? new Map() },
    ]),
  );
}
