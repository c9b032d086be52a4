// What lies at a deposit address beside what is deposited: gas that its exchange gives, dust that strangers send. And wallets
// that look like one but for what lies there. Histories are built by hand; sums in comments were added up by hand.
import { describe, expect, test } from 'vitest';
import { defaultDeposits, leftText } from '../../../src/labels/deposits/parameters.ts';
import type { AssetId, AssetInfo } from '../../../src/model/asset.ts';
import { type ChainId, chainNamed, TRON } from '../../../src/model/chain.ts';
import {
  FORGED,
  HOUR,
  infoOf,
  type Line,
  type Said,
  TRON_USDT,
  USDT,
} from '../../support/deposit-histories.ts';
import { because, check, EXCHANGES, TWICE } from './judged-accounts.ts';

const ALPHA = 'a deposit address of Alpha';

/** Deposits of a token, each swept whole two hours later by gas that comes in between. */
function gassed(amounts: readonly string[], from: string, gas: string, fee: string, asset = USDT): Line[] {
  return amounts.flatMap((amount, nth): Line[] => [
    { at: 100 * nth, from: 'customer', to: 'w', amount, asset },
    { at: 100 * nth + 1, from, to: 'w', amount: gas },
    { at: 100 * nth + 2, from: 'w', to: 'hot', amount, asset, tx: `s${nth}` },
    { at: 100 * nth + 2, from: 'w', to: 'fee', amount: fee, tx: `s${nth}` },
  ]);
}

describe('gas', () => {
  test('of a dear day: 0.02 ETH a sweep of which 0.013 is used, from a wallet that nobody names', () => {
    // 3 × 0.007 = 0.021 ETH stay: more than 0.01, and less than five fees, 0.065.
    expect(because({ lines: gassed(['100', '7', '50'], 'station', '0.02', '0.013') })).toBe(ALPHA);
  });

  test('from a wallet that labels give to the exchange is no payment to a customer', () => {
    expect(because({ lines: gassed(['100', '7', '50'], 'hot2', '0.02', '0.013') })).toBe(ALPHA);
    const said: Said = { ...EXCHANGES, station: { entity: 'Alpha: Deposit Funder' } };
    expect(because({ lines: gassed(['100', '7', '50'], 'station', '0.02', '0.013'), said })).toBe(ALPHA);
  });

  test('of Tron: 40 TRX a sweep of which 27 are burnt', () => {
    // 2 × 13 = 26 TRX stay: more than 10, less than 135.
    expect(because({ lines: gassed(['100', '7'], 'hot2', '40', '27', TRON_USDT), chain: TRON })).toBe(ALPHA);
  });

  test('from the exchange’s own funder tells a deposit address by one sweep; from a main wallet it does not', () => {
    const lines = gassed(['100'], 'hot2', '0.02', '0.013');
    expect(because({ lines })).toBe('too-few');
    for (const label of [
      { entity: 'Alpha: Deposit Funder' },
      { entity: 'Alpha', role: 'gas station' },
      { entity: 'Alpha: Gas Supplier', category: 'other' },
    ])
      expect(check({ lines, said: { ...EXCHANGES, hot2: label } })).toMatchObject({
        kind: 'deposit',
        gasBy: { entity: label.entity },
      });
    const others = [
      { entity: 'Beta: Deposit Funder' },
      { entity: 'Alpha: Deposit Funder', tier: 'inferred' as const },
      { entity: 'Alpha Gasoline' },
    ];
    for (const label of others)
      expect(because({ lines, said: { ...EXCHANGES, hot2: label } })).toBe('too-few');
  });

  test('that is left goes to the exchange at last, after months: nothing against it, and no sweep that counts', () => {
    const last: Line = { at: 5000, from: 'w', to: 'hot', amount: '0.013', tx: 'last' };
    // 2 × (0.02 − 0.013) = 0.014 ETH were left.
    const found = check({ lines: [...gassed(['100', '7'], 'station', '0.02', '0.013'), last], asOf: 6000 });
    expect(found).toMatchObject({ kind: 'deposit', sweeps: [{ asset: USDT }, { asset: USDT }] });
    expect(found.kind === 'deposit' && found.sweeps).toHaveLength(2);
  });

  test('is not what would pay for more than five fees: a customer’s own coin, or a withdrawal', () => {
    // One fee is 0.002; 0.03 and 0.06 are not gas for it.
    expect(because({ lines: gassed(['100', '7'], 'employer', '0.03', '0.002') })).toBe('kept');
    expect(because({ lines: gassed(['100', '7'], 'hot2', '0.03', '0.002') })).toBe('paid-by-exchange');
  });

  test('is not what goes back to the exchange: a customer who takes a little out and pays it in again', () => {
    const lines = [0, 10, 20].flatMap((at): Line[] => [
      { at, from: 'hot2', to: 'w', amount: '0.009' },
      { at: at + 1, from: 'w', to: 'hot', amount: '0.0088', tx: `s${at}` },
      { at: at + 1, from: 'w', to: 'fee', amount: '0.0002', tx: `s${at}` },
    ]);
    // 0.0264 went in that nobody but the exchange had paid.
    expect(because({ lines })).toBe('paid-by-exchange');
  });
});

test('what may be left is a few dollars of each chain’s own coin', () => {
  const texts = ['ethereum', 'base', 'bnb', 'polygon', 'avalanche', 'tron', 'bitcoin'].map((name) =>
    leftText(chainNamed(name) as ChainId, defaultDeposits),
  );
  expect(texts).toEqual(['0.01', '0.01', '0.01', '10', '0.1', '10', '0.00001']);
});

describe('dust', () => {
  const swept = (at: number, amount: string): Line[] => [
    { at, from: 'customer', to: 'w', amount, asset: USDT },
    { at: at + 1, from: 'w', to: 'hot', amount, asset: USDT },
  ];

  test('of the token that is swept may stay behind when the rest goes', () => {
    const dust: Line = { at: 3, from: 'poisoner', to: 'w', amount: '0.5', asset: USDT };
    const lines: readonly Line[] = [...swept(0, '100'), dust, ...swept(50, '80')];
    expect(check({ lines })).toMatchObject({
      kind: 'deposit',
      confidence: 0.95,
      sweeps: [
        { amount: 100_000_000n, receipts: 1, left: 0n },
        { amount: 80_000_000n, receipts: 1, left: 500_000n, waited: HOUR },
      ],
    });
    // Of 80 only 79.4 go: 0.6 + 0.5 stay, and no dust is 0.6.
    const [paid, sweep] = swept(50, '80') as [Line, Line];
    const kept = [...swept(0, '100'), dust, paid, { ...sweep, amount: '79.4' }];
    expect(because({ lines: kept })).toBe('left-over');
  });

  test('of a listed token that is never swept is up to a dollar; what is more was kept', () => {
    const token = (amount: string): Line => ({ at: 5, from: 'stranger', to: 'w', amount, asset: USDT });
    expect(because({ lines: [...TWICE, token('0.99'), token('0.5')] })).toBe(ALPHA);
    // Whoever keeps dollars while his ether goes to an exchange is no deposit address: they have not reached it.
    expect(because({ lines: [...TWICE, token('9000')] })).toBe('kept');
    expect(because({ lines: [...TWICE, token('9000')], asOf: 53 })).toBe('kept');
    expect(because({ lines: [...TWICE, { ...token('9000'), at: 53 }], asOf: 54 })).toBe(ALPHA);
  });

  test('of a token on no list says nothing, however much of it there is', () => {
    const lines: readonly Line[] = [
      ...TWICE,
      { at: 5, from: 'spammer', to: 'w', amount: '9000', asset: FORGED },
    ];
    expect(because({ lines })).toBe(ALPHA);
  });
});

describe('a token on no list', () => {
  const sweep = (at: number, tx: string, fee: readonly Line[]): Line[] => [
    { at, from: 'customer', to: 'w', amount: '9', asset: FORGED },
    { at: at + 1, from: 'w', to: 'hot', amount: '9', asset: FORGED, tx },
    ...fee,
  ];
  const gas: Line = { at: 0, from: 'station', to: 'w', amount: '0.002' };
  const fee = (at: number, tx: string): Line => ({ at, from: 'w', to: 'fee', amount: '0.001', tx });

  test('that the wallet itself passes on is swept like any', () => {
    const lines = [gas, ...sweep(1, 's1', [fee(2, 's1')]), ...sweep(20, 's2', [fee(21, 's2')])];
    expect(check({ lines })).toMatchObject({
      kind: 'deposit',
      sweeps: [{ asset: FORGED }, { asset: FORGED }],
    });
  });

  test('that poses as another is swept by nobody', () => {
    const told = (asset: AssetId): AssetInfo | undefined => {
      const info = infoOf(asset);
      return info === undefined || asset !== FORGED ? info : { ...info, suspect: { reason: 'imitation' } };
    };
    const lines = [gas, ...sweep(1, 's1', [fee(2, 's1')]), ...sweep(20, 's2', [fee(21, 's2')])];
    expect(because({ lines, told })).toBe('too-few');
  });

  test('that somebody else lets it pay is his word alone', () => {
    const lines = [gas, ...sweep(1, 's1', []), ...sweep(20, 's2', [])];
    expect(because({ lines })).toBe('pays-no-exchange');
  });
});

describe('a main wallet', () => {
  test('is none by a label of which the name says deposit, as explorers write it', () => {
    for (const entity of ['Alpha: Deposit 1', 'Alpha Dep: 0x123', 'Desk: Alpha Deposit']) {
      const said: Said = { hot: { entity } };
      expect([entity, because({ lines: TWICE, said })]).toEqual([entity, 'pays-no-exchange']);
    }
    expect(because({ lines: TWICE, said: { hot: { entity: 'Depot Exchange' } } })).toBe(
      'a deposit address of Depot Exchange',
    );
  });

  test('is none where a label of like tier calls it a service of another kind', () => {
    const judged = (category: string, tier: 'curated' | 'explorer' | 'official', entity = 'Alpha') =>
      because({ lines: TWICE, said: { hot: [{ entity: 'Alpha' }, { entity, category, tier }] } });
    expect(judged('payment-processor', 'curated')).toBe('pays-no-exchange');
    expect(judged('dex', 'official')).toBe('pays-no-exchange');
    expect(judged('payment-processor', 'explorer')).toBe(ALPHA);
    // An exchange that is sanctioned remains one; a list that says of whom stands before.
    expect(judged('sanctioned', 'official')).toBe(ALPHA);
    expect(judged('sanctioned', 'official', 'Somebody else')).toBe('pays-no-exchange');
  });
});
