import { expect, test } from 'vitest';
import { asOne, byRank, ownerKey } from '../../src/labels/rank.ts';
import type { Address } from '../../src/model/address.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import type { Label } from '../../src/model/label.ts';

function label(more: Partial<Label>): Label {
  return {
    chain: ETHEREUM,
    address: `0x${'a'.repeat(40)}` as Address,
    entity: 'A',
    category: 'exchange',
    source: 's',
    pack: 'p',
    ...more,
  };
}

test('the tier goes before date and confidence: a forum mention never overrides a curated row', () => {
  const ranked = [
    label({ entity: 'analyst', tier: 'analyst' }),
    label({ entity: 'owner', tier: 'owner' }),
    label({ entity: 'official', tier: 'official' }),
    label({ entity: 'curated', tier: 'curated', date: 1 }),
    label({ entity: 'explorer', tier: 'explorer', date: 99, confidence: 1 }),
    label({ entity: 'not stated', date: 99, confidence: 1 }),
    label({ entity: 'inferred', tier: 'inferred', date: 99, confidence: 1 }),
  ];
  expect(ranked.toReversed().sort(byRank)).toEqual(ranked);
});

test.each([
  ['Binance 14', 'binance.com'],
  ['Binance: Hot Wallet 20', 'Binance'],
  ['binance_reserve_wallets', 'BINANCE'],
  ['Crypto.com', 'cryptocom'],
  ['Huobi', 'HTX (Huobi)'],
  ['OKEx', 'okx.com'],
  ['Gate.io 1', 'gate'],
])('%s and %s are one owner', (one, other) => {
  expect(ownerKey({ entity: one })).toBe(ownerKey({ entity: other }));
});

test.each([
  ['Binance', 'BitcoinTalk'],
  ['Kraken', 'Coinbase'],
  ['F2Pool', 'Poolin'],
  ['1inch', '2inch'],
])('%s and %s are two', (one, other) => {
  expect(ownerKey({ entity: one })).not.toBe(ownerKey({ entity: other }));
});

test('an actor stands for all names that carry it', () => {
  expect(ownerKey({ entity: 'cold storage no. 3', actor: 'binance' })).toBe(ownerKey({ entity: 'Binance' }));
});

test('rival names of like tier are shown together, others give way', () => {
  const kraken = label({ entity: 'Kraken', tier: 'curated', date: 9 });
  const coinbase = label({ entity: 'Coinbase', tier: 'curated', date: 5 });
  const coinbase2 = label({ entity: 'Coinbase 2', tier: 'curated', date: 4 });
  const forum = label({ entity: 'BitcoinTalk', tier: 'explorer', date: 99 });
  expect(asOne([kraken, coinbase, coinbase2, forum])?.entity).toBe('Kraken or Coinbase');
  expect(asOne([coinbase, coinbase2, forum])).toBe(coinbase);
  expect(asOne([])).toBeUndefined();
});

test('the label that ends a trace is named with all of its tier that say otherwise, whatever their category', () => {
  const scam = label({ entity: 'Example Scam', category: 'scam', tier: 'curated' });
  const desk = label({ entity: 'Desk', tier: 'curated' });
  const forum = label({ entity: 'Forum', category: 'user', tier: 'explorer' });
  const isExchange = ({ category }: Label): boolean => category === 'exchange';
  expect(asOne([scam, desk, forum], isExchange)).toEqual({ ...desk, entity: 'Desk or Example Scam' });
  const other = label({ entity: 'Other desk', tier: 'explorer' });
  expect(asOne([scam, other, forum], isExchange)).toEqual({ ...other, entity: 'Other desk or Forum' });
  expect(asOne([scam, forum], isExchange)).toBeUndefined();
});

test('what this program calls the addresses of a list that names no owner is no other owner', () => {
  const mixer = label({ entity: 'Example mixer', category: 'mixer', tier: 'official' });
  const listed = label({ entity: 'OFAC SDN', category: 'sanctioned', tier: 'official' });
  expect(asOne([mixer, listed])).toBe(mixer);
});
