// The bounds of a run, by asset: of each endpoint under its key and of each entity under its name, over all seeds; of each
// entity also seed by seed, or of some of the seeds together.
import type { AssetId } from '../../model/asset.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Explored } from '../explore.ts';
import type { Bounds } from '../findings.ts';
import { partialPlaces } from '../partial-places.ts';
import type { ResolvedSeed } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import { boundsIn, type GroupsOf, type Networks, networksOf, solve } from './bounds.ts';
import { unseenOf } from './unseen.ts';

export type BoundsByAsset = ReadonlyMap<AssetId, Bounds>;

/** By the key of a place, or the group of an entity. */
export type GroupBounds = ReadonlyMap<string, BoundsByAsset>;

export interface RunBounds {
  readonly networks: Networks;
  readonly all: GroupBounds;
  /** Of entities; with a single seed they are those of all, and of more than `SEEDS_WITH_BOUNDS` there are none. */
  readonly bySeed: ReadonlyMap<string, ReadonlyMap<SeedId, BoundsByAsset>>;
  /** What any place could have been given unseen. */
  readonly unseen: ReadonlyMap<AssetId, bigint>;
}

/** Each seed alone is a flow over all networks: of ten thousand seeds that would take hours, and nobody reads it. */
const SEEDS_WITH_BOUNDS = 100;

type EntityOf = (place: PlaceKey) => string | undefined;

/** A name that no place key can be. */
export function entityGroup(entity: string): string {
  return `entity ${entity}`;
}

export function runBounds(
  { timeline, question, gaps }: Pick<Explored, 'timeline' | 'question' | 'gaps'>,
  conserving: Swept,
  entityOf: EntityOf,
): RunBounds {
  const assets = [...new Set(conserving.injected.flatMap((sums) => [...sums.keys()]))];
  const networks = networksOf(timeline, question, assets, conserving.shortages, partialPlaces(gaps));
  const bySeed = new Map<string, Map<SeedId, BoundsByAsset>>();
  const { seeds } = question;
  for (const seed of seeds.length === 1 || seeds.length > SEEDS_WITH_BOUNDS ? [] : seeds)
    for (const [group, bounds] of boundsOfSeeds(networks, [seed], entityOf)) {
      const own = bySeed.get(group) ?? new Map<SeedId, BoundsByAsset>();
      bySeed.set(group, own.set(seed.id, bounds));
    }
  solve(networks, new Set(seeds.keys()));
  const entities = entityGroups(entityOf);
  const all = collected(networks, (place) => [place, ...entities(place)]);
  for (const { id } of seeds.length === 1 ? seeds : [])
    for (const [group, bounds] of all) bySeed.set(group, new Map([[id, bounds]]));
  return { networks, all, bySeed, unseen: unseenOf(networks) };
}

/** Of entities, from these seeds together: what the others sent is clean. Solves the networks anew. */
export function boundsOfSeeds(
  networks: Networks,
  seeds: readonly ResolvedSeed[],
  entityOf: EntityOf,
): GroupBounds {
  solve(networks, new Set(seeds.map((seed) => networks.question.seeds.indexOf(seed))));
  return collected(networks, entityGroups(entityOf));
}

/** Of places under the name that the caller gives them, from all seeds. Solves the networks anew. */
export function boundsOfGroups(networks: Networks, nameOf: EntityOf): GroupBounds {
  solve(networks, new Set(networks.question.seeds.keys()));
  return collected(networks, (place) => {
    const name = nameOf(place);
    return name === undefined ? [] : [name];
  });
}

function entityGroups(entityOf: EntityOf): GroupsOf {
  return (place) => {
    const entity = entityOf(place);
    return entity === undefined ? [] : [entityGroup(entity)];
  };
}

function collected(networks: Networks, groupsOf: GroupsOf): Map<string, BoundsByAsset> {
  const byGroup = new Map<string, Map<AssetId, Bounds>>();
  for (const { group, asset, least, most, mostFollowed } of boundsIn(networks, groupsOf)) {
    if (most === 0n) continue;
    const own = byGroup.get(group) ?? new Map<AssetId, Bounds>();
    own.set(networks.timeline.assets[asset] as AssetId, { least, most, mostFollowed });
    byGroup.set(group, own);
  }
  return byGroup;
}
