// The oracle earns its name here: against shared/vectors, and against published figures.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type AccountWorld, accountOracle } from './oracle.ts';
import { coinOracle } from './oracle-coins.ts';
import { apportionPlainly, type Convention, conventions, type Parts, type PartsAt } from './oracle-lots.ts';

const file = '../shared/vectors/conventions.json';
const absent = !existsSync(file);
const word = absent ? ' (skipped: no shared data)' : '';

type Written = Readonly<Record<string, string>>;
type WrittenAt = Readonly<Record<string, Written>>;
interface AccountVector {
  readonly kind: 'account';
  readonly id: string;
  readonly seeds: readonly string[];
  readonly endpoints: readonly string[];
  readonly transfers: readonly { from: string; to: string; amount: string }[];
  readonly expect: {
    readonly injected: Written;
    readonly shortage: Written;
    readonly conventions: Readonly<
      Record<
        Convention,
        {
          perTransfer: readonly Written[];
          endpoints: WrittenAt;
          held: WrittenAt;
          returned: Written;
          reachedSeed: WrittenAt;
        }
      >
    >;
  };
}
interface CoinVector {
  readonly kind: 'coin';
  readonly id: string;
  readonly externalCoins: Written;
  readonly seedCoins: readonly string[];
  readonly endpoints: readonly string[];
  readonly transactions: readonly {
    id: string;
    vin: readonly string[];
    vout: readonly { amount: string; to: string }[];
    fee: string;
  }[];
  readonly expect: { readonly conventions: Readonly<Record<Convention, { coins: Written; fees: Written }>> };
}

const vectors: readonly (AccountVector | CoinVector)[] = absent ? [] : JSON.parse(readFileSync(file, 'utf8'));

const read = (written: Written): Parts =>
  Object.fromEntries(Object.entries(written).map(([key, units]) => [key, BigInt(units)]));
const readAt = (written: WrittenAt): PartsAt =>
  Object.fromEntries(Object.entries(written).map(([key, parts]) => [key, read(parts)]));
const total = (parts: Parts | undefined) => Object.values(parts ?? {}).reduce((a, b) => a + b, 0n);

test.skipIf(absent)(`the oracle gives the known answers of all account worlds${word}`, () => {
  let checked = 0;
  for (const vector of vectors) {
    if (vector.kind !== 'account') continue;
    const world: AccountWorld = {
      seeds: vector.seeds,
      endpoints: vector.endpoints,
      transfers: vector.transfers.map((row, index) => ({
        ...row,
        amount: BigInt(row.amount),
        tx: `${index}`,
      })),
    };
    for (const convention of conventions) {
      const known = vector.expect.conventions[convention];
      expect(accountOracle(world, convention), `${vector.id} ${convention}`).toEqual({
        perTransfer: known.perTransfer.map(read),
        endpoints: readAt(known.endpoints),
        held: readAt(known.held),
        returned: read(known.returned),
        reachedSeed: readAt(known.reachedSeed),
        injected: read(vector.expect.injected),
        shortage: read(vector.expect.shortage),
        notFollowed: {},
        afterUntil: {},
        fees: {},
      });
      checked += 1;
    }
  }
  expect(checked).toBe(60 * 7);
});

test.skipIf(absent)(`the oracle gives the known answers of all coin worlds${word}`, () => {
  let checked = 0;
  for (const vector of vectors) {
    if (vector.kind !== 'coin') continue;
    const world = {
      ...vector,
      externalCoins: read(vector.externalCoins),
      transactions: vector.transactions.map((row) => ({
        ...row,
        fee: BigInt(row.fee),
        vout: row.vout.map((output) => ({ ...output, amount: BigInt(output.amount) })),
      })),
    };
    for (const convention of conventions) {
      const known = vector.expect.conventions[convention];
      const answer = coinOracle(world, convention);
      const coins = Object.keys(known.coins).map((coin) => [coin, total(answer.coins[coin])]);
      const fees = Object.keys(known.fees).map((id) => [id, total(answer.fees[id])]);
      expect(Object.fromEntries(coins), `${vector.id} ${convention}`).toEqual(read(known.coins));
      expect(Object.fromEntries(fees), `${vector.id} ${convention}`).toEqual(read(known.fees));
      checked += 1;
    }
  }
  expect(checked).toBe(60 * 7);
});

// The ransom payment 915fb4f0 (shared/reference/conventions.md, known answer 4).
test.each([
  ['fifo', 0n, 7_500_015_939n, 14_061n],
  ['lifo', 1_693n, 7_500_028_307n, 0n],
  ['haircut', 1_693n, 7_500_014_246n, 14_061n],
  ['pifo', 1_693n, 7_500_028_307n, 0n],
  ['libr', 0n, 7_500_015_939n, 14_061n],
  ['tiho', 0n, 7_500_030_000n, 0n],
] as const)('the oracle divides the ransom payment by %s as published', (convention, first, second, fee) => {
  const answer = coinOracle(
    {
      externalCoins: { own: 20_000n, ransom: 7_500_030_000n },
      seedCoins: ['ransom'],
      endpoints: [],
      transactions: [
        {
          id: '915fb4f0',
          vin: ['own', 'ransom'],
          vout: [
            { amount: 1_693n, to: 'A' },
            { amount: 7_500_034_246n, to: 'B' },
          ],
          fee: 14_061n,
        },
      ],
    },
    convention,
  );
  expect(
    [answer.coins['915fb4f0:0'], answer.coins['915fb4f0:1'], answer.fees['915fb4f0']].map(total),
  ).toEqual([first, second, fee]);
});

// shared/reference/conventions.md, known answer 1, in hundredths.
test.each([
  ['fifo', 300n, 0n],
  ['lifo', 0n, 300n],
  ['haircut', 90n, 210n],
  ['pifo', 300n, 0n],
  ['libr', 0n, 300n],
  ['tiho', 300n, 0n],
  ['poison', 300n, 700n],
] as const)('3 stolen then 7 clean leave as 3 and 7: %s', (convention, first, second) => {
  const rows = [
    { tx: '1', from: 'S', to: 'A', amount: 300n },
    { tx: '2', from: 'X', to: 'A', amount: 700n },
    { tx: '3', from: 'A', to: 'E', amount: 300n },
    { tx: '4', from: 'A', to: 'F', amount: 700n },
  ];
  const answer = accountOracle({ transfers: rows, seeds: ['S'], endpoints: ['E', 'F'] }, convention);
  expect([total(answer.endpoints.E), total(answer.endpoints.F)]).toEqual([first, second]);
});

test('a router passes on what it was given in the same transaction, without its history', () => {
  const rows = [
    { tx: '1', from: 'X', to: 'R', amount: 100n },
    { tx: '2', from: 'S', to: 'R', amount: 10n },
    { tx: '2', from: 'R', to: 'E', amount: 10n },
  ];
  for (const convention of conventions) {
    const explored = accountOracle({ transfers: rows, seeds: ['S'], endpoints: ['E'] }, convention);
    const unexplored = accountOracle(
      { transfers: rows, seeds: ['S'], endpoints: ['E'], unexplored: ['R'] },
      convention,
    );
    expect([explored.endpoints, unexplored.endpoints], convention).toEqual([
      { E: { S: 10n } },
      { E: { S: 10n } },
    ]);
  }
});

test('apportioning loses no unit and gives the odd one to the largest remainder, the earlier in a tie', () => {
  expect(apportionPlainly(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
  expect(apportionPlainly(2n, [1n, 2n, 1n])).toEqual([1n, 1n, 0n]);
  expect(apportionPlainly(0n, [0n, 0n])).toEqual([0n, 0n]);
});
