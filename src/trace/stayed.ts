// What did not arrive at a service: held, not followed, or come to another seed.
import type { OwnerPlace } from '../model/place.ts';
import type { SeedId } from '../model/seed.ts';
import type { Booked } from './booked.ts';
import type { HeldFinding, NotFollowedFinding, ReachedSeed } from './findings.ts';
import type { Freezes } from './issuers/frozen.ts';
import type { Naming } from './naming.ts';
import { reasonOf } from './reason-of.ts';
import type { Booking, Swept } from './sweep/swept.ts';
import type { Walk } from './walk.ts';

/** By place, coin, and what is frozen there since when. */
export function heldFindings(walked: Walk, booked: Booked, freezes: Freezes, naming: Naming): HeldFinding[] {
  const { places } = walked.explored.timeline;
  const groups = booked.grouped(
    ['held'],
    (booking) => `${booking.place}|${booking.coin ?? ''}|${freezes.of(booking)?.since ?? ''}`,
  );
  return [...groups.values()].map(({ sums, bookings }) => {
    const booking = bookings[0] as Booking;
    const finding = naming.finding(places[booking.place] as OwnerPlace, sums.done());
    return { ...finding, coin: booking.coin, frozen: freezes.of(booking) };
  });
}

/** By place and reason. */
export function notFollowedFindings(
  { explored }: Walk,
  booked: Booked,
  naming: Naming,
): NotFollowedFinding[] {
  const { places } = explored.timeline;
  const groups = booked.grouped(
    ['notFollowed', 'afterUntil'],
    (booking) => `${booking.place}|${reasonOf(explored, booking)}`,
  );
  return [...groups.values()].map(({ sums, bookings }) => {
    const booking = bookings[0] as Booking;
    return {
      ...naming.finding(places[booking.place] as OwnerPlace, sums.done()),
      reason: reasonOf(explored, booking),
      arrivals: booked.arrivals(bookings),
    };
  });
}

export function reachedSeeds(headline: Swept, booked: Booked): ReachedSeed[] {
  const idOf = (rank: number): SeedId => headline.seeds[rank]?.id as SeedId;
  return [...booked.grouped(['reachedSeed'], ({ seed, reached }) => `${seed}|${reached}`)]
    .map(([key, { sums }]) => {
      const [from, to] = key.split('|').map(Number) as [number, number];
      return { from: idOf(from), to: idOf(to), amounts: sums.done().amounts };
    })
    .sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
}
