import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTransferList } from '../../../src/chains/list/read.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { csv } from './support.ts';

/** tx, height, order, amount; from a to b. */
type Row = readonly [string, number, number | '', number];

async function transfersOf(rows: readonly Row[]): Promise<readonly Transfer[]> {
  const text = csv(
    ...rows.map(([tx, height, order, amount]) => `x,${tx},${height},5,${order},a,b,Z,${amount},`),
  );
  return (await readTransferList(text, 'f')).chains[0]?.transfers ?? [];
}

function stands(transfers: readonly Transfer[]): readonly unknown[] {
  return transfers.map(({ txId, amount, at }) => [txId, Number(amount), at?.txIndex, at?.order]);
}

test('a transaction stands at the smallest order of its rows at that height', async () => {
  // Order runs over the whole file; `late` begins before `early` ends.
  const transfers = await transfersOf([
    ['late', 1, 12, 1],
    ['early', 1, 11, 2],
    ['late', 1, 14, 3],
    ['early', 1, 13, 4],
    ['next', 2, 15, 5],
  ]);
  expect(stands(transfers)).toEqual([
    ['early', 2, 0, 0],
    ['early', 4, 0, 1],
    ['late', 1, 1, 0],
    ['late', 3, 1, 1],
    ['next', 5, 0, 0],
  ]);
});

test('an empty order is unknown: for the row, and for a transaction without any', async () => {
  const transfers = await transfersOf([
    ['none', 1, '', 1],
    ['some', 1, '', 2],
    ['some', 1, -3, 3],
  ]);
  expect(stands(transfers)).toEqual([
    ['some', 3, 0, 0],
    ['some', 2, 0, undefined],
    ['none', 1, undefined, undefined],
  ]);
});

test('the same order twice says nothing about which came first', async () => {
  const transfers = await transfersOf([
    ['p', 1, 7, 1],
    ['q', 1, 7, 2],
    ['r', 1, 8, 3],
    ['r', 1, 8, 4],
  ]);
  expect(new Map(transfers.map(({ txId, at }) => [txId, at?.txIndex]))).toEqual(
    new Map([
      ['p', undefined],
      ['q', undefined],
      ['r', 2],
    ]),
  );
  expect(transfers.filter(({ txId }) => txId === 'r').map(({ at }) => at?.order)).toEqual([
    undefined,
    undefined,
  ]);
});

test('two equal rows are two transfers, one row of amount 0 keeps its place in the order', async () => {
  const transfers = await transfersOf([
    ['t', 1, 1, 0],
    ['t', 1, 2, 9],
    ['t', 1, 2, 9],
  ]);
  expect(new Set(transfers.map(({ id }) => id)).size).toBe(2);
  expect(transfers.map(({ id }) => id.replace(/[0-9a-f]{32}$/, '#'))).toEqual(['t/row/0/#', 't/row/1/#']);
  expect(transfers.map(({ at }) => at?.order)).toEqual([1, 2]);
});

test('rows in any order of the file give the same transfers', async () => {
  const row = fc.tuple(
    fc.constantFrom('p', 'q', 'r', 's'),
    fc.option(fc.integer({ min: -3, max: 3 }), { nil: '' as const }),
    fc.integer({ min: 0, max: 2 }),
  );
  const rows = fc.array(row, { minLength: 1, maxLength: 12 }).chain((list) =>
    // One height for each transaction, two transactions at one.
    fc.tuple(
      fc.constant(list.map(([tx, order, amount]): Row => [tx, tx === 's' ? 2 : 1, order, amount])),
      fc.shuffledSubarray(
        list.map((_, index) => index),
        { minLength: list.length, maxLength: list.length },
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(rows, async ([list, shuffle]) => {
      const shuffled = shuffle.map((index) => list[index] as Row);
      expect(await transfersOf(shuffled)).toEqual(await transfersOf(list));
    }),
    { numRuns: 200 },
  );
});
