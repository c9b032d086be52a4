// The sweep for programs: plain transfers and a question in, plain rows out. The engine counts in indexes (trace/sweep.ts);
// here every one of them becomes the name that the caller gave. Nothing is decided here.

import { conventions } from '../trace/conventions/by-name.ts';
import type { ConventionName } from '../trace/conventions/convention.ts';
import type { Lot } from '../trace/lots.ts';
import { sweep as sweepEngine } from '../trace/sweep/sweep.ts';
import type { Booking, Swept as Engine, Line as Where } from '../trace/sweep/swept.ts';
import { type Timeline, timelineOf } from '../trace/timeline.ts';
import { type Line, linesOf, nameOf, type PlainTransfer, recorded } from './plain-transfers.ts';
import { questionOf, type SweepQuestion } from './sweep-question.ts';

/** Base units by seed; zero is absent. */
export type BySeed = ReadonlyMap<string, bigint>;

/** A transfer of the list with what it carries. Of a coin transaction each input, output and the fee is one. */
export interface Carried {
  /** `t:0`: the first movement, or output 0. `t/in/0`: an input. `t/fee`: what outputs left over. */
  readonly id: string;
  readonly tx: string;
  /** undefined: out of the coin transaction. */
  readonly from: string | undefined;
  /** undefined: into the coin transaction. */
  readonly to: string | undefined;
  readonly asset: string;
  readonly amount: bigint;
  /** Over all seeds, at most `amount`. Under poison the widest reach of any seed, for reach is never added up. */
  readonly tainted: bigint;
  readonly bySeed: BySeed;
}

/** Where tainted units ended. Under every convention but poison each injected unit is in exactly one of them. */
export interface Stand {
  readonly where: Where;
  readonly seed: string;
  readonly asset: string;
  /** `fee` and `burnt` where it is no wallet. */
  readonly place: string;
  readonly amount: bigint;
  /** Transfer that brought it; undefined for what an account holds. */
  readonly transfer: string | undefined;
  readonly coin: string | undefined;
  /** `reachedSeed`: the seed that was reached. */
  readonly reached: string | undefined;
}

/** What began: units that left the seed or were claimed, or that a crossing turned into this asset. */
export interface Injected {
  readonly seed: string;
  readonly asset: string;
  readonly injected: bigint;
  readonly convertedIn: bigint;
}

/** An explored wallet that paid more than the list gave it: the missing part is taken as clean and oldest. */
export interface Shortage {
  readonly place: string;
  readonly asset: string;
  readonly amount: bigint;
}

/** Tainted units on both sides; `refused`: why it could not be reckoned with, and then nothing of it crossed. */
export interface Crossed {
  readonly id: string;
  readonly given: BySeed;
  readonly received: BySeed;
  readonly refused: string | undefined;
}

export interface Swept {
  readonly convention: ConventionName;
  /** false: the figures are reach, and nothing of them may be added up. */
  readonly conserving: boolean;
  /** In the order of the list. */
  readonly transfers: readonly Carried[];
  readonly injected: readonly Injected[];
  /** Per seed and asset they add up to `injected + convertedIn`. */
  readonly stands: readonly Stand[];
  readonly shortages: readonly Shortage[];
  readonly crossings: readonly Crossed[];
}

/**
 * One pass over the list, in its order, under one convention. Throws KnownError `bad-argument` where list or question
 * contradicts itself, and the seed-… errors of docs/errors.md.
 */
export function sweep(transfers: readonly PlainTransfer[], question: SweepQuestion): Swept {
  const lines = linesOf(transfers);
  const asked = questionOf(question, lines);
  const timeline = timelineOf(recorded(lines));
  const swept = sweepEngine(timeline, asked, conventions[question.convention], 'dropped');
  const { name, conserving } = swept.convention;
  const seedOf = (rank: number): string => swept.seeds[rank]?.id as string;
  const bySeed = (sums: ReadonlyMap<number, bigint>): BySeed =>
    new Map([...sums].filter(([, sum]) => sum > 0n).map(([rank, sum]) => [seedOf(rank), sum]));
  const carried = new Map(
    [...swept.carried].map(([index, lots]) => [
      timeline.legs[index]?.transfer.id as string,
      bySeed(sumsOf(lots)),
    ]),
  );
  return {
    convention: name,
    conserving,
    transfers: lines.map((line) => withTaint(line, carried.get(line.id) ?? NOTHING, conserving)),
    injected: injectedOf(timeline, swept, seedOf),
    stands: standsOf(timeline, swept.bookings, seedOf),
    shortages: [...swept.shortages.values()].map(({ place, asset, amount }) => ({
      place: placeAt(timeline, place),
      asset: assetAt(timeline, asset),
      amount,
    })),
    crossings: [
      ...swept.crossed.map(({ of, given, received }) => ({
        id: of.crossing.id,
        given: bySeed(given),
        received: bySeed(received),
        refused: undefined,
      })),
      ...swept.refused.map(({ crossing, why }) => ({
        id: crossing.id,
        given: new Map(),
        received: new Map(),
        refused: why,
      })),
    ],
  };
}

/** One for all: most transfers carry nothing. */
const NOTHING: BySeed = new Map();

function placeAt({ places }: Timeline, index: number): string {
  return nameOf(places[index] as (typeof places)[number]);
}

function assetAt({ assets }: Timeline, index: number): string {
  return assets[index] as string;
}

function sumsOf(lots: readonly Lot[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { seed, amount } of lots) sums.set(seed, (sums.get(seed) ?? 0n) + amount);
  return sums;
}

function withTaint({ id, tx, from, to, asset, amount }: Line, bySeed: BySeed, conserving: boolean): Carried {
  let tainted = 0n;
  for (const units of bySeed.values())
    if (conserving) tainted += units;
    else if (units > tainted) tainted = units;
  return { id, tx, from, to, asset, amount, tainted, bySeed };
}

function injectedOf(timeline: Timeline, swept: Engine, seedOf: (rank: number) => string): Injected[] {
  return swept.seeds.flatMap((_, rank) => {
    const injected = swept.injected[rank] ?? new Map<number, bigint>();
    const converted = swept.converted[rank] ?? new Map<number, bigint>();
    return [...new Set([...injected.keys(), ...converted.keys()])].map((asset) => ({
      seed: seedOf(rank),
      asset: assetAt(timeline, asset),
      injected: injected.get(asset) ?? 0n,
      convertedIn: converted.get(asset) ?? 0n,
    }));
  });
}

/** Bookings of one meaning together, in the order in which the first of each was made. */
function standsOf(
  timeline: Timeline,
  bookings: readonly Booking[],
  seedOf: (rank: number) => string,
): Stand[] {
  const stands = new Map<string, Stand>();
  for (const { line, seed, asset, place, leg, amount, coin, reached } of bookings) {
    const key = [line, seed, asset, place, leg, reached].join('|');
    const before = stands.get(key);
    stands.set(key, {
      where: line,
      seed: seedOf(seed),
      asset: assetAt(timeline, asset),
      place: placeAt(timeline, place),
      amount: (before?.amount ?? 0n) + amount,
      transfer: leg === undefined ? undefined : (timeline.legs[leg]?.transfer.id as string),
      coin,
      reached: reached === undefined ? undefined : seedOf(reached),
    });
  }
  return [...stands.values()];
}
