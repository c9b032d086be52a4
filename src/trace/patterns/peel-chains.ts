// Peel chains: again and again a smaller part is paid away and the rest goes on to a place of its own. On coin chains a step is
// a transaction of one input and two outputs, on account chains a wallet that got once and paid twice. Change of ordinary
// wallets looks the same, so that a few steps are none.
import type { CoinId } from '../../model/transfer.ts';
import { sumOf } from '../lots.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Leg, Timeline } from '../timeline.ts';
import { type Move, movesBy, potOf } from './moves.ts';
import { parameters } from './parameters.ts';

interface Step {
  readonly payer: number;
  readonly asset: number;
  /** Recorded transfers: what came, what was peeled off, the rest. */
  readonly legs: readonly number[];
  /** Tainted units paid away. */
  readonly peeled: bigint;
  readonly next: string | undefined;
}

export interface PeelChain {
  readonly asset: number;
  readonly payers: readonly number[];
  readonly legs: readonly number[];
  readonly peeled: bigint;
}

export function peelChainsOf(timeline: Timeline, swept: Swept, moves: readonly Move[]): PeelChain[] {
  const steps = new Map([...coinSteps(timeline, swept), ...walletSteps(moves, timeline.assets.length)]);
  const followed = new Set([...steps.values()].map(({ next }) => next));
  return [...steps.keys()]
    .filter((key) => !followed.has(key))
    .flatMap((head) => {
      const chain: Step[] = [];
      for (let step = steps.get(head); step !== undefined; step = steps.get(step.next ?? ''))
        chain.push(step);
      const [first] = chain;
      if (first === undefined || chain.length < parameters['peel-chain'].steps) return [];
      return {
        asset: first.asset,
        payers: chain.map(({ payer }) => payer),
        legs: [...new Set(chain.flatMap(({ legs }) => legs))],
        peeled: chain.reduce((sum, { peeled }) => sum + peeled, 0n),
      };
    });
}

function coinSteps({ groups, legs }: Timeline, { carried }: Swept): [string, Step][] {
  const legAt = (index: number): Leg => legs[index] as Leg;
  const nameOf = (coin: CoinId | undefined): string => `coin ${coin}`;
  return groups.flatMap((group): [string, Step][] => {
    if (!group.melts) return [];
    const indexes = Array.from({ length: group.end - group.first }, (_, nth) => group.first + nth);
    const [input, ...inputs] = indexes.filter((index) => legAt(index).transfer.to.kind === 'junction');
    const outputs = indexes.filter((index) => !['junction', 'fee'].includes(legAt(index).transfer.to.kind));
    if (input === undefined || inputs.length > 0 || outputs.length !== 2) return [];
    const [rest, part] = [...outputs].sort((a, b) =>
      legAt(a).transfer.amount > legAt(b).transfer.amount ? -1 : 1,
    ) as [number, number];
    const payer = legAt(input).from;
    const isStep =
      carried.has(input) &&
      carried.has(rest) &&
      legAt(rest).transfer.amount > legAt(part).transfer.amount &&
      ![legAt(rest).to, legAt(part).to].includes(payer);
    if (!isStep) return [];
    const peeled = sumOf(carried.get(part) ?? []);
    const next = nameOf(legAt(rest).transfer.coin);
    const { asset, transfer } = legAt(input);
    return [[nameOf(transfer.coin), { payer, asset, legs: [input, part, rest], peeled, next }]];
  });
}

function walletSteps(moves: readonly Move[], assets: number): [string, Step][] {
  const nameOf = (place: number, asset: number): string => `pot ${potOf(place, asset, assets)}`;
  // A move of several legs goes through a transaction of a coin chain.
  const own = moves.filter(({ legs }) => legs.length === 1);
  const paid = movesBy(own, 'from', assets);
  return [...movesBy(own, 'to', assets)].flatMap(([pot, receipts]): [string, Step][] => {
    const payments = paid.get(pot) ?? [];
    const [receipt] = receipts;
    if (receipt === undefined || receipts.length > 1 || payments.length !== 2) return [];
    const [rest, part] = [...payments].sort((a, b) => (a.units > b.units ? -1 : 1)) as [Move, Move];
    const { to: payer, asset } = receipt;
    const isStep =
      rest.units > part.units && rest.to !== part.to && ![rest.to, part.to].includes(receipt.from);
    if (!isStep) return [];
    const legs = [...receipt.legs, ...part.legs, ...rest.legs];
    return [[nameOf(payer, asset), { payer, asset, legs, peeled: part.units, next: nameOf(rest.to, asset) }]];
  });
}
