// Published known answers of the conventions (shared/reference/conventions.md, 1, 2 and 4), for wallets and transactions.
import { describe, expect, test } from 'vitest';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { ConventionName } from '../../src/trace/conventions/convention.ts';
import { type Lot, sumOf } from '../../src/trace/lots.ts';

const SEED = 0;

function lot(amount: bigint): Lot {
  return { amount, seed: SEED, way: undefined };
}

/** Receipts as [amount, tainted amount], then payments; the tainted part of each payment. */
function paid(
  name: ConventionName,
  receipts: readonly [bigint, bigint][],
  payments: readonly bigint[],
): bigint[] {
  const convention = conventions[name];
  const pools = convention.pools(1);
  for (const [amount, taint] of receipts)
    pools.receive(0, convention.bundle(amount, taint === 0n ? [] : [lot(taint)]));
  return payments.map((amount) => sumOf(pools.send(0, amount).lots.filter(({ seed }) => seed === SEED)));
}

describe('3 stolen, then 7 clean, paid out as 3 and 7 (in tenths)', () => {
  const expected: Record<ConventionName, readonly [bigint, bigint]> = {
    fifo: [30n, 0n],
    lifo: [0n, 30n],
    haircut: [9n, 21n],
    pifo: [30n, 0n],
    libr: [0n, 30n],
    tiho: [30n, 0n],
    poison: [30n, 70n],
  };
  test.each(Object.entries(expected))('%s', (name, answer) => {
    expect(
      paid(
        name as ConventionName,
        [
          [30n, 30n],
          [70n, 0n],
        ],
        [30n, 70n],
      ),
    ).toEqual(answer);
  });
});

describe('the Capstone example: 100,000 own, 200,000 trust, 254,500 paid, 45,500 left', () => {
  // Left of the trust, in cents.
  const left: Partial<Record<ConventionName, bigint>> = {
    fifo: 4_550_000n,
    lifo: 0n,
    pifo: 0n,
    libr: 4_550_000n,
    haircut: 3_033_333n,
  };
  test.each(Object.entries(left))('%s', (name, trust) => {
    const receipts: [bigint, bigint][] = [
      [10_000_000n, 0n],
      [20_000_000n, 20_000_000n],
    ];
    const [gone] = paid(name as ConventionName, receipts, [25_450_000n]);
    expect(20_000_000n - (gone as bigint)).toBe(trust);
  });
});

describe('the ransom payment 915fb4f0: a clean input of 20,000 before a tainted one of 7,500,030,000', () => {
  const expected: Partial<Record<ConventionName, readonly bigint[]>> = {
    fifo: [0n, 7_500_015_939n, 14_061n],
    lifo: [1_693n, 7_500_028_307n, 0n],
    haircut: [1_693n, 7_500_014_246n, 14_061n],
    pifo: [1_693n, 7_500_028_307n, 0n],
    libr: [0n, 7_500_015_939n, 14_061n],
    tiho: [0n, 7_500_030_000n, 0n],
  };
  test.each(Object.entries(expected))('%s', (name, outputs) => {
    const convention = conventions[name as ConventionName];
    const inputs = [convention.bundle(20_000n, []), convention.bundle(7_500_030_000n, [lot(7_500_030_000n)])];
    const dealt = convention.deal(inputs, [1_693n, 7_500_034_246n, 14_061n]);
    expect(dealt.map(({ lots }) => sumOf(lots.filter(({ seed }) => seed === SEED)))).toEqual(outputs);
  });
});

test('a wallet with a hundred thousand dust receipts stays one lot under fifo', () => {
  const pools = conventions.fifo.pools(1);
  for (let index = 0; index < 100_000; index += 1) pools.receive(0, conventions.fifo.bundle(1n, [lot(1n)]));
  expect(pools.holds(0)).toEqual([{ amount: 100_000n, seed: SEED, way: undefined }]);
});
