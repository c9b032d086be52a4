// Shapes of CoinJoins. The controls are real transactions whose nature is published; the edges of each rule are written by hand.
import { describe, expect, test } from 'vitest';
import { coinJoinOf } from '../../../src/graph/coins/coinjoin.ts';
import type { CoinTransaction } from '../../../src/graph/coins/transaction.ts';
import { fromFlat } from '../../support/esplora-world.ts';
import { absent, fromEsplora, type Part, sharedText, written } from './support.ts';

function check(transaction: CoinTransaction, kind: string | undefined): void {
  expect(coinJoinOf(transaction)?.kind).toBe(kind);
}

function many(count: number, satoshi: number | ((n: number) => number), name: string): Part[] {
  return Array.from({ length: count }, (_, n) => [
    `${name}${n}`,
    typeof satoshi === 'number' ? satoshi : satoshi(n),
  ]);
}

/** What each transaction is: its project's own page, and shared/reference/cases.md for the Whirlpool round and its Tx0. */
const controls = [
  ['whirlpool-coinjoin', '323df21f0b0756f98336437aa3d2fb87e02b59f1946b714a7b09df04d429dec2', 'whirlpool'],
  ['wabisabi-coinjoin', 'fb596c9f675471019c60e984b569f9020dac3b2822b16396042b50c890b45e5e', 'wasabi-2'],
  [
    'joinmarket-coinjoin',
    '4f112abd2eefe3484a7bbf7c1731f784cba19de677468835145e9c448fb18b7d',
    'joinmarket-like',
  ],
  ['batch-withdrawal-143', '3d81a6b95903dd457d45a2fc998acc42fe96f59ef01157bdcbc331fe451c8d9e', undefined],
  ['bare-multisig', '60a20bd93aa49ab4b28d514ec10b06e1829ce6818ec06cd3aabd013ebcdc4bb1', undefined],
  ['dust-attack-555', '655c533bf059721cec9d3d70b3171a07997991a02fedfa1c9b593abc645e1cc5', undefined],
  ['op-return-charley', '8bae12b5f4c088d940733dcd1455efc6a3a69cf9340e17a981286d3778615684', undefined],
  ['simple-legacy-p2pkh', '0b6461de422c46a221db99608fcbe0326e4f2325ebf2a47c9faf660ed61ee6a4', undefined],
  ['taproot-op-return', '0bf67b1f05326afbd613e11631a2b86466ac7e255499f6286e31b9d7d889cee7', undefined],
  ['taproot-script-path', '37777defed8717c581b4c0509329550e344bdc14ac38f71fc050096887e535c8', undefined],
] as const;

for (const [name, txId, kind] of controls) {
  const path = `coinjoin/${name}.json`;
  test.skipIf(absent(path))(`${name} is ${kind ?? 'none'} (skipped: no shared data)`, () => {
    const transaction = fromEsplora(JSON.parse(sharedText(path)));
    expect(transaction.txId).toBe(txId);
    check(transaction, kind);
  });
}

test.skipIf(absent('coinjoin/whirlpool_pair.json'))(
  'a Whirlpool Tx0 is none, its round is one (skipped: no shared data)',
  () => {
    const [round, tx0] = fromFlat(JSON.parse(sharedText('coinjoin/whirlpool_pair.json'))).map(fromEsplora);
    expect(tx0?.txId).toBe('333f45431e47b9543772013ac83a9b33cc58dc3245ccfd48b972107bb8405c13');
    // cases.md: 1 in, 19 out, one of them an OP_RETURN of nothing.
    expect([tx0?.inputs.length, tx0?.outputCount, tx0?.outputs.length]).toEqual([1, 19, 18]);
    check(tx0 as CoinTransaction, undefined);
    check(round as CoinTransaction, 'whirlpool');
  },
);

test('says what was counted and by which numbers', () => {
  const round = written('w', 574_682, many(5, 5_000_000, 'in'), many(5, 5_000_000, 'out'));
  expect(coinJoinOf(round)).toEqual({
    kind: 'whirlpool',
    inputs: 5,
    inputScripts: 5,
    outputs: 5,
    equal: 5,
    amount: 5_000_000n,
    rule: { fromBlock: 570_000, leastInputs: 5, mostInputs: 10, mostAbovePool: 110_000 },
  });
});

describe('Whirlpool', () => {
  const round = (
    height: number,
    inputs: readonly number[],
    outputs = inputs.length,
    pool = 1_000_000,
  ): CoinTransaction =>
    written(
      'w',
      height,
      inputs.map((satoshi, n) => [`in${n}`, satoshi]),
      many(outputs, pool, 'out'),
    );
  const [own, fresh] = [1_000_000, 1_110_000];

  test('is a round of 5 to 10, at least one of them remixed, the others at most 0.0011 BTC above the pool', () => {
    check(round(570_000, [own, fresh, fresh, fresh, fresh]), 'whirlpool');
    check(round(900_000, Array(10).fill(own)), 'whirlpool');
    check(round(900_000, Array(11).fill(own)), undefined);
    check(round(900_000, Array(4).fill(own)), undefined);
    check(round(900_000, Array(5).fill(fresh)), undefined);
    check(round(900_000, [own, fresh, fresh, fresh, fresh + 1]), undefined);
    check(round(900_000, [own, own, own, own, own - 1]), undefined);
  });

  test('pays as many outputs as it has inputs, all of one of its pools', () => {
    check(round(900_000, Array(6).fill(own), 5), undefined);
    check(round(900_000, Array(5).fill(2_000_000), 5, 2_000_000), undefined);
    check(written('w', 900_000, many(5, own, 'in'), [...many(5, own, 'out'), ['data', 0]]), undefined);
  });

  test('was not there before block 570,000', () => check(round(569_999, Array(5).fill(own)), undefined));
});

describe('Wasabi 2', () => {
  /** 2ⁿ, 3ⁿ, 2·3ⁿ, 10ⁿ, 2·10ⁿ, 5·10ⁿ, one of each, each twice: no group that another rule would take. */
  const standard = [8192, 6561, 13_122, 10_000, 20_000, 50_000];
  const round = (height: number, inputs: number, good: number, bad: number): CoinTransaction =>
    written('w', height, many(inputs, 100_000, 'in'), [
      ...many(good, (n) => standard[n % standard.length] as number, 'good'),
      ...many(bad, (n) => 7_001 + n, 'bad'),
    ]);

  test('is 50 inputs or more, and over 80 % of the outputs in its denominations', () => {
    check(round(741_213, 50, 81, 19), 'wasabi-2');
    check(round(741_213, 50, 80, 20), undefined);
    check(round(741_213, 49, 81, 19), undefined);
  });

  test('was not there before block 741,213', () => check(round(741_212, 50, 81, 19), undefined));
});

describe('Wasabi 1', () => {
  const round = (height: number, inputs: number, equal: number, satoshi: number): CoinTransaction =>
    written('w', height, many(inputs, 20_000_000, 'in'), [
      ...many(equal, satoshi, 'equal'),
      ...many(equal - 1, (n) => 3_000_001 + n, 'change'),
    ]);

  test('is 10 or more equal outputs of 0.08 to 0.12 BTC, with at least as many inputs', () => {
    check(round(530_500, 10, 10, 10_003_419), 'wasabi-1');
    check(round(530_500, 10, 10, 8_000_000), 'wasabi-1');
    check(round(530_500, 10, 10, 12_000_000), 'wasabi-1');
    check(round(530_500, 10, 10, 7_999_999), undefined);
    check(round(530_500, 10, 10, 12_000_001), undefined);
    check(round(530_500, 9, 10, 10_000_000), undefined);
    check(round(530_500, 9, 9, 10_000_000), undefined);
  });

  test('is told only of the blocks of its time: the same shape in 2014 or in 2024 is something else', () => {
    check(round(530_499, 10, 10, 10_000_000), undefined);
    check(round(750_000, 10, 10, 10_000_000), 'wasabi-1');
    check(round(750_001, 10, 10, 10_000_000), undefined);
  });
});

describe('JoinMarket', () => {
  const ins = many(3, 900_000, 'in');
  const joined: readonly Part[] = [
    ['a', 300_000],
    ['b', 300_000],
    ['c', 41_001],
    ['d', 52_002],
  ];

  test('is n equal outputs of 2n, from n scripts or more', () => {
    check(written('j', 392_300, ins, joined), 'joinmarket-like');
    check(written('j', 392_299, ins, joined), undefined);
    check(written('j', 800_000, many(2, 500_000, 'in'), joined), 'joinmarket-like');
  });

  test('is none where one script pays it all, however many coins it spends', () =>
    check(
      written(
        'j',
        800_000,
        ins.map(([, satoshi]) => ['one', satoshi]),
        joined,
      ),
      undefined,
    ));

  test('is none with two groups of equal outputs, or with one output more or less', () => {
    check(written('j', 800_000, ins, [...joined.slice(0, 2), ['c', 41_001], ['d', 41_001]]), undefined);
    check(written('j', 800_000, ins, joined.slice(0, 3)), undefined);
    check(written('j', 800_000, ins, [...joined, ['e', 7_007]]), undefined);
  });

  test('is none with an output of nothing beside them: so is a Whirlpool Tx0 of two coins', () =>
    check(written('j', 800_000, ins, [...joined, ['data', 0]]), undefined));
});
