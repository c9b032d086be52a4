// What one transaction could do to taint: where it could bring how much of it. Reads the state before it, changes none.

import type { CrossingId } from '../../model/crossing.ts';
import type { CoinId } from '../../model/transfer.ts';
import type { PlacedCrossing, Role } from '../crossings.ts';
import { endOf, endsInside, isStopped } from '../end-of.ts';
import { least } from '../least.ts';
import { coinClaim, type Question, transferClaim } from '../question.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';
import { addFlow, type Flow, type Flows } from './hops.ts';
import { type CeilingPool, couldBefore } from './pools.ts';

export interface Effect {
  /** Units injected here. */
  readonly injects: readonly { readonly asset: number; readonly amount: bigint }[];
  /** What unexplored places could have received. */
  readonly reaches: readonly { readonly place: number; readonly asset: number; readonly amount: bigint }[];
  /** Units that could be tainted in the pools of explored places when it is over. */
  readonly leaves: ReadonlyMap<CeilingPool, bigint>;
  readonly coins: ReadonlyMap<CoinId, { readonly place: number; readonly amount: bigint }>;
  readonly flows: Flows;
  /** What could be tainted of what this transaction gives to crossings. */
  readonly gives: ReadonlyMap<CrossingId, bigint>;
  /** Places at which claimed payments start. */
  readonly starts: readonly number[];
}

/** What an effect rests on. */
export interface Before {
  readonly timeline: Timeline;
  readonly question: Question;
  readonly claims: ReadonlyMap<string, bigint>;
  isExplored(place: number): boolean;
  isSeed(place: number): boolean;
  pool(place: number, asset: number): CeilingPool;
  /** Of which crossing a leg is a part, by its index. */
  role(leg: number): Role | undefined;
  /** What other transactions could have given to a crossing. */
  given(of: PlacedCrossing, but: Group): bigint;
  /** What could be tainted of a coin that this transaction spends. */
  coin(coin: CoinId | undefined, spender: Group): bigint;
}

/** Stands for the transaction, not at hand, that made a claimed coin: its owner is one hop away. */
const BEFORE = -1;

export const NO_EFFECT: Effect = {
  injects: [],
  reaches: [],
  leaves: new Map(),
  coins: new Map(),
  flows: new Map(),
  gives: new Map(),
  starts: [],
};

/** At most this much of what a crossing received: rounded up, as bounds of the crossing are. */
function throughCrossing({ x, y }: PlacedCrossing, given: bigint): bigint {
  return (given * y + x - 1n) / x;
}

/** A leg that gives to a crossing ends there; what it could carry is noted in `gives`. */
function isGiven(
  role: Role | undefined,
  leg: Leg,
  group: Group,
  { question }: Before,
  gives: Map<CrossingId, bigint>,
  carried: bigint,
): boolean {
  if (role?.side !== 'given' || isStopped(leg, group, question)) return false;
  const { id } = role.of.crossing;
  gives.set(id, (gives.get(id) ?? 0n) + carried);
  return true;
}

function injects(leg: Leg, group: Group, { question, isSeed }: Before): boolean {
  return isSeed(leg.from) && group.at.time >= (question.since ?? 0);
}

function stops(leg: Leg, group: Group, { timeline, question, isSeed }: Before): boolean {
  return endOf(leg, group, timeline, question, isSeed) !== undefined;
}

function claimOn(leg: Leg, { claims }: Before): bigint {
  return claims.size === 0 ? 0n : (claims.get(transferClaim(leg.transfer.chain, leg.transfer.id)) ?? 0n);
}

export function effectOf(group: Group, before: Before): Effect {
  return group.melts ? junction(group, before) : accounts(group, before);
}

function accounts(group: Group, before: Before): Effect {
  const { timeline, question, isExplored, isSeed } = before;
  const injected: Effect['injects'][number][] = [];
  const flows = new Map<string, Flow>();
  const gives = new Map<CrossingId, bigint>();
  const starts: number[] = [];
  const pools = new Map<CeilingPool, { had: bigint; could: bigint }>();
  function pool(place: number, asset: number): { had: bigint; could: bigint } {
    const of = before.pool(place, asset);
    let state = pools.get(of);
    if (state === undefined) {
      state = { had: of.had.get(group.id) ?? 0n, could: couldBefore(of, group.id) };
      pools.set(of, state);
    }
    return state;
  }
  // What unexplored places were given in this transaction: units, and how many of them could be tainted.
  const transit = new Map<string, { place: number; asset: number; amount: bigint; could: bigint }>();

  for (let index = group.first; index < group.end; index += 1) {
    const leg = timeline.legs[index] as Leg;
    const { amount } = leg.transfer;
    if (leg.from === leg.to) continue;
    let carried = 0n;
    let isMatched = false;
    const role = before.role(index);
    if (role?.side === 'received') {
      const { of } = role;
      const given = before.given(of, group) + (gives.get(of.crossing.id) ?? 0n);
      carried = least(amount, throughCrossing(of, given));
      isMatched = true;
      // It counts no hop from whoever gave.
      if (carried > 0n)
        for (const giver of of.given)
          addFlow(flows, { from: (timeline.legs[giver] as Leg).from, to: leg.to, cost: 0 });
    } else if (injects(leg, group, before)) {
      injected.push({ asset: leg.asset, amount });
      carried = amount;
    } else if (isSeed(leg.from)) carried = 0n;
    else if (isExplored(leg.from)) {
      const payer = pool(leg.from, leg.asset);
      carried = least(amount, payer.could);
      payer.had = payer.had < amount ? 0n : payer.had - amount;
      payer.could = least(payer.could, payer.had);
    } else if (leg.transfer.to.kind !== 'fee') {
      const given = transit.get(`${leg.from}|${leg.asset}`);
      if (given !== undefined) {
        const passed = least(amount, given.amount);
        carried = least(passed, given.could);
        isMatched = carried > 0n;
        given.amount -= passed;
        given.could = least(given.could, given.amount);
      }
    }
    const claim = claimOn(leg, before);
    if (claim > 0n) {
      injected.push({ asset: leg.asset, amount: claim });
      starts.push(leg.from);
      carried = least(amount, carried + claim);
    }
    if (isGiven(role, leg, group, before, gives, carried)) continue;
    // Of a token that is left out anyone may tell that it went anywhere: it brings nobody nearer.
    const isNear = carried > 0n && question.excluded?.has(leg.transfer.asset) !== true;
    if (isNear && (leg.transfer.to.kind === 'wallet' || leg.transfer.to.kind === 'script'))
      addFlow(flows, { from: leg.from, to: leg.to, cost: isMatched ? 0 : 1 });
    const isKept = isExplored(leg.to) && !isSeed(leg.to);
    const payee = isKept ? pool(leg.to, leg.asset) : undefined;
    if (payee !== undefined) payee.had += amount;
    if (stops(leg, group, before)) continue;
    if (payee !== undefined) payee.could = least(payee.had, payee.could + carried);
    else {
      const key = `${leg.to}|${leg.asset}`;
      const given = transit.get(key);
      if (given === undefined) transit.set(key, { place: leg.to, asset: leg.asset, amount, could: carried });
      else {
        given.amount += amount;
        given.could += carried;
      }
    }
  }
  return {
    injects: injected,
    reaches: [...transit.values()]
      .filter(({ could }) => could > 0n)
      .map(({ place, asset, could }) => ({ place, asset, amount: could })),
    leaves: new Map([...pools].map(([of, { could }]) => [of, could])),
    coins: NO_EFFECT.coins,
    flows,
    gives,
    starts,
  };
}

function junction(group: Group, before: Before): Effect {
  const { timeline, claims, isExplored } = before;
  const injected: Effect['injects'][number][] = [];
  const reaches: Effect['reaches'][number][] = [];
  const coins = new Map<CoinId, { place: number; amount: bigint }>();
  const flows = new Map<string, Flow>();
  const gives = new Map<CrossingId, bigint>();
  const starts: number[] = [];
  let could = 0n;
  const payers = new Set<number>();
  for (let index = group.first; index < group.end; index += 1) {
    const leg = timeline.legs[index] as Leg;
    if (leg.transfer.to.kind !== 'junction') continue;
    payers.add(leg.from);
    const { coin, amount } = leg.transfer;
    let carried = before.coin(coin, group);
    const claim = claims.get(coinClaim(coin));
    if (injects(leg, group, before)) {
      carried = amount;
      injected.push({ asset: leg.asset, amount });
    } else if (claim !== undefined) {
      carried = least(amount, carried + claim);
      injected.push({ asset: leg.asset, amount: claim });
      starts.push(BEFORE);
      addFlow(flows, { from: BEFORE, to: leg.from, cost: 1 });
    }
    if (carried === 0n) continue;
    const isOver = endsInside(leg, group, timeline, before.question);
    addFlow(flows, { from: leg.from, to: leg.to, cost: isOver ? 1 : 0 });
    if (!isOver) could += carried;
  }
  for (let index = group.first; index < group.end; index += 1) {
    const leg = timeline.legs[index] as Leg;
    const { coin, amount } = leg.transfer;
    if (leg.transfer.to.kind === 'junction') continue;
    const claim = claimOn(leg, before);
    if (claim > 0n) {
      injected.push({ asset: leg.asset, amount: claim });
      // A claimed payment starts at the transaction, whoever else paid into it.
      starts.push(leg.from);
    }
    const role = before.role(index);
    const crossed =
      role?.side === 'received' ? throughCrossing(role.of, before.given(role.of, group)) : undefined;
    const carried = least(amount, (crossed ?? could) + claim);
    if (carried === 0n) continue;
    if (crossed !== undefined)
      // It counts no hop from whoever gave.
      for (const giver of (role as Role).of.given)
        addFlow(flows, { from: (timeline.legs[giver] as Leg).from, to: leg.to, cost: 0 });
    if (isGiven(role, leg, group, before, gives, carried)) continue;
    // Own change is no hop.
    if (crossed === undefined || claim > 0n)
      addFlow(flows, { from: leg.from, to: leg.to, cost: payers.has(leg.to) ? 0 : 1 });
    if (stops(leg, group, before)) continue;
    if (coin !== undefined) coins.set(coin, { place: leg.to, amount: carried });
    if (!isExplored(leg.to)) reaches.push({ place: leg.to, asset: leg.asset, amount: carried });
  }
  return { injects: injected, reaches, leaves: NO_EFFECT.leaves, coins, flows, gives, starts };
}
