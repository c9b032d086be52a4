// The tainted flow from wallet to wallet under one convention: what patterns are looked for in. On coin chains only where one
// wallet pays, or where several pay one and keep nothing: elsewhere who paid whom is not known.
import { isOwner } from '../../model/place.ts';
import { sumOf } from '../lots.ts';
import { isExcluded, type Question } from '../question.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';

export interface Move {
  readonly from: number;
  readonly to: number;
  readonly asset: number;
  /** Tainted base units, over all seeds. */
  readonly units: bigint;
  readonly time: number;
  /** Indexes in the timeline: its recorded transfers. */
  readonly legs: readonly number[];
}

/** In chain order. Payments to oneself and own change are none. */
export function movesOf(timeline: Timeline, { carried }: Swept, { excluded }: Question): Move[] {
  const legAt = (index: number): Leg => timeline.legs[index] as Leg;
  const unitsAt = (index: number): bigint =>
    isExcluded(legAt(index).transfer, excluded) ? 0n : sumOf(carried.get(index) ?? []);
  const isPlace = (place: number): boolean => {
    const at = timeline.places[place];
    return at !== undefined && isOwner(at);
  };

  function between(group: Group): Move[] {
    const moves: Move[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const { from, to, asset } = legAt(index);
      const units = unitsAt(index);
      if (units > 0n && from !== to && isPlace(from) && isPlace(to))
        moves.push({ from, to, asset, units, time: group.at.time, legs: [index] });
    }
    return moves;
  }

  function through(group: Group): Move[] {
    const indexes = Array.from({ length: group.end - group.first }, (_, nth) => group.first + nth);
    const inputs = indexes.filter((index) => legAt(index).transfer.to.kind === 'junction');
    const outputs = indexes.filter(
      (index) => legAt(index).transfer.to.kind !== 'junction' && isPlace(legAt(index).to),
    );
    const payers = new Set(inputs.map((index) => legAt(index).from));
    const payees = new Set(outputs.map((index) => legAt(index).to));
    const time = group.at.time;
    const asset = legAt(group.first).asset;
    if (payers.size === 1) {
      const [from] = [...payers] as [number];
      return outputs.flatMap((index) => {
        const { to } = legAt(index);
        const units = unitsAt(index);
        return units === 0n || to === from
          ? []
          : [{ from, to, asset, units, time, legs: [...inputs, index] }];
      });
    }
    const [to] = [...payees] as [number];
    if (payees.size !== 1 || payers.has(to)) return [];
    return inputs.flatMap((index) => {
      const units = unitsAt(index);
      return units === 0n
        ? []
        : [{ from: legAt(index).from, to, asset, units, time, legs: [index, ...outputs] }];
    });
  }

  return timeline.groups.flatMap((group) => (group.melts ? through(group) : between(group)));
}

/** Moves by wallet and asset on one side, in order. */
export function movesBy(
  moves: readonly Move[],
  side: 'from' | 'to',
  assets: number,
): ReadonlyMap<number, readonly Move[]> {
  const groups = new Map<number, Move[]>();
  for (const move of moves) {
    const key = potOf(move[side], move.asset, assets);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [move]);
    else group.push(move);
  }
  return groups;
}

/** One asset in one wallet, as a number; `assets`: how many there are. */
export function potOf(place: number, asset: number, assets: number): number {
  return place * assets + asset;
}
