// The second reckoning beside the engine on random worlds: neither knows a line of the other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounding, networkOf } from '../../src/evidence/arithmetic/bounds.ts';
import { rules } from '../../src/evidence/arithmetic/money.ts';
import { lines, recount, seedsInOrder } from '../../src/evidence/arithmetic/recount.ts';
import { readRows, rowsText } from '../../src/evidence/arithmetic/rows.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Statement } from '../../src/trace/findings.ts';
import { ledgerRows } from '../../src/trace/ledger-rows.ts';
import { statementOf } from '../../src/trace/statement.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import type { Walk } from '../../src/trace/walk.ts';
import { everySplit } from '../support/every-split.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { type Posed, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

const runs = { seed: 20_261_125, numRuns: 150 };

function rowsOf({ transfers, question }: Posed) {
  const timeline = timelineOf(transfers);
  const rows = readRows(
    rowsText(ledgerRows({ explored: { timeline, question, gaps: [] } } as unknown as Walk)),
  );
  if (rows === undefined) throw new Error('the rows cannot be read');
  return { timeline, rows, asset: timeline.assets[0] ?? 'none' };
}

function compared(posed: Posed): void {
  const { timeline, rows, asset } = rowsOf(posed);
  const { question } = posed;
  const seeds = seedsInOrder(rows);
  for (const rule of rules) {
    const swept = sweep(timeline, question, conventions[rule], 'dropped');
    const ours = recount(rows, seeds, asset, rule);
    const said = new Map(statementOf(timeline, swept, () => 'hub').map((row) => [row.seed as string, row]));
    for (const [rank, { id }] of seeds.entries()) {
      const row = said.get(id) as Statement | undefined;
      const found = Object.fromEntries(lines.map((line) => [line, ours.sums[line][rank]]));
      const expected = Object.fromEntries(
        lines.map((line) => {
          const amount = row === undefined ? 0n : row[line];
          return [
            line,
            typeof amount === 'bigint' ? amount : [...amount.values()].reduce((a, b) => a + b, 0n),
          ];
        }),
      );
      expect({ id, rule, injected: ours.injected[rank], ...found }).toEqual({
        id,
        rule,
        injected: row?.injected ?? 0n,
        ...expected,
      });
    }
  }
}

/** The bounds of an endpoint by this reckoning, as numbers. */
function boundsAt(posed: Posed, endpoint: string): { least: number; followed: number; most: number } {
  const { rows, asset } = rowsOf(posed);
  const { shortages } = recount(rows, seedsInOrder(rows), asset, 'fifo');
  const network = networkOf(rows, asset, shortages);
  const place = [...network.endpoints.keys()].find((each) => each.endsWith(`/${endpoint}`));
  if (place === undefined) return { least: 0, followed: 0, most: -1 };
  const { least, most, mostFollowed } = bounding(network)([place]);
  return { least: Number(least), followed: Number(mostFollowed), most: Number(most) };
}

describe('the statement agrees with the engine’s', () => {
  test.each([
    ['wallets', accountWorlds],
    ['payments', paymentWorlds],
    ['a since and an until', windowedWorlds],
    ['claims of tainted payments', claimWorlds],
  ])('on account chains with %s', (_, worlds) => {
    fc.assert(
      fc.property(worlds, (world) => compared(posedAccount(world))),
      runs,
    );
  });

  test.each([
    ['coins', coinWorlds],
    ['wallets', coinWalletWorlds],
  ])('on coin chains with %s', (_, worlds) => {
    fc.assert(
      fc.property(worlds, ({ world, sameBlock }) => compared(posedCoins(world, sameBlock))),
      runs,
    );
  });
});

describe('bounds', () => {
  const rows = fc
    .array(
      fc.record({
        from: fc.constantFrom(...'STABCU'),
        to: fc.constantFrom(...'TABCUEF'),
        amount: fc.bigInt(1n, 4n),
      }),
      { minLength: 2, maxLength: 9 },
    )
    .map((all) => all.map((each, index) => ({ ...each, tx: `tx${(index * 5 + 3) % 11}` })));

  test('are the smallest and largest of every split that the balances allow, tried one by one', () => {
    fc.assert(
      fc.property(rows, (transfers) => {
        const world: AccountWorld = {
          transfers,
          seeds: ['S', 'T'],
          endpoints: ['E', 'F'],
          unexplored: ['U'],
        };
        const split = everySplit(world, world.seeds);
        for (const endpoint of world.endpoints) {
          const found = boundsAt(posedAccount(world), endpoint);
          // An endpoint to which nothing was paid has no bounds here.
          if (found.most >= 0)
            expect({ endpoint, ...found }).toEqual({ endpoint, ...split.get(`${endpoint} `) });
        }
      }),
      runs,
    );
  });

  test('of two seeds together are what a split by hand reaches', () => {
    // E can have 5 of the 7 of x:2 in t3; of the 2 left in t3:0 one in t7:2; and both of x:3 by t0:2, t1:0, t8:0 and t5.
    // The fees can be clean throughout. A coin that E or F spends is clean.
    const world = {
      externalCoins: { 'x:0': 3n, 'x:1': 1n, 'x:2': 7n, 'x:3': 2n },
      seedCoins: ['x:2', 'x:3'],
      endpoints: ['E', 'F'],
      transactions: [
        { id: 't3', vin: ['x:0', 'x:1', 'x:2'], vout: paid([3n, 'S'], [5n, 'E']), fee: 3n },
        { id: 't0', vin: ['x:3', 't3:1'], vout: paid([2n, 'S'], [2n, 'S'], [2n, 'S']), fee: 1n },
        { id: 't7', vin: ['t3:0', 't0:0'], vout: paid([3n, 'S'], [1n, 'S'], [1n, 'E']), fee: 0n },
        { id: 't4', vin: ['t7:0', 't0:1', 't7:1'], vout: paid([5n, 'F']), fee: 1n },
        { id: 't1', vin: ['t0:2', 't7:2'], vout: paid([2n, 'S']), fee: 1n },
        { id: 't8', vin: ['t4:0', 't1:0'], vout: paid([7n, 'S']), fee: 0n },
        { id: 't5', vin: ['t8:0'], vout: paid([6n, 'E']), fee: 1n },
        { id: 't2', vin: ['t5:0'], vout: paid([5n, 'S']), fee: 1n },
      ],
    };
    expect(boundsAt(posedCoins(world), 'E')).toMatchObject({ followed: 8, most: 8 });
  });
});

function paid(...outputs: readonly (readonly [bigint, string])[]): { amount: bigint; to: string }[] {
  return outputs.map(([amount, to]) => ({ amount, to }));
}
