// Wallets taken together as one source: what holds of all of them against what holds of each. The parts come from the
// oracle, which knows no seed of several wallets.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asOneSeed } from '../../src/trace/together.ts';
import { type AccountAnswer, type AccountWorld, accountOracle } from '../support/oracle.ts';
import { coinOracle } from '../support/oracle-coins.ts';
import { type Convention, conserving, type Parts, sumOf } from '../support/oracle-lots.ts';
import { accountAnswer, coinAnswer, type Posed, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import { sumsAt, totals } from '../support/world-changes.ts';
import { accountWorlds, coinWalletWorlds, crossedWorlds, windowedWorlds } from '../support/worlds.ts';

const runs = { seed: 10_000, numRuns: Number(process.env.ORACLE_RUNS ?? 200) };

function together({ transfers, question }: Posed): Posed {
  return { transfers, question: { ...question, seeds: asOneSeed(question.seeds) } };
}

const allTotals = (answer: AccountAnswer) => ({ ...totals(answer), afterUntil: sumsAt(answer.afterUntil) });

function totalsTogether(world: AccountWorld, convention: Convention) {
  return allTotals(accountAnswer(together(posedAccount(world)), convention));
}

const coinTotals = ({ coins, fees, endpoints, held, returned, reachedSeed, injected }: CoinParts) => ({
  coins: sumsAt(coins),
  fees: sumsAt(fees),
  endpoints: sumsAt(endpoints),
  held: sumsAt(held),
  atSeeds: sumOf(returned) + Object.values(sumsAt(reachedSeed)).reduce((a, b) => a + b, 0n),
  injected: sumOf(injected),
});
type CoinParts = ReturnType<typeof coinOracle>;

describe.each(conserving)('taken together in one run, under %s', (convention) => {
  test.each([
    ['wallets of an account chain', accountWorlds],
    ['with a since and an until', windowedWorlds],
    ['with crossings', crossedWorlds],
  ] as const)('every figure is the sum of those of each: %s', (_, worlds) => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(totalsTogether(world, convention)).toEqual(allTotals(accountOracle(world, convention)));
      }),
      runs,
    );
  });

  test('every figure is the sum of those of each: wallets of a coin chain', () => {
    fc.assert(
      fc.property(coinWalletWorlds, ({ world, sameBlock }) => {
        const { notFollowed: _, ...own } = coinAnswer(together(posedCoins(world, sameBlock)), convention);
        expect(coinTotals(own)).toEqual(coinTotals(coinOracle(world, convention)));
      }),
      runs,
    );
  });
});

test('under poison what all of them reach is what any of them reaches, each payment once', () => {
  const any = (parts: Parts) =>
    Object.values(parts).reduce((most, units) => (units > most ? units : most), 0n);
  fc.assert(
    fc.property(accountWorlds, (world) => {
      const { perTransfer } = accountAnswer(together(posedAccount(world)), 'poison');
      expect(perTransfer.map(any)).toEqual(accountOracle(world, 'poison').perTransfer.map(any));
    }),
    runs,
  );
});

/** Each wallet asked about alone: the others are ordinary wallets then, whose histories are at hand. */
function askedAlone(world: AccountWorld, convention: Convention): bigint[] {
  const answers = world.seeds.map((seed) => accountOracle({ ...world, seeds: [seed] }, convention));
  return world.transfers.map((_, at) =>
    answers.reduce((all, { perTransfer }) => all + sumOf(perTransfer[at] as Parts), 0n),
  );
}

describe('asked about one by one', () => {
  test.each(['fifo', 'lifo'] as const)(
    'wallets that nobody pays add up to them together under %s',
    (name) => {
      const unpaid = accountWorlds.map((world) => ({
        ...world,
        transfers: world.transfers.filter(({ to }) => !world.seeds.includes(to)),
      }));
      fc.assert(
        fc.property(unpaid, (world) => {
          expect(totalsTogether(world, name).perTransfer).toEqual(askedAlone(world, name));
        }),
        runs,
      );
    },
  );

  // S, T and a stranger pay 10 each to W, which then pays 10 three times. Together 20 of 30 are tainted.
  test.each([
    ['fifo', [10n, 10n, 0n], [10n, 10n, 0n]],
    ['lifo', [0n, 10n, 10n], [0n, 10n, 10n]],
    // 20/30 of 10 is 7, then 13/20 of 10 is 6.5, up: 7, then the 6 left. Alone: 10/30 of 10 is 3, 7/20 of 10 is 3.5, up: 4,
    // then the 3 left; twice that.
    ['haircut', [7n, 7n, 6n], [6n, 8n, 6n]],
    ['pifo', [10n, 10n, 0n], [20n, 0n, 0n]],
    ['tiho', [10n, 10n, 0n], [20n, 0n, 0n]],
    ['libr', [0n, 10n, 10n], [0n, 0n, 20n]],
    ['poison', [10n, 10n, 10n], [20n, 20n, 20n]],
  ] as const)('by hand under %s', (convention, all, alone) => {
    const pays = (tx: string, from: string, to: string) => ({ tx, from, to, amount: 10n });
    const world: AccountWorld = {
      transfers: [
        ...['S', 'T', 'C'].map((from) => pays(`in${from}`, from, 'W')),
        ...['E', 'F', 'G'].map((to) => pays(`to${to}`, 'W', to)),
      ],
      seeds: ['S', 'T'],
      endpoints: ['E', 'F', 'G'],
    };
    expect(totalsTogether(world, convention).perTransfer.slice(3)).toEqual(all);
    expect(askedAlone(world, convention).slice(3)).toEqual(alone);
  });
});

test('what one of them sends another has come back', () => {
  const world: AccountWorld = {
    transfers: [
      { tx: 't1', from: 'S', to: 'T', amount: 30n },
      { tx: 't2', from: 'T', to: 'E', amount: 20n },
    ],
    seeds: ['S', 'T'],
    endpoints: ['E'],
  };
  const { returned, reachedSeed, endpoints, injected } = accountAnswer(together(posedAccount(world)), 'fifo');
  expect({
    returned: sumOf(returned),
    reachedSeed,
    endpoints: sumsAt(endpoints),
    injected: sumOf(injected),
  }).toEqual({
    returned: 30n,
    reachedSeed: {},
    endpoints: { E: 20n },
    injected: 50n,
  });
});
