// The invariants of the accounting (shared/design/engine.md §10) that concern the sweep, each on random worlds.
// Nothing here is compared with the oracle: these hold of the engine by itself.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTransfers, transferGraph, transfersOfGraph } from '../../src/graph/transfer-graph.ts';
import type { Transfer } from '../../src/model/transfer.ts';
import type { AccountWorld } from '../support/oracle.ts';
import type { CoinWorld } from '../support/oracle-coins.ts';
import {
  type Convention,
  conserving,
  conventions,
  type Parts,
  type PartsAt,
} from '../support/oracle-lots.ts';
import {
  accountAnswer,
  coinAnswer,
  type Posed,
  posedAccount,
  posedCoins,
  type Run,
  run,
} from '../support/pose-worlds.ts';
import {
  renamed,
  scaled,
  sideBySide,
  sumsAt,
  times,
  timesAt,
  timesParts,
  totals,
  union,
} from '../support/world-changes.ts';
import {
  accountWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
} from '../support/worlds.ts';

const HIGHEST = 2n ** 256n - 1n;
const runs = { seed: 1816, numRuns: Number(process.env.ORACLE_RUNS ?? 100) };

/** Every kind of world, handed to the engine. */
const posedWorlds: fc.Arbitrary<Posed> = fc.oneof(
  accountWorlds.map((world) => posedAccount(world)),
  paymentWorlds.map((world) => posedAccount(world)),
  coinWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  coinWalletWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  mixingWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
);

/** Every third movement of an account chain is of another asset. */
function inTwoAssets(posed: Posed): Posed {
  const other = 'OTHER' as Transfer['asset'];
  const isMoved = (each: Transfer, index: number) => each.coin === undefined && index % 3 === 0;
  const isCoinWorld = posed.transfers.some((each) => each.coin !== undefined);
  if (isCoinWorld) return posed;
  return {
    ...posed,
    transfers: posed.transfers.map((each, index) =>
      isMoved(each, index) ? { ...each, asset: other } : each,
    ),
  };
}

function inEveryConvention(of: readonly Convention[], check: (convention: Convention) => void): void {
  for (const convention of of) check(convention);
}

/** `seed rank|asset` → units. */
function injectedOf({ swept }: Run): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [rank, row] of swept.injected.entries())
    for (const [asset, units] of row) if (units > 0n) sums.set(`${rank}|${asset}`, units);
  return sums;
}

function bookedOf({ swept }: Run): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { seed, asset, amount } of swept.bookings)
    sums.set(`${seed}|${asset}`, (sums.get(`${seed}|${asset}`) ?? 0n) + amount);
  return sums;
}

describe('1. conservation', () => {
  test('per seed and asset, what was injected is found again in the bookings, to the unit', () => {
    fc.assert(
      fc.property(posedWorlds, (posed) => {
        inEveryConvention(conserving, (convention) => {
          const done = run(inTwoAssets(posed), convention);
          expect(bookedOf(done), convention).toEqual(injectedOf(done));
        });
      }),
      runs,
    );
  });

  test('no booking is of nothing or less', () => {
    fc.assert(
      fc.property(posedWorlds, (posed) => {
        inEveryConvention(conserving, (convention) => {
          for (const { amount } of run(posed, convention).swept.bookings) expect(amount).toBeGreaterThan(0n);
        });
      }),
      runs,
    );
  });

  test('a wallet seed injects all that leaves it, and payments to itself are not leaving', () => {
    fc.assert(
      fc.property(accountWorlds, (world) => {
        const gross: Parts = {};
        for (const { from, to, amount } of world.transfers)
          if (world.seeds.includes(from) && from !== to) gross[from] = (gross[from] ?? 0n) + amount;
        inEveryConvention(conventions, (convention) => {
          expect(accountAnswer(posedAccount(world), convention).injected, convention).toEqual(gross);
        });
      }),
      runs,
    );
  });
});

describe('2. 0 ≤ t ≤ amount', () => {
  test('on every transfer no seed carries less than nothing, nor all seeds together more than the amount', () => {
    fc.assert(
      fc.property(posedWorlds, (posed) => {
        inEveryConvention(conserving, (convention) => {
          const { timeline, swept } = run(posed, convention);
          for (const [index, lots] of swept.carried) {
            let sum = 0n;
            for (const lot of lots) {
              expect(lot.amount, convention).toBeGreaterThan(0n);
              sum += lot.amount;
            }
            expect(sum, convention).toBeLessThanOrEqual(timeline.legs[index]?.transfer.amount as bigint);
          }
        });
      }),
      runs,
    );
  });

  test('what a transfer is booked to have brought, it carried, seed by seed', () => {
    fc.assert(
      fc.property(posedWorlds, (posed) => {
        inEveryConvention(conserving, (convention) => {
          const { swept } = run(posed, convention);
          const left = new Map<string, bigint>();
          for (const [index, lots] of swept.carried)
            for (const lot of lots)
              left.set(`${index}|${lot.seed}`, (left.get(`${index}|${lot.seed}`) ?? 0n) + lot.amount);
          for (const { leg, seed, amount, reached } of swept.bookings) {
            // A payment seed takes over what its payment carried: that ends there, and the transfer carries the seed.
            const isTakenOver = reached !== undefined && swept.seeds[reached]?.kind === 'payment';
            if (leg === undefined || isTakenOver) continue;
            const rest = (left.get(`${leg}|${seed}`) ?? 0n) - amount;
            expect(rest, convention).toBeGreaterThanOrEqual(0n);
            left.set(`${leg}|${seed}`, rest);
          }
        });
      }),
      runs,
    );
  });
});

describe('4. the past stands', () => {
  test('later transfers never change the amounts of earlier ones on account chains', () => {
    fc.assert(
      fc.property(fc.oneof(accountWorlds, paymentWorlds), fc.nat(40), (world, cut) => {
        const kept = world.transfers.slice(0, cut);
        const payments = world.payments?.filter(({ row }) => row < cut) ?? [];
        const earlier: AccountWorld = { ...world, transfers: kept, payments };
        inEveryConvention(conventions, (convention) => {
          const then = accountAnswer(posedAccount(earlier), convention).perTransfer;
          const now = accountAnswer(posedAccount(world), convention).perTransfer.slice(0, cut);
          expect(now, convention).toEqual(then);
        });
      }),
      runs,
    );
  });

  test('later transactions never change the amounts of earlier ones on coin chains', () => {
    fc.assert(
      fc.property(fc.oneof(coinWorlds, coinWalletWorlds), fc.nat(10), ({ world, sameBlock }, cut) => {
        const transactions = world.transactions.slice(0, cut);
        const ids = new Set(transactions.map(({ id }) => id));
        const isThere = (coin: string) =>
          coin in world.externalCoins || ids.has(coin.split(':')[0] as string);
        const earlier: CoinWorld = { ...world, transactions, seedCoins: world.seedCoins.filter(isThere) };
        const known = (at: PartsAt) =>
          Object.fromEntries(Object.entries(at).filter(([key]) => ids.has(key.split(':')[0] as string)));
        inEveryConvention(conventions, (convention) => {
          const then = coinAnswer(posedCoins(earlier, sameBlock), convention);
          const now = coinAnswer(posedCoins(world, sameBlock), convention);
          expect([known(now.coins), known(now.fees)], convention).toEqual([then.coins, then.fees]);
        });
      }),
      runs,
    );
  });
});

describe('5. order of arrival', () => {
  test('the order in which transfers, seeds and places are handed over never changes the result', () => {
    const keys = fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(posedWorlds, keys, (posed, drawn) => {
        const shuffled = <T>(items: Iterable<T>): T[] =>
          [...items]
            .map((item, index) => ({ item, key: drawn[index % drawn.length] as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        /** Numbers of places and assets follow the order in which they were first met: no result, so their names. */
        const named = <T extends { place: number; asset: number }>(
          { timeline }: ReturnType<typeof run>,
          items: Iterable<T>,
        ) =>
          [...items].map((item) => ({
            ...item,
            place: timeline.keys[item.place],
            asset: timeline.assets[item.asset],
          }));
        const { question } = posed;
        const other: Posed = {
          transfers: shuffled(posed.transfers),
          question: {
            ...question,
            seeds: shuffled(question.seeds),
            explored: new Set(shuffled(question.explored)),
            answered: new Set(shuffled(question.answered)),
          },
        };
        inEveryConvention(conventions, (convention) => {
          const one = run(posed, convention);
          const two = run(other, convention);
          expect(two.timeline.legs.map((leg) => leg.transfer.id)).toEqual(
            one.timeline.legs.map((leg) => leg.transfer.id),
          );
          expect(two.swept.seeds.map(({ id }) => id)).toEqual(one.swept.seeds.map(({ id }) => id));
          expect(named(two, two.swept.bookings), convention).toEqual(named(one, one.swept.bookings));
          expect([...two.swept.carried], convention).toEqual([...one.swept.carried]);
          expect(named(two, two.swept.shortages.values()), convention).toEqual(
            named(one, one.swept.shortages.values()),
          );
        });
      }),
      runs,
    );
  });
});

describe('6. exploring more', () => {
  /** What a run knows that has not explored these places: transactions in which an explored place or a seed takes part. */
  function known(world: AccountWorld, unexplored: readonly string[]): AccountWorld {
    const isDark = (name: string) => [...world.endpoints, ...unexplored].includes(name);
    const seen = new Set(
      world.transfers
        .filter(({ from, to, fee }) => !isDark(from) || (!fee && !isDark(to)))
        .map(({ tx }) => tx),
    );
    return { ...world, unexplored, transfers: world.transfers.filter(({ tx }) => seen.has(tx)) };
  }
  const worlds = accountWorlds.filter(({ unexplored }) => (unexplored ?? []).length > 0);
  const reached = (world: AccountWorld, convention: Convention) =>
    sumsAt(accountAnswer(posedAccount(world), convention).endpoints);

  test.each(conventions)('never lowers what an endpoint gets over all seeds, under %s', (convention) => {
    // Haircut rounds at every payment: with large amounts a unit for each of them is next to nothing.
    const [k, rounding] = convention === 'haircut' ? [10n ** 15n, 40n] : [1n, 0n];
    let grown = 0;
    fc.assert(
      fc.property(worlds, (drawn) => {
        const world = k === 1n ? drawn : scaled(drawn, k);
        const unexplored = world.unexplored ?? [];
        const less = reached(known(world, unexplored), convention);
        const more = reached(known(world, unexplored.slice(1)), convention);
        for (const [place, units] of Object.entries(less))
          expect((more[place] ?? 0n) + rounding, place).toBeGreaterThanOrEqual(units);
        if (
          JSON.stringify(Object.values(more).map(String)) !== JSON.stringify(Object.values(less).map(String))
        )
          grown += 1;
      }),
      runs,
    );
    expect(grown).toBeGreaterThan(0);
  });
});

describe('7. one transfer, two tellers', () => {
  test('told by both parties, in any order, it counts once; two equal ones of a transaction count twice', () => {
    const keys = fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(posedWorlds, keys, (posed, drawn) => {
        const told = [...posed.transfers, ...posed.transfers]
          .map((transfer, index) => ({ ...transfer, key: drawn[index % drawn.length] as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ key: _, ...transfer }) => transfer);
        const graph = transferGraph();
        const { fresh, improved, contradicted } = addTransfers(graph, told);
        expect([improved, contradicted]).toEqual([[], []]);
        const byId = (all: readonly Transfer[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(fresh)).toEqual(byId(posed.transfers));
        expect(byId(transfersOfGraph(graph))).toEqual(byId(posed.transfers));
      }),
      runs,
    );
    const twice = ['1', '2'].map((row) => ({
      ...(posedAccount({
        transfers: [{ tx: 't', from: 'M', to: 'A', amount: 5n }],
        seeds: ['M'],
        endpoints: [],
      }).transfers[0] as Transfer),
      id: `t/row/${row}` as Transfer['id'],
    }));
    expect(addTransfers(transferGraph(), [...twice, ...twice]).fresh).toEqual(twice);
  });
});

describe('8. ledgers that share nothing', () => {
  test.each([
    ['on one chain, block by block in turn', 'list:world', 'list:world'],
    ['on two chains', 'list:a', 'list:b'],
  ])('%s give the union of their results', (_, first, second) => {
    const worlds = fc.oneof(accountWorlds, paymentWorlds);
    fc.assert(
      fc.property(worlds, worlds, (a, b) => {
        const one = posedAccount(renamed(a, 'one '), first as Transfer['chain']);
        const two = posedAccount(renamed(b, 'two '), second as Transfer['chain']);
        inEveryConvention(conventions, (convention) => {
          expect(accountAnswer(sideBySide(one, two), convention), convention).toEqual(
            union(accountAnswer(one, convention), accountAnswer(two, convention)),
          );
        });
      }),
      runs,
    );
  });
});

describe('9. amounts up to 2^256 − 1', () => {
  /** The largest amount becomes as large as fits, by an odd factor: no product ends in zeros that a float could keep. */
  function blownUp(world: AccountWorld): bigint {
    const largest = world.transfers.reduce((most, { amount }) => (amount > most ? amount : most), 1n);
    return (HIGHEST / largest - 1n) | 1n;
  }
  const small = accountWorlds.filter(({ transfers }) => transfers.every(({ amount }) => amount < 1_000n));

  test('small worlds blown up to the largest amounts keep every unit where it was', () => {
    fc.assert(
      fc.property(small, (world) => {
        const k = blownUp(world);
        inEveryConvention(['fifo', 'lifo', 'poison'], (convention) => {
          expect(accountAnswer(posedAccount(scaled(world, k)), convention), convention).toEqual(
            times(accountAnswer(posedAccount(world), convention), k),
          );
        });
      }),
      runs,
    );
  });

  test('among the largest amounts haircut books every unit and is less than a unit off the exact share', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, HIGHEST), fc.bigInt(1n, HIGHEST), fc.bigInt(1n, HIGHEST), (t, c, x) => {
        const paid = x > t + c ? t + c : x;
        const world: AccountWorld = {
          transfers: [
            { tx: '1', from: 'M', to: 'A', amount: t },
            { tx: '2', from: 'C', to: 'A', amount: c },
            { tx: '3', from: 'A', to: 'E', amount: paid },
          ],
          seeds: ['M'],
          endpoints: ['E'],
        };
        const { endpoints, held } = accountAnswer(posedAccount(world), 'haircut');
        const [arrived, rests] = [endpoints.E?.M ?? 0n, held.A?.M ?? 0n];
        expect(arrived + rests).toBe(t);
        const off = arrived * (t + c) - t * paid;
        expect(off < 0n ? -off : off).toBeLessThan(t + c);
      }),
      runs,
    );
  });
});

describe('10. scaling', () => {
  const factors = fc.bigInt(2n, 10n ** 12n);
  const worlds = fc.oneof(accountWorlds, paymentWorlds);

  test('every amount times k gives every total times k under fifo, lifo, pifo, libr, tiho and poison', () => {
    fc.assert(
      fc.property(worlds, factors, (world, k) => {
        inEveryConvention(['fifo', 'lifo', 'pifo', 'libr', 'tiho', 'poison'], (convention) => {
          expect(totals(accountAnswer(posedAccount(scaled(world, k)), convention)), convention).toEqual(
            totals(times(accountAnswer(posedAccount(world), convention), k)),
          );
        });
      }),
      runs,
    );
  });

  test('every amount times k gives the part of every seed times k under fifo, lifo and poison', () => {
    fc.assert(
      fc.property(worlds, factors, (world, k) => {
        inEveryConvention(['fifo', 'lifo', 'poison'], (convention) => {
          expect(accountAnswer(posedAccount(scaled(world, k)), convention), convention).toEqual(
            times(accountAnswer(posedAccount(world), convention), k),
          );
        });
      }),
      runs,
    );
  });

  test('every coin times k gives every total times k under fifo, lifo, pifo, libr, tiho and poison', () => {
    fc.assert(
      fc.property(coinWorlds, factors, ({ world, sameBlock }, k) => {
        const larger: CoinWorld = {
          ...world,
          externalCoins: timesParts(world.externalCoins, k),
          transactions: world.transactions.map((row) => ({
            ...row,
            fee: row.fee * k,
            vout: row.vout.map((output) => ({ ...output, amount: output.amount * k })),
          })),
        };
        inEveryConvention(['fifo', 'lifo', 'pifo', 'libr', 'tiho', 'poison'], (convention) => {
          const one = coinAnswer(posedCoins(world, sameBlock), convention);
          const two = coinAnswer(posedCoins(larger, sameBlock), convention);
          expect([sumsAt(two.coins), sumsAt(two.fees), sumsAt(two.held)], convention).toEqual([
            sumsAt(timesAt(one.coins, k)),
            sumsAt(timesAt(one.fees, k)),
            sumsAt(timesAt(one.held, k)),
          ]);
        });
      }),
      runs,
    );
  });
});
