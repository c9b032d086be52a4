// Swaps through a desk: tainted value of one asset was paid to a wallet which, in other transactions, paid another asset back.
// Such a wallet may have sold the one for the other, or owed it, or not be a desk at all: a suggestion with what it would
// imply. Nothing is converted by it; an exchange inside one transaction is a crossing instead.
import { isOwner } from '../../model/place.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Leg, Timeline } from '../timeline.ts';
import { type Move, movesBy } from './moves.ts';
import { parameters } from './parameters.ts';

export interface DeskSwap {
  readonly payer: number;
  readonly desk: number;
  readonly gives: number;
  readonly gets: number;
  /** Tainted base units among what was given. */
  readonly tainted: bigint;
  /** All that was recorded, in base units. */
  readonly given: bigint;
  readonly received: bigint;
  /** Indexes of legs, in chain order. */
  readonly legs: readonly number[];
  readonly payments: number;
  readonly paybacks: number;
}

interface Step {
  readonly index: number;
  readonly side: 'given' | 'received';
  readonly leg: Leg;
  /** 0n of what was received. */
  readonly tainted: bigint;
}

/** `back`: assets in which something paid back is believed. */
export function deskSwapsOf(
  timeline: Timeline,
  { crossed }: Swept,
  moves: readonly Move[],
  back: (asset: number) => boolean,
): DeskSwap[] {
  const exchanged = new Set(crossed.flatMap(({ of }) => [...of.given, ...of.received]));
  const isOpen = (index: number): boolean => !exchanged.has(index);
  const paid = paidBy(timeline, (index, { asset }) => isOpen(index) && back(asset));
  const given = moves.filter(({ legs }) => legs.length === 1 && isOpen(legs[0] as number));
  return [...movesBy(given, 'from', timeline.assets.length).values()].flatMap((own) => {
    const [{ from, asset }] = own as [Move];
    return [...new Set(own.map(({ to }) => to))].flatMap((desk) => {
      const payments = own
        .filter(({ to }) => to === desk)
        .map(({ legs: [index], units }): Step => step(timeline, index as number, 'given', units));
      const returned = (paid.get(pairOf(desk, from, timeline)) ?? []).map(
        (index): Step => step(timeline, index, 'received', 0n),
      );
      const others = new Set(returned.flatMap(({ leg }) => (leg.asset === asset ? [] : leg.asset)));
      return [...others].flatMap((gets) => {
        const back = returned.filter(({ leg }) => leg.asset === gets);
        return rounds(apart([...payments, ...back])).map((round) => swapOf(round, asset, gets));
      });
    });
  });
}

function step({ legs }: Timeline, index: number, side: Step['side'], tainted: bigint): Step {
  return { index, side, leg: legs[index] as Leg, tainted };
}

function pairOf(from: number, to: number, { places }: Timeline): number {
  return from * places.length + to;
}

/** Legs from one wallet to another, by both. */
function paidBy(timeline: Timeline, wanted: (index: number, leg: Leg) => boolean): Map<number, number[]> {
  const isAt = (place: number): boolean => {
    const at = timeline.places[place];
    return at !== undefined && isOwner(at);
  };
  const paid = new Map<number, number[]>();
  for (const [index, leg] of timeline.legs.entries()) {
    if (leg.from === leg.to || !isAt(leg.from) || !isAt(leg.to) || !wanted(index, leg)) continue;
    const pair = pairOf(leg.from, leg.to, timeline);
    const own = paid.get(pair);
    if (own === undefined) paid.set(pair, [index]);
    else own.push(index);
  }
  return paid;
}

/** Without transactions in which both sides stand: those are for crossings to judge. In chain order. */
function apart(steps: readonly Step[]): Step[] {
  const sides = new Map<string, Set<Step['side']>>();
  for (const { leg, side } of steps) {
    const known = sides.get(leg.transfer.txId) ?? new Set();
    sides.set(leg.transfer.txId, known.add(side));
  }
  return steps
    .filter(({ leg }) => sides.get(leg.transfer.txId)?.size === 1)
    .sort((a, b) => a.index - b.index);
}

/** Runs of steps that begin with a payment, each step soon enough after the one before it, with both sides in them. */
function rounds(steps: readonly Step[]): Step[][] {
  const span = parameters['desk-swap'].withinHours * 3600;
  const all: Step[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const one of steps) {
    const time = one.leg.transfer.at?.time ?? Number.NEGATIVE_INFINITY;
    const round = time - last <= span ? all.at(-1) : undefined;
    if (round === undefined && one.side === 'received') continue;
    if (round === undefined) all.push([one]);
    else round.push(one);
    last = time;
  }
  return all.filter((round) => round.some(({ side }) => side === 'received'));
}

function swapOf(round: readonly Step[], gives: number, gets: number): DeskSwap {
  const [{ leg }] = round as [Step];
  const of = (side: Step['side']): Step[] => round.filter((one) => one.side === side);
  const sum = (steps: readonly Step[], amount: (one: Step) => bigint): bigint =>
    steps.reduce((total, one) => total + amount(one), 0n);
  const recorded = (one: Step): bigint => one.leg.transfer.amount;
  return {
    payer: leg.from,
    desk: leg.to,
    gives,
    gets,
    tainted: sum(of('given'), ({ tainted }) => tainted),
    given: sum(of('given'), recorded),
    received: sum(of('received'), recorded),
    legs: round.map(({ index }) => index),
    payments: of('given').length,
    paybacks: of('received').length,
  };
}
