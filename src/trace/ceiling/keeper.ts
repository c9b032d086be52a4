// The ceiling: how much taint could at most be at a place under any conserving convention. It alone decides what is
// explored, so the choice depends on amounts, not on a convention (engine.md §7). Kept from round to round: what a round
// changed is worked out anew in chain order, and from there only what that changes.
import type { CrossingId } from '../../model/crossing.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { CoinId } from '../../model/transfer.ts';
import { type PlacedCrossing, placeCrossings } from '../crossings.ts';
import { groupFinder } from '../group-finder.ts';
import { claimedUnits, type Question, seedWallets } from '../question.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';
import { type Before, type Effect, effectOf, NO_EFFECT } from './effect.ts';
import { hopCounts } from './hops.ts';
import { arrange, type CeilingPool, type CeilingPools, forget, poolAt } from './pools.ts';

export interface Ceilings {
  /** Gross amount injected by the seeds, by asset index. */
  readonly injected: ReadonlyMap<number, bigint>;
  /**
   * Against what shares are reckoned, by asset index: what was injected; for an asset that value only crossed into, what all
   * that was injected would have become at the rate of the crossing.
   */
  readonly wholes: ReadonlyMap<number, bigint>;
  /** Crossings all of whose transfers stand on the timeline. */
  readonly crossings: readonly PlacedCrossing[];
  /** What unexplored places could have received in all: place index → asset index → units. */
  readonly unexplored: ReadonlyMap<number, ReadonlyMap<number, bigint>>;
  /** One by one, what an unexplored place could have received; `time`: of the block, unix seconds. */
  receipts(place: number): { readonly asset: number; readonly time: number; readonly amount: bigint }[];
  /** Whether a leg to a wallet could carry anything; some of what it could carry may have been left out. */
  couldCarry(leg: number): boolean;
  /** Coins that could be tainted and are not known to be spent: coin → its owner. */
  readonly coins: ReadonlyMap<CoinId, { readonly place: number; readonly amount: bigint }>;
  /** Fewest hops from a seed over transfers that could carry taint: place index → hops; wallet seeds 0. */
  readonly hops: ReadonlyMap<number, number>;
}

export interface CeilingKeeper {
  /**
   * The ceilings of a timeline, the next one of the same builder, and of the same question with what has been explored
   * since. What was returned before is no longer true.
   */
  update(timeline: Timeline, question: Question): Ceilings;
}

export function ceilingKeeper(): CeilingKeeper {
  const revisions: number[] = [];
  const effects: Effect[] = [];
  const pools: CeilingPools = new Map();
  /** Pools to which transactions were added since they were arranged. */
  const loose = new Map<CeilingPool, { readonly place: number; readonly asset: number }>();
  /** Transactions of coin chains by the places that they pay. */
  const payers = new Map<number, number[]>();
  const explored = new Set<number>();
  const made = new Map<CoinId, { readonly by: number; readonly place: number; readonly amount: bigint }>();
  const spentBy = new Map<CoinId, number>();
  const injected = new Map<number, bigint>();
  const unexplored = new Map<number, Map<number, bigint>>();
  /** Transactions that could have brought something to each unexplored place. */
  const bringers = new Map<number, Set<number>>();
  /** What could be tainted of what each transaction gave, by crossing. */
  const given = new Map<CrossingId, Map<number, bigint>>();
  /** Transactions of each crossing. */
  const crossed = new Map<CrossingId, ReadonlySet<number>>();
  const unspent = new Map<CoinId, { readonly place: number; readonly amount: bigint }>();
  const hops = hopCounts();
  let position: number[] = [];

  /** Notes what a new or changed transaction touches. */
  function register(group: Group, { legs }: Timeline): void {
    for (let index = group.first; index < group.end; index += 1) {
      const { from, to, asset, transfer } = legs[index] as Leg;
      if (transfer.to.kind === 'junction' && transfer.coin !== undefined) {
        spentBy.set(transfer.coin, group.id);
        unspent.delete(transfer.coin);
      }
      if (group.melts) {
        if (transfer.to.kind === 'junction') continue;
        const known = payers.get(to);
        if (known === undefined) payers.set(to, [group.id]);
        else known.push(group.id);
      } else if (from !== to)
        for (const place of [from, to]) {
          const pool = poolAt(pools, place, asset);
          pool.ids.push(group.id);
          loose.set(pool, { place, asset });
        }
    }
  }

  function spends(spender: number | undefined, maker: number): boolean {
    return spender !== undefined && (position[spender] as number) > (position[maker] as number);
  }

  /** Takes the place of the transaction's earlier effect; `touch` is told which other transactions that concerns. */
  function put(id: number, effect: Effect, touch: (id: number) => void): void {
    const old = effects[id] ?? NO_EFFECT;
    effects[id] = effect;
    for (const { asset, amount } of old.injects) injected.set(asset, (injected.get(asset) ?? 0n) - amount);
    for (const { asset, amount } of effect.injects) injected.set(asset, (injected.get(asset) ?? 0n) + amount);
    for (const { place, asset, amount } of old.reaches) {
      reach(place, asset, -amount);
      bringers.get(place)?.delete(id);
    }
    for (const { place, asset, amount } of effect.reaches) {
      reach(place, asset, amount);
      bringers.set(place, (bringers.get(place) ?? new Set()).add(id));
    }
    for (const [pool, could] of effect.leaves) {
      if (pool.could.get(id) === could) continue;
      pool.could.set(id, could);
      const next = pool.ids[(pool.rank.get(id) as number) + 1];
      if (next !== undefined) touch(next);
    }
    for (const coin of old.coins.keys()) if (!effect.coins.has(coin)) make(coin, undefined);
    for (const [coin, { place, amount }] of effect.coins) make(coin, { by: id, place, amount });
    function make(coin: CoinId, to: { by: number; place: number; amount: bigint } | undefined): void {
      const spender = spentBy.get(coin);
      const isSpent = spends(spender, id);
      if (to === undefined || isSpent) unspent.delete(coin);
      else unspent.set(coin, to);
      if (made.get(coin)?.amount === to?.amount) return;
      if (to === undefined) made.delete(coin);
      else made.set(coin, to);
      if (isSpent) touch(spender as number);
    }
    for (const crossing of new Set([...old.gives.keys(), ...effect.gives.keys()])) {
      const amount = effect.gives.get(crossing) ?? 0n;
      const all = given.get(crossing) ?? new Map<number, bigint>();
      given.set(crossing, all);
      if ((all.get(id) ?? 0n) === amount) continue;
      all.set(id, amount);
      for (const other of crossed.get(crossing) ?? [])
        if ((position[other] as number) > (position[id] as number)) touch(other);
    }
    hops.tell(old.flows, effect.flows);
    for (const place of effect.starts) hops.start(place);
  }

  function reach(place: number, asset: number, change: bigint): void {
    let sums = unexplored.get(place);
    if (sums === undefined) {
      sums = new Map();
      unexplored.set(place, sums);
    }
    const sum = (sums.get(asset) ?? 0n) + change;
    if (sum === 0n) sums.delete(asset);
    else sums.set(asset, sum);
    if (sums.size === 0) unexplored.delete(place);
  }

  return {
    update(timeline, question) {
      const { groups } = timeline;
      const dirty = new Uint8Array(groups.length);
      const touch = (id: number): void => {
        dirty[position[id] as number] = 1;
      };
      position = new Array(groups.length);
      for (const [at, group] of groups.entries()) {
        position[group.id] = at;
        if (revisions[group.id] === group.revision) continue;
        revisions[group.id] = group.revision;
        dirty[at] = 1;
        register(group, timeline);
      }
      const seeds = new Set<number>();
      for (const key of seedWallets(question.seeds)) {
        const place = timeline.placeIndex.get(key);
        if (place === undefined) continue;
        seeds.add(place);
        hops.start(place);
      }
      /** A place is explored from now on, or no longer: all that it takes part in is looked at anew. */
      function turn(place: number): void {
        for (const [asset, pool] of pools.get(place) ?? []) {
          forget(pool);
          loose.set(pool, { place, asset });
          for (const id of pool.ids) touch(id);
        }
        for (const id of payers.get(place) ?? []) touch(id);
      }
      for (const key of question.explored) {
        const place = timeline.placeIndex.get(key);
        if (place === undefined || explored.has(place)) continue;
        explored.add(place);
        turn(place);
      }
      for (const place of explored) {
        if (question.explored.has(timeline.keys[place] as PlaceKey)) continue;
        explored.delete(place);
        turn(place);
      }
      for (const [pool, { place, asset }] of loose) {
        if (!explored.has(place)) continue;
        arrange(pool, place, asset, timeline, position, touch);
        loose.delete(pool);
      }
      const { placed, roles } = placeCrossings(timeline, question);
      for (const of of placed) {
        if (crossed.has(of.crossing.id)) continue;
        const ids = transactionsOf(of, groups);
        crossed.set(of.crossing.id, ids);
        for (const id of ids) touch(id);
      }
      const before: Before = {
        timeline,
        question,
        claims: claimedUnits(question.seeds),
        isExplored: (place) => explored.has(place),
        isSeed: (place) => seeds.has(place),
        pool: (place, asset) => poolAt(pools, place, asset),
        role: (leg) => roles.get(leg),
        given(of, but) {
          let sum = 0n;
          for (const [id, amount] of given.get(of.crossing.id) ?? []) if (id !== but.id) sum += amount;
          return sum;
        },
        coin(coin, spender) {
          const known = coin === undefined ? undefined : made.get(coin);
          return known !== undefined && spends(spender.id, known.by) ? known.amount : 0n;
        },
      };
      for (let at = dirty.indexOf(1); at >= 0; at = dirty.indexOf(1, at + 1)) {
        const group = groups[at] as Group;
        put(group.id, effectOf(group, before), touch);
      }
      hops.settle();
      const wholes = wholesOf(injected, placed);
      function receipts(place: number): ReturnType<Ceilings['receipts']> {
        return [...(bringers.get(place) ?? [])].flatMap((id) => {
          const { time } = (groups[position[id] as number] as Group).at;
          return (effects[id] as Effect).reaches
            .filter((each) => each.place === place)
            .map(({ asset, amount }) => ({ asset, time, amount }));
        });
      }
      const groupAt = groupFinder(timeline);
      function couldCarry(leg: number): boolean {
        const { from, to } = timeline.legs[leg] as Leg;
        const { flows } = effects[groupAt(leg).id] as Effect;
        return flows.has(`${from}>${to}|0`) || flows.has(`${from}>${to}|1`);
      }
      return {
        injected,
        wholes,
        crossings: placed,
        unexplored,
        receipts,
        couldCarry,
        coins: unspent,
        hops: hops.of,
      };
    },
  };
}

function transactionsOf({ given, received }: PlacedCrossing, groups: Timeline['groups']): Set<number> {
  const ids = new Set<number>();
  const legs = [...given, ...received];
  for (const { id, first, end } of groups) if (legs.some((leg) => first <= leg && leg < end)) ids.add(id);
  return ids;
}

function wholesOf(
  injected: ReadonlyMap<number, bigint>,
  placed: readonly PlacedCrossing[],
): ReadonlyMap<number, bigint> {
  const wholes = new Map(injected);
  for (const { gives, gets, x, y } of placed) {
    if ((injected.get(gets) ?? 0n) > 0n) continue;
    const became = ((wholes.get(gives) ?? 0n) * y) / x;
    if (became > (wholes.get(gets) ?? 0n)) wholes.set(gets, became);
  }
  return wholes;
}
