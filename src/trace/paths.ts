// Paths into the endpoints, read off the ways of the lots. They add up to the amounts at the endpoints.

import type { AssetId } from '../model/asset.ts';
import { isOwner, type OwnerPlace, type PlaceKey } from '../model/place.ts';
import type { Position } from '../model/transfer.ts';
import type { Hop, Path } from './findings.ts';
import type { Way } from './lots.ts';
import type { Booking, Swept } from './sweep/swept.ts';
import type { Group, Leg, Timeline } from './timeline.ts';

/** More are counted, not kept. */
const KEPT_PATHS = 2000;

/** All distinct ways to an end, asset by asset, most money first; ties by the transfers themselves. */
export function pathsInto(
  timeline: Timeline,
  swept: Swept,
  drawn: (asset: AssetId) => boolean,
  isEnd: (booking: Booking) => boolean = ({ line }) => line === 'endpoint',
): { paths: Path[]; leftOut: number; counts: Map<string, number> } {
  const sums = new Map<string, { seed: number; asset: number; amount: bigint; legs: number[] }>();
  for (const booking of swept.bookings) {
    if (!isEnd(booking) || !drawn(timeline.assets[booking.asset] as AssetId)) continue;
    const legs = legsOf(booking.way);
    const key = `${booking.seed}|${booking.asset}|${legs.join(',')}`;
    const known = sums.get(key);
    if (known === undefined) {
      const { seed, asset, amount } = booking;
      sums.set(key, { seed, asset, amount, legs });
    } else known.amount += booking.amount;
  }
  const all = [...sums.values()].sort((a, b) => {
    if (a.asset !== b.asset)
      return (timeline.assets[a.asset] as AssetId) < (timeline.assets[b.asset] as AssetId) ? -1 : 1;
    return a.amount === b.amount ? compareLegs(a.legs, b.legs) : a.amount > b.amount ? -1 : 1;
  });
  const counts = new Map<string, number>();
  for (const { legs, asset } of all) {
    const end = timeline.legs[legs.at(-1) as number]?.to as number;
    const key = pathsKey(timeline.keys[end] as PlaceKey, timeline.assets[asset] as AssetId);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const groupAt = groupFinder(timeline);
  const paths = all.slice(0, KEPT_PATHS).map(
    ({ seed, asset, amount, legs }): Path => ({
      seed: (swept.seeds[seed] as Swept['seeds'][number]).id,
      asset: timeline.assets[asset] as AssetId,
      amount,
      hops: hopsOf(timeline, legs, groupAt),
    }),
  );
  return { paths, leftOut: all.length - paths.length, counts };
}

/**
 * Of what reached endpoints, the part that came straight from a seed (one payment, or one transaction's output), under the
 * name that `nameOf` gives the endpoint.
 */
export function directTo(
  timeline: Timeline,
  swept: Swept,
  nameOf: (place: PlaceKey) => string | undefined,
): Map<string, Map<AssetId, bigint>> {
  const byName = new Map<string, Map<AssetId, bigint>>();
  for (const { line, place, way, asset, amount } of swept.bookings) {
    const name = line === 'endpoint' ? nameOf(timeline.keys[place] as PlaceKey) : undefined;
    if (name === undefined || way === undefined || !isDirect(timeline, way)) continue;
    const sums = byName.get(name) ?? new Map<AssetId, bigint>();
    const id = timeline.assets[asset] as AssetId;
    sums.set(id, (sums.get(id) ?? 0n) + amount);
    byName.set(name, sums);
  }
  return byName;
}

/** One payment, or one transaction's output: it mixed nowhere on the way. */
export function isDirect(timeline: Timeline, { before }: Way): boolean {
  if (before === undefined) return true;
  return before.before === undefined && timeline.legs[before.transfer]?.transfer.to.kind === 'junction';
}

export function pathsKey(place: PlaceKey, asset: AssetId): string {
  return `${place}|${asset}`;
}

function legsOf(way: Way | undefined): number[] {
  const legs: number[] = [];
  for (let step = way; step !== undefined; step = step.before) legs.push(step.transfer);
  return legs.reverse();
}

function compareLegs(a: readonly number[], b: readonly number[]): number {
  for (const [index, leg] of a.entries()) {
    const other = b[index];
    if (other === undefined || leg !== other) return leg - (other ?? -1);
  }
  return a.length - b.length;
}

function groupFinder(timeline: Timeline): (leg: number) => Group {
  const starts = timeline.groups.map((group) => group.first);
  return (leg) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] as number) <= leg) low = middle;
      else high = middle - 1;
    }
    return timeline.groups[low] as Group;
  };
}

/** An input leg and the output leg after it are one hop: wallet → wallet through the transaction. */
function hopsOf(timeline: Timeline, legs: readonly number[], groupAt: (leg: number) => Group): Hop[] {
  const hops: Hop[] = [];
  let input: Leg | undefined;
  for (const index of legs) {
    const leg = timeline.legs[index] as Leg;
    const { transfer } = leg;
    if (transfer.to.kind === 'junction') {
      input = leg;
      continue;
    }
    const from = input?.transfer.from ?? transfer.from;
    const group = groupAt(index);
    hops.push({
      transfers: [...(input === undefined ? [] : [input.transfer.id]), transfer.id],
      chain: transfer.chain,
      txId: transfer.txId,
      at: (transfer.at ?? group.at) as Position,
      from: isOwner(from) ? from : undefined,
      to: transfer.to as OwnerPlace,
      recorded: transfer.amount,
    });
    input = undefined;
  }
  return hops;
}
