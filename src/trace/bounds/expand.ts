// The time-expanded network of engine.md §6, of one asset: what every rule that divides each wallet's balance in chain
// order is bound by. A node for a pool from one receipt after a payment to the next, for a transaction that melts coins, for
// a match inside a transaction; what a pool keeps is an edge that holds no more than its balance. Whose value enters it, and
// how much by a crossing, is said later: every way in is closed.
import type { PlaceKey } from '../../model/place.ts';
import type { CoinId } from '../../model/transfer.ts';
import type { Crossings, PlacedCrossing } from '../crossings.ts';
import { endOf, endsInside, isStopped } from '../end-of.ts';
import { least } from '../least.ts';
import { claimName, coinClaim, type PaymentSeed, type Question, transferClaim } from '../question.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';
import { type Flow, flowThrough } from './flow.ts';
import { type Stock, stocking, type Ways } from './stock.ts';
import { type Tag, taggedEdges } from './tagged-edges.ts';

interface Received {
  readonly edge: number;
  readonly node: number;
  readonly legs: { readonly edge: number; readonly amount: bigint }[];
}

export interface Expanded {
  readonly flow: Flow;
  readonly source: number;
  /** Every node where value ends. */
  readonly ends: readonly number[];
  /** By place index. */
  readonly endpoints: ReadonlyMap<number, number>;
  /** What stands at places not explored, or moved after `until`: it may have gone anywhere from there. */
  readonly unexplored: number;
  /** Held, fees, burnt, returned, reached another seed. */
  readonly settled: number;
  /** Where value is given into a crossing. */
  readonly given: ReadonlyMap<PlacedCrossing, number>;
  /** What seeds send: `seed` is the index in the question. Closed. */
  readonly injections: readonly { readonly edge: number; readonly seed: number; readonly amount: bigint }[];
  /** What crossings bring, closed; and what each of the received legs can take of it, all of its amount. */
  readonly received: ReadonlyMap<PlacedCrossing, Received>;
  tagOf(edge: number): Tag;
}

/**
 * `openings`: by `place|asset`, what a pool must have had at the start because it paid more than it is known to have
 * received. `leaky`: places whose history is known to be incomplete; what passes them may have gone anywhere.
 */
export function expand(
  timeline: Timeline,
  question: Question,
  asset: number,
  { placed, roles }: Pick<Crossings, 'placed' | 'roles'>,
  openings: ReadonlyMap<string, bigint>,
  leaky: ReadonlySet<PlaceKey>,
): Expanded {
  const { legs, keys, placeIndex } = timeline;
  const network = taggedEdges();
  const { edge } = network;
  const source = network.terminal();
  const allEnds: number[] = [];
  /** No edge of this network ever carries more than all amounts together. */
  const plenty = legs.reduce((sum, leg) => (leg.asset === asset ? sum + leg.transfer.amount : sum), 1n);
  function newEnd(): number {
    const end = network.terminal();
    allEnds.push(end);
    return end;
  }
  const settled = newEnd();
  const unexplored = newEnd();
  const endpoints = new Map<number, number>();
  const given = new Map<PlacedCrossing, number>();
  const received = new Map<PlacedCrossing, Received>();
  const injections: { edge: number; seed: number; amount: bigint }[] = [];
  const explored = keys.map((key) => question.explored.has(key));
  const seedAt = new Map<number, number>();
  const claims = new Map<string, number[]>();
  for (const [index, seed] of question.seeds.entries()) {
    if (seed.kind === 'payment') claims.set(claimName(seed), [...(claims.get(claimName(seed)) ?? []), index]);
    else for (const key of seed.places) seedAt.set(placeIndex.get(key) ?? -1, index);
  }
  for (const of of placed) if (of.gives === asset) given.set(of, newEnd());
  for (const of of placed)
    if (of.gets === asset) {
      const node = network.node();
      received.set(of, { node, edge: edge(source, node, 0n, 'crossing', placed.indexOf(of)), legs: [] });
    }

  const { renew, nodeOf, take } = stocking(network, unexplored, plenty);
  const pools = new Map<number, Stock>();
  function pool(place: number): Stock {
    let known = pools.get(place);
    if (known === undefined) {
      const balance = openings.get(`${place}|${asset}`) ?? 0n;
      known = { node: undefined, balance, paid: undefined, leaks: leaky.has(keys[place] as PlaceKey) };
      pools.set(place, known);
    }
    return known;
  }

  function inject(node: number, amount: bigint, seed: number, leg: number): void {
    injections.push({ edge: edge(source, node, 0n, 'injected', leg), seed, amount });
  }

  function endpointAt(place: number): number {
    const known = endpoints.get(place) ?? newEnd();
    endpoints.set(place, known);
    return known;
  }

  /** Where value ends that arrives with this leg; undefined = it goes on from there, if the place is explored. */
  function end(index: number, group: Group): number | undefined {
    const leg = legs[index] as Leg;
    const role = roles.get(index);
    if (role?.side === 'given' && !isStopped(leg, group, question)) return given.get(role.of);
    switch (endOf(leg, group, timeline, question, (place) => seedAt.has(place))) {
      case undefined:
        return undefined;
      case 'endpoint':
        return endpointAt(leg.to);
      case 'afterUntil':
        return unexplored;
      default:
        return settled;
    }
  }

  /** `to` is asked for only if something tainted can arrive. What claims name is theirs; what it carried before has ended. */
  function arrive(
    index: number,
    ways: Ways,
    claimants: readonly number[] | undefined,
    to: () => number,
  ): void {
    if (claimants === undefined) {
      if (ways.length > 0) for (const { node, amount } of ways) edge(node, to(), amount, 'transfer', index);
      return;
    }
    let front = 0n;
    for (const seed of claimants) {
      const { amount } = question.seeds[seed] as PaymentSeed;
      inject(to(), amount, seed, index);
      front += amount;
    }
    if (ways.length === 0) return;
    const before = network.node();
    for (const { node, amount } of ways) edge(node, before, amount, 'transfer', index);
    edge(before, settled, front, 'transfer', index);
    const behind = (legs[index] as Leg).transfer.amount - front;
    if (behind > 0n) edge(before, to(), behind, 'transfer', index);
  }

  function fromCrossing({ node, legs: parts }: Received, amount: bigint, index: number): Ways[number] {
    const part = network.node();
    parts.push({ edge: edge(node, part, amount, 'received', index), amount });
    return { node: part, amount };
  }

  function isInjecting(leg: Leg, group: Group): boolean {
    return seedAt.has(leg.from) && group.at.time >= (question.since ?? 0);
  }

  function accounts(group: Group): void {
    // A wallet that receives and later pays in this transaction: what came in goes out first.
    const matches = new Map<number, Stock & { last: number }>();
    const lastPayment = new Map<number, number>();
    if (group.end - group.first > 1)
      for (let index = group.first; index < group.end; index += 1)
        if (legs[index]?.asset === asset) lastPayment.set((legs[index] as Leg).from, index);

    function paid(index: number): Ways {
      const { from, transfer } = legs[index] as Leg;
      if (seedAt.has(from)) return [];
      let left = transfer.amount;
      const match = transfer.to.kind === 'fee' ? undefined : matches.get(from);
      const matched = match === undefined ? 0n : least(match.balance, left);
      const ways = match === undefined || matched === 0n ? [] : take(match, matched, index);
      left -= matched;
      return left === 0n || !explored[from] ? ways : [...ways, ...take(pool(from), left, index)];
    }

    function into(index: number): { stock: Stock | undefined; node: () => number } {
      const { to, transfer } = legs[index] as Leg;
      if ((lastPayment.get(to) ?? -1) > index) {
        const match = matches.get(to) ?? {
          node: undefined,
          balance: 0n,
          paid: undefined,
          leaks: false,
          last: index,
        };
        matches.set(to, match);
        match.last = index;
        renew(match);
        match.balance += transfer.amount;
        return { stock: match, node: () => nodeOf(match) };
      }
      if (!explored[to]) return { stock: undefined, node: () => unexplored };
      const own = pool(to);
      renew(own);
      own.balance += transfer.amount;
      return { stock: own, node: () => nodeOf(own) };
    }

    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.asset !== asset || leg.from === leg.to) continue;
      const { transfer } = leg;
      const role = roles.get(index);
      const crossed = role?.side === 'received' ? received.get(role.of) : undefined;
      const ways = crossed === undefined ? paid(index) : [fromCrossing(crossed, transfer.amount, index)];
      const ends = end(index, group);
      // Where the taint stops, the units do not: the wallet has them, and pays with them.
      const target = ends === undefined || ends === unexplored ? into(index) : undefined;
      const to = ends === undefined ? (target as { node: () => number }).node : () => ends;
      if (crossed === undefined && isInjecting(leg, group))
        inject(to(), transfer.amount, seedAt.get(leg.from) as number, index);
      arrive(index, ways, claims.get(transferClaim(transfer.chain, transfer.id)), to);
    }
    for (const [place, match] of matches) {
      if (match.balance === 0n) continue;
      if (explored[place]) {
        const own = pool(place);
        renew(own);
        own.balance += match.balance;
        if (match.node !== undefined) edge(match.node, nodeOf(own), match.balance, 'kept', match.last);
      } else if (match.node !== undefined) edge(match.node, unexplored, match.balance, 'kept', match.last);
    }
  }

  /** Coins that can be tainted: which node they came from, with which leg. */
  const coins = new Map<CoinId, { node: number; leg: number }>();
  function junction(group: Group): void {
    let melt: number | undefined;
    function melted(): number {
      melt ??= network.node();
      return melt;
    }
    const outputs: number[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.asset !== asset) continue;
      const { amount, coin } = leg.transfer;
      if (leg.transfer.to.kind !== 'junction') {
        outputs.push(index);
        continue;
      }
      const known = coin === undefined ? undefined : coins.get(coin);
      if (coin !== undefined) coins.delete(coin);
      const to = endsInside(leg, group, timeline, question) ? () => endpointAt(leg.to) : melted;
      if (isInjecting(leg, group)) inject(to(), amount, seedAt.get(leg.from) as number, index);
      else
        arrive(
          index,
          known === undefined ? [] : [{ node: known.node, amount }],
          claims.get(coinClaim(coin)),
          to,
        );
    }
    for (const index of outputs) {
      const leg = legs[index] as Leg;
      const { amount, coin, chain, id } = leg.transfer;
      const claimants = claims.get(transferClaim(chain, id));
      const role = roles.get(index);
      const crossed = role?.side === 'received' ? received.get(role.of) : undefined;
      if (melt === undefined && claimants === undefined && crossed === undefined) continue;
      const ends = end(index, group);
      const ways =
        crossed !== undefined
          ? [fromCrossing(crossed, amount, index)]
          : melt === undefined
            ? []
            : [{ node: melt, amount }];
      if (ends !== undefined) arrive(index, ways, claimants, () => ends);
      else if (!explored[leg.to] || coin === undefined) arrive(index, ways, claimants, () => unexplored);
      else {
        const node = network.node();
        arrive(index, ways, claimants, () => node);
        coins.set(coin, { node, leg: index });
      }
    }
  }

  for (const group of timeline.groups) {
    if (group.melts) junction(group);
    else accounts(group);
  }
  for (const [place, { node, balance }] of pools)
    if (node !== undefined && balance > 0n) edge(node, settled, balance, 'left', place);
  for (const [coin, { node, leg }] of coins) {
    const to = question.answered.has(coin) ? settled : unexplored;
    edge(node, to, (legs[leg] as Leg).transfer.amount, 'transfer', leg);
  }
  return {
    flow: flowThrough(network.done()),
    source,
    ends: allEnds,
    endpoints,
    unexplored,
    settled,
    given,
    injections,
    received,
    tagOf: network.tagOf,
  };
}
