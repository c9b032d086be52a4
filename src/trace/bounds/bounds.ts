// Bounds: what no choice of convention can change (engine.md §6), for any part of the seeds: what the others send counts as
// clean. Crossings carry an interval from one asset's network into another's.

import type { PlaceKey } from '../../model/place.ts';
import { type PlacedCrossing, placeCrossings } from '../crossings.ts';
import { least } from '../least.ts';
import type { Question } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Timeline } from '../timeline.ts';
import type { Mark } from './edges.ts';
import { type Expanded, expand } from './expand.ts';
import { type Figures, figuresIn, type Level, saturate } from './solve.ts';

/** Base units of one asset at one endpoint, or at all endpoints of one name together. */
export interface Bound {
  readonly group: string;
  readonly asset: number;
  /** At least this much, under any rule that divides each wallet's balance of one asset in chain order. */
  readonly least: bigint;
  /** At most this much, also if all that was not followed went on to this endpoint. */
  readonly most: bigint;
  /** At most this much of what was followed. */
  readonly mostFollowed: bigint;
}

const LEVELS: readonly Level[] = ['least', 'followed', 'most'];

/** One asset's network at each level; the same one where nothing crosses into the asset. */
export type ByLevel = Readonly<Record<Level, Expanded>>;

export interface Networks {
  readonly timeline: Timeline;
  readonly question: Question;
  /** Assets that seeds have sent. */
  readonly sent: readonly number[];
  readonly byAsset: ReadonlyMap<number, ByLevel>;
  /** In the order of their last given leg: none depends on a later one. */
  readonly crossings: readonly PlacedCrossing[];
  readonly untouched: ReadonlyMap<Expanded, Mark>;
}

/** What crosses, in a solved network. */
export interface Crossed {
  readonly of: PlacedCrossing;
  readonly given: Figures;
  readonly received: Figures;
}

/** `assets`: those that seeds have sent. */
export function networksOf(
  timeline: Timeline,
  question: Question,
  assets: readonly number[],
  shortages: Swept['shortages'],
  leaky: ReadonlySet<PlaceKey>,
): Networks {
  const openings = new Map([...shortages].map(([key, { amount }]) => [key, amount]));
  const { placed, roles } = placeCrossings(timeline, question);
  const last = ({ given }: PlacedCrossing): number => given[given.length - 1] as number;
  const reached = new Set(assets);
  const crossings = [...placed]
    .sort((a, b) => last(a) - last(b))
    .filter(({ gives, gets }) => reached.has(gives) && reached.add(gets));
  const entered = new Set(crossings.map(({ gets }) => gets));
  const untouched = new Map<Expanded, Mark>();
  function net(asset: number): Expanded {
    const one = expand(timeline, question, asset, { placed: crossings, roles }, openings, leaky);
    untouched.set(one, one.flow.mark());
    return one;
  }
  const byAsset = new Map(
    [...reached].map((asset): [number, ByLevel] => {
      const one = net(asset);
      if (!entered.has(asset)) return [asset, { least: one, followed: one, most: one }];
      return [asset, { least: one, followed: net(asset), most: net(asset) }];
    }),
  );
  return { timeline, question, sent: assets, byAsset, crossings, untouched };
}

/** Is shown each network in which a figure was found, at the moment when it can be read off it why. */
export type Watch = (level: Level, net: Expanded, ends: readonly number[]) => void;

/** Lets in what these seeds (by index) send and what it becomes by crossings, and leads all of it to some end. */
export function solve(
  { byAsset, crossings, question, untouched }: Networks,
  seeds: ReadonlySet<number>,
  watch: (of: PlacedCrossing) => Watch | undefined = () => undefined,
): Crossed[] {
  const whose = seeds.size === question.seeds.length ? 'all' : 'some';
  const opened = new Map<Expanded, { edge: number; amount: bigint }[]>();
  for (const [net, mark] of untouched) {
    net.flow.undo(mark);
    opened.set(
      net,
      net.injections.filter(({ seed }) => seeds.has(seed)),
    );
  }
  function settle(net: Expanded): void {
    const fresh = opened.get(net) ?? [];
    if (fresh.length > 0) saturate(net, fresh);
    opened.delete(net);
  }
  const crossed = crossings.map((of): Crossed => {
    const from = byAsset.get(of.gives) as ByLevel;
    for (const level of LEVELS) settle(from[level]);
    const given = figuresBy(from)((net) => [net.given.get(of)].filter((end) => end !== undefined), watch(of));
    const received = becoming(given, of, whose);
    const into = byAsset.get(of.gets) as ByLevel;
    for (const level of LEVELS) {
      const net = into[level];
      const way = net.received.get(of);
      if (way === undefined) continue;
      opened.set(net, [...(opened.get(net) ?? []), { edge: way.edge, amount: received[level] }]);
      // All seeds together: each leg has its part of all that is received, rounded up at most.
      const whole = level === 'followed' ? received.followed : received.most;
      if (whose === 'all')
        for (const { edge, amount } of way.legs)
          net.flow.setRest(edge, least(amount, upwards(whole * amount, of.y)));
    }
    return { of, given, received };
  });
  for (const net of untouched.keys()) settle(net);
  return crossed;
}

/** Of saturated networks: the figures of some ends, each level in its own network. */
function figuresBy(nets: ByLevel): (endsIn: (net: Expanded) => readonly number[], watch?: Watch) => Figures {
  const figuresOf = new Map(
    [...new Set(LEVELS.map((level) => nets[level]))].map((net) => [net, figuresIn(net)]),
  );
  return (endsIn, watch) => {
    const found = new Map<Level, bigint>();
    for (const [net, figuresAt] of figuresOf) {
      const ends = endsIn(net);
      const isIts = (level: Level): boolean => nets[level] === net;
      const figures = figuresAt(ends, (level, flow) => {
        if (isIts(level)) watch?.(level, { ...net, flow }, ends);
      });
      for (const level of LEVELS.filter(isIts)) found.set(level, figures[level]);
    }
    const of = (level: Level): bigint => found.get(level) as bigint;
    return { least: of('least'), followed: of('followed'), most: of('most') };
  };
}

/** Of solved networks: the figures of endpoints, several places as one. */
export function figuresAtPlaces(nets: ByLevel): (places: readonly number[], watch?: Watch) => Figures {
  const figures = figuresBy(nets);
  return (places, watch) =>
    figures(({ endpoints }) => places.map((place) => endpoints.get(place) as number), watch);
}

function upwards(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}

/**
 * What given units become, outwards: `[lo, hi]` given is `[⌊lo·y/x⌋, ⌈hi·y/x⌉]` received. One of several seeds has its share
 * of a share that was rounded to the nearest unit before, so half a unit less or more.
 */
function becoming(given: Figures, { x, y }: PlacedCrossing, seeds: 'all' | 'some'): Figures {
  const half = seeds === 'all' ? 0n : x;
  function low(lo: bigint): bigint {
    if (lo === x) return y;
    const twice = 2n * lo * y - half;
    return twice > 0n ? twice / (2n * x) : 0n;
  }
  const high = (hi: bigint): bigint =>
    hi === 0n ? 0n : least(y, upwards(2n * least(hi, x) * y + half, 2n * x));
  return { least: low(given.least), followed: high(given.followed), most: high(given.most) };
}

/** Endpoints by the names under which they count: a place's own key, an entity's for all that are its. */
export type GroupsOf = (place: PlaceKey) => readonly string[];

/** Of solved networks. */
export function boundsIn({ timeline, byAsset }: Networks, groupsOf: GroupsOf): Bound[] {
  return [...byAsset].flatMap(([asset, nets]) => {
    const figuresOf = remembering(nets);
    return [...groupsIn(nets.most, timeline, groupsOf)].map(([group, places]): Bound => {
      const { least, most, followed } = figuresOf(places);
      return { group, asset, least, most, mostFollowed: followed };
    });
  });
}

/** An entity with one endpoint has that endpoint's figures. */
function remembering(nets: ByLevel): (places: readonly number[]) => Figures {
  const known = new Map<number, Figures>();
  const figuresOf = figuresAtPlaces(nets);
  return (places) => {
    const only = places.length === 1 ? places[0] : undefined;
    const same = only === undefined ? undefined : known.get(only);
    const figures = same ?? figuresOf(places);
    if (only !== undefined) known.set(only, figures);
    return figures;
  };
}

/** By group, the places of its endpoints, by index. */
export function groupsIn(net: Expanded, { keys }: Timeline, groupsOf: GroupsOf): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [place] of net.endpoints)
    for (const group of groupsOf(keys[place] as PlaceKey)) {
      const own = groups.get(group);
      if (own === undefined) groups.set(group, [place]);
      else own.push(place);
    }
  return groups;
}
