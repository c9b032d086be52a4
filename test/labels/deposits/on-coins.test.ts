// Deposit addresses on Bitcoin, and what is not one. Histories are built by hand, with the reason for each.
import { describe, expect, test } from 'vitest';
import { judgeDeposit } from '../../../src/labels/deposits/judge.ts';
import type { Judgement } from '../../../src/labels/deposits/judgement.ts';
import { defaultDeposits } from '../../../src/labels/deposits/parameters.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { WalletPlace } from '../../../src/model/place.ts';
import {
  bookOf,
  type CoinTx,
  coinHistory,
  HOUR,
  infoOf,
  placeOf,
  START,
} from '../../support/deposit-histories.ts';

/** The only caller of the inference here: the address `w`. */
function check(txs: readonly CoinTx[], asOf = 1000): Judgement {
  return judgeDeposit(placeOf('w', BITCOIN) as WalletPlace, 'coin', coinHistory(txs), {
    book: bookOf({ hot: { entity: 'Alpha' }, cold: { entity: 'Alpha' }, beta: { entity: 'Beta' } }, BITCOIN),
    infoOf,
    asOf: START + asOf * HOUR,
    parameters: defaultDeposits,
  });
}

function because(txs: readonly CoinTx[], asOf?: number): string {
  const found = check(txs, asOf);
  return found.kind === 'none' ? found.because : `a deposit address of ${found.exchange.entity}`;
}

/** Two coins of a customer, who gets his change; each is swept, the second together with a coin of another address. */
const TWICE: readonly CoinTx[] = [
  {
    tx: 'd1',
    at: 0,
    from: [['customer', '3']],
    to: [
      ['w', '1'],
      ['customer', '1.9999'],
    ],
  },
  { tx: 's1', at: 2, from: ['d1:0'], to: [['hot', '0.9998']] },
  {
    tx: 'd2',
    at: 50,
    from: ['d1:1'],
    to: [
      ['w', '1.5'],
      ['customer', '0.4998'],
    ],
  },
  {
    tx: 's2',
    at: 51,
    from: ['d2:0', ['other-deposit', '4']],
    to: [
      ['hot', '5'],
      ['cold', '0.4995'],
    ],
  },
];

test('an address all of whose coins are spent into one exchange, each soon after it came, is taken for one', () => {
  // Waited 7200 s and 3600 s of 41760: 1 − ½·7200/41760 = 0.9137…
  expect(check(TWICE)).toMatchObject({
    kind: 'deposit',
    exchange: { entity: 'Alpha' },
    confidence: 0.91,
    sweeps: [
      { txId: 's1', amount: 100_000_000n, receipts: 1, waited: 7200 },
      { txId: 's2', amount: 150_000_000n, receipts: 1, waited: 3600 },
    ],
  });
});

test('dust that strangers sent may go along with a later sweep, or by itself at last', () => {
  const dust: CoinTx = { tx: 'dust', at: 10, from: [['a', '9']], to: [['w', '0.00000546']] };
  const [d1, s1, d2, s2] = TWICE as [CoinTx, CoinTx, CoinTx, CoinTx];
  // 40 hours later with the second deposit, which itself waited for one.
  const along = [d1, s1, dust, d2, { ...s2, from: [...s2.from, 'dust:0'] }];
  expect(check(along)).toMatchObject({
    kind: 'deposit',
    sweeps: [{ waited: 7200 }, { waited: 3600, receipts: 2 }],
  });
  const alone: CoinTx = { tx: 'last', at: 900, from: ['dust:0', ['hot', '1']], to: [['hot', '0.9999']] };
  expect(check([d1, s1, dust, d2, s2, alone])).toMatchObject({
    kind: 'deposit',
    sweeps: [{ txId: 's1' }, { txId: 's2' }],
  });
});

describe('is not taken for one', () => {
  test('a customer who pays the exchange directly and gets his change at an address of his own', () => {
    const [first, ...others] = TWICE as [CoinTx, ...CoinTx[]];
    const paid: CoinTx = {
      tx: 's1',
      at: 2,
      from: ['d1:0'],
      to: [
        ['hot', '0.5'],
        ['change', '0.4998'],
      ],
    };
    expect(because([first, paid, ...others.slice(1)])).toBe('pays-elsewhere');
  });

  test('one that gets its change back itself', () => {
    const [first] = TWICE as [CoinTx];
    expect(
      because([
        first,
        {
          tx: 's1',
          at: 2,
          from: ['d1:0'],
          to: [
            ['hot', '0.5'],
            ['w', '0.4998'],
          ],
        },
      ]),
    ).toBe('pays-elsewhere');
  });

  test('one whose coins lie for days before they go', () => {
    const late = TWICE.map((tx) => (tx.tx === 's2' ? { ...tx, at: 99 } : tx));
    expect(because(late)).toBe('kept');
  });

  test('one that keeps a coin; not dust that somebody sent it', () => {
    const more = (amount: string): CoinTx => ({ tx: 'd3', at: 60, from: [['a', '9']], to: [['w', amount]] });
    expect(because([...TWICE, more('0.5')])).toBe('kept');
    expect(because([...TWICE, more('0.5')], 61)).toBe('a deposit address of Alpha');
    expect(because([...TWICE, more('0.00000546')])).toBe('a deposit address of Alpha');
  });

  test('one that uses two exchanges', () => {
    const txs: readonly CoinTx[] = [
      ...TWICE,
      { tx: 'd3', at: 60, from: [['a', '2']], to: [['w', '1']] },
      { tx: 's3', at: 61, from: ['d3:0'], to: [['beta', '0.999']] },
    ];
    expect(because(txs)).toBe('several-exchanges');
  });

  test('a customer who pays back what the exchange itself had paid out', () => {
    const [first, ...others] = TWICE as [CoinTx, ...CoinTx[]];
    expect(because([{ ...first, from: [['cold', '3']] }, ...others])).toBe('paid-by-exchange');
  });

  test('an address of a swap desk or a payment processor that passes on to an address nobody names', () => {
    const elsewhere = TWICE.map(({ to, ...tx }) => ({
      ...tx,
      to: to.map(([name, amount]) => [name === 'hot' || name === 'cold' ? 'desk' : name, amount] as const),
    }));
    expect(because(elsewhere)).toBe('pays-no-exchange');
  });

  test('one that was swept once', () => {
    expect(because(TWICE.slice(0, 2))).toBe('too-few');
  });

  test('one of whose history something is missing', () => {
    const legs = coinHistory(TWICE).filter(({ id }) => id !== 's2/in/1');
    const found = judgeDeposit(placeOf('w', BITCOIN) as WalletPlace, 'coin', legs, {
      book: bookOf({ hot: { entity: 'Alpha' }, cold: { entity: 'Alpha' } }, BITCOIN),
      infoOf,
      asOf: START + 1000 * HOUR,
      parameters: defaultDeposits,
    });
    expect(found).toMatchObject({ kind: 'none', because: 'incomplete' });
  });
});
