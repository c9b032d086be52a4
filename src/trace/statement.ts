// The closing statement: per seed, asset and conserving convention, the identity of engine.md §1.
import type { AssetId } from '../model/asset.ts';
import type { NotFollowedReason } from './explore.ts';
import type { Statement } from './findings.ts';
import { groupBy } from './group-by.ts';
import type { Booking, Line, Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

export function statementOf(
  timeline: Timeline,
  swept: Swept,
  reasonOf: (booking: Booking) => NotFollowedReason,
): Statement[] {
  const rows: Statement[] = [];
  const bookings = groupBy(swept.bookings, ({ seed, asset }) => `${seed}|${asset}`);
  for (const [rank, seed] of swept.seeds.entries())
    for (const asset of assetsOf(swept, rank)) {
      const injected = swept.injected[rank]?.get(asset) ?? 0n;
      const convertedIn = swept.converted[rank]?.get(asset) ?? 0n;
      const own = bookings.get(`${rank}|${asset}`) ?? [];
      const sum = (line: Line): bigint =>
        own.reduce((total, booking) => (booking.line === line ? total + booking.amount : total), 0n);
      const notFollowed = new Map<NotFollowedReason, bigint>();
      for (const booking of own) {
        if (booking.line !== 'notFollowed' && booking.line !== 'afterUntil') continue;
        const reason = reasonOf(booking);
        notFollowed.set(reason, (notFollowed.get(reason) ?? 0n) + booking.amount);
      }
      const found = own.reduce((total, booking) => total + booking.amount, 0n);
      rows.push({
        seed: seed.id,
        asset: timeline.assets[asset] as AssetId,
        convention: swept.convention.name,
        injected,
        convertedIn,
        endpoints: sum('endpoint'),
        held: sum('held'),
        fees: sum('fees'),
        burnt: sum('burnt'),
        returned: sum('returned'),
        reachedSeed: sum('reachedSeed'),
        convertedOut: sum('convertedOut'),
        notFollowed: new Map([...notFollowed].sort(([a], [b]) => (a < b ? -1 : 1))),
        residual: injected + convertedIn - found,
      });
    }
  return rows.sort((a, b) => (a.seed === b.seed ? (a.asset < b.asset ? -1 : 1) : a.seed < b.seed ? -1 : 1));
}

/** What a seed has anything of: what left it, and what that became. */
function assetsOf({ injected, converted }: Swept, rank: number): Set<number> {
  return new Set([...(injected[rank]?.keys() ?? []), ...(converted[rank]?.keys() ?? [])]);
}
