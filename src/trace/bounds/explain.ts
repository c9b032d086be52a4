// Why no rule can give less or more: the minimum cuts behind the bounds, in terms that can be added up with a pencil. A cut is
// a set of transfers and balances through which everything must pass; what they can carry together is the bound.
import type { AssetId } from '../../model/asset.ts';
import type { CrossingId } from '../../model/crossing.ts';
import { isOwner, type OwnerPlace, type PlaceKey } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { PlacedCrossing } from '../crossings.ts';
import type { Leg } from '../timeline.ts';
import { figuresAtPlaces, type GroupsOf, groupsIn, type Networks, solve, type Watch } from './bounds.ts';
import type { Expanded } from './expand.ts';
import type { Figures, Level } from './solve.ts';
import type { Tag } from './tagged-edges.ts';

/**
 * One thing that can carry no more than `amount`. `transfer`: a recorded transfer, or a part of it. `injected`: what a seed
 * sends. `held`: what a wallet has between this payment of its and its next receipt. `left`: what a wallet has at the end.
 * `kept`: what a wallet keeps of what this transaction brought. `crossing`: what a crossing brings; `received`: with this transfer.
 */
export interface CutPart {
  readonly kind: Exclude<Tag['kind'], 'none'>;
  readonly amount: bigint;
  readonly place: OwnerPlace | undefined;
  readonly transfer: { readonly id: TransferId; readonly tx: string; readonly time: number } | undefined;
  readonly crossing: CrossingId | undefined;
}

export interface Cut {
  /** Of all parts together. */
  readonly sum: bigint;
  readonly parts: readonly CutPart[];
}

export interface Proof {
  readonly asset: AssetId;
  /** All that came in: from seeds, and for certain by crossings. */
  readonly injected: bigint;
  readonly figures: Figures;
  /** `least`: through it passes all that can go elsewhere, so at least `injected − sum` cannot. The others: all that can come. */
  readonly cuts: Readonly<Record<Level, Cut>>;
}

export interface EntityProof extends Proof {
  readonly entity: string;
}

/** What was given and what it became, outwards: by how much of each, the next network begins. */
export interface CrossingProof extends Proof {
  readonly crossing: CrossingId;
  readonly x: bigint;
  readonly y: bigint;
  readonly received: Figures & { readonly asset: AssetId };
}

export interface BoundsProofs {
  readonly entities: readonly EntityProof[];
  readonly crossings: readonly CrossingProof[];
}

/** `entityOf`: the service at a place, of those that are named. Solves the networks anew, for all seeds. */
export function explain(networks: Networks, entityOf: (place: PlaceKey) => string | undefined): BoundsProofs {
  const { timeline, question, byAsset } = networks;
  const assetOf = (index: number): AssetId => timeline.assets[index] as AssetId;
  const crossingCuts = new Map<PlacedCrossing, Watching>();
  const crossed = solve(networks, new Set(question.seeds.keys()), (of) => {
    const watching = watcher(networks);
    crossingCuts.set(of, watching);
    return watching.watch;
  });
  const groupsOf: GroupsOf = (place) => {
    const entity = entityOf(place);
    return entity === undefined ? [] : [entity];
  };
  return {
    crossings: crossed.map(({ of, given, received }) => ({
      crossing: of.crossing.id,
      asset: assetOf(of.gives),
      x: of.x,
      y: of.y,
      figures: given,
      ...(crossingCuts.get(of) as Watching).done(),
      received: { ...received, asset: assetOf(of.gets) },
    })),
    entities: [...byAsset].flatMap(([asset, nets]) => {
      const figuresOf = figuresAtPlaces(nets);
      return [...groupsIn(nets.most, timeline, groupsOf)].map(([entity, places]): EntityProof => {
        const watching = watcher(networks);
        const figures = figuresOf(places, watching.watch);
        return { entity, asset: assetOf(asset), figures, ...watching.done() };
      });
    }),
  };
}

/** Every place that a cut names. */
export function placesIn({ entities, crossings }: BoundsProofs): OwnerPlace[] {
  const parts = [...entities, ...crossings].flatMap(({ cuts }) =>
    Object.values(cuts).flatMap((cut) => cut.parts),
  );
  return parts.map(({ place }) => place).filter((place) => place !== undefined);
}

interface Watching {
  readonly watch: Watch;
  done(): Pick<Proof, 'injected' | 'cuts'>;
}

function watcher(networks: Networks): Watching {
  const cuts: Partial<Record<Level, Cut>> = {};
  let injected = 0n;
  return {
    watch(level, net, ends) {
      cuts[level] = cutOf(networks, net, ends, level);
      if (level === 'least') injected = broughtIn(net);
    },
    done: () => ({ injected, cuts: cuts as Record<Level, Cut> }),
  };
}

/** What flows in by the ways that are open. */
function broughtIn({ flow, injections, received }: Expanded): bigint {
  let sum = 0n;
  for (const { edge } of [...injections, ...received.values()]) sum += flow.flowOn(edge);
  return sum;
}

/** Of a network re-routed as far as can be: of the two cuts, next to where value ends and next to where it begins, the shorter. */
function cutOf(networks: Networks, net: Expanded, ends: readonly number[], level: Level): Cut {
  const { flow, source, unexplored } = net;
  const own = new Set(level === 'most' ? [...ends, unexplored] : ends);
  const others = net.ends.filter((end) => !own.has(end));
  const after = flow.reach(level === 'least' ? others : [...own], 'against');
  const before = flow.reach([source, ...(level === 'least' ? own : others)], 'along');
  const late: number[] = [];
  const early: number[] = [];
  for (let edge = 0; edge < 2 * flow.edges; edge += 2) {
    if (flow.flowOn(edge) === 0n) continue;
    const [from, to] = [flow.from(edge), flow.to(edge)];
    if (after[from] === 0 && after[to] === 1) late.push(edge);
    if (before[from] === 1 && before[to] === 0) early.push(edge);
  }
  const edges = early.length < late.length ? early : late;
  const sum = edges.reduce((total, edge) => total + flow.flowOn(edge), 0n);
  return { sum, parts: edges.map((edge) => partOf(networks, net, edge)).sort(byTime) };
}

function partOf({ timeline, crossings }: Networks, { flow, tagOf }: Expanded, edge: number): CutPart {
  const { kind, index } = tagOf(edge);
  if (kind === 'none') throw new Error('bounds: a cut through what has no limit');
  const own = { kind, amount: flow.flowOn(edge), place: undefined, transfer: undefined, crossing: undefined };
  function owner(at: number): OwnerPlace | undefined {
    const place = timeline.places[at];
    return place !== undefined && isOwner(place) ? place : undefined;
  }
  if (kind === 'crossing') return { ...own, crossing: crossings[index]?.crossing.id };
  if (kind === 'left') return { ...own, place: owner(index) };
  const { from, to, transfer } = timeline.legs[index] as Leg;
  const of = crossings.find(({ received }) => kind === 'received' && received.includes(index));
  return {
    ...own,
    place: owner(kind === 'held' ? from : to),
    transfer: { id: transfer.id, tx: transfer.txId, time: transfer.at?.time ?? 0 },
    crossing: of?.crossing.id,
  };
}

function byTime(a: CutPart, b: CutPart): number {
  const [left, right] = [a.transfer, b.transfer];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return left.time - right.time || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
}
