// Deposit addresses on EVM chains and Tron, and what is not one. Every history is built by hand, with the reason for which it
// is, or is not, a deposit address; the sums in comments were added up by hand.
import { describe, expect, test } from 'vitest';
import { judgeDeposit } from '../../../src/labels/deposits/judge.ts';
import { defaultDeposits } from '../../../src/labels/deposits/parameters.ts';
import { TRON } from '../../../src/model/chain.ts';
import type { WalletPlace } from '../../../src/model/place.ts';
import {
  bookOf,
  ETH,
  FORGED,
  HOUR,
  history,
  infoOf,
  type Line,
  placeOf,
  type Said,
  START,
  USDT,
  units,
} from '../../support/deposit-histories.ts';
import { because, check, EXCHANGES, TWICE } from './judged-accounts.ts';

describe('is taken for a deposit address', () => {
  test('a wallet that passes each deposit on to one exchange, with its sweeps as evidence', () => {
    const found = check({ lines: TWICE });
    // Waited 3600 s and 7200 s of 41760, nothing left: 1 − ½·7200/41760 = 0.9137…
    expect(found).toMatchObject({
      kind: 'deposit',
      exchange: { entity: 'Alpha' },
      confidence: 0.91,
      parameters: { within: 41_760, sweeps: 2 },
      sweeps: [
        { txId: 's1', asset: ETH, amount: units('1.999', ETH), receipts: 1, waited: 3600, left: 0n },
        { txId: 's2', asset: ETH, amount: units('2.999', ETH), receipts: 1, waited: 7200, left: 0n },
      ],
    });
  });

  test('one whose sweeps sum several deposits, timed from the oldest of each', () => {
    const found = check({
      lines: [
        { at: 0, from: 'a', to: 'w', amount: '100', asset: USDT },
        { at: 3, from: 'b', to: 'w', amount: '50', asset: USDT },
        { at: 5, from: 'w', to: 'hot', amount: '150', asset: USDT },
        { at: 90, from: 'a', to: 'w', amount: '7', asset: USDT },
        { at: 91, from: 'w', to: 'hot2', amount: '7', asset: USDT },
      ],
    });
    expect(found).toMatchObject({
      kind: 'deposit',
      sweeps: [
        { amount: 150_000_000n, receipts: 2, waited: 5 * HOUR },
        { amount: 7_000_000n, receipts: 1, waited: HOUR },
      ],
    });
  });

  test('one that is given gas by the exchange’s station and keeps some of it: fees are no payment to anyone', () => {
    // 0.008 came as gas, 0.002 + 0.002 went into fees, 0.004 stays: less than 0.01.
    const found = check({
      lines: [
        { at: 0, from: 'a', to: 'w', amount: '100', asset: USDT },
        { at: 1, from: 'station', to: 'w', amount: '0.008' },
        { at: 2, from: 'w', to: 'hot', amount: '100', asset: USDT, tx: 's1' },
        { at: 2, from: 'w', to: 'fee', amount: '0.002', tx: 's1' },
        { at: 90, from: 'a', to: 'w', amount: '7', asset: USDT },
        { at: 91, from: 'w', to: 'hot', amount: '7', asset: USDT, tx: 's2' },
        { at: 91, from: 'w', to: 'fee', amount: '0.002', tx: 's2' },
      ],
    });
    expect(found.kind).toBe('deposit');
  });

  test('one on Tron, whose leftover of TRX is measured by Tron’s own limit', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'a', to: 'w', amount: '900' },
      { at: 1, from: 'w', to: 'hot', amount: '893', tx: 's1' },
      { at: 9, from: 'a', to: 'w', amount: '500' },
      { at: 10, from: 'w', to: 'hot', amount: '500', tx: 's2' },
    ];
    // 900 − 893 = 7 TRX stay.
    expect(because({ lines, chain: TRON })).toBe('a deposit address of Alpha');
    expect(because({ lines, chain: TRON, parameters: { left: '6' } })).toBe('left-over');
  });

  test('a contract that hands each deposit on in the same transaction', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'a', to: 'w', amount: '1', tx: 't1' },
      { at: 0, from: 'w', to: 'hot', amount: '1', tx: 't1' },
      { at: 5, from: 'b', to: 'w', amount: '2', tx: 't2' },
      { at: 5, from: 'w', to: 'hot', amount: '2', tx: 't2' },
    ];
    expect(check({ lines })).toMatchObject({ kind: 'deposit', confidence: 1 });
  });

  test('one with a last deposit that is not yet swept, while there is still time', () => {
    const lines: readonly Line[] = [...TWICE, { at: 100, from: 'customer', to: 'w', amount: '4' }];
    expect(because({ lines, asOf: 105 })).toBe('a deposit address of Alpha');
    expect(because({ lines, asOf: 200 })).toBe('kept');
  });

  test('one with dust of its token', () => {
    const deposits = (at: number, amount: string): Line[] => [
      { at, from: 'a', to: 'w', amount, asset: USDT },
      { at: at + 1, from: 'w', to: 'hot', amount, asset: USDT },
    ];
    // The dust of hour 3 goes with the sweep of hour 91, that of hour 95 lies there still. 0.01 is less than 100 ÷ 100.
    const lines: readonly Line[] = [
      ...deposits(0, '100'),
      { at: 3, from: 'spammer', to: 'w', amount: '0.01', asset: USDT },
      { at: 90, from: 'a', to: 'w', amount: '50', asset: USDT },
      { at: 91, from: 'w', to: 'hot', amount: '50.01', asset: USDT },
      { at: 95, from: 'spammer', to: 'w', amount: '0.01', asset: USDT },
    ];
    expect(check({ lines })).toMatchObject({ kind: 'deposit', sweeps: [{ waited: HOUR }, { waited: HOUR }] });
    const large: Line = { at: 95, from: 'a', to: 'w', amount: '2', asset: USDT };
    expect(because({ lines: [...lines, large] })).toBe('kept');
  });

  test('one in whose name somebody forged transfers of a token of his own', () => {
    const lines: readonly Line[] = [
      ...TWICE,
      { at: 60, from: 'w', to: 'decoy', amount: '9', asset: FORGED },
      { at: 61, from: 'spammer', to: 'w', amount: '9', asset: FORGED },
    ];
    expect(because({ lines })).toBe('a deposit address of Alpha');
  });
});

describe('is not taken for a deposit address', () => {
  test('a customer who pays the exchange directly, once: what one payment looks like, anybody’s does', () => {
    expect(because({ lines: TWICE.slice(0, 3) })).toBe('too-few');
    expect(because({ lines: TWICE.slice(0, 3), parameters: { sweeps: 1 } })).toBe(
      'a deposit address of Alpha',
    );
  });

  test('a customer who pays the exchange directly and keeps the rest', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'employer', to: 'w', amount: '10' },
      { at: 1, from: 'w', to: 'hot', amount: '4' },
      { at: 2, from: 'w', to: 'hot', amount: '3' },
    ];
    expect(because({ lines })).toBe('left-over');
  });

  test('a customer who pays the exchange directly what lay with him for days', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'employer', to: 'w', amount: '10' },
      { at: 72, from: 'w', to: 'hot', amount: '9.995' },
      { at: 100, from: 'employer', to: 'w', amount: '10' },
      { at: 172, from: 'w', to: 'hot', amount: '10' },
    ];
    expect(because({ lines })).toBe('kept');
    expect(because({ lines, parameters: { within: 72 * HOUR } })).toBe('a deposit address of Alpha');
  });

  test('a customer who pays back what the exchange itself had paid out to him', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'hot2', to: 'w', amount: '2' },
      { at: 1, from: 'w', to: 'hot', amount: '2' },
      { at: 5, from: 'hot2', to: 'w', amount: '2' },
      { at: 6, from: 'w', to: 'hot', amount: '2' },
    ];
    expect(because({ lines })).toBe('paid-by-exchange');
  });

  test('a wallet that also sends elsewhere, however little', () => {
    const lines: readonly Line[] = [...TWICE, { at: 60, from: 'w', to: 'friend', amount: '0.000001' }];
    expect(check({ lines })).toEqual({ kind: 'none', because: 'pays-elsewhere', transfer: 'tx6/6' });
  });

  test('a wallet that itself sent a token of no list elsewhere: it paid the fee, so nobody forged it', () => {
    const lines: readonly Line[] = [
      ...TWICE,
      { at: 60, from: 'w', to: 'pool', amount: '9', asset: FORGED, tx: 'swap' },
      { at: 60, from: 'w', to: 'fee', amount: '0.0001', tx: 'swap' },
    ];
    expect(because({ lines })).toBe('pays-elsewhere');
  });

  test('a wallet that uses two exchanges', () => {
    const lines: readonly Line[] = [
      ...TWICE,
      { at: 60, from: 'customer', to: 'w', amount: '1' },
      { at: 61, from: 'w', to: 'beta', amount: '1' },
    ];
    expect(because({ lines })).toBe('several-exchanges');
  });

  test('a contract that serves several exchanges: it hands on whatever comes to whichever is asked for', () => {
    const through = (at: number, to: string, amount: string): Line[] => [
      { at, from: `customer-${at}`, to: 'w', amount, tx: `t${at}` },
      { at, from: 'w', to, amount, tx: `t${at}` },
    ];
    const lines = [...through(0, 'hot', '1'), ...through(1, 'hot2', '2'), ...through(2, 'beta', '3')];
    expect(because({ lines })).toBe('several-exchanges');
  });

  test('a swap desk, which takes coins in and pays its customers from the same wallet', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'customer-1', to: 'w', amount: '5' },
      { at: 1, from: 'w', to: 'hot', amount: '5' },
      { at: 2, from: 'beta', to: 'w', amount: '4000', asset: USDT },
      { at: 3, from: 'w', to: 'customer-1', amount: '4000', asset: USDT },
      { at: 4, from: 'customer-2', to: 'w', amount: '1' },
      { at: 5, from: 'w', to: 'hot', amount: '1' },
    ];
    expect(because({ lines })).toBe('pays-elsewhere');
  });

  test('the address of a swap desk that passes on to the desk’s own deposit address, said or inferred', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'customer-1', to: 'w', amount: '5' },
      { at: 1, from: 'w', to: 'desk-account', amount: '5' },
      { at: 4, from: 'customer-2', to: 'w', amount: '1' },
      { at: 5, from: 'w', to: 'desk-account', amount: '1' },
    ];
    const accounts: readonly (Said[string] | undefined)[] = [
      undefined,
      { entity: 'Alpha', role: 'deposit' },
      { entity: 'Alpha', category: 'deposit' },
      { entity: 'Alpha', tier: 'inferred' },
    ];
    for (const account of accounts) {
      const said = account === undefined ? EXCHANGES : { ...EXCHANGES, 'desk-account': account };
      expect(because({ lines, said })).toBe('pays-no-exchange');
    }
  });

  test('an invoice address of a payment processor', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'buyer', to: 'w', amount: '5' },
      { at: 1, from: 'w', to: 'processor', amount: '5' },
      { at: 4, from: 'buyer', to: 'w', amount: '1' },
      { at: 5, from: 'w', to: 'processor', amount: '1' },
    ];
    const said: Said = { ...EXCHANGES, processor: { entity: 'Alpha Pay', category: 'payment-processor' } };
    expect(because({ lines, said })).toBe('pays-no-exchange');
  });

  test('the wallet of a payment processor, which pays merchants and an exchange', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'invoice-1', to: 'w', amount: '5' },
      { at: 1, from: 'w', to: 'hot', amount: '3' },
      { at: 1, from: 'w', to: 'merchant', amount: '2' },
      { at: 4, from: 'invoice-2', to: 'w', amount: '1' },
      { at: 5, from: 'w', to: 'hot', amount: '1' },
    ];
    expect(because({ lines })).toBe('pays-elsewhere');
  });

  test('a wallet that somebody names, whatever it does', () => {
    const said: Said = { ...EXCHANGES, w: { entity: 'Mule 7', category: 'scam' } };
    expect(because({ lines: TWICE, said })).toBe('named');
  });

  test('what pays a wallet that two sources of like tier give to two exchanges', () => {
    const book = {
      of: (...[chain, address, time]: Parameters<ReturnType<typeof bookOf>['of']>) => [
        ...bookOf(EXCHANGES).of(chain, address, time),
        ...bookOf({ hot: { entity: 'Gamma' } }).of(chain, address, time),
      ],
    };
    const found = judgeDeposit(placeOf('w') as WalletPlace, 'account', history(TWICE), {
      book,
      infoOf,
      asOf: START + 1000 * HOUR,
      parameters: defaultDeposits,
    });
    expect(found).toMatchObject({ kind: 'none', because: 'pays-no-exchange' });
  });

  test('what was paid to a wallet before it was the exchange’s', () => {
    const said: Said = { hot: { entity: 'Alpha', validFrom: START + 10 * HOUR } };
    expect(because({ lines: TWICE, said })).toBe('pays-elsewhere');
  });

  test('a miner or validator, whose coins are made where they lie', () => {
    const lines: readonly Line[] = [{ at: -1, from: 'issued', to: 'w', amount: '2' }, ...TWICE];
    expect(because({ lines })).toBe('mines');
  });

  test('a wallet that paid more than is known to have come in: the rest of its history may say anything', () => {
    expect(because({ lines: TWICE.slice(1) })).toBe('incomplete');
  });

  test('tokens of which a little stays behind: amounts of tokens must match exactly', () => {
    const lines: readonly Line[] = [
      { at: 0, from: 'a', to: 'w', amount: '100', asset: USDT },
      { at: 1, from: 'w', to: 'hot', amount: '99.999999', asset: USDT },
      { at: 2, from: 'a', to: 'w', amount: '100', asset: USDT },
      { at: 3, from: 'w', to: 'hot', amount: '100', asset: USDT },
    ];
    expect(because({ lines })).toBe('left-over');
  });
});
