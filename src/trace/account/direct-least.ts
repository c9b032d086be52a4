// What some sources paid an account themselves, at least: where a transaction melts their coins with those of others, what
// the others' coins cannot have paid. No convention decides it.
import type { AssetId } from '../../model/asset.ts';
import type { SeedId } from '../../model/seed.ts';
import { sourceKey } from '../backward/sources.ts';
import type { UpstreamWalk } from '../backward/walk-upstream.ts';
import type { Sums } from '../findings.ts';
import type { Group, Leg } from '../timeline.ts';

/** `isAsked`: whether a source counts, by the time of the payment. */
export function directLeast(
  { timeline, sources, receipts }: UpstreamWalk,
  isAsked: (source: SeedId, time: number) => boolean,
): Sums {
  const sourceAt = new Map(
    [...sources.keys()].flatMap((id) => {
      const place = timeline.placeIndex.get(sourceKey(id));
      return place === undefined ? [] : [[place, id] as const];
    }),
  );
  const arrived = new Set(receipts.inWindow);
  const sums = new Map<AssetId, bigint>();
  function add({ transfer: { asset } }: Leg, amount: bigint): void {
    if (amount > 0n) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  }
  function isPayer({ from }: Leg, { at }: Group): boolean {
    const id = sourceAt.get(from);
    return id !== undefined && isAsked(id, at.time);
  }
  for (const group of timeline.groups) {
    const legs = timeline.legs.slice(group.first, group.end);
    const here = legs.filter((_, nth) => arrived.has(group.first + nth));
    const [first] = here;
    if (first === undefined) continue;
    if (!group.melts) for (const leg of here) add(leg, isPayer(leg, group) ? leg.transfer.amount : 0n);
    else {
      const inputs = legs.filter(({ transfer }) => transfer.to.kind === 'junction');
      const ofOthers = unitsOf(inputs.filter((leg) => !isPayer(leg, group)));
      add(first, unitsOf(here) - ofOthers);
    }
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unitsOf(legs: readonly Leg[]): bigint {
  return legs.reduce((sum, { transfer }) => sum + transfer.amount, 0n);
}
