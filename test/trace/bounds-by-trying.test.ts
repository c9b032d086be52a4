// The bounds against every feasible split, tried one by one: several seeds, claims, windows, places not explored.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounded, boundsOfPosed, NONE } from '../support/bounds-of.ts';
import { everySplit } from '../support/every-split.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { conserving } from '../support/oracle-lots.ts';
import { accountAnswer, coinAnswer, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

const row = fc.record({
  from: fc.constantFrom(...'STABCU'),
  to: fc.constantFrom(...'TABCUEF'),
  amount: fc.bigInt(1n, 4n),
});
const rows = fc
  .array(row, { minLength: 2, maxLength: 9 })
  .map((all) => all.map((each, index) => ({ ...each, tx: `tx${(index * 5 + 3) % 11}` })));
const common = { endpoints: ['E', 'F'], unexplored: ['U'] };

const walletWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({ transfers: rows, since: fc.option(fc.nat(9)), until: fc.option(fc.nat(9)) })
  .map(({ transfers, since, until }) => ({
    ...common,
    transfers,
    seeds: ['S', 'T'],
    since: Math.min(since ?? 0, transfers.length),
    until: Math.min(until ?? 9, transfers.length),
  }));

const claimedWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({
    transfers: rows,
    claims: fc.uniqueArray(fc.record({ row: fc.nat(8), part: fc.nat(3) }), {
      selector: (each) => each.row,
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ transfers, claims }) => ({
    ...common,
    transfers,
    seeds: [],
    payments: claims.flatMap(({ row: index, part }, nth) => {
      const at = transfers[index];
      if (at === undefined || at.from === at.to) return [];
      const amount = at.amount > BigInt(part) ? at.amount - BigInt(part) : at.amount;
      return [{ id: `victim${9 - nth}`, row: index, amount }];
    }),
  }));

const idsOf = ({ seeds, payments = [] }: AccountWorld) => [...seeds, ...payments.map(({ id }) => id)];

function isTheSame(world: AccountWorld, asked: readonly string[]): void {
  const bounds = bounded(world, asked);
  for (const [end, extremes] of everySplit(world, asked)) {
    const isEnd = Object.hasOwn(bounds, end);
    // An endpoint that nothing of the asked seeds can reach is no end of their network; what was not followed is all it can have.
    expect([end, isEnd ? bounds[end] : { ...NONE, most: extremes.most }]).toEqual([end, extremes]);
  }
}

describe('least and most are the smallest and largest over every feasible split', () => {
  test.each([
    ['wallets', walletWorlds],
    ['payments', claimedWorlds],
  ] as const)('of all seeds, and of each with the value of the others as clean: %s', (_, worlds) => {
    fc.assert(
      fc.property(worlds, (world) => {
        const ids = idsOf(world);
        for (const asked of [ids, ...ids.map((id) => [id])]) isTheSame(world, asked);
      }),
      { seed: 20261125, numRuns: 600 },
    );
  });
});

/** Large worlds with matches inside transactions and amounts up to 2^256 − 1, on chains of both kinds. */
describe('least ≤ every conserving convention ≤ most of what was followed ≤ most, of all seeds and of each', () => {
  const ofAccounts = (worlds: fc.Arbitrary<AccountWorld>) => worlds.map(posedAccount);
  const ofCoins = (worlds: typeof coinWorlds) =>
    worlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock));
  test.each([
    ['wallets', ofAccounts(accountWorlds), accountAnswer],
    ['payments', ofAccounts(paymentWorlds), accountAnswer],
    ['tainted payments', ofAccounts(claimWorlds), accountAnswer],
    ['a window', ofAccounts(windowedWorlds), accountAnswer],
    ['coins', ofCoins(coinWorlds), coinAnswer],
    ['transactions that value ends in', ofCoins(mixingWorlds), coinAnswer],
    ['wallets of a coin chain', ofCoins(coinWalletWorlds), coinAnswer],
  ] as const)('%s', (_, worlds, answer) => {
    fc.assert(
      fc.property(worlds, (posed) => {
        const ids = posed.question.seeds.map(({ id }) => id as string);
        const answers = conserving.map((name) => answer(posed, name).endpoints);
        for (const asked of ids.length === 1 ? [ids] : [ids, ...ids.map((id) => [id])])
          for (const { group, least, most, mostFollowed } of boundsOfPosed(posed, asked))
            for (const endpoints of answers) {
              const parts = endpoints[group.split('/')[1] as string] ?? {};
              const here = asked.reduce((sum, id) => sum + (parts[id] ?? 0n), 0n);
              expect(least <= here && here <= mostFollowed && mostFollowed <= most, group).toBe(true);
            }
      }),
      { seed: 20261125, numRuns: 150 },
    );
  });
});

test('every amount times k gives every bound times k', () => {
  fc.assert(
    fc.property(accountWorlds, fc.constantFrom(2n, 7n, 10n ** 18n), (world, k) => {
      const scaled = {
        ...world,
        transfers: world.transfers.map((row) => ({ ...row, amount: row.amount * k })),
      };
      expect(boundsOfPosed(posedAccount(scaled), world.seeds)).toEqual(
        boundsOfPosed(posedAccount(world), world.seeds).map((bound) => ({
          ...bound,
          least: bound.least * k,
          most: bound.most * k,
          mostFollowed: bound.mostFollowed * k,
        })),
      );
    }),
    { seed: 20261125, numRuns: 150 },
  );
});

/** Another seed ends what passes it. Worked out by hand. */
describe('what reaches another seed has ended', () => {
  const way = [
    { tx: '1', from: 'V', to: 'A', amount: 10n },
    { tx: '2', from: 'A', to: 'B', amount: 10n },
    { tx: '3', from: 'B', to: 'E', amount: 10n },
  ];
  const world = { ...common, transfers: way, seeds: [] };

  test('a whole payment that another victim claims: nothing of the first goes on', () => {
    const payments = [
      { id: 'one', row: 0, amount: 10n },
      { id: 'two', row: 1, amount: 10n },
    ];
    expect(bounded({ ...world, payments }, ['one'])).toEqual({ 'E ': NONE });
    expect(bounded({ ...world, payments }, ['two'])).toEqual({ 'E ': { least: 10, followed: 10, most: 10 } });
  });

  test('a part of a payment: of the first the 4 behind it', () => {
    // A has nothing but 10 of the first; the front 6 of what it pays is the other's, 4 of the first go on, and B pays all to E.
    const payments = [
      { id: 'one', row: 0, amount: 10n },
      { id: 'two', row: 1, amount: 6n },
    ];
    expect(bounded({ ...world, payments }, ['one'])).toEqual({ 'E ': { least: 4, followed: 4, most: 4 } });
    expect(bounded({ ...world, payments }, ['two'])).toEqual({ 'E ': { least: 6, followed: 6, most: 6 } });
    expect(bounded({ ...world, payments }, ['one', 'two'])).toEqual({
      'E ': { least: 10, followed: 10, most: 10 },
    });
  });

  test('a wallet that is a seed itself: nothing of the first goes on', () => {
    const wallets = { ...common, transfers: way, seeds: ['V', 'B'] };
    expect(bounded(wallets, ['V'])).toEqual({ 'E ': NONE });
    expect(bounded(wallets, ['B'])).toEqual({ 'E ': { least: 10, followed: 10, most: 10 } });
  });
});
