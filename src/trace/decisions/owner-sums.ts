// What an analyst's "same owner" adds up: the money of several places under one name. Sums of what is booked place by
// place elsewhere; it moves no unit and merges no pool.
import { placeKey } from '../../model/place.ts';
import type { Sums } from '../findings.ts';
import { gathering } from '../gather.ts';
import { isExcluded } from '../question.ts';
import type { Line } from '../sweep/swept.ts';
import type { Leg } from '../timeline.ts';
import type { Walk } from '../walk.ts';
import type { Decision } from './decision.ts';

/** Under the headline convention. */
export interface OwnerSums {
  /** What came from places of others; what left and came back counts each time. */
  readonly arrived: Sums;
  readonly endpoints: Sums;
  readonly held: Sums;
  readonly notFollowed: Sums;
}

export function ownerSums({ places }: Decision, { explored, headline }: Walk): OwnerSums {
  const { timeline, question } = explored;
  const { name } = headline.convention;
  const members = new Set(places.map((place) => timeline.placeIndex.get(placeKey(place))));
  // Where the owner pays in, what comes out to the same owner is change, no arrival.
  const ownTransactions = new Set(
    timeline.legs
      .filter(({ from, transfer }) => transfer.to.kind === 'junction' && members.has(from))
      .map(({ to }) => to),
  );
  const arrived = gathering(timeline);
  for (const [index, lots] of headline.carried) {
    const { from, to, asset, transfer } = timeline.legs[index] as Leg;
    if (!members.has(to) || members.has(from) || ownTransactions.has(from)) continue;
    if (isExcluded(transfer, question.excluded)) continue;
    for (const { seed, amount } of lots) arrived.add(headline, { seed, asset, amount, leg: index });
  }
  function booked(...lines: readonly Line[]): Sums {
    const sums = gathering(timeline);
    for (const booking of headline.bookings)
      if (lines.includes(booking.line) && members.has(booking.place)) sums.add(headline, booking);
    return sums.done().amounts.get(name) ?? new Map();
  }
  return {
    arrived: arrived.done().amounts.get(name) ?? new Map(),
    endpoints: booked('endpoint'),
    held: booked('held'),
    notFollowed: booked('notFollowed', 'afterUntil'),
  };
}
