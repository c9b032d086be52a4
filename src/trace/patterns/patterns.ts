// Named patterns of the tainted flow: annotations for a reader, with their evidence and the numbers that define them. An
// inference each, never a fact; nothing of a run depends on them. Not of reach, which has no amounts.
import type { AssetId } from '../../model/asset.ts';
import { isOwner, type OwnerPlace } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { Leg } from '../timeline.ts';
import type { Walk } from '../walk.ts';
import { deskSwapsOf } from './desk-swaps.ts';
import { fansOf } from './fans.ts';
import { movesOf } from './moves.ts';
import { type OnWays, restsOf, roundTripsOf } from './on-ways.ts';
import { type PatternKind, parameters, patternKinds } from './parameters.ts';
import { peelChainsOf } from './peel-chains.ts';
import { wayTree } from './way-tree.ts';

export interface PatternFinding {
  readonly kind: PatternKind;
  readonly asset: AssetId;
  /** The wallet that it is about first. */
  readonly places: readonly OwnerPlace[];
  /** Tainted base units under the headline: paid to the many or by them, peeled off, come back, rested. */
  readonly amount: bigint;
  /** The evidence, in chain order. */
  readonly transfers: readonly TransferId[];
  /** Unix seconds. */
  readonly first: number;
  readonly last: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, number>>;
  /** `desk-swap`: all that was paid, of `asset`, and what was paid back; base units, whose ratio is the implied rate. */
  readonly exchanged?: Exchanged;
}

export interface Exchanged {
  readonly given: bigint;
  readonly asset: AssetId;
  readonly received: bigint;
}

interface Found {
  readonly kind: PatternKind;
  readonly asset: number;
  readonly places: readonly number[];
  readonly amount: bigint;
  readonly legs: Iterable<number>;
  readonly counts: PatternFinding['counts'];
  readonly exchanged?: Exchanged;
}

interface Looked extends Pick<Walk, 'headline'> {
  readonly explored: Pick<Walk['explored'], 'timeline' | 'question'>;
}

/** `drawn`: assets that may be shown as ways of money; anyone can forge transfers of others. */
export function patternsOf(
  { explored: { timeline, question }, headline }: Looked,
  drawn: (asset: AssetId) => boolean,
): PatternFinding[] {
  if (!headline.convention.conserving) return [];
  const { assets } = timeline;
  const moves = movesOf(timeline, headline, question).filter(({ asset }) => drawn(assets[asset] as AssetId));
  const nodes = wayTree(timeline, headline);
  const found: Found[] = [
    ...peelChainsOf(timeline, headline, moves).map(
      ({ asset, payers, legs, peeled }): Found => ({
        kind: 'peel-chain',
        asset,
        places: payers,
        amount: peeled,
        legs,
        counts: { steps: payers.length },
      }),
    ),
    ...(['out', 'in'] as const).flatMap((direction) =>
      fansOf(moves, direction, assets.length).map(
        (fan): Found => ({
          kind: direction === 'out' ? 'fan-out' : 'fan-in',
          asset: fan.asset,
          places: [fan.centre, ...fan.wallets],
          amount: fan.moves.reduce((sum, { units }) => sum + units, 0n),
          legs: new Set(fan.moves.flatMap(({ legs }) => legs)),
          counts: { wallets: fan.wallets.length, passedOn: fan.passedOn },
        }),
      ),
    ),
    ...roundTripsOf(timeline, nodes).map((trip) => onWays('round-trip', trip, { trips: trip.times.size })),
    ...restsOf(timeline, nodes).map((rest) =>
      onWays('dormancy', rest, { rests: rest.times.size, days: Math.floor(rest.longest / 86_400) }),
    ),
    ...deskSwapsOf(timeline, headline, moves, (asset) => drawn(assets[asset] as AssetId)).map(
      ({ payer, desk, gives, gets, tainted, given, received, legs, payments, paybacks }): Found => ({
        kind: 'desk-swap',
        asset: gives,
        places: [payer, desk],
        amount: tainted,
        legs,
        counts: { payments, paybacks },
        exchanged: { given, asset: assets[gets] as AssetId, received },
      }),
    ),
  ];
  return found
    .filter(({ asset }) => drawn(assets[asset] as AssetId))
    .map(finding)
    .sort(byKindAndMoney);

  function finding({ kind, asset, places, amount, legs, counts, exchanged }: Found): PatternFinding {
    const inOrder = [...legs].sort((a, b) => a - b).map((index) => timeline.legs[index] as Leg);
    const times = [inOrder[0], inOrder.at(-1)].map((leg) => leg?.transfer.at?.time as number);
    return {
      kind,
      asset: assets[asset] as AssetId,
      places: places.flatMap((place) => {
        const at = timeline.places[place];
        return at !== undefined && isOwner(at) ? [at] : [];
      }),
      amount,
      transfers: inOrder.map(({ transfer }) => transfer.id),
      first: times[0] as number,
      last: times[1] as number,
      counts,
      parameters: parameters[kind],
      ...(exchanged === undefined ? {} : { exchanged }),
    };
  }
}

function onWays(kind: PatternKind, { place, asset, units, legs }: OnWays, counts: Found['counts']): Found {
  return { kind, asset, places: [place], amount: units, legs, counts };
}

function byKindAndMoney(a: PatternFinding, b: PatternFinding): number {
  if (a.kind !== b.kind) return patternKinds.indexOf(a.kind) - patternKinds.indexOf(b.kind);
  if (a.asset !== b.asset) return a.asset < b.asset ? -1 : 1;
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return a.transfers.join() < b.transfers.join() ? -1 : 1;
}
