// Patterns on the ways of the units themselves: round trips, and long rest at a wallet. What "themselves" means the convention
// says: under fifo and lifo the lineage, under the others the units that came first.
import { isOwner } from '../../model/place.ts';
import type { Leg, Timeline } from '../timeline.ts';
import { parameters } from './parameters.ts';
import type { WayNode } from './way-tree.ts';

/** At one wallet, in one asset; what happened there several times is one finding. */
export interface OnWays {
  readonly place: number;
  readonly asset: number;
  /** Over all times: units that came back, or lay there. */
  units: bigint;
  readonly legs: Set<number>;
  readonly times: Set<string>;
  /** Seconds of the longest rest. */
  longest: number;
}

function gathered(): { at(place: number, asset: number): OnWays; all(): OnWays[] } {
  const found = new Map<string, OnWays>();
  return {
    at(place, asset) {
      const key = `${place}|${asset}`;
      const known = found.get(key) ?? {
        place,
        asset,
        units: 0n,
        legs: new Set<number>(),
        times: new Set<string>(),
        longest: 0,
      };
      found.set(key, known);
      return known;
    },
    all: () => [...found.values()],
  };
}

/** Units that left a wallet and came back to it over others, in a later transaction; one refund from hand to hand is none. */
export function roundTripsOf({ legs, places }: Timeline, nodes: readonly WayNode[]): OnWays[] {
  const trips = gathered();
  const legAt = (node: WayNode): Leg => legs[node.leg] as Leg;
  const owns = (place: number): boolean => {
    const at = places[place];
    return at !== undefined && isOwner(at);
  };
  /** Wallets on the way so far, each with the node by which the money came; own change is no step. */
  const path: { readonly place: number; readonly node: WayNode | undefined }[] = [];
  /** Where on it each wallet stands. */
  const lastAt = new Map<number, number[]>();
  function enter(place: number, node: WayNode | undefined): void {
    const visits = lastAt.get(place);
    if (visits === undefined) lastAt.set(place, [path.length]);
    else visits.push(path.length);
    path.push({ place, node });
  }
  function leave(): void {
    const { place } = path.pop() as { place: number };
    lastAt.get(place)?.pop();
  }

  function arrive(node: WayNode): void {
    const { to, asset } = legAt(node);
    const last = lastAt.get(to)?.at(-1);
    if (last !== undefined && path.length - 1 - last >= parameters['round-trip'].walletsBetween) {
      const own: number[] = [];
      const begin = path[last]?.node;
      for (let step: WayNode | undefined = node; step !== begin && step !== undefined; step = step.before)
        own.push(step.leg);
      if (new Set(own.map((leg) => legs[leg]?.transfer.txId)).size > 1) {
        const trip = trips.at(to, asset);
        trip.units += node.units;
        for (const leg of own.reverse()) trip.legs.add(leg);
        trip.times.add(own.join(','));
      }
    }
    enter(to, node);
  }

  for (const root of nodes) {
    if (root.before !== undefined) continue;
    const { from } = legAt(root);
    if (owns(from)) enter(from, undefined);
    const open: (WayNode | 'leave')[] = [root];
    while (open.length > 0) {
      const node = open.pop() as WayNode | 'leave';
      if (node === 'leave') {
        leave();
        continue;
      }
      const { to } = legAt(node);
      if (owns(to) && path.at(-1)?.place !== to) {
        arrive(node);
        open.push('leave');
      }
      for (const next of node.after) open.push(next);
    }
    if (owns(from)) leave();
  }
  return trips.all();
}

/** Units that lay at a wallet for long and then went on. */
export function restsOf({ legs, places }: Timeline, nodes: readonly WayNode[]): OnWays[] {
  const rests = gathered();
  const least = parameters.dormancy.days * 86_400;
  for (const { leg, before, units } of nodes) {
    if (before === undefined) continue;
    const [came, went] = [legs[before.leg] as Leg, legs[leg] as Leg];
    const at = places[came.to];
    if (at === undefined || !isOwner(at) || came.to !== went.from || came.asset !== went.asset) continue;
    const seconds = (went.transfer.at?.time ?? 0) - (came.transfer.at?.time ?? 0);
    if (seconds < least) continue;
    const rest = rests.at(came.to, came.asset);
    rest.units += units;
    rest.legs.add(before.leg).add(leg);
    rest.times.add(`${before.leg},${leg}`);
    rest.longest = Math.max(rest.longest, seconds);
  }
  return rests.all();
}
