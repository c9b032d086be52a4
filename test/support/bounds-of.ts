// The bounds of one question at a stroke: networks, solution, figures. No test of its own.
import type { PlaceKey } from '../../src/model/place.ts';
import { type Bound, boundsIn, type GroupsOf, networksOf, solve } from '../../src/trace/bounds/bounds.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Question, ResolvedSeed } from '../../src/trace/question.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import type { Swept } from '../../src/trace/sweep/swept.ts';
import { type Timeline, timelineOf } from '../../src/trace/timeline.ts';
import type { Extremes } from './every-split.ts';
import type { AccountWorld } from './oracle.ts';
import { type Posed, posedAccount } from './pose-worlds.ts';

/** `seeds`: those whose value is followed; what the others send counts as clean. */
export function boundsOf(
  timeline: Timeline,
  question: Question,
  seeds: readonly ResolvedSeed[],
  assets: readonly number[],
  shortages: Swept['shortages'],
  leaky: ReadonlySet<PlaceKey>,
  groupsOf: GroupsOf = (place) => [place],
): Bound[] {
  const networks = networksOf(timeline, question, assets, shortages, leaky);
  solve(networks, new Set(seeds.map((seed) => question.seeds.indexOf(seed))));
  return boundsIn(networks, groupsOf);
}

export const NONE: Extremes = { least: 0, followed: 0, most: 0 };

export type Bounded = Record<string, Extremes>;

/** By `list:world/endpoint` and asset. */
export function boundsOfPosed(
  { transfers, question }: Posed,
  asked: readonly string[],
): (Bound & { unit: string })[] {
  const timeline = timelineOf(transfers);
  const { shortages } = sweep(timeline, question, conventions.fifo, 'dropped');
  const seeds = question.seeds.filter(({ id }) => asked.includes(id));
  const bounds = boundsOf(timeline, question, seeds, [...timeline.assets.keys()], shortages, new Set());
  return bounds.map((bound) => ({ ...bound, unit: timeline.assets[bound.asset] as string }));
}

/** Of an oracle's world, by `endpoint asset`. */
export function bounded(world: AccountWorld, asked: readonly string[]): Bounded {
  const isOneAsset = world.transfers[0]?.asset === undefined;
  return Object.fromEntries(
    boundsOfPosed(posedAccount(world), asked).map(({ group, unit, least, most, mostFollowed }) => [
      `${group.split('/')[1]} ${isOneAsset ? '' : unit}`,
      { least: Number(least), followed: Number(mostFollowed), most: Number(most) },
    ]),
  );
}
