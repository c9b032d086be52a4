// Paths into the endpoints, read off the ways of the lots. They add up to the amounts at the endpoints, those that are not
// kept included: what is left out is left out with its amount.
import type { AssetId } from '../model/asset.ts';
import { type Place, type PlaceKey, restingPlace } from '../model/place.ts';
import type { Mixings } from './coins/mixing.ts';
import type { LeftOutPaths, Path } from './findings.ts';
import type { Way } from './lots.ts';
import type { TraceOptions } from './options.ts';
import { hopReader } from './path-hops.ts';
import type { Booking, Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

interface Found {
  readonly seed: number;
  readonly asset: number;
  readonly place: number;
  readonly legs: readonly number[];
  amount: bigint;
}

export interface PathsInto {
  readonly paths: readonly Path[];
  readonly leftOut: readonly LeftOutPaths[];
  /** Number of distinct paths, kept or not, under `pathsKey`. */
  readonly counts: ReadonlyMap<string, number>;
}

interface Wanted {
  readonly keep: TraceOptions['paths'];
  /** Transactions that value ends in: what comes out of one came from nobody who paid into it. */
  readonly mixings: Mixings;
  readonly isEnd?: (booking: Booking) => boolean;
}

/**
 * All distinct ways to an end, asset by asset, most money first; ties by the transfers themselves. Of each place
 * and asset the first `keep` are kept.
 */
export function pathsInto(
  timeline: Timeline,
  swept: Swept,
  drawn: (asset: AssetId) => boolean,
  { keep, mixings, isEnd = ({ line }) => line === 'endpoint' }: Wanted,
): PathsInto {
  const assetOf = ({ asset }: Found): AssetId => timeline.assets[asset] as AssetId;
  const seedOf = ({ seed }: Found): Path['seed'] => (swept.seeds[seed] as Swept['seeds'][number]).id;
  const hopsOf = hopReader(timeline, mixings);
  const counts = new Map<string, number>();
  const leftOut = new Map<string, LeftOutPaths>();
  const paths: Path[] = [];
  for (const found of distinctWays(timeline, swept, drawn, { mixings, isEnd })) {
    const key = pathsKey(timeline.keys[found.place] as PlaceKey, assetOf(found));
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    const seed = seedOf(found);
    const asset = assetOf(found);
    if (keep === 'all' || before < keep)
      paths.push({ seed, asset, amount: found.amount, hops: hopsOf(found.legs) });
    else {
      const place = restingPlace(timeline.places[found.place] as Place);
      const sum = leftOut.get(`${seed}|${key}`) ?? { seed, asset, place, paths: 0, amount: 0n };
      leftOut.set(`${seed}|${key}`, { ...sum, paths: sum.paths + 1, amount: sum.amount + found.amount });
    }
  }
  return { paths, leftOut: [...leftOut.values()], counts };
}

function distinctWays(
  timeline: Timeline,
  swept: Swept,
  drawn: (asset: AssetId) => boolean,
  { mixings, isEnd }: Required<Pick<Wanted, 'mixings' | 'isEnd'>>,
): Found[] {
  const isInto = (leg: number): boolean =>
    mixings.has(timeline.keys[timeline.legs[leg]?.to as number] as PlaceKey);
  const ways = new Map<string, Found>();
  for (const booking of swept.bookings) {
    const { seed, asset, place, amount, way } = booking;
    if (!isEnd(booking) || !drawn(timeline.assets[asset] as AssetId)) continue;
    const all = legsOf(way);
    const legs = mixings.size === 0 ? all : all.filter((leg, nth) => nth === all.length - 1 || !isInto(leg));
    const key = `${seed}|${asset}|${legs.join(',')}`;
    const known = ways.get(key);
    if (known === undefined) ways.set(key, { seed, asset, place, legs, amount });
    else known.amount += amount;
  }
  return [...ways.values()].sort((a, b) => {
    if (a.asset !== b.asset)
      return (timeline.assets[a.asset] as AssetId) < (timeline.assets[b.asset] as AssetId) ? -1 : 1;
    return a.amount === b.amount ? compareLegs(a.legs, b.legs) : a.amount > b.amount ? -1 : 1;
  });
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
