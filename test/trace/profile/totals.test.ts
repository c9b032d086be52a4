// Sums of one place, added up by hand: fees, what was issued or burnt, and own change of a coin chain are told apart.
import { expect, test } from 'vitest';
import { BITCOIN } from '../../../src/model/chain.ts';
import { placeKey } from '../../../src/model/place.ts';
import { totalsOfPlace } from '../../../src/trace/profile/totals.ts';
import { coinHistory, history, placeOf, USDT } from '../../support/deposit-histories.ts';

test('on an account chain fees and what is burnt are among what went, what is issued among what came', () => {
  const lines = [
    { at: 0, from: 'issued', to: 'w', amount: '0.2' },
    { at: 1, from: 'a', to: 'w', amount: '3' },
    { at: 2, from: 'w', to: 'b', amount: '1', tx: 't' },
    { at: 2, from: 'w', to: 'fee', amount: '0.01', tx: 't' },
    { at: 3, from: 'w', to: 'burnt', amount: '0.5' },
    { at: 4, from: 'w', to: 'w', amount: '7' },
    { at: 5, from: 'a', to: 'w', amount: '12', asset: USDT },
  ];
  const wei = 10n ** 16n;
  expect(totalsOfPlace(placeKey(placeOf('w')), history(lines))).toEqual([
    {
      asset: USDT,
      received: 12_000_000n,
      paid: 0n,
      receipts: 1,
      payments: 0,
      issued: 0n,
      change: 0n,
      fees: 0n,
      burnt: 0n,
    },
    {
      asset: 'eip155:1/slip44:60',
      // 0.2 + 3 came, 1 + 0.01 + 0.5 went; what it paid itself neither came nor went.
      received: 320n * wei,
      paid: 151n * wei,
      receipts: 2,
      payments: 1,
      issued: 20n * wei,
      change: 0n,
      fees: wei,
      burnt: 50n * wei,
    },
  ]);
});

test('on a coin chain in gross, with its own change told apart', () => {
  const txs = coinHistory([
    { tx: 'd', at: 0, from: [['a', '5']], to: [['w', '5']] },
    {
      tx: 'p',
      at: 1,
      from: ['d:0'],
      to: [
        ['b', '2'],
        ['w', '2.9'],
      ],
    },
  ]);
  // 5 and 2.9 came, 5 went; the 0.1 of the fee is the transaction's.
  expect(totalsOfPlace(placeKey(placeOf('w', BITCOIN)), txs)).toMatchObject([
    { received: 790_000_000n, paid: 500_000_000n, receipts: 2, payments: 1, change: 290_000_000n, fees: 0n },
  ]);
});
