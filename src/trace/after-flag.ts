// What came to the endpoints after the seeds were flagged: from a moment that the user names, or from the day on which the
// first label of a seed is known to have been public. The same sums as for the whole time, over fewer arrivals.
import { KnownError } from '../model/errors.ts';
import type { Label } from '../model/label.ts';
import type { Amounts } from './findings.ts';
import { type Gathering, gathering } from './gather.ts';
import type { Swept } from './sweep/swept.ts';
import type { Leg, Timeline } from './timeline.ts';

/** Unix seconds, or `labels`: the earliest date among the labels of the seeds. */
export type Flagged = number | 'labels';

export interface AfterFlag {
  readonly since: number;
  /** By convention and asset; empty where nothing came after it. */
  amountsAt(place: number): Amounts;
}

/** `seedLabels`: of all seeds. Throws KnownError `seed-not-flagged`. */
export function afterFlag(
  flagged: Flagged,
  seedLabels: readonly Label[],
  swepts: readonly Swept[],
  timeline: Timeline,
): AfterFlag {
  const since = flagged === 'labels' ? firstDate(seedLabels) : flagged;
  const late = new Map<number, Gathering>();
  for (const swept of swepts)
    for (const booking of swept.bookings) {
      if (booking.line !== 'endpoint') continue;
      const time = (timeline.legs[booking.leg as number] as Leg).transfer.at?.time;
      if (time === undefined || time < since) continue;
      const sums = late.get(booking.place) ?? gathering(timeline);
      sums.add(swept, booking);
      late.set(booking.place, sums);
    }
  return { since, amountsAt: (place) => late.get(place)?.done().amounts ?? new Map() };
}

function firstDate(labels: readonly Label[]): number {
  const dates = labels.flatMap(({ date }) => (date === undefined ? [] : [date]));
  if (dates.length > 0) return Math.min(...dates);
  throw new KnownError('seed-not-flagged', 'No label of a seed says since when it has been public.', {
    facts: [`labels of the seeds: ${labels.length}`],
    hint: 'Give the moment itself: --flagged-from 2022-04-14.',
    exit: 2,
  });
}
