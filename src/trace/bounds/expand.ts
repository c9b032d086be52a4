// The time-expanded network of engine.md §6, of one asset: what every rule that divides each wallet's balance in chain
// order is bound by. A node per pool after each payment, per coin, per match inside a transaction; what a pool keeps is an
// edge that holds no more than its balance.
import type { PlaceKey } from '../../model/place.ts';
import type { CoinId } from '../../model/transfer.ts';
import { endOf } from '../end-of.ts';
import { claimedUnits, coinClaim, type Question, type ResolvedSeed, transferClaim } from '../question.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';
import { type Network, network } from './flow.ts';

/** A node where value ends, and its edge to the sink. */
export interface End {
  readonly node: number;
  readonly edge: number;
}

export interface Expanded {
  readonly flow: Network;
  readonly source: number;
  readonly sink: number;
  /** By place index. */
  readonly endpoints: ReadonlyMap<number, End>;
  /** What stands at places not explored, or moved after `until`: it may have gone anywhere from there. */
  readonly unexplored: End;
  /** Held, fees, burnt, returned, reached another seed. */
  readonly settled: End;
  readonly injected: bigint;
  /** More than any edge ever carries. The ways to the sink of all but the unexplored are closed until given this. */
  readonly plenty: bigint;
}

interface Pot {
  /** Node of the pool as it is now; undefined while nothing tainted can be in it. */
  node: number | undefined;
  balance: bigint;
}

/**
 * `asked`: the seeds whose value is followed; what other seeds send counts as clean. `openings`: by `place|asset`, what a
 * pool must have had at the start because it paid more than it is known to have received. `leaky`: places whose history is
 * known to be incomplete; what passes them may have gone anywhere.
 */
export function expand(
  timeline: Timeline,
  question: Question,
  asset: number,
  asked: ReadonlySet<ResolvedSeed>,
  openings: ReadonlyMap<string, bigint>,
  leaky: ReadonlySet<PlaceKey>,
): Expanded {
  const { legs, keys, placeIndex } = timeline;
  const flow = network();
  const source = flow.node();
  const sink = flow.node();
  let injected = 0n;
  /** No edge of this network ever carries more than all amounts together. */
  const plenty = legs.reduce((sum, leg) => (leg.asset === asset ? sum + leg.transfer.amount : sum), 1n);
  function newEnd(): End {
    const node = flow.node();
    return { node, edge: flow.edge(node, sink, 0n) };
  }
  const settled = newEnd();
  const unexplored = newEnd();
  flow.setRest(unexplored.edge, plenty);
  const endpoints = new Map<number, End>();
  const explored = keys.map((key) => question.explored.has(key));
  const seedPlaces = new Set<number>();
  const injecting = new Set<number>();
  const claims = claimedUnits(asked);
  const allClaims = claimedUnits(question.seeds);
  for (const seed of question.seeds) {
    const place = seed.kind === 'wallet' ? placeIndex.get(seed.place) : undefined;
    if (place === undefined) continue;
    seedPlaces.add(place);
    if (asked.has(seed)) injecting.add(place);
  }

  const pots = new Map<number, Pot>();
  function pot(place: number): Pot {
    let known = pots.get(place);
    if (known === undefined) {
      known = { node: undefined, balance: openings.get(`${place}|${asset}`) ?? 0n };
      pots.set(place, known);
    }
    return known;
  }

  function leak(place: number, node: number): void {
    if (leaky.has(keys[place] as PlaceKey)) flow.edge(node, unexplored.node, plenty);
  }

  function inject(node: number, amount: bigint): void {
    flow.edge(source, node, amount);
    injected += amount;
  }

  function isInjecting(leg: Leg, group: Group): boolean {
    return injecting.has(leg.from) && group.at.time >= (question.since ?? 0);
  }

  function endpointNode(place: number): number {
    const known = endpoints.get(place) ?? newEnd();
    endpoints.set(place, known);
    return known.node;
  }

  /** Where value ends that arrives with this leg; undefined = it goes on from there, if the place is explored. */
  function end(leg: Leg, group: Group): number | undefined {
    switch (endOf(leg, group, timeline, question, (place) => seedPlaces.has(place))) {
      case undefined:
        return undefined;
      case 'endpoint':
        return endpointNode(leg.to);
      case 'afterUntil':
        return unexplored.node;
      default:
        return settled.node;
    }
  }

  /**
   * A payment that payment seeds claim: what it carried in their front has ended there, whoever claims it; what those claim
   * whose value is followed is injected behind it.
   */
  function throughClaim(leg: Leg, node: number): number {
    const name = transferClaim(leg.transfer.chain, leg.transfer.id);
    const claim = allClaims.get(name);
    if (claim === undefined) return node;
    const own = claims.get(name);
    if (own !== undefined) inject(node, own);
    const before = flow.node();
    flow.edge(before, node, leg.transfer.amount - claim);
    flow.edge(before, settled.node, claim);
    return before;
  }

  function accounts(group: Group): void {
    // A wallet that receives and later pays in this transaction: a node of its own, and the units given to it so far.
    const matches = new Map<number, { node: number; amount: bigint }>();
    const lastPayment = new Map<number, number>();
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.asset === asset && leg.transfer.to.kind !== 'fee') lastPayment.set(leg.from, index);
    }
    const receipts: { leg: Leg; node: number }[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.asset !== asset || leg.from === leg.to) continue;
      const { amount } = leg.transfer;
      const ends = end(leg, group);
      const passesOn = ends === undefined && (lastPayment.get(leg.to) ?? -1) > index;
      let to: number;
      if (ends !== undefined) to = ends;
      else if (passesOn) {
        const match = matches.get(leg.to) ?? { node: flow.node(), amount: 0n };
        match.amount += amount;
        matches.set(leg.to, match);
        to = match.node;
      } else {
        to = flow.node();
        receipts.push({ leg, node: to });
      }
      pay(leg, group, throughClaim(leg, to), matches);
      if (ends !== undefined && explored[leg.to] && !seedPlaces.has(leg.to)) pot(leg.to).balance += amount;
    }
    for (const { leg, node } of receipts) keep(leg.to, node, leg.transfer.amount);
    for (const [place, { node, amount }] of matches) if (amount > 0n) keep(place, node, amount);
  }

  /** Edges of a payment from wherever its value can come to `to`. */
  function pay(
    leg: Leg,
    group: Group,
    to: number,
    matches: ReadonlyMap<number, { node: number; amount: bigint }>,
  ): void {
    const { amount } = leg.transfer;
    if (seedPlaces.has(leg.from)) {
      if (isInjecting(leg, group)) inject(to, amount);
      return;
    }
    const match = leg.transfer.to.kind === 'fee' ? undefined : matches.get(leg.from);
    const matched = match === undefined ? 0n : match.amount < amount ? match.amount : amount;
    if (match !== undefined && matched > 0n) {
      flow.edge(match.node, to, matched);
      match.amount -= matched;
    }
    const left = amount - matched;
    if (left === 0n || !explored[leg.from]) return;
    const from = pot(leg.from);
    from.balance -= left;
    if (from.node === undefined) return;
    flow.edge(from.node, to, left);
    const after = flow.node();
    flow.edge(from.node, after, from.balance);
    leak(leg.from, after);
    from.node = after;
  }

  /** What is left of a receipt when its transaction is over. */
  function keep(place: number, node: number, amount: bigint): void {
    if (!explored[place]) {
      flow.edge(node, unexplored.node, amount);
      return;
    }
    const into = pot(place);
    into.balance += amount;
    if (into.node === undefined) {
      into.node = flow.node();
      leak(place, into.node);
    }
    flow.edge(node, into.node, amount);
  }

  const coins = new Map<CoinId, number>();
  function junction(group: Group): void {
    const melt = flow.node();
    const outputs: Leg[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.asset !== asset) continue;
      const { amount, coin } = leg.transfer;
      if (leg.transfer.to.kind !== 'junction') {
        outputs.push(leg);
        continue;
      }
      const known = coin === undefined ? undefined : coins.get(coin);
      if (coin !== undefined) coins.delete(coin);
      if (isInjecting(leg, group)) inject(melt, amount);
      else {
        const claim = claims.get(coinClaim(coin));
        if (claim !== undefined) inject(melt, claim);
        if (known !== undefined) flow.edge(known, melt, amount);
      }
    }
    for (const leg of outputs) {
      const { amount, coin } = leg.transfer;
      const ends = end(leg, group);
      let to = ends;
      if (to === undefined) {
        to = explored[leg.to] && coin !== undefined ? flow.node() : unexplored.node;
        if (to !== unexplored.node) coins.set(coin as CoinId, to);
      }
      flow.edge(melt, throughClaim(leg, to), amount);
    }
  }

  for (const group of timeline.groups) {
    if (group.melts) junction(group);
    else accounts(group);
  }
  for (const { node, balance } of pots.values())
    if (node !== undefined) flow.edge(node, settled.node, balance);
  for (const [coin, node] of coins)
    flow.edge(node, question.answered.has(coin) ? settled.node : unexplored.node, plenty);
  return { flow, source, sink, endpoints, unexplored, settled, injected, plenty };
}
