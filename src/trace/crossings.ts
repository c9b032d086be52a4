// Crossings on a timeline: which legs give, which receive, and how much of what is received is tainted (engine.md §4).
// Whether something is a crossing is said elsewhere; here only whether it can be reckoned with.
import type { Crossing } from '../model/crossing.ts';
import { isOwner, type PlaceKey } from '../model/place.ts';
import type { CoinId } from '../model/transfer.ts';
import { apportion, partOf } from './apportion.ts';
import { type Lot, ofAmount, sumOf } from './lots.ts';
import { type Question, seedWallets, transferClaim } from './question.ts';
import type { Leg, Timeline } from './timeline.ts';

/** A crossing all of whose transfers stand on the timeline. */
export interface PlacedCrossing {
  readonly crossing: Crossing;
  /** Indexes of legs, in chain order. */
  readonly given: readonly number[];
  readonly received: readonly number[];
  /** Asset indexes. */
  readonly gives: number;
  readonly gets: number;
  /** Base units of all given, of all received. */
  readonly x: bigint;
  readonly y: bigint;
}

export interface Refused {
  readonly crossing: Crossing;
  readonly why: string;
}

export interface Role {
  readonly side: 'given' | 'received';
  readonly of: PlacedCrossing;
}

export interface Crossings {
  readonly placed: readonly PlacedCrossing[];
  /** Those that cannot be reckoned with: what they would have carried on stays where it is. */
  readonly refused: readonly Refused[];
  /** By leg index. */
  readonly roles: ReadonlyMap<number, Role>;
}

const NO_CROSSINGS: Crossings = { placed: [], refused: [], roles: new Map() };

/** A crossing of which a transfer is not on the timeline (yet) is neither placed nor refused. */
export function placeCrossings(timeline: Timeline, { crossings, explored, seeds }: Question): Crossings {
  if (crossings === undefined || crossings.length === 0) return NO_CROSSINGS;
  const seedKeys = seedWallets(seeds);
  const claimed = new Set(seeds.map((seed) => (seed.kind === 'payment' ? seed.coin : undefined)));
  const isKept = (place: number): boolean => {
    const key = timeline.keys[place] as PlaceKey;
    return seedKeys.has(key) || explored.has(key);
  };
  /** Who pays this is followed: of an output of a coin transaction, anybody whose coins melt in it. */
  const isPaidByKept = ({ from, transfer }: Leg): boolean =>
    transfer.from.kind === 'junction'
      ? inputsOf(from, timeline).some((leg) => isKept(leg.from) || claimed.has(leg.transfer.coin as CoinId))
      : isKept(from);
  const legAt = new Map(
    timeline.legs.map(({ transfer }, index) => [transferClaim(transfer.chain, transfer.id), index]),
  );
  const placed: PlacedCrossing[] = [];
  const refused: Refused[] = [];
  const roles = new Map<number, Role>();
  for (const crossing of [...crossings].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const indexes = (side: 'given' | 'received'): (number | undefined)[] =>
      crossing[side].map(({ chain, transfer }) => legAt.get(transferClaim(chain, transfer)));
    const given = indexes('given');
    const received = indexes('received');
    if (!given.every(isIndex) || !received.every(isIndex)) continue;
    const inOrder = (all: number[]): number[] => [...all].sort((a, b) => a - b);
    const at = { given: inOrder(given), received: inOrder(received) };
    const why = faultOf(timeline, at.given, at.received, roles, { isKept, isPaidByKept });
    if (why !== undefined) {
      refused.push({ crossing, why });
      continue;
    }
    const leg = (index: number | undefined): Leg => timeline.legs[index as number] as Leg;
    const total = (all: readonly number[]): bigint =>
      all.reduce((sum, index) => sum + leg(index).transfer.amount, 0n);
    const of: PlacedCrossing = {
      crossing,
      ...at,
      gives: leg(at.given[0]).asset,
      gets: leg(at.received[0]).asset,
      x: total(at.given),
      y: total(at.received),
    };
    placed.push(of);
    for (const index of at.given) roles.set(index, { side: 'given', of });
    for (const index of at.received) roles.set(index, { side: 'received', of });
  }
  placed.sort((a, b) => (a.given[0] as number) - (b.given[0] as number));
  return { placed, refused, roles };
}

/** The coins that melt in a transaction. */
export function inputsOf(junction: number, { legs }: Timeline): Leg[] {
  return legs.filter(({ to }) => to === junction);
}

function isIndex(index: number | undefined): index is number {
  return index !== undefined;
}

/** Why a crossing cannot be reckoned with; undefined: it can. */
function faultOf(
  { legs }: Timeline,
  given: readonly number[],
  received: readonly number[],
  roles: ReadonlyMap<number, Role>,
  { isKept, isPaidByKept }: { isKept: (place: number) => boolean; isPaidByKept: (leg: Leg) => boolean },
): string | undefined {
  const of = (indexes: readonly number[]): Leg[] => indexes.map((index) => legs[index] as Leg);
  const all = [...given, ...received];
  if (given.length === 0 || received.length === 0) return 'it has only one side';
  if (new Set(all).size < all.length || all.some((index) => roles.has(index)))
    return 'one of its transfers stands twice, in it or in another crossing';
  for (const side of [of(given), of(received)])
    if (new Set(side.map(({ asset }) => asset)).size > 1) return 'one side of it is of several assets';
  if ((given[given.length - 1] as number) > (received[0] as number))
    return 'something was received before all was given';
  if (of(given).some(({ to }) => isKept(to)) || of(received).some(isPaidByKept))
    return 'its other side is a seed or is followed itself';
  if (of(received).some(({ transfer }) => !isOwner(transfer.to)))
    return 'what was received went to no wallet';
  return undefined;
}

/** What one crossing has been given and has dealt out so far. */
export interface Exchange {
  give(lots: readonly Lot[]): void;
  /** Tainted lots of a received leg; `nth`: which of them. */
  receive(nth: number): Lot[];
}

/**
 * Of `t` tainted among `x` given, `apportion(y, [t, x − t])[0]` of the `y` received is tainted; over the legs by their
 * amounts, then over the seeds, then over the lots of a seed, so that ways go on. Where nothing adds up (poison) every
 * touched seed has every leg in full.
 */
export function exchange(of: PlacedCrossing, timeline: Timeline, adds: 'up' | 'never'): Exchange {
  const lots: Lot[] = [];
  const amounts = of.received.map((index) => (timeline.legs[index] as Leg).transfer.amount);
  let left: Lot[] | undefined;
  let parts: readonly bigint[] = [];

  /** Everything converted: the given lots, each as what it became. */
  function converted(): Lot[] {
    const total = partOf(of.y, sumOf(lots), of.x);
    const own = bySeed(lots);
    const shares = apportion(total, own.map(sumOf));
    parts = apportion(total, amounts);
    return own.flatMap((each, index) => {
      const became = apportion(
        shares[index] as bigint,
        each.map(({ amount }) => amount),
      );
      return each.map((lot, nth) => ofAmount(lot, became[nth] as bigint));
    });
  }

  return {
    give(more) {
      for (const lot of more) lots.push(lot);
    },
    receive(nth) {
      if (adds === 'never') {
        const first = new Map<number, Lot>();
        for (const lot of lots) if (!first.has(lot.seed)) first.set(lot.seed, lot);
        return [...first.values()]
          .sort((a, b) => a.seed - b.seed)
          .map((lot) => ofAmount(lot, amounts[nth] as bigint));
      }
      left ??= converted();
      // The last leg takes what is left; each before it its part, over the seeds, then over the lots of a seed: how lots are
      // cut (ways kept or not) must not decide what a seed gets.
      const taken = shared(parts[nth] as bigint, left);
      const out = left.flatMap((lot, index) => {
        const amount = taken[index] as bigint;
        return amount === 0n ? [] : [ofAmount(lot, amount)];
      });
      left = left.map((lot, index) => ofAmount(lot, lot.amount - (taken[index] as bigint)));
      return out;
    },
  };
}

/** Units taken of each lot: the seeds' shares first. Lots come seed by seed. */
function shared(units: bigint, lots: readonly Lot[]): bigint[] {
  const own = bySeed(lots);
  const shares = apportion(units, own.map(sumOf));
  return own.flatMap((each, index) =>
    apportion(
      shares[index] as bigint,
      each.map(({ amount }) => amount),
    ),
  );
}

/** By rank. */
function bySeed(lots: readonly Lot[]): Lot[][] {
  const ranks = [...new Set(lots.map(({ seed }) => seed))].sort((a, b) => a - b);
  return ranks.map((rank) => lots.filter(({ seed }) => seed === rank));
}
