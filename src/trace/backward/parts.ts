// The parts of what an account received: who of its sources paid how much, straight or through others, by convention.
import { type Gathering, gathering } from '../gather.ts';
import { isDirect } from '../paths.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import type { Timeline } from '../timeline.ts';
import type { Exposure } from './findings.ts';
import type { Source } from './sources.ts';
import type { UpstreamWalk } from './walk-upstream.ts';

type Walked = Pick<UpstreamWalk, 'timeline' | 'sources' | 'receipts' | 'swepts'>;

/** What a source's money among the receipts is booked as: the account is a seed of the sweep, at which all value ends. */
export function isReceipt({ line }: Booking): boolean {
  return line === 'returned' || line === 'reachedSeed';
}

/** Of one sweep: each tainted part of a receipt in the window, with its source. */
export function* partsOf({ sources, receipts }: Walked, swept: Swept): Generator<[Source, Booking]> {
  const asked = new Set(receipts.inWindow);
  for (const booking of swept.bookings) {
    if (!isReceipt(booking) || booking.leg === undefined || !asked.has(booking.leg)) continue;
    const { id } = swept.seeds[booking.seed] as Swept['seeds'][number];
    yield [sources.get(id) as Source, booking];
  }
}

/** Parts under all conventions, gathered under the key that the caller gives a source; undefined: left out. */
export function exposures(
  walked: Walked,
  keyOf: (source: Source) => string | undefined,
): Map<string, Exposure & { readonly sources: readonly Source[] }> {
  return gathered(walked.timeline, walked.swepts, (swept) => partsOf(walked, swept), keyOf);
}

/** The same of any parts. */
export function gathered(
  timeline: Timeline,
  swepts: readonly Swept[],
  partsUnder: (swept: Swept) => Iterable<readonly [Source, Booking]>,
  keyOf: (source: Source, booking: Booking) => string | undefined,
): Map<string, Exposure & { readonly sources: readonly Source[] }> {
  const groups = new Map<string, { all: Gathering; direct: Gathering; sources: Set<Source> }>();
  for (const swept of swepts)
    for (const [source, booking] of partsUnder(swept)) {
      const key = keyOf(source, booking);
      if (key === undefined) continue;
      const group = groups.get(key) ?? {
        all: gathering(timeline),
        direct: gathering(timeline),
        sources: new Set(),
      };
      groups.set(key, group);
      group.sources.add(source);
      group.all.add(swept, booking);
      if (booking.way !== undefined && isDirect(timeline, booking.way)) group.direct.add(swept, booking);
    }
  return new Map(
    [...groups].map(([key, { all, direct, sources }]) => [
      key,
      { amounts: all.done().amounts, direct: direct.done().amounts, sources: [...sources] },
    ]),
  );
}
