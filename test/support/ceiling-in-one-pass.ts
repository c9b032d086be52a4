// The ceiling as one pass over the whole timeline: what the engine keeps from round to round (src/trace/ceiling) must
// equal, though it works out anew only what has changed.
import type { CoinId } from '../../src/model/transfer.ts';
import type { Ceilings as Kept } from '../../src/trace/ceiling/keeper.ts';
import { endOf } from '../../src/trace/end-of.ts';
import { claimedUnits, coinClaim, type Question, transferClaim } from '../../src/trace/question.ts';
import type { Group, Leg, Timeline } from '../../src/trace/timeline.ts';

interface Flow {
  readonly from: number;
  readonly to: number;
  readonly cost: 0 | 1;
}

/** Stands for the transaction, not at hand, that made a claimed coin: its owner is one hop away. */
const BEFORE = -1;

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Per pool: the balance it must have had at the start, since it paid more than it is known to have received. */
function openings(timeline: Timeline, explored: readonly boolean[]): Map<number, bigint> {
  const assets = timeline.assets.length;
  const balance = new Map<number, bigint>();
  const missing = new Map<number, bigint>();
  for (const leg of timeline.legs) {
    if (leg.from === leg.to) continue;
    if (explored[leg.from] && leg.transfer.to.kind !== 'junction') {
      const key = leg.from * assets + leg.asset;
      const left = (balance.get(key) ?? 0n) - leg.transfer.amount;
      if (left < 0n) missing.set(key, (missing.get(key) ?? 0n) - left);
      balance.set(key, left < 0n ? 0n : left);
    }
    if (explored[leg.to] && leg.transfer.from.kind !== 'junction') {
      const key = leg.to * assets + leg.asset;
      balance.set(key, (balance.get(key) ?? 0n) + leg.transfer.amount);
    }
  }
  return missing;
}

type Ceilings = Omit<Kept, 'wholes' | 'crossings' | 'receipts' | 'couldCarry'>;

export function ceilingsInOnePass(timeline: Timeline, question: Question): Ceilings {
  const { legs, keys, placeIndex } = timeline;
  const explored = keys.map((key) => question.explored.has(key));
  const seedPlaces = new Set<number>();
  const claims = claimedUnits(question.seeds);
  for (const key of question.seeds.flatMap((seed) => (seed.kind === 'wallet' ? seed.places : []))) {
    const place = placeIndex.get(key);
    if (place !== undefined) seedPlaces.add(place);
  }

  const injected = new Map<number, bigint>();
  const unexplored = new Map<number, Map<number, bigint>>();
  const coins = new Map<CoinId, { place: number; amount: bigint }>();
  const assets = timeline.assets.length;
  const taint = new Map<number, bigint>();
  const balance = openings(timeline, explored);
  const flows: Flow[] = [];
  const starts = new Set<number>(seedPlaces);

  function injects(leg: Leg, amount: bigint): void {
    injected.set(leg.asset, (injected.get(leg.asset) ?? 0n) + amount);
  }

  function claimOf(leg: Leg): bigint {
    if (claims.size === 0) return 0n;
    const amount = claims.get(transferClaim(leg.transfer.chain, leg.transfer.id)) ?? 0n;
    if (amount > 0n) {
      injects(leg, amount);
      starts.add(leg.from);
    }
    return amount;
  }

  const isSeed = (place: number): boolean => seedPlaces.has(place);
  const stops = (leg: Leg, group: Group): boolean =>
    endOf(leg, group, timeline, question, isSeed) !== undefined;

  function reaches(leg: Leg, amount: bigint): void {
    const sums = unexplored.get(leg.to) ?? new Map<number, bigint>();
    sums.set(leg.asset, (sums.get(leg.asset) ?? 0n) + amount);
    unexplored.set(leg.to, sums);
  }

  function injecting(leg: Leg, group: Group): boolean {
    return seedPlaces.has(leg.from) && group.at.time >= (question.since ?? 0);
  }

  function accounts(group: Group): void {
    // What unexplored places were given in this transaction: units, and how many of them could be tainted.
    const transit = new Map<number, { leg: Leg; amount: bigint; could: bigint }>();
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      const { amount } = leg.transfer;
      if (leg.from === leg.to) continue;
      let carried = 0n;
      let matched = false;
      const source = leg.from * assets + leg.asset;
      if (injecting(leg, group)) {
        injects(leg, amount);
        carried = amount;
      } else if (seedPlaces.has(leg.from)) carried = 0n;
      else if (explored[leg.from]) {
        const had = balance.get(source) ?? 0n;
        const could = taint.get(source) ?? 0n;
        carried = least(amount, could);
        const left = had < amount ? 0n : had - amount;
        balance.set(source, left);
        taint.set(source, least(could, left));
      } else if (leg.transfer.to.kind !== 'fee') {
        const given = transit.get(source);
        if (given !== undefined) {
          const passed = least(amount, given.amount);
          carried = least(passed, given.could);
          matched = carried > 0n;
          given.amount -= passed;
          given.could = least(given.could, given.amount);
        }
      }
      const claim = claimOf(leg);
      carried = least(amount, carried + claim);
      const sink = leg.to * assets + leg.asset;
      if (explored[leg.to] && !seedPlaces.has(leg.to)) {
        balance.set(sink, (balance.get(sink) ?? 0n) + amount);
      }
      if (carried > 0n && (leg.transfer.to.kind === 'wallet' || leg.transfer.to.kind === 'script'))
        flows.push({ from: leg.from, to: leg.to, cost: matched ? 0 : 1 });
      if (stops(leg, group)) continue;
      if (explored[leg.to])
        taint.set(sink, least(balance.get(sink) as bigint, (taint.get(sink) ?? 0n) + carried));
      else {
        const given = transit.get(sink);
        if (given === undefined) transit.set(sink, { leg, amount, could: carried });
        else {
          given.amount += amount;
          given.could += carried;
        }
      }
    }
    for (const { leg, could } of transit.values()) if (could > 0n) reaches(leg, could);
  }

  function junction(group: Group): void {
    let could = 0n;
    const payers = new Set<number>();
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.transfer.to.kind !== 'junction') continue;
      payers.add(leg.from);
      const { coin, amount } = leg.transfer;
      let carried = coin === undefined ? 0n : (coins.get(coin)?.amount ?? 0n);
      if (coin !== undefined) coins.delete(coin);
      const claim = claims.get(coinClaim(coin));
      if (injecting(leg, group)) carried = amount;
      else if (claim !== undefined) carried = least(amount, carried + claim);
      if (injecting(leg, group)) injects(leg, amount);
      else if (claim !== undefined) {
        injects(leg, claim);
        starts.add(BEFORE);
        flows.push({ from: BEFORE, to: leg.from, cost: 1 });
      }
      // Where a transaction ends what goes in, it is the end of a way, and one hop off.
      const isOver = stops(leg, group);
      if (carried > 0n) flows.push({ from: leg.from, to: leg.to, cost: isOver ? 1 : 0 });
      if (!isOver) could += carried;
    }
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      const { coin, amount } = leg.transfer;
      if (leg.transfer.to.kind === 'junction') continue;
      const claim = claimOf(leg);
      const carried = least(amount, could + claim);
      if (carried === 0n) continue;
      // Own change is no hop. A claimed payment starts at the transaction, whoever else paid into it.
      const own = payers.has(leg.to);
      flows.push({ from: leg.from, to: leg.to, cost: own ? 0 : 1 });
      if (stops(leg, group)) continue;
      if (coin !== undefined) coins.set(coin, { place: leg.to, amount: carried });
      if (!explored[leg.to]) reaches(leg, carried);
    }
  }

  for (const group of timeline.groups) {
    if (group.melts) junction(group);
    else accounts(group);
  }
  return { injected, unexplored, coins, hops: hopsFrom(starts, flows, keys.length) };
}

/** Fewest hops, by a search that takes the free steps first. `places`: how many there are; BEFORE is one more. */
function hopsFrom(starts: ReadonlySet<number>, flows: readonly Flow[], places: number): Map<number, number> {
  const at = (place: number): number => place - BEFORE;
  // Flows by where they leave, as linked lists.
  const first = new Int32Array(places + 1).fill(-1);
  const next = new Int32Array(flows.length);
  for (const [index, { from }] of flows.entries()) {
    next[index] = first[at(from)] as number;
    first[at(from)] = index;
  }
  const hops = new Map<number, number>();
  let layer = [...starts];
  for (let distance = 0; layer.length > 0; distance += 1) {
    const further: number[] = [];
    const open = layer.filter((place) => !hops.has(place));
    for (const place of open) hops.set(place, distance);
    for (let place = open.pop(); place !== undefined; place = open.pop())
      for (let index = first[at(place)] as number; index >= 0; index = next[index] as number) {
        const { to, cost } = flows[index] as Flow;
        if (hops.has(to)) continue;
        if (cost === 0) {
          hops.set(to, distance);
          open.push(to);
        } else further.push(to);
      }
    layer = further;
  }
  return hops;
}
