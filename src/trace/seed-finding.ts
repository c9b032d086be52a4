// What is said about a seed itself: where it stands, who names it, what left it.

import type { AssetId } from '../model/asset.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { Seed, SeedId } from '../model/seed.ts';
import type { Explored } from './explore.ts';
import type { SeedFinding } from './findings.ts';
import { partialPlaces } from './partial-places.ts';
import { type Labels, labelsOf } from './stops.ts';
import type { Swept } from './sweep/swept.ts';

/** The places of seeds among those of a sweep. */
export function ranksIn({ seeds }: Swept): ReadonlyMap<SeedId, number> {
  return new Map(seeds.map(({ id }, rank) => [id, rank]));
}

export function seedFinding(
  seed: Seed,
  explored: Explored,
  headline: Swept,
  ranks: ReadonlyMap<SeedId, number>,
  display: (place: OwnerPlace) => string,
  labels: Labels,
): SeedFinding {
  const { timeline } = explored;
  const rank = ranks.get(seed.id) as number;
  const sums = [...(headline.injected[rank] ?? [])].map(
    ([asset, amount]) => [timeline.assets[asset] as AssetId, amount] as const,
  );
  const resolved = headline.seeds[rank];
  const leg =
    resolved?.kind === 'payment'
      ? timeline.legs.find(({ transfer }) =>
          resolved.transfer === undefined
            ? transfer.coin === resolved.coin
            : transfer.id === resolved.transfer && transfer.chain === resolved.chain,
        )
      : undefined;
  const receiver = leg?.transfer.to.kind === 'junction' ? leg.transfer.from : leg?.transfer.to;
  const at = seed.kind === 'wallet' ? seed.place : (receiver as OwnerPlace | undefined);
  return {
    seed,
    place: at,
    display: at === undefined ? seed.id : display(at),
    labels: at === undefined ? [] : labelsOf(labels, at),
    isSeen: at !== undefined && timeline.placeIndex.has(placeKey(at)),
    isPartial: at !== undefined && partialPlaces(explored.gaps).has(placeKey(at)),
    injected: new Map(sums.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
