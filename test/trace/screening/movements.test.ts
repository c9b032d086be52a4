import { expect, test } from 'vitest';
import type { Address } from '../../../src/model/address.ts';
import { assetId } from '../../../src/model/asset.ts';
import { BITCOIN, type ChainId } from '../../../src/model/chain.ts';
import type { Label } from '../../../src/model/label.ts';
import { type Place, type TxId, wallet } from '../../../src/model/place.ts';
import type { Transfer, TransferId } from '../../../src/model/transfer.ts';
import { judge } from '../../../src/trace/screening/judge.ts';
import { movementsOf } from '../../../src/trace/screening/movements.ts';
import type { Rule } from '../../../src/trace/screening/rule.ts';

const LIST = 'list:x' as ChainId;
const ASSET = assetId('COIN');
const at = { height: 1, time: 100, txIndex: 0, order: 0 };

function transfer(id: string, tx: string, chain: ChainId, from: Place, to: Place, amount: bigint): Transfer {
  return {
    id: id as TransferId,
    chain,
    txId: tx as TxId,
    at,
    from,
    to,
    asset: ASSET,
    amount,
    coin: undefined,
  };
}

function labelled(...names: readonly (readonly [string, string])[]) {
  const by = new Map(names);
  return {
    of: (chain: ChainId, address: Address): readonly Label[] => {
      const category = by.get(address);
      return category === undefined
        ? []
        : [{ chain, address, entity: address, category, source: 's', pack: 'p' }];
    },
  };
}

function plain(movements: ReturnType<typeof movementsOf>) {
  return movements.map(({ direction, amount, labels }) => [direction, amount, labels[0]?.category]);
}

test('on an account chain each transfer is a movement, one to itself is none', () => {
  const [own, bad, other] = ['own', 'bad', 'other'].map((name) => wallet(LIST, name as Address)) as [
    Place,
    Place,
    Place,
  ];
  const transfers = [
    transfer('1', 't1', LIST, bad, own, 10n),
    transfer('2', 't2', LIST, own, other, 4n),
    transfer('3', 't3', LIST, own, own, 5n),
    transfer('1', 't1', LIST, bad, own, 10n),
  ];
  expect(
    plain(movementsOf(own as ReturnType<typeof wallet>, 'account', transfers, labelled(['bad', 'scam']))),
  ).toEqual([
    ['received', 10n, 'scam'],
    ['sent', 4n, undefined],
  ]);
});

test('on a coin chain a payment is shared over its inputs, and change is none', () => {
  const [own, bad, good, shop] = ['own', 'bad', 'good', 'shop'].map((name) =>
    wallet(BITCOIN, name as Address),
  ) as [ReturnType<typeof wallet>, Place, Place, Place];
  const junction = (tx: string): Place => ({ kind: 'junction', chain: BITCOIN, txId: tx as TxId });
  const received = [
    // 30 of bad and 10 of good pay 20 to own, 19 back to good, 1 fee. Of the 20: 15 of bad, 5 of good.
    transfer('a/in/0', 'a', BITCOIN, bad, junction('a'), 30n),
    transfer('a/in/1', 'a', BITCOIN, good, junction('a'), 10n),
    transfer('a/out/0', 'a', BITCOIN, junction('a'), own, 20n),
    transfer('a/out/1', 'a', BITCOIN, junction('a'), good, 19n),
    transfer('a/fee', 'a', BITCOIN, junction('a'), { kind: 'fee', chain: BITCOIN }, 1n),
  ];
  const labels = labelled(['bad', 'scam'], ['shop', 'exchange']);
  expect(plain(movementsOf(own, 'coin', received, labels))).toEqual([
    ['received', 15n, 'scam'],
    ['received', 5n, undefined],
  ]);
  const sent = [
    // own puts in 20 of 40, 30 go to the shop: 15 of them are own's; what comes back to own is change.
    transfer('b/in/0', 'b', BITCOIN, own, junction('b'), 20n),
    transfer('b/in/1', 'b', BITCOIN, good, junction('b'), 20n),
    transfer('b/out/0', 'b', BITCOIN, junction('b'), shop, 30n),
    transfer('b/out/1', 'b', BITCOIN, junction('b'), own, 10n),
  ];
  expect(plain(movementsOf(own, 'coin', sent, labels))).toEqual([['sent', 15n, 'exchange']]);
});

const rule = (more: Partial<Rule>): Rule => ({
  name: 'r',
  exposure: 'received',
  categories: new Set(['scam']),
  verdict: 'review',
  ...more,
});
const movement = (amount: bigint, category?: string) => ({
  direction: 'received' as const,
  transfer: `t${amount}` as TransferId,
  asset: ASSET,
  amount,
  other: wallet(LIST, 'x' as Address),
  labels:
    category === undefined
      ? []
      : [{ chain: LIST, address: 'x' as Address, entity: 'X', category, source: 's', pack: 'p' }],
});
const known = () => ({ id: ASSET, symbol: 'COIN', decimals: 2, genuine: true });

test('a share is exact: 10 of 100 is 10%, 10 of 101 is not', () => {
  const tenth = rule({ from: { kind: 'share', numerator: 1n, denominator: 10n } });
  expect(judge([], [movement(10n, 'scam'), movement(90n)], [tenth], known).verdict).toBe('review');
  expect(judge([], [movement(10n, 'scam'), movement(91n)], [tenth], known).verdict).toBe('pass');
});

test('whole units are those of the asset: 1.5 with two decimals is 150', () => {
  const units = rule({ from: { kind: 'units', text: '1.5' } });
  expect(judge([], [movement(150n, 'scam')], [units], known).verdict).toBe('review');
  expect(judge([], [movement(149n, 'scam')], [units], known).verdict).toBe('pass');
});

test('a token on no list of genuine contracts proves nothing', () => {
  expect(judge([], [movement(10n, 'scam')], [rule({})], () => ({ ...known(), genuine: false })).verdict).toBe(
    'pass',
  );
});

test('without a history a rule about it is unknown, never passed; a refusal for the address itself stands', () => {
  const own = movement(1n, 'sanctioned').labels;
  const refuse = rule({ exposure: 'own', categories: new Set(['sanctioned']), verdict: 'refuse' });
  expect(judge([], undefined, [rule({})], known).verdict).toBe('unknown');
  expect(judge(own, undefined, [rule({}), refuse], known).verdict).toBe('refuse');
  expect(judge([], undefined, [refuse], known).verdict).toBe('pass');
});
