// What of an account's receipts came from flagged wallets: directly, and by convention with bounds through others; by who
// flagged them, since when that was public, and what arrived after it. The sweep starts at the flagged wallets alone, all
// other money being clean, so that every rule says of them what it says in a trace forward.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import { isOwner, type OwnerPlace } from '../../model/place.ts';
import { boundsAt } from '../backward/backward.ts';
import type { Exposure } from '../backward/findings.ts';
import { gathered } from '../backward/parts.ts';
import { inWindow } from '../backward/receipts.ts';
import { toAccount } from '../backward/source-bounds.ts';
import type { Source } from '../backward/sources.ts';
import { arrivalsOf, sumsOf } from '../backward/sums.ts';
import type { UpstreamWalk } from '../backward/walk-upstream.ts';
import { conventions } from '../conventions/by-name.ts';
import type { Arrivals, Bounds, Sums } from '../findings.ts';
import { isDirect } from '../paths.ts';
import { labelsOf } from '../stops.ts';
import { sweep } from '../sweep/sweep.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import type { Leg } from '../timeline.ts';
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

export function flaggedFindings(
  walked: UpstreamWalk,
  isFlag: (label: Label) => boolean,
  display: (place: OwnerPlace) => string,
): FlaggedFindings {
  const { timeline, sources, request, receipts, account } = walked;
  const { labels, options } = request;
  const flagsOf = ({ place }: Pick<Source, 'place'>): readonly Label[] =>
    place === undefined ? [] : labelsOf(labels, place).filter(isFlag);
  const flagged = [...sources.values()].filter(
    (source) => source.kind === 'labelled' && flagsOf(source).length > 0,
  );
  const ids = new Set(flagged.map(({ id }) => id));
  const question = toAccount({ ...walked, isInWindow: inWindow(options) });
  const seeds = question.seeds.filter(({ id }) => ids.has(id));
  const swepts = options.conventions.map((name) =>
    sweep(timeline, { ...question, seeds }, conventions[name], 'kept'),
  );
  const asked = new Set(receipts.inWindow);

  function* partsUnder(swept: Swept): Generator<[Source, Booking]> {
    for (const booking of swept.bookings) {
      if (booking.line !== 'endpoint' || booking.leg === undefined || !asked.has(booking.leg)) continue;
      if (!account.has(timeline.keys[booking.place] as UpstreamWalk['timeline']['keys'][number])) continue;
      yield [sources.get((swept.seeds[booking.seed] as Swept['seeds'][number]).id) as Source, booking];
    }
  }
  const under = (keyOf: (source: Source, booking: Booking) => string | undefined) =>
    gathered(timeline, swepts, partsUnder, keyOf);
  const bounds = boundsAt(walked, sumsOf(timeline, receipts.inWindow));
  const timeOf = ({ leg }: Booking): number =>
    (timeline.legs[leg as number] as Leg).transfer.at?.time as number;

  const perWallet = under(({ id }) => id);
  const direct = directLegs(walked, partsUnder(swepts[0] as Swept));
  const wallets = flagged.flatMap((source): FlaggedWallet[] => {
    const { place, id } = source;
    if (place === undefined || !isOwner(place) || !perWallet.has(id)) return [];
    return [
      {
        ...(perWallet.get(id) ?? NOTHING),
        place,
        display: display(place),
        flags: flagsOf(source),
        arrivals: arrivalsOf(timeline, direct.get(id) ?? []),
      },
    ];
  });
  const relevant = flagged.filter(({ id }) => perWallet.has(id));
  const said = [...new Set(relevant.flatMap((source) => flagsOf(source).map((flag) => flag.source)))].sort();
  const saidBy = said.map((name): FlagSource => {
    const flagBy = (source: Source): Label | undefined => earliest(flagsOf(source), name);
    const own = relevant.filter((source) => flagBy(source) !== undefined);
    const sinceOf = new Map(own.map((source) => [source.id, flagBy(source)?.date]));
    const all = under(({ id }) => (sinceOf.has(id) ? name : undefined)).get(name) ?? NOTHING;
    const after = under(({ id }, booking) =>
      timeOf(booking) >= (sinceOf.get(id) ?? Number.POSITIVE_INFINITY) ? name : undefined,
    ).get(name);
    return {
      saidBy: name,
      amounts: all.amounts,
      direct: all.direct,
      directLeast: directLeast(walked, (id) => sinceOf.has(id)),
      bounds: bounds(own.map(({ id }) => id)),
      wallets: own.map((source) => {
        const { entity, category, date } = flagBy(source) as Label;
        return { display: display(source.place as OwnerPlace), entity, category, since: date };
      }),
      after: {
        ...(after ?? NOTHING),
        directLeast: directLeast(walked, (id, time) => time >= (sinceOf.get(id) ?? Number.POSITIVE_INFINITY)),
      },
    };
  });
  const all = under(() => 'all').get('all') ?? NOTHING;
  return {
    amounts: all.amounts,
    direct: all.direct,
    directLeast: directLeast(walked, (id) => ids.has(id)),
    bounds: bounds([...ids]),
    wallets,
    saidBy,
    own: request.account.flatMap((place) => {
      const flags = labelsOf(labels, place).filter(isFlag);
      return flags.length === 0 ? [] : [{ display: display(place), flags }];
    }),
  };
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
