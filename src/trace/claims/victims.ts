// Where the money of each victim is, and that of all together: the bookings of the run, sorted by whose they are. Every
// unit of the run stands with one victim; it is booked elsewhere, and only added up here.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Networks } from '../bounds/bounds.ts';
import { boundsOfSeeds, entityGroup, type GroupBounds } from '../bounds/by-group.ts';
import type { ConventionName } from '../conventions/convention.ts';
import { byStanding } from '../finding-order.ts';
import type { Amounts, Bounds, Sums } from '../findings.ts';
import { groupBy } from '../group-by.ts';
import type { ResolvedSeed } from '../question.ts';
import { type FirstArrivals, type Standing, standingKey, standingsOf } from '../standing.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Walk } from '../walk.ts';
import type { ClaimFile } from './claim.ts';
import type { Settled, SettledClaim } from './settle.ts';

/** A line of the sum with what stands in it. */
export interface VictimLine extends Standing {
  readonly amounts: Amounts;
  /** Of `endpoint`: what no convention can change of this victim’s own, the money of all others taken as clean. */
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
}

export interface Share {
  readonly seeds: readonly SeedId[];
  /** What is claimed and used. */
  readonly injected: Sums;
  readonly lines: readonly VictimLine[];
}

export interface VictimFinding extends Share {
  /** undefined: payments named on the command line, beside the file. */
  readonly name: string | undefined;
  readonly claims: readonly SettledClaim[];
}

export interface VictimFindings {
  readonly file: Pick<ClaimFile, 'name' | 'sha256' | 'unread'>;
  /** In the order of the file; those of no name last. */
  readonly victims: readonly VictimFinding[];
  readonly total: Share;
}

/** What the run knows when its own findings stand. */
export interface Known {
  readonly firsts: FirstArrivals;
  /** Of the endpoints reached. */
  readonly labelAt: ReadonlyMap<PlaceKey, Label>;
  /** Over all seeds. */
  readonly bounds: GroupBounds;
  readonly networks: Networks;
}

export function victimFindings({ file, claims }: Settled, walk: Walk, known: Known): VictimFindings {
  const { swepts, conserving } = walk;
  const victimOf = new Map<SeedId, string | undefined>(
    claims.flatMap(({ seed, victim }) => (seed === undefined ? [] : [[seed.id, victim] as const])),
  );
  const claimed = groupBy(claims, ({ victim }) => victim);
  const seeds = groupBy(conserving.seeds, ({ id }) => victimOf.get(id));
  const bookings = swepts.map((swept) =>
    groupBy(swept.bookings, ({ seed }) => victimOf.get((swept.seeds[seed] as ResolvedSeed).id)),
  );
  // What is of no name stands last, whether a row lacks it or the command line brought the payment.
  const names = [...new Set([...claimed.keys(), ...seeds.keys()])].sort(
    (a, b) => Number(a === undefined) - Number(b === undefined),
  );
  const victims = names.map((name): VictimFinding => {
    const own = seeds.get(name) ?? [];
    const parts = swepts.map((swept, index) => ({ ...swept, bookings: bookings[index]?.get(name) ?? [] }));
    const bounds =
      own.length === conserving.seeds.length
        ? known.bounds
        : boundsOfSeeds(known.networks, own, (place) => known.labelAt.get(place)?.entity);
    return { name, claims: claimed.get(name) ?? [], ...shareOf(own, parts, walk, { ...known, bounds }) };
  });
  return {
    file: { name: file.name, sha256: file.sha256, unread: file.unread },
    victims,
    total: shareOf(conserving.seeds, swepts, walk, known),
  };
}

/** `parts`: the sweeps with the bookings of these seeds alone. */
function shareOf(
  seeds: readonly ResolvedSeed[],
  parts: readonly Swept[],
  walk: Walk,
  { firsts, bounds, labelAt }: Known,
): Share {
  const lines = new Map<string, Standing & { readonly amounts: Map<ConventionName, Sums> }>();
  function lineOf(standing: Standing): Map<ConventionName, Sums> {
    const key = standingKey(standing);
    const line = lines.get(key) ?? { ...standing, amounts: new Map<ConventionName, Sums>() };
    lines.set(key, line);
    return line.amounts;
  }
  for (const swept of parts)
    for (const { sums, ...standing } of standingsOf({ ...walk, swepts: [] }, swept, firsts).values())
      lineOf(standing).set(swept.convention.name, sums);
  const boundsAt = (entity: string | undefined): ReadonlyMap<AssetId, Bounds> =>
    (entity === undefined ? undefined : bounds.get(entityGroup(entity))) ?? new Map();
  // Reached under no convention that was swept, and yet within reach of one.
  for (const { entity } of labelAt.values())
    if ([...boundsAt(entity).values()].some(({ mostFollowed }) => mostFollowed > 0n))
      lineOf({ line: 'endpoint', entity, reason: undefined });
  return {
    seeds: seeds.map(({ id }) => id),
    injected: injectedBy(seeds, walk),
    lines: [...lines.values()]
      .map((line) => ({ ...line, bounds: boundsAt(line.entity) }))
      .sort(byStanding(walk.headline)),
  };
}

function injectedBy(seeds: readonly ResolvedSeed[], { explored: { timeline }, conserving }: Walk): Sums {
  const own = new Set(seeds);
  const sums = new Map<AssetId, bigint>();
  for (const [rank, seed] of conserving.seeds.entries())
    if (own.has(seed))
      for (const [asset, amount] of conserving.injected[rank] ?? []) {
        const id = timeline.assets[asset] as AssetId;
        sums.set(id, (sums.get(id) ?? 0n) + amount);
      }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
