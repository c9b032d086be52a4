// What is said about a seed itself: where it stands, who names it, what left it.
import type { AssetId } from '../model/asset.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { Seed, SeedId } from '../model/seed.ts';
import type { Explored } from './explore.ts';
import type { SeedFinding } from './findings.ts';
import { partialPlaces } from './partial-places.ts';
import { claimName, coinClaim, transferClaim } from './question.ts';
import { type Labels, labelsOf } from './stops.ts';
import type { Swept } from './sweep/swept.ts';
import type { Leg } from './timeline.ts';

/** What is looked up for all of them is looked up once: there may be ten thousand. */
export function seedFinder(
  explored: Explored,
  headline: Swept,
  display: (place: OwnerPlace) => string,
  labels: Labels,
): (seed: Seed) => SeedFinding {
  const { timeline } = explored;
  const ranks = new Map<SeedId, number>(headline.seeds.map(({ id }, rank) => [id, rank]));
  const payments = claimedLegs(timeline.legs, headline);
  const partial = partialPlaces(explored.gaps);

  function placeOf(seed: Seed): OwnerPlace | undefined {
    if (seed.kind === 'wallet') return seed.place;
    const resolved = headline.seeds[ranks.get(seed.id) as number];
    const transfer = resolved?.kind === 'payment' ? payments.get(claimName(resolved))?.transfer : undefined;
    return (transfer?.to.kind === 'junction' ? transfer.from : transfer?.to) as OwnerPlace | undefined;
  }

  /** By asset, also of a wallet that is taken together with others. */
  function unitsOf(seed: Seed): ReadonlyMap<number, bigint> {
    const place = seed.kind === 'wallet' ? timeline.placeIndex.get(placeKey(seed.place)) : undefined;
    const units =
      seed.kind === 'wallet'
        ? headline.sent.get(place ?? -1)
        : headline.injected[ranks.get(seed.id) as number];
    return units ?? new Map();
  }

  return (seed) => {
    const at = placeOf(seed);
    const key = at === undefined ? undefined : placeKey(at);
    const sums = [...unitsOf(seed)].map(
      ([asset, amount]) => [timeline.assets[asset] as AssetId, amount] as const,
    );
    return {
      seed,
      place: at,
      display: at === undefined ? seed.id : display(at),
      labels: at === undefined ? [] : labelsOf(labels, at),
      isSeen: key !== undefined && timeline.placeIndex.has(key),
      isPartial: key !== undefined && partial.has(key),
      injected: new Map(sums.sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  };
}

/** The first leg that each payment seed claims, by `claimName`. */
function claimedLegs(legs: readonly Leg[], { seeds }: Swept): ReadonlyMap<string, Leg> {
  const names = new Set(seeds.flatMap((seed) => (seed.kind === 'payment' ? [claimName(seed)] : [])));
  const found = new Map<string, Leg>();
  for (const leg of names.size === 0 ? [] : legs) {
    const { chain, id, coin } = leg.transfer;
    for (const name of [transferClaim(chain, id), coinClaim(coin)])
      if (names.has(name) && !found.has(name)) found.set(name, leg);
  }
  return found;
}
