// Where figures rest on an order that no source tells. What could be asked for was asked before (leg-order.ts).
import type { Gap } from '../model/gap.ts';
import type { OwnerPlace, PlaceKey } from '../model/place.ts';
import { unsurePools } from './leg-order.ts';
import { type Question, seedWallets } from './question.ts';
import { reachOf } from './reach.ts';
import type { Group, Leg, Timeline } from './timeline.ts';

interface Unordered {
  readonly place: number;
  readonly asset: number;
  /** Transactions without a place in their block. */
  readonly txs: Set<number>;
  /** Legs of each transaction, and the transactions that tell one of them without its order. */
  readonly legs: Map<number, number>;
  readonly loose: Set<number>;
  out: bigint;
}

/**
 * Where the source does not tell the order of two movements of one asset at one wallet in one block, and taint lies
 * there, the figures rest on an assumed order. Same-block receipts and payments in one transaction are matched either way,
 * at places that are not explored as well.
 */
export function orderGaps(timeline: Timeline, touched: ReadonlySet<string>, question: Question): Gap[] {
  const events = new Map<string, Unordered>();
  const { explored } = question;
  const passes = passedPools(timeline, question);
  for (const [number, group] of timeline.groups.entries()) {
    if (!group.unordered) continue;
    const passed = passes(group);
    for (let index = group.first; index < group.end; index += 1) {
      const leg = timeline.legs[index] as Leg;
      const ends =
        leg.from === leg.to
          ? []
          : ([
              [leg.from, leg.fromPool],
              [leg.to, leg.toPool],
            ] as const);
      for (const [place, pool] of ends) {
        const matters = explored.has(timeline.keys[place] as PlaceKey) || passed.has(pool);
        if (!matters || !touched.has(`${place}|${leg.asset}`)) continue;
        const key = `${group.chain}|${group.at.height}|${place}|${leg.asset}`;
        const event = events.get(key) ?? unordered(place, leg.asset);
        if (group.at.txIndex === undefined) event.txs.add(number);
        event.legs.set(number, (event.legs.get(number) ?? 0) + 1);
        if (leg.transfer.at?.order === undefined) event.loose.add(number);
        if (place === leg.from) event.out += leg.transfer.amount;
        events.set(key, event);
      }
    }
  }
  return gapsOf(timeline, events);
}

/** Pools that taint could pass inside a transaction, or not, as its order may be. A seed's own payments need none. */
function passedPools(timeline: Timeline, question: Question): (group: Group) => ReadonlySet<number> {
  const { seeds, isEndpoint } = question;
  const isSeed = seedWallets(seeds);
  const reach = reachOf(timeline, question);
  return (group) => {
    const legs = timeline.legs.slice(group.first, group.end);
    const unsure = unsurePools(legs);
    if (unsure.size === 0) return unsure;
    const carried = reach();
    const arrived = legs.flatMap(({ to, toPool }, n) => {
      const key = timeline.keys[to] as PlaceKey;
      const ends = isSeed.has(key) || isEndpoint(key, group.at.time);
      return carried.has(group.first + n) && !ends && unsure.has(toPool) ? toPool : [];
    });
    return new Set(arrived);
  };
}

function gapsOf(timeline: Timeline, events: ReadonlyMap<string, Unordered>): Gap[] {
  const sums = new Map<string, { place: number; asset: number; amount: bigint; blocks: number }>();
  for (const { txs, legs, loose, out, place, asset } of events.values()) {
    if (out === 0n || (txs.size < 2 && ![...loose].some((number) => (legs.get(number) ?? 0) > 1))) continue;
    const key = `${place}|${asset}`;
    const sum = sums.get(key) ?? { place, asset, amount: 0n, blocks: 0 };
    sums.set(key, { ...sum, amount: sum.amount + out, blocks: sum.blocks + 1 });
  }
  return [...sums.values()].map(({ place, asset, amount, blocks }) => {
    const at = timeline.places[place] as OwnerPlace;
    return {
      code: 'order-unknown',
      chain: at.chain,
      place: at,
      why: `The source gives no order for movements in ${blocks} block${blocks === 1 ? '' : 's'}; the figures rest on an assumed one: receipts before payments, then by id.`,
      asset: timeline.assets[asset] as Gap['asset'] & string,
      amount,
    };
  });
}

function unordered(place: number, asset: number): Unordered {
  return { place, asset, txs: new Set(), legs: new Map(), loose: new Set(), out: 0n };
}
