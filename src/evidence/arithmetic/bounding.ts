// The bounds, reckoned a second time, of all seeds or of one with the others' value as clean; across crossings asset by
// asset, in the order of what is given last. Shares no line with src/trace.
import { type Crossed, crossedRows } from './exchanges.ts';
import { type Figures, figuresOf, type Work } from './flows.ts';
import { least as lesser } from './money.ts';
import { type Network, networkOf } from './network.ts';
import type { Rows } from './rows.ts';

export interface Bound {
  readonly least: bigint;
  readonly most: bigint;
  readonly mostFollowed: bigint;
}

const LEVELS = ['least', 'followed', 'most'] as const satisfies readonly (keyof Figures)[];
type Level = (typeof LEVELS)[number];

export interface Bounding {
  /** Whether anything of the asset was ever paid to one of these places as an endpoint. */
  isThere(asset: string, places: readonly string[]): boolean;
  /** Of some endpoints together. undefined: there was no work left. */
  at(asset: string, places: readonly string[]): Bound | undefined;
}

interface Nets {
  readonly net: Network;
  /** What is open at each level. */
  readonly open: Readonly<Record<Level, Map<number, bigint>>>;
}

/** All networks of a run. `shortages`: by asset, then by place. */
export function networksOf(
  all: Rows,
  shortages: ReadonlyMap<string, ReadonlyMap<string, bigint>>,
): ReadonlyMap<string, Network> {
  const crossings = crossedRows(all);
  const assets = new Set(all.rows.map(({ asset }) => asset));
  return new Map(
    [...assets].map((asset) => [asset, networkOf(all, asset, shortages.get(asset) ?? new Map(), crossings)]),
  );
}

/** `seed`: of one alone; undefined: of all together. */
export function bounding(
  all: Rows,
  networks: ReadonlyMap<string, Network>,
  seed: string | undefined,
  work: Work,
): Bounding {
  const nets = new Map([...networks].map(([asset, net]) => [asset, opened(net, seed)]));
  const whose = seed === undefined || all.seeds.length === 1 ? 'all' : 'one';
  for (const [crossing] of crossingsIn(networks)) {
    const from = nets.get(crossing.given[0]?.asset as string) as Nets;
    const into = nets.get(crossing.received[0]?.asset as string) as Nets;
    const given = figuresAt(from, work)([from.net.given.get(crossing) as number]);
    if (given === undefined) break;
    bring(into, crossing, becoming(given, crossing, whose), whose);
  }
  const known = new Map<string, ReturnType<typeof figuresAt>>();
  return {
    isThere: (asset, places) => places.some((place) => nets.get(asset)?.net.endpoints.has(place) === true),
    at(asset, places) {
      const own = nets.get(asset) as Nets;
      const figures = known.get(asset) ?? figuresAt(own, work);
      known.set(asset, figures);
      const found = figures(places.flatMap((place) => own.net.endpoints.get(place) ?? []));
      return found && { least: found.least, most: found.most, mostFollowed: found.followed };
    },
  };
}

function opened(net: Network, seed: string | undefined): Nets {
  const sent = new Map(
    net.injections.flatMap(({ edge, seed: of, amount }) =>
      seed === undefined || of === seed ? [[edge, amount] as const] : [],
    ),
  );
  return { net, open: { least: new Map(sent), followed: new Map(sent), most: new Map(sent) } };
}

/** In the order of the networks' own list, which is that of what is given last. */
function crossingsIn(networks: ReadonlyMap<string, Network>): Map<Crossed, Network> {
  const first = [...networks.values()].flatMap((net) =>
    [...net.given.keys()].map((of) => [of, net] as const),
  );
  return new Map(first.sort(([a], [b]) => a.order - b.order));
}

/** Each level's figure, in the network as it is open at that level; one flow where all levels are open alike. */
function figuresAt({ net, open }: Nets, work: Work): (ends: readonly number[]) => Figures | undefined {
  const isAlike = LEVELS.every((level) => same(open[level], open.most));
  const all = isAlike ? figuresOf(net, open.most, work) : undefined;
  if (all !== undefined) return all;
  const byLevel = LEVELS.map((level) => figuresOf(net, open[level], work));
  return (ends) => {
    const [low, followed, most] = byLevel.map((figures) => figures(ends));
    if (low === undefined || followed === undefined || most === undefined) return undefined;
    return { least: low.least, followed: followed.followed, most: most.most };
  };
}

function same(a: ReadonlyMap<number, bigint>, b: ReadonlyMap<number, bigint>): boolean {
  return a.size === b.size && [...a].every(([edge, amount]) => b.get(edge) === amount);
}

function bring({ net, open }: Nets, crossing: Crossed, became: Figures, whose: 'all' | 'one'): void {
  const way = net.received.get(crossing);
  if (way === undefined) return;
  for (const level of LEVELS) {
    open[level].set(way.edge, became[level]);
    const whole = level === 'followed' ? became.followed : became.most;
    // Of all seeds together each received row has its part, rounded up at most; of one it may have any.
    for (const { edge, amount } of way.legs)
      open[level].set(edge, whose === 'one' ? amount : lesser(amount, up(whole * amount, crossing.y)));
  }
}

/** Outwards; of one seed among several half a unit further, since its share is one of a sum that was rounded. */
function becoming({ least, followed, most }: Figures, { x, y }: Crossed, whose: 'all' | 'one'): Figures {
  const half = whose === 'all' ? 0n : x;
  const low = (given: bigint): bigint => {
    if (given === x) return y;
    const twice = 2n * given * y - half;
    return twice > 0n ? twice / (2n * x) : 0n;
  };
  const high = (given: bigint): bigint =>
    given === 0n ? 0n : lesser(y, up(2n * lesser(given, x) * y + half, 2n * x));
  return { least: low(least), followed: high(followed), most: high(most) };
}

function up(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}
