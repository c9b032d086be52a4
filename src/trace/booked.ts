// The bookings of a walk, read by line and by whatever the caller sorts them by, under all its conventions at once.
import type { AssetId } from '../model/asset.ts';
import type { Arrivals, BySeed } from './findings.ts';
import { type Gathering, gathering } from './gather.ts';
import type { Booking, Line, Swept } from './sweep/swept.ts';
import type { Leg, Timeline } from './timeline.ts';

export interface Group {
  readonly sums: Gathering;
  readonly bookings: readonly Booking[];
}

export interface Booked {
  /** Bookings of these lines, under all conventions, gathered under the key that the caller gives. */
  grouped<K>(lines: readonly Line[], keyOf: (booking: Booking) => K): Map<K, Group>;
  total(line: Line): BySeed;
  /** How many transfers brought what these tell of, and when. */
  arrivals(bookings: readonly Booking[]): Map<AssetId, Arrivals>;
}

export function booked(timeline: Timeline, swepts: readonly Swept[]): Booked {
  const byLine = new Map<Line, { swept: Swept; booking: Booking }[]>();
  for (const swept of swepts)
    for (const booking of swept.bookings) {
      const rows = byLine.get(booking.line);
      if (rows === undefined) byLine.set(booking.line, [{ swept, booking }]);
      else rows.push({ swept, booking });
    }

  function grouped<K>(lines: readonly Line[], keyOf: (booking: Booking) => K): Map<K, Group> {
    const groups = new Map<K, { readonly sums: Gathering; readonly bookings: Booking[] }>();
    for (const line of lines)
      for (const { swept, booking } of byLine.get(line) ?? []) {
        const key = keyOf(booking);
        const group = groups.get(key) ?? { sums: gathering(timeline), bookings: [] };
        group.sums.add(swept, booking);
        group.bookings.push(booking);
        groups.set(key, group);
      }
    return groups;
  }

  return {
    grouped,
    total(line) {
      const group = grouped([line], () => line).get(line);
      return group?.sums.done() ?? { amounts: new Map(), bySeed: new Map() };
    },
    arrivals(bookings) {
      const arrivals = new Map<AssetId, Arrivals>();
      for (const index of new Set(bookings.map(({ leg }) => leg as number))) {
        const leg = timeline.legs[index] as Leg;
        const time = leg.transfer.at?.time as number;
        const known = arrivals.get(leg.transfer.asset) ?? { transfers: 0, first: time, last: time };
        arrivals.set(leg.transfer.asset, {
          transfers: known.transfers + 1,
          first: Math.min(known.first, time),
          last: Math.max(known.last, time),
        });
      }
      return arrivals;
    },
  };
}
