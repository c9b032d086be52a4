// Bounds across crossings (engine.md §6): `[lo, hi]` given becomes `[⌊lo·y/x⌋, ⌈hi·y/x⌉]` in the other asset. Outer bounds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounded, NONE } from '../support/bounds-of.ts';
import { everySplit } from '../support/every-split.ts';
import { type AccountWorld, accountOracle } from '../support/oracle.ts';
import { conserving } from '../support/oracle-lots.ts';
import { crossedWorlds } from '../support/worlds.ts';

const common = { endpoints: ['E', 'F'], unexplored: ['r', 'q', 'U'] };

/** `A>B 10 USD` per line, each a transaction of its own. */
function rowsOf(text: string): AccountWorld['transfers'] {
  return text
    .trim()
    .split('\n')
    .map((line, index) => {
      const [, from = '', to = '', amount = '', asset = ''] = /(\w+)>(\w+) (\d+) (\w+)/.exec(line) ?? [];
      return { tx: `tx${(index * 5 + 3) % 23}`, from, to, amount: BigInt(amount), asset };
    });
}

describe('by hand', () => {
  test('what is given for certain crosses for certain, rounded down; what may be given crosses rounded up', () => {
    // A has 4 clean and 6 tainted and gives 7: between 3 and 6 of them tainted. At 5 for 7: ⌊15/7⌋ = 2 to ⌈30/7⌉ = 5.
    const transfers = rowsOf(`
      X>A 4 USD
      S>A 6 USD
      A>r 7 USD
      r>B 5 ETH
      B>E 5 ETH`);
    const world = { ...common, transfers, seeds: ['S'], crossings: [{ given: [2], received: 3 }] };
    expect(bounded(world, ['S'])).toEqual({ 'E ETH': { least: 2, followed: 5, most: 5 } });
  });

  test('what was not followed may have been given for it too', () => {
    // A pays 2 of the 6 to U, which is not explored, and has 4 clean besides: of the 5 given 5 − 4 = 1 to 5 are tainted. At
    // 2 for 1: 2 to 10. What U has, at most 2, may have come back to A: no more than 5 can be given all the same.
    const transfers = rowsOf(`
      S>A 6 USD
      X>A 4 USD
      A>U 2 USD
      A>r 5 USD
      r>B 10 ETH
      B>E 10 ETH`);
    const world = { ...common, transfers, seeds: ['S'], crossings: [{ given: [3], received: 4 }] };
    expect(bounded(world, ['S'])).toEqual({ 'E ETH': { least: 2, followed: 10, most: 10 } });
  });

  test('there and back: the second crossing takes what the first can have brought', () => {
    // All 9 are given for 3 ETH, all 3 for 8 USD, and E has them: no rule says otherwise.
    const transfers = rowsOf(`
      S>A 9 USD
      A>r 9 USD
      r>A 3 ETH
      A>q 3 ETH
      q>A 8 USD
      A>E 8 USD`);
    const crossings = [
      { given: [1], received: 2 },
      { given: [3], received: 4 },
    ];
    const world = { ...common, transfers, seeds: ['S'], crossings };
    expect(bounded(world, ['S'])).toEqual({ 'E USD': { least: 8, followed: 8, most: 8 } });
  });

  test('one of two seeds may have half a unit more or less, for its share is of a rounded sum', () => {
    // S gives 2 and T 2 of 8; 3 ETH come back. Together exactly 1.5, which is 2 (a tie goes to the taint): 1 to 2. Each alone
    // has 0.75, and half a unit less or more: 0 to ⌈1.25⌉ = 2.
    const transfers = rowsOf(`
      S>A 2 USD
      T>A 2 USD
      A>r 4 USD
      X>r 4 USD
      r>B 3 ETH
      B>E 3 ETH`);
    const world = { ...common, transfers, seeds: ['S', 'T'], crossings: [{ given: [2, 3], received: 4 }] };
    expect(bounded(world, ['S', 'T'])).toEqual({ 'E ETH': { least: 1, followed: 2, most: 2 } });
    expect(bounded(world, ['S'])).toEqual({ 'E ETH': { least: 0, followed: 2, most: 2 } });
  });
});

/** Small worlds whose splits can be tried: a chain that crosses, with anything between. */
const smallWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({
    between: fc.array(
      fc.record({
        from: fc.constantFrom(...'SABXr'),
        to: fc.constantFrom(...'ABEFU'),
        asset: fc.constantFrom('USD', 'ETH'),
        amount: fc.bigInt(1n, 4n),
        at: fc.nat(4),
      }),
      { maxLength: 5 },
    ),
    amounts: fc.tuple(...[1, 2, 3, 4].map(() => fc.bigInt(1n, 6n))),
    rate: fc.constantFrom('one for one', 'any'),
  })
  .map(({ between, amounts: [sent, given, received, passed], rate }) => {
    const way = [
      { from: 'S', to: 'A', asset: 'USD', amount: sent as bigint },
      { from: 'A', to: 'r', asset: 'USD', amount: given as bigint },
      { from: 'r', to: 'B', asset: 'ETH', amount: (rate === 'any' ? received : given) as bigint },
      { from: 'B', to: 'E', asset: 'ETH', amount: passed as bigint },
    ];
    const all = [...way, undefined].flatMap((leg, nth) => [
      ...between.filter(({ at, from, to }) => at === nth && from !== to),
      ...(leg === undefined ? [] : [leg]),
    ]);
    const at = (leg: (typeof way)[number] | undefined) => all.indexOf(leg as (typeof way)[number]);
    const transfers = all.map(({ from, to, asset, amount }, index) => ({
      ...{ from, to, asset, amount },
      tx: `tx${(index * 5 + 3) % 23}`,
    }));
    const crossings = [{ given: [at(way[1])], received: at(way[2]) }];
    return { ...common, transfers, crossings, seeds: ['S'] };
  });

test('no feasible split is outside, and with one crossing at one for one the bounds are exact', () => {
  let exact = 0;
  fc.assert(
    fc.property(smallWorlds, (world) => {
      const bounds = bounded(world, ['S']);
      const [{ given, received }] = world.crossings as [{ given: number[]; received: number }];
      const isOne = world.transfers[given[0] as number]?.amount === world.transfers[received]?.amount;
      for (const [end, { least, followed, most }] of everySplit(world, ['S'])) {
        const bound = bounds[end] ?? { ...NONE, most: Number.POSITIVE_INFINITY };
        expect(bound.least <= least && followed <= bound.followed && most <= bound.most, end).toBe(true);
        if (!isOne) continue;
        exact += 1;
        expect([end, bound.least, bound.followed]).toEqual([end, least, followed]);
      }
    }),
    { seed: 20261125, numRuns: 800 },
  );
  expect(exact).toBeGreaterThan(1000);
});

describe('on any world with crossings', () => {
  test.each(conserving)('least ≤ %s ≤ most of what was followed, of all seeds and of each', (convention) => {
    fc.assert(
      fc.property(crossedWorlds, (drawn) => {
        // Numbers that a test can compare: what is beyond 2^53 is tried in other tests.
        const world = {
          ...drawn,
          transfers: drawn.transfers.map((row) => ({ ...row, amount: row.amount % 1_000_003n || 1n })),
        };
        const { endpoints } = accountOracle(world, convention);
        for (const asked of [world.seeds, ...world.seeds.map((seed) => [seed])]) {
          const bounds = bounded(world, asked);
          for (const asset of ['USD', 'ETH']) {
            const here = asked.reduce((sum, seed) => sum + Number(endpoints[`E ${asset}`]?.[seed] ?? 0n), 0);
            const { least, followed, most } = bounds[`E ${asset}`] ?? NONE;
            expect([least <= here, here <= followed, followed <= most], `${asked} ${asset}`).toEqual([
              true,
              true,
              true,
            ]);
          }
        }
      }),
      { seed: 20261125, numRuns: 300 },
    );
  });
});
