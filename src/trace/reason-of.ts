// Why what a booking tells of was not followed: from the exploration, or from the transfer that brought it.
import type { Explored, NotFollowedReason } from './explore.ts';
import { isExcluded } from './question.ts';
import type { Booking } from './sweep/swept.ts';
import type { Leg } from './timeline.ts';

export function reasonOf(explored: Explored, booking: Booking): NotFollowedReason {
  const { timeline, question } = explored;
  if (booking.line === 'afterUntil') {
    const { transfer } = timeline.legs[booking.leg as number] as Leg;
    if (question.excluded?.has(transfer.asset) === true) return 'spam';
    return isExcluded(transfer, question.excluded) ? 'excluded-by-analyst' : 'after-until';
  }
  if (booking.coin !== undefined && explored.failedCoins.has(booking.coin)) return 'source-failed';
  return explored.reasonFor(booking.place);
}
