// What of an account's receipts came from flagged wallets: directly, and by convention with bounds through others; by who
// flagged them, since when that was public, and what arrived after it. The sweep starts at the flagged wallets alone, all
// other money being clean, so that every rule says of them what it says in a trace forward.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { OwnerPlace, PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import { boundsAt } from '../backward/backward.ts';
import type { Exposure } from '../backward/findings.ts';
import { gathered } from '../backward/parts.ts';
import { inWindow } from '../backward/receipts.ts';
import { toAccount } from '../backward/source-bounds.ts';
import type { Source } from '../backward/sources.ts';
import { arrivalsOf, sumsOf } from '../backward/sums.ts';
import type { UpstreamWalk } from '../backward/walk-upstream.ts';
import { conventions } from '../conventions/by-name.ts';
import { bySums } from '../finding-order.ts';
import type { Arrivals, Bounds, Sums } from '../findings.ts';
import { isDirect } from '../paths.ts';
import type { ResolvedSeed } from '../question.ts';
import { labelsOf } from '../stops.ts';
import { sweep } from '../sweep/sweep.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import { directLeast } from './direct-least.ts';

/** Categories that are flags where the labels of the run are asked for them. */
export const flagCategories = [
  'scam',
  'phishing',
  'hack',
  'ransomware',
  'sanctioned',
  'darknet-market',
] as const;

export interface FlaggedWallet extends Exposure {
  readonly place: OwnerPlace;
  readonly display: string;
  readonly flags: readonly Label[];
  /** Its own payments to the account. */
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
}

/** Several wallets at once. */
export interface Flagged extends Exposure {
  /** What they paid to the account themselves at least, whatever the convention. */
  readonly directLeast: Sums;
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
}

/** All that one source flags. Two of them may flag the same wallet: their figures are never added. */
export interface FlagSource extends Flagged {
  readonly saidBy: string;
  readonly wallets: readonly {
    readonly display: string;
    readonly entity: string;
    readonly category: string;
    /** Unix seconds: since when it was public; undefined: the source does not say. */
    readonly since: number | undefined;
  }[];
  /** What arrived at or after the moment since which the wallet's flag was public. */
  readonly after: Exposure & Pick<Flagged, 'directLeast'>;
}

export interface FlaggedFindings extends Flagged {
  /** Most money first. */
  readonly wallets: readonly FlaggedWallet[];
  readonly saidBy: readonly FlagSource[];
  /** Places of the account that are themselves flagged: no source of its money. */
  readonly own: readonly Pick<FlaggedWallet, 'display' | 'flags'>[];
}

const NOTHING: Exposure = { amounts: new Map(), direct: new Map() };

/** Flagged wallets among the sources, swept alone: what of each receipt came from which of them. */
export interface FlaggedSweeps {
  readonly flagged: ReadonlyMap<SeedId, Source>;
  readonly swepts: readonly Swept[];
  flagsOf(source: Source): readonly Label[];
  partsUnder(swept: Swept): Iterable<[Source, Booking]>;
}

export function flaggedSweeps(walked: UpstreamWalk, isFlag: (label: Label) => boolean): FlaggedSweeps {
  const { timeline, sources, request, receipts, account } = walked;
  const { labels, options } = request;
  const flagsOf = ({ place, label }: Source): readonly Label[] =>
    place === undefined || label === undefined
      ? []
      : labelsOf(labels, place).filter((flag) => isFlag(flag) && holdTogether(flag, label));
  const flagged = new Map(
    [...sources.values()].filter((source) => flagsOf(source).length > 0).map((source) => [source.id, source]),
  );
  const question = toAccount({ ...walked, isInWindow: inWindow(options) });
  const seeds = question.seeds.filter(({ id }) => flagged.has(id));
  const swepts = options.conventions.map((name) =>
    sweep(timeline, { ...question, seeds }, conventions[name], 'kept'),
  );
  const asked = new Set(receipts.inWindow);
  function* partsUnder(swept: Swept): Generator<[Source, Booking]> {
    for (const booking of swept.bookings) {
      if (booking.line !== 'endpoint' || booking.leg === undefined || !asked.has(booking.leg)) continue;
      if (!account.has(timeline.keys[booking.place] as PlaceKey)) continue;
      yield [flagged.get((swept.seeds[booking.seed] as ResolvedSeed).id) as Source, booking];
    }
  }
  return { flagged, swepts, flagsOf, partsUnder };
}

export function flaggedFindings(
  walked: UpstreamWalk,
  isFlag: (label: Label) => boolean,
  display: (place: OwnerPlace) => string,
  { flagged, swepts, flagsOf, partsUnder }: FlaggedSweeps = flaggedSweeps(walked, isFlag),
): FlaggedFindings {
  const { timeline, request, receipts } = walked;
  const { labels } = request;
  const under: Under = (keyOf) => gathered(timeline, swepts, partsUnder, keyOf);
  const bounds = boundsAt(walked, sumsOf(timeline, receipts.inWindow));

  const headed = ({ amounts }: Exposure) => amounts.get(walked.headline.convention.name);
  const direct = directLegs(walked, partsUnder(swepts[0] as Swept));
  const paying = [...under(({ id }) => id)]
    .map(
      ([
        ,
        {
          sources: [source],
          ...exposure
        },
      ]) => ({ source: source as Source, ...exposure }),
    )
    .sort((a, b) => bySums(headed(a), headed(b)) || (a.source.id < b.source.id ? -1 : 1));
  const all = under(() => 'all').get('all') ?? NOTHING;
  return {
    amounts: all.amounts,
    direct: all.direct,
    directLeast: directLeast(walked, (id) => flagged.has(id)),
    bounds: bounds([...flagged.keys()]),
    wallets: paying.map(({ source, amounts, direct: straight }) => ({
      amounts,
      direct: straight,
      place: source.place as OwnerPlace,
      display: display(source.place as OwnerPlace),
      flags: flagsOf(source),
      arrivals: arrivalsOf(timeline, direct.get(source.id) ?? []),
    })),
    saidBy: saidBy(
      walked,
      under,
      bounds,
      display,
      new Map(paying.map(({ source }) => [source, flagsOf(source)])),
    ),
    own: request.account.flatMap((place) => {
      const flags = labelsOf(labels, place).filter(isFlag);
      return flags.length === 0 ? [] : [{ display: display(place), flags }];
    }),
  };
}

/** Parts of the flagged wallets under all conventions, gathered under the key that the caller gives them. */
type Under = (keyOf: (source: Source, booking: Booking) => string | undefined) => ReturnType<typeof gathered>;

function saidBy(
  walked: UpstreamWalk,
  under: Under,
  bounds: ReturnType<typeof boundsAt>,
  display: (place: OwnerPlace) => string,
  flagged: ReadonlyMap<Source, readonly Label[]>,
): FlagSource[] {
  const { legs } = walked.timeline;
  const timeOf = ({ leg }: Booking): number => legs[leg as number]?.transfer.at?.time as number;
  const names = [...new Set([...flagged.values()].flat().map(({ source }) => source))].sort();
  return names.map((name): FlagSource => {
    const own = [...flagged].flatMap(([source, flags]) => {
      const flag = earliest(flags, name);
      return flag === undefined ? [] : [{ source, flag }];
    });
    const sinceOf = new Map(own.map(({ source, flag }) => [source.id, flag.date]));
    const isPublic = (id: SeedId, time: number): boolean =>
      time >= (sinceOf.get(id) ?? Number.POSITIVE_INFINITY);
    const { amounts, direct } = under(({ id }) => (sinceOf.has(id) ? name : undefined)).get(name) ?? NOTHING;
    const after = under(({ id }, booking) => (isPublic(id, timeOf(booking)) ? name : undefined));
    return {
      saidBy: name,
      amounts,
      direct,
      directLeast: directLeast(walked, (id) => sinceOf.has(id)),
      bounds: bounds(own.map(({ source }) => source.id)),
      wallets: own.map(({ source, flag: { entity, category, date } }) => ({
        display: display(source.place as OwnerPlace),
        entity,
        category,
        since: date,
      })),
      after: {
        amounts: after.get(name)?.amounts ?? NOTHING.amounts,
        direct: after.get(name)?.direct ?? NOTHING.direct,
        directLeast: directLeast(walked, isPublic),
      },
    };
  });
}

/** Some moment has both: a flag that ended before its place became somebody else's is none of theirs. */
export function holdTogether(a: Label, b: Label): boolean {
  const ends = ({ validTo = Number.POSITIVE_INFINITY }: Label): number => validTo;
  return (a.validFrom ?? 0) <= ends(b) && (b.validFrom ?? 0) <= ends(a);
}

function earliest(flags: readonly Label[], saidBy: string): Label | undefined {
  const own = flags.filter(({ source }) => source === saidBy);
  const date = (label: Label): number => label.date ?? Number.POSITIVE_INFINITY;
  return own.reduce<Label | undefined>(
    (first, label) => (first === undefined || date(label) < date(first) ? label : first),
    undefined,
  );
}

/** Receipts by the flagged wallet that paid them itself. */
function directLegs(
  { timeline }: UpstreamWalk,
  parts: Iterable<readonly [Source, Booking]>,
): Map<string, Set<number>> {
  const legs = new Map<string, Set<number>>();
  for (const [{ id }, { way, leg }] of parts)
    if (way !== undefined && leg !== undefined && isDirect(timeline, way))
      legs.set(id, (legs.get(id) ?? new Set()).add(leg));
  return legs;
}
