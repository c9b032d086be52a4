// A coin transaction from its legs.
import { expect, test } from 'vitest';
import { esploraTx } from '../../../src/chains/bitcoin/esplora-shapes.ts';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { coinTransaction } from '../../../src/graph/coins/transaction.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { made } from '../../chains/bitcoin/support.ts';

/** Two inputs, and outputs of nothing in front, between and at the end. */
const legs = transfersOfTx(
  esploraTx.parse(
    made(
      'holes',
      800_000,
      [
        ['a', 1, 'ann', 700],
        ['b', 0, 'ben', 300],
      ],
      [
        ['data', 0],
        ['cat', 600],
        ['data', 0],
        ['dan', 350],
        ['data', 0],
      ],
    ),
  ),
);

function check(transfers: readonly Transfer[]) {
  const told = coinTransaction(transfers);
  return (
    told && [
      told.inputs.map(({ n, amount }) => [n, amount]),
      told.outputs.map(({ n, amount }) => [n, amount]),
      told.outputCount,
    ]
  );
}

const whole = [
  [
    [0, 700n],
    [1, 300n],
  ],
  [
    [1, 600n],
    [3, 350n],
  ],
  5,
];

test('counts the outputs of nothing that are no transfers, in whatever order the legs come', () => {
  expect(check(legs)).toEqual(whole);
  expect(check([...legs].reverse())).toEqual(whole);
});

test('is none while a leg is missing, or before it is in a block', () => {
  for (const missing of legs) expect(check(legs.filter((leg) => leg !== missing))).toBeUndefined();
  expect(check(legs.map((leg) => ({ ...leg, at: undefined })))).toBeUndefined();
  expect(check([])).toBeUndefined();
});
