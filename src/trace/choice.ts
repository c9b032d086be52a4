// Which places a round of the exploration may ask next, and why the others are left (engine.md §7): by distance, by the
// least amount that matters, by what is known of a place. It asks nobody.
import { type AssetId, parseUnits } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey } from '../model/place.ts';
import type { Ceilings } from './ceiling/keeper.ts';
import type { NotFollowedReason } from './explore.ts';
import type { TraceOptions } from './options.ts';
import type { Worth } from './prices/worth.ts';
import type { Timeline } from './timeline.ts';

export interface Candidate {
  readonly place: number;
  readonly share: bigint;
  /** `followed`: the analyst says so. `unlisted`: only tokens on no list of genuine contracts lead here. */
  readonly rank: 'followed' | 'listed' | 'unlisted';
}

/** Shares are compared in parts per 10^12 of what was injected. */
const SCALE = 10n ** 12n;

/** What the exploration knows of places; it grows while a choice stands. */
export interface Known {
  readonly explored: ReadonlySet<PlaceKey>;
  readonly refused: ReadonlyMap<PlaceKey, NotFollowedReason>;
  readonly seedKeys: ReadonlySet<PlaceKey>;
}

export interface Choice {
  /** Most money first, ties by key. */
  candidates(): Candidate[];
  settleable(): number[];
  tooFar(place: number): boolean;
  reasonFor(place: number): NotFollowedReason;
}

export function choice(
  timeline: Timeline,
  upper: Ceilings,
  { explored, refused, seedKeys }: Known,
  options: TraceOptions,
  ledgerOf: (chain: ChainId) => Ledger,
  worth?: Worth,
): Choice {
  /** A place of an owner with several is as near as the nearest of them. */
  function distance(place: number): number {
    const hopsTo = (at: number): number => upper.hops.get(at) ?? Number.POSITIVE_INFINITY;
    const others = options.owners?.get(timeline.keys[place] as PlaceKey) ?? [];
    return others.reduce(
      (least, key) => Math.min(least, hopsTo(timeline.placeIndex.get(key) ?? -1)),
      hopsTo(place),
    );
  }

  function tooFar(place: number): boolean {
    return distance(place) >= options.hops;
  }

  function isListed(asset: number, chain: ChainId): boolean {
    return ledgerOf(chain).assetInfo(timeline.assets[asset] as AssetId)?.genuine === true;
  }

  /** At or above --min-value: in the asset's own units, or all that the place could have received in a currency. */
  function largeEnough(place: number, asset: number, could: bigint): boolean {
    if (could === 0n) return false;
    const { minValue } = options;
    if (minValue.kind === 'share')
      return could * minValue.denominator >= (upper.wholes.get(asset) ?? 0n) * minValue.numerator;
    if (minValue.kind === 'value')
      return worth?.isAtLeast(parseUnits(minValue.text, 2) as bigint, place, timeline, upper) === true;
    const { chain } = timeline.places[place] as OwnerPlace;
    const decimals = ledgerOf(chain).assetInfo(timeline.assets[asset] as AssetId)?.decimals ?? 0;
    const finer = parseUnits(minValue.text, decimals + 12);
    return finer !== undefined && could * 10n ** 12n >= finer;
  }

  function qualifies(place: number): boolean {
    return [...(upper.unexplored.get(place) ?? [])].some(([asset, could]) =>
      largeEnough(place, asset, could),
    );
  }

  /**
   * Unexplored places to which enough of a listed asset came, near or far, hubs and services too: what passes through them
   * inside one transaction is no further away, and stays nobody's.
   */
  function settleable(): number[] {
    const isAsked = (reason: NotFollowedReason | undefined): boolean =>
      reason === undefined || reason === 'hub' || reason === 'ambiguous-crossing';
    return [...upper.unexplored].flatMap(([place, sums]) => {
      const at = timeline.places[place] as OwnerPlace;
      const key = timeline.keys[place] as PlaceKey;
      if (!isOwner(at) || explored.has(key) || seedKeys.has(key) || !isAsked(refused.get(key))) return [];
      const counts = [...sums].some(
        ([asset, could]) => isListed(asset, at.chain) && largeEnough(place, asset, could),
      );
      return counts ? place : [];
    });
  }

  function candidates(): Candidate[] {
    const candidates: Candidate[] = [];
    for (const [place, sums] of upper.unexplored) {
      const at = timeline.places[place] as OwnerPlace;
      const key = timeline.keys[place] as PlaceKey;
      if (explored.has(key) || refused.has(key) || seedKeys.has(key) || !isOwner(at)) continue;
      const isFollowed = options.follow.has(key);
      if (tooFar(place) || !(isFollowed || qualifies(place))) continue;
      let share = 0n;
      let listed = false;
      for (const [asset, could] of sums) {
        const all = upper.wholes.get(asset) ?? 0n;
        if (all > 0n) share += (could * SCALE) / all;
        listed ||= isListed(asset, at.chain) && largeEnough(place, asset, could);
      }
      candidates.push({ place, share, rank: isFollowed ? 'followed' : listed ? 'listed' : 'unlisted' });
    }
    candidates.sort((a, b) => {
      if (a.share !== b.share) return a.share > b.share ? -1 : 1;
      return (timeline.keys[a.place] as PlaceKey) < (timeline.keys[b.place] as PlaceKey) ? -1 : 1;
    });
    return candidates;
  }

  function reasonFor(place: number): NotFollowedReason {
    const known = refused.get(timeline.keys[place] as PlaceKey);
    if (known !== undefined) return known;
    if (!qualifies(place)) return 'below-min-value';
    return tooFar(place) ? 'hop-limit' : 'wallet-limit';
  }

  return { candidates, settleable, tooFar, reasonFor };
}
