// The sweep: one pass over the timeline under one convention. Pure. It says for every transfer what it carries and books
// every tainted unit exactly once; it decides nothing about what to fetch and names nobody.
import type { CoinId } from '../../model/transfer.ts';
import type { Convention } from '../conventions/convention.ts';
import { type Exchange, exchange, placeCrossings } from '../crossings.ts';
import { endOf, endsInside, isStopped } from '../end-of.ts';
import { type Bundle, CLEAN, type Lot, NONE, sumOf, tainted } from '../lots.ts';
import { coinClaim, type PaymentSeed, type Question, transferClaim } from '../question.ts';
import type { Group, Leg, PoolAt, Timeline } from '../timeline.ts';
import { NOBODY, rankedSeeds } from './ranked-seeds.ts';
import type { Booking, Line, Swept } from './swept.ts';
import { matching, type Transit, touching, type Wallets } from './transit.ts';

type ExchangeState = Exchange & {
  readonly given: Map<number, bigint>;
  readonly received: Map<number, bigint>;
};

/** Ways make paths possible and cost memory. */
export type Ways = 'kept' | 'dropped';

export function sweep(timeline: Timeline, question: Question, convention: Convention, ways: Ways): Swept {
  const { legs, groups, keys } = timeline;
  const { seeds, at: seedAt, claims: claimOf } = rankedSeeds(timeline, question);
  const isSeed = (place: number): boolean => seedAt[place] !== NOBODY;
  const explored = keys.map((key) => question.explored.has(key));
  const injected = seeds.map(() => new Map<number, bigint>());
  const sent = new Map<number, Map<number, bigint>>();
  const converted = seeds.map(() => new Map<number, bigint>());
  const { placed, refused, roles } = placeCrossings(timeline, question);
  const exchanges = new Map(
    placed.map((of) => [
      of,
      {
        ...exchange(of, timeline, convention.conserving ? 'up' : 'never'),
        of,
        given: new Map<number, bigint>(),
        received: new Map<number, bigint>(),
      },
    ]),
  );
  const bookings: Booking[] = [];
  const carried = new Map<number, readonly Lot[]>();
  const pools = convention.pools(timeline.pools.length);
  /** Pools that were used, in the order of their first use. */
  const used: number[] = [];
  const isUsed = new Uint8Array(timeline.pools.length);
  /** What each pool paid beyond what it is known to have had, in the order in which that was found. */
  const missing = new Map<number, bigint>();
  const coins = new Map<CoinId, { leg: number; bundle: Bundle }>();

  function use(pool: number): void {
    if (isUsed[pool] === 1) return;
    isUsed[pool] = 1;
    used.push(pool);
  }

  function inject(rank: number, asset: number, amount: bigint): Lot {
    addTo(injected[rank] as Map<number, bigint>, asset, amount);
    return { amount, seed: rank, way: undefined };
  }

  /** A received leg of a crossing carries what was given for it, as what it became. undefined: it is none. */
  function fromCrossing(index: number): Bundle | undefined {
    const role = roles.size === 0 ? undefined : roles.get(index);
    if (role?.side !== 'received') return undefined;
    const own = exchanges.get(role.of) as ExchangeState;
    const { amount } = (legs[index] as Leg).transfer;
    const lots = own.receive(role.of.received.indexOf(index));
    for (const lot of lots) {
      addTo(converted[lot.seed] as Map<number, bigint>, role.of.gets, lot.amount);
      addTo(own.received, lot.seed, lot.amount);
    }
    return convention.bundle(amount, lots);
  }

  /** A given leg of a crossing takes what it carries out of this asset. */
  function intoCrossing(index: number, group: Group, bundle: Bundle): 'convertedOut' | undefined {
    const role = roles.size === 0 ? undefined : roles.get(index);
    if (role?.side !== 'given' || isStopped(legs[index] as Leg, group, question)) return undefined;
    const own = exchanges.get(role.of) as ExchangeState;
    const lots = tainted(bundle);
    own.give(lots);
    for (const lot of lots) {
      addTo(own.given, lot.seed, lot.amount);
      book('convertedOut', index, lot);
    }
    return 'convertedOut';
  }

  /** What a wallet seed's payment carries: all of it is its own, once `since` has begun. undefined: nobody's payment. */
  function fromSeed({ from, asset, transfer }: Leg, group: Group): Bundle | undefined {
    const rank = seedAt[from] as number;
    if (rank === NOBODY) return undefined;
    const { amount } = transfer;
    if (group.at.time < (question.since ?? 0)) return convention.bundle(amount, []);
    const sums = sent.get(from) ?? new Map<number, bigint>();
    sent.set(from, sums);
    addTo(sums, asset, amount);
    return convention.bundle(amount, [inject(rank, asset, amount)]);
  }

  function book(line: Line, index: number, lot: Lot, reached?: number): void {
    const leg = legs[index] as Leg;
    bookings.push({
      line,
      seed: lot.seed,
      asset: leg.asset,
      place: leg.to,
      amount: lot.amount,
      leg: index,
      way: lot.way,
      coin: leg.transfer.coin,
      reached,
    });
  }

  /** Payment seeds that name this leg: their front of the payment is theirs, whatever it carried before. */
  function claimed(index: number, bundle: Bundle): Bundle {
    if (claimOf.size === 0) return bundle;
    const leg = legs[index] as Leg;
    const ranks = claimOf.get(transferClaim(leg.transfer.chain, leg.transfer.id));
    return ranks === undefined ? bundle : claim(index, bundle, ranks);
  }

  function claim(index: number, bundle: Bundle, ranks: readonly number[]): Bundle {
    const leg = legs[index] as Leg;
    let rest = bundle;
    const lots: Lot[] = [];
    for (const rank of ranks) {
      const seed = seeds[rank] as PaymentSeed;
      lots.push(inject(rank, leg.asset, seed.amount));
      const [front, back] =
        rest.amount === seed.amount ? [rest, convention.bundle(0n, [])] : convention.split(rest, seed.amount);
      for (const lot of tainted(front)) book('reachedSeed', index, lot, rank);
      rest = back;
    }
    return convention.join([{ amount: sumOf(lots), lots }, rest]);
  }

  /** Writes down what a leg carries and gives every tainted lot this leg as the last step of its way. */
  function stamped(index: number, bundle: Bundle): Bundle {
    const lots = tainted(bundle);
    if (lots.length === 0) return bundle;
    carried.set(index, lots);
    if (ways === 'dropped') return bundle;
    return {
      amount: bundle.amount,
      lots: bundle.lots.map((lot) =>
        lot.seed === CLEAN ? lot : { ...lot, way: { transfer: index, before: lot.way } },
      ),
    };
  }

  /** Books what ends with this leg, and says how; undefined if it goes on. */
  function absorbed(index: number, group: Group, bundle: Bundle): Line | undefined {
    const leg = legs[index] as Leg;
    const crossed = intoCrossing(index, group, bundle);
    if (crossed !== undefined) return crossed;
    const seedHere = seedAt[leg.to] as number;
    const end = endOf(leg, group, timeline, question, isSeed);
    if (end === undefined) return undefined;
    const line: Line = end === 'seed' ? 'returned' : end;
    for (const lot of tainted(bundle))
      if (line === 'returned' && lot.seed !== seedHere) book('reachedSeed', index, lot, seedHere);
      else book(line, index, lot);
    return line;
  }

  function fromPool({ fromPool: pool }: Leg, amount: bigint): Bundle {
    use(pool);
    const balance = pools.balance(pool);
    if (amount > balance) {
      pools.open(pool, amount - balance);
      missing.set(pool, (missing.get(pool) ?? 0n) + amount - balance);
    }
    return pools.send(pool, amount);
  }

  /** What stays where it arrived when the transaction is over. */
  function rest(index: number, bundle: Bundle): void {
    const leg = legs[index] as Leg;
    if (explored[leg.to]) {
      use(leg.toPool);
      pools.receive(leg.toPool, bundle);
    } else for (const lot of tainted(bundle)) book('notFollowed', index, lot);
  }

  const wallets: Wallets = {
    isExplored: (place) => explored[place] === true,
    pay: (leg, amount) => (explored[leg.from] ? fromPool(leg, amount) : convention.bundle(amount, NONE)),
    rest,
  };

  /** A transaction of one movement, as most are: there is nothing to match. */
  const alone: Transit = {
    pay: (leg) => wallets.pay(leg, leg.transfer.amount),
    settle: rest,
    end() {},
  };

  function sweepAccounts(group: Group): void {
    const transit =
      group.end - group.first === 1
        ? alone
        : (convention.conserving ? matching : touching)(convention, legs, wallets);
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      if (leg.from === leg.to) continue;
      const paid = fromCrossing(index) ?? fromSeed(leg, group) ?? transit.pay(leg);
      const bundle = stamped(index, claimed(index, paid));
      const end = absorbed(index, group, bundle);
      if (end === undefined) transit.settle(index, bundle);
      // The taint stops here, the units do not: the wallet has them, and pays with them.
      else if (end === 'afterUntil') transit.settle(index, convention.bundle(bundle.amount, NONE));
    }
    transit.end();
  }

  function sweepJunction(group: Group): void {
    const inputs: Bundle[] = [];
    const outputs: number[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const leg = legs[index] as Leg;
      const { amount, coin } = leg.transfer;
      if (leg.transfer.to.kind !== 'junction') {
        outputs.push(index);
        continue;
      }
      const own = fromSeed(leg, group);
      const claims = claimOf.get(coinClaim(coin));
      let bundle =
        (coin === undefined ? undefined : coins.get(coin)?.bundle) ?? convention.bundle(amount, []);
      if (own !== undefined) bundle = own;
      else if (claims !== undefined) bundle = claim(index, bundle, claims);
      if (coin !== undefined) coins.delete(coin);
      bundle = stamped(index, bundle);
      const lots = tainted(bundle);
      const isOver = lots.length > 0 && endsInside(leg, group, timeline, question);
      if (isOver) for (const lot of lots) book('endpoint', index, lot);
      inputs.push(isOver ? convention.bundle(amount, NONE) : bundle);
    }
    outputs.sort((a, b) => Number(isFee(legs[a] as Leg)) - Number(isFee(legs[b] as Leg)) || a - b);
    const amounts = outputs.map((index) => (legs[index] as Leg).transfer.amount);
    // The fee is the last output of every convention, also where a transaction pays none.
    const free = outputs.length === 0 || !isFee(legs[outputs[outputs.length - 1] as number] as Leg);
    const dealt = convention.deal(inputs, free ? [...amounts, 0n] : amounts);
    for (const [position, index] of outputs.entries()) {
      const leg = legs[index] as Leg;
      const bundle = stamped(index, claimed(index, fromCrossing(index) ?? (dealt[position] as Bundle)));
      if (tainted(bundle).length === 0 || absorbed(index, group, bundle) !== undefined) continue;
      const { coin } = leg.transfer;
      if (explored[leg.to] && coin !== undefined) coins.set(coin, { leg: index, bundle });
      else for (const lot of tainted(bundle)) book('notFollowed', index, lot);
    }
  }

  for (const group of groups) {
    if (group.melts) sweepJunction(group);
    else sweepAccounts(group);
  }

  const balances = new Map<string, { place: number; asset: number; amount: bigint }>();
  for (const pool of used) {
    const { place, asset } = timeline.pools[pool] as PoolAt;
    balances.set(`${place}|${asset}`, { place, asset, amount: pools.balance(pool) });
    if (!convention.conserving) continue;
    for (const lot of pools.holds(pool))
      bookings.push({
        line: 'held',
        seed: lot.seed,
        asset,
        place,
        amount: lot.amount,
        leg: undefined,
        way: lot.way,
        coin: undefined,
        reached: undefined,
      });
  }
  if (convention.conserving)
    for (const [coin, { leg, bundle }] of coins)
      for (const lot of tainted(bundle)) book(question.answered.has(coin) ? 'held' : 'notFollowed', leg, lot);
  const shortages = new Map(
    [...missing].map(([pool, amount]) => {
      const { place, asset } = timeline.pools[pool] as PoolAt;
      return [`${place}|${asset}`, { place, asset, amount }];
    }),
  );
  const crossed = [...exchanges.values()].map(({ of, given, received }) => ({ of, given, received }));
  return {
    convention,
    seeds,
    injected,
    sent,
    converted,
    crossed,
    refused,
    bookings,
    carried,
    shortages,
    balances,
  };
}

function addTo(sums: Map<number, bigint>, key: number, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function isFee(leg: Leg): boolean {
  return leg.transfer.to.kind === 'fee';
}
