// Transactions of which several histories tell a movement each, none with its order: whether a wallet between them was paid
// before it paid is in none of them. Asked for whole, once each, where taint lies in them (engine.md §3, §4). What the whole
// does not tell either stays an assumed order, which order-gaps.ts declares.
import type { OwnerPlace } from '../model/place.ts';
import type { InsideOf } from './inside.ts';
import type { Settled } from './settlement.ts';
import type { Swept } from './sweep/swept.ts';
import type { Group, Leg, Timeline } from './timeline.ts';

/** A pool that is paid and pays in one transaction; one of the two is told without its order. */
interface Unsure {
  readonly group: Group;
  readonly place: OwnerPlace;
  readonly assets: ReadonlySet<number>;
}

export interface LegOrder {
  /** undefined: there is nothing that was not asked before. */
  ask(timeline: Timeline, reach: () => Swept['carried']): Promise<Settled | undefined>;
}

export function legOrder(inside: InsideOf): LegOrder {
  const asked = new Set<number>();
  return {
    async ask(timeline, reach) {
      const open = timeline.groups.flatMap((group) =>
        group.unordered && !asked.has(group.id) ? (unsureIn(timeline, group) ?? []) : [],
      );
      if (open.length === 0) return undefined;
      const carried = reach();
      const tainted = open.filter(({ group, assets }) =>
        legsOf(timeline, group).some(({ asset }, n) => assets.has(asset) && carried.has(group.first + n)),
      );
      if (tainted.length === 0) return undefined;
      for (const { group } of tainted) asked.add(group.id);
      const answers = await Promise.all(
        tainted.map(({ group, place }) => inside(group.chain, group.txId, place)),
      );
      return {
        transfers: answers.flatMap(({ transfers }) => transfers),
        crossings: [],
        ambiguous: [],
        gaps: [...new Set(answers.flatMap(({ gaps }) => gaps))],
      };
    },
  };
}

function legsOf({ legs }: Timeline, { first, end }: Group): readonly Leg[] {
  return legs.slice(first, end);
}

function unsureIn(timeline: Timeline, group: Group): Unsure | undefined {
  const legs = legsOf(timeline, group);
  const loose = unsurePools(legs);
  const first = legs.find(({ fromPool }) => loose.has(fromPool));
  if (first === undefined) return undefined;
  const assets = new Set(legs.flatMap(({ fromPool, asset }) => (loose.has(fromPool) ? asset : [])));
  return { group, place: timeline.places[first.from] as OwnerPlace, assets };
}

/** Pools that these legs of one transaction both pay into and take from, some of them without their order. */
export function unsurePools(legs: readonly Leg[]): Set<number> {
  const paid = new Set<number>();
  const pays = new Set<number>();
  const loose = new Set<number>();
  for (const { transfer, fromPool, toPool } of legs) {
    if (fromPool === toPool) continue;
    paid.add(toPool);
    // A fee is never passed on.
    if (transfer.to.kind !== 'fee') pays.add(fromPool);
    if (transfer.at?.order === undefined) loose.add(fromPool).add(toPool);
  }
  return new Set([...loose].filter((pool) => paid.has(pool) && pays.has(pool)));
}
