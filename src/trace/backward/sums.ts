// Sums over receipts: what arrived, when, and the parts of it side by side.
import type { AssetId } from '../../model/asset.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Arrivals, Sums } from '../findings.ts';
import { isDirect } from '../paths.ts';
import type { Leg, Timeline } from '../timeline.ts';
import type { SourceStatement } from './findings.ts';
import { partsOf } from './parts.ts';
import type { UpstreamWalk } from './walk-upstream.ts';

export function sumsOf({ legs }: Timeline, receipts: Iterable<number>): Sums {
  const sums = new Map<AssetId, bigint>();
  for (const index of receipts) {
    const { asset, amount } = (legs[index] as Leg).transfer;
    sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function arrivalsOf({ legs }: Timeline, receipts: Iterable<number>): ReadonlyMap<AssetId, Arrivals> {
  const arrivals = new Map<AssetId, Arrivals>();
  for (const index of receipts) {
    const { asset, at } = (legs[index] as Leg).transfer;
    const time = at?.time as number;
    const known = arrivals.get(asset) ?? { transfers: 0, first: time, last: time };
    arrivals.set(asset, {
      transfers: known.transfers + 1,
      first: Math.min(known.first, time),
      last: Math.max(known.last, time),
    });
  }
  return arrivals;
}

/** Receipts by the source that paid them itself, under the headline. */
export function directArrivals(walked: UpstreamWalk): Map<SeedId, ReadonlyMap<AssetId, Arrivals>> {
  const { timeline, headline } = walked;
  const legsOf = new Map<SeedId, Set<number>>();
  for (const [{ id }, { way, leg }] of partsOf(walked, headline)) {
    if (way === undefined || leg === undefined || !isDirect(timeline, way)) continue;
    legsOf.set(id, (legsOf.get(id) ?? new Set()).add(leg));
  }
  return new Map([...legsOf].map(([id, legs]) => [id, arrivalsOf(timeline, legs)]));
}

/** What is left when every part has its source was paid by explored wallets that are not known to have received it. */
export function statementOf(walked: UpstreamWalk, received: Sums): SourceStatement[] {
  const { timeline, swepts } = walked;
  return swepts
    .filter(({ convention }) => convention.conserving)
    .flatMap((swept) => {
      const rows = new Map(
        [...received].map(([asset, amount]) => [
          asset,
          { received: amount, labelled: 0n, unknown: 0n, issued: 0n, own: 0n, unexplained: amount },
        ]),
      );
      for (const [{ kind }, { asset, amount }] of partsOf(walked, swept)) {
        const row = rows.get(timeline.assets[asset] as AssetId);
        if (row === undefined) continue;
        row[kind] += amount;
        row.unexplained -= amount;
      }
      return [...rows].map(([asset, row]) => ({ asset, convention: swept.convention.name, ...row }));
    });
}
