// What of the money that victims paid reached the account: a trace forward from their payments, with the account as an
// endpoint. Several victims are one question, so that nothing is counted twice.
import type { AssetId } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { PaymentSeed, SeedId } from '../../model/seed.ts';
import { inWindow } from '../backward/receipts.ts';
import type { SourcesRequest } from '../backward/walk-upstream.ts';
import { networksOf } from '../bounds/bounds.ts';
import { type BoundsByAsset, boundsOfSeeds, entityGroup } from '../bounds/by-group.ts';
import { touchedPools } from '../checks.ts';
import type { Amounts, Bounds, LeftOutPaths, Path, SeedFinding, Sums } from '../findings.ts';
import { gathering } from '../gather.ts';
import { partialPlaces } from '../partial-places.ts';
import { pathsInto } from '../paths.ts';
import type { Question, ResolvedSeed } from '../question.ts';
import { seedFinder } from '../seed-finding.ts';
import { endingAt, stopsBy } from '../stops.ts';
import type { Booking } from '../sweep/swept.ts';
import type { Leg } from '../timeline.ts';
import { type Walk, walk } from '../walk.ts';
import { walkGaps } from '../walk-gaps.ts';

export interface Victim {
  readonly name: string;
  readonly payments: readonly PaymentSeed[];
}

interface Share {
  /** What was paid. */
  readonly injected: Sums;
  /** What of it reached the account in the window, by convention. */
  readonly amounts: Amounts;
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
  /** What was not followed, and may have gone anywhere. */
  readonly notFollowed: Amounts;
}

export interface VictimFinding extends Share {
  readonly name: string;
  readonly seeds: readonly SeedFinding[];
}

export interface VictimFindings {
  readonly victims: readonly VictimFinding[];
  readonly total: Share;
  readonly paths: readonly Path[];
  readonly pathsLeftOut: readonly LeftOutPaths[];
  readonly gaps: readonly Gap[];
  readonly explored: { readonly places: number; readonly transfers: number };
}

export async function victimFindings(
  request: SourcesRequest,
  victims: readonly Victim[],
  display: (place: OwnerPlace) => string,
): Promise<{ readonly found: VictimFindings; readonly timeline: Walk['explored']['timeline'] }> {
  const account = new Set(request.account.map(placeKey));
  const walked = await walk({
    ...request,
    seeds: victims.flatMap(({ payments }) => payments),
    stops: endingAt(
      new Map(
        request.account.flatMap((place) =>
          place.kind === 'wallet' ? [[placeKey(place), 'the account'] as const] : [],
        ),
      ),
      { source: 'the question', pack: 'the question' },
      stopsBy(request.labels, request.options.stopAt, request.options.follow),
    ),
    totals: 'left',
    sensitivity: 'left',
  });
  const { explored, swepts, headline, conserving } = walked;
  const { timeline } = explored;
  const isAsked = inWindow(request.options);
  function isArrival({ line, place, leg }: Booking): boolean {
    const key = timeline.keys[place] as PlaceKey;
    return (
      line === 'endpoint' &&
      account.has(key) &&
      isAsked((timeline.legs[leg as number] as Leg).transfer.at?.time as number)
    );
  }
  function booked(seeds: ReadonlySet<SeedId>, is: (booking: Booking) => boolean): Amounts {
    const sums = gathering(timeline);
    for (const swept of swepts)
      for (const booking of swept.bookings)
        if (seeds.has((swept.seeds[booking.seed] as ResolvedSeed).id) && is(booking))
          sums.add(swept, booking);
    return sums.done().amounts;
  }
  const boundsOf = boundsAtAccount(walked, account, isAsked);
  function shareOf(seeds: readonly SeedFinding[]): Share {
    const ids = new Set(seeds.map(({ seed }) => seed.id));
    return {
      injected: addedUp(seeds.map(({ injected }) => injected)),
      amounts: booked(ids, isArrival),
      bounds: boundsOf(ids),
      notFollowed: booked(ids, ({ line }) => line === 'notFollowed' || line === 'afterUntil'),
    };
  }
  const findingOf = seedFinder(explored, headline, display, request.labels);
  const found = victims.map(({ name, payments }): VictimFinding => {
    const seeds = payments.map(findingOf);
    return { name, seeds, ...shareOf(seeds) };
  });
  const isGenuine = (asset: AssetId): boolean =>
    request.options.assets !== undefined ||
    [...request.ledgers.values()].some((ledger) => ledger.assetInfo(asset)?.genuine === true);
  const { paths, leftOut } = pathsInto(timeline, headline, isGenuine, {
    keep: request.options.paths,
    mixings: walked.explored.mixings,
    isEnd: isArrival,
  });
  const { gaps } = await walkGaps(request, explored, timeline, conserving, touchedPools(timeline, swepts));
  return {
    timeline,
    found: {
      victims: found,
      total: shareOf(found.flatMap(({ seeds }) => seeds)),
      paths,
      pathsLeftOut: leftOut,
      gaps,
      explored: { places: explored.question.explored.size, transfers: timeline.legs.length },
    },
  };
}

/** By victim: the networks are made once, and solved for each anew. */
function boundsAtAccount(
  { explored: { timeline, question, gaps }, conserving }: Walk,
  account: ReadonlySet<PlaceKey>,
  isAsked: (time: number) => boolean,
): (ids: ReadonlySet<SeedId>) => BoundsByAsset {
  const forward: Question = {
    ...question,
    isEndpoint: (key, time) => (account.has(key) ? isAsked(time) : question.isEndpoint(key, time)),
  };
  const sent = [...new Set(conserving.injected.flatMap((sums) => [...sums.keys()]))];
  const networks = networksOf(timeline, forward, sent, conserving.shortages, partialPlaces(gaps));
  return (ids) => {
    const seeds = forward.seeds.filter(({ id }) => ids.has(id));
    const found = boundsOfSeeds(networks, seeds, (key) => (account.has(key) ? 'account' : undefined));
    return found.get(entityGroup('account')) ?? new Map();
  };
}

function addedUp(all: readonly Sums[]): Sums {
  const total = new Map<AssetId, bigint>();
  for (const sums of all)
    for (const [asset, amount] of sums) total.set(asset, (total.get(asset) ?? 0n) + amount);
  return new Map([...total].sort(([a], [b]) => (a < b ? -1 : 1)));
}
