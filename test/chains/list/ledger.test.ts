import { expect, test } from 'vitest';
import type { TxId } from '../../../src/model/place.ts';
import type { CoinId } from '../../../src/model/transfer.ts';
import { address, csv, historyOf, ledgers, onlyLedger, pagesOf, scopeOf, walletOf } from './support.ts';

// From the text of EIP-55.
const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const A = address(0xa);
const B = CHECKSUMMED.toLowerCase();
const C = address(0xc);
const LIST = csv(
  `ethereum,t1,10,100,,${A},${B},USD,1.00,2`,
  `ethereum,t2,20,200,,${B},${C},USD,0.60,2`,
  `ethereum,t3,30,300,,${B},${B},USD,0.10,2`,
  `ethereum,t3,30,300,,${B},${A},USD,0.20,2`,
);
const never = new AbortController().signal;

test('one ledger stands for each chain of the file, all of them of account style', async () => {
  const found = await ledgers(
    csv('bitcoin,t1,1,5,,a,b,BTC,1,8', `eth,t2,1,5,,${A},${B},ETH,1,18`, 'sui,t3,1,5,,a,b,SUI,1,9'),
  );
  expect(found.map(({ chain, kind, finality }) => [chain, kind, finality])).toEqual([
    ['bip122:000000000019d6689c085ae165831e93', 'account', 0],
    ['eip155:1', 'account', 0],
    ['list:sui', 'account', 0],
  ]);
});

test('the history of a wallet holds what it paid and received, a payment to itself once', async () => {
  const ledger = await onlyLedger(LIST);
  const amounts = async (text: string) => (await historyOf(ledger, [text])).map(({ amount }) => amount);
  // t3 in full: what B paid to itself in it is a part of what happened there.
  expect(await amounts(A)).toEqual([100n, 20n, 10n]);
  expect((await amounts(B)).sort()).toEqual([100n, 10n, 20n, 60n].sort());
  expect(await amounts(C)).toEqual([60n]);
});

test('a wallet that the list does not name has an empty history, not an error', async () => {
  const ledger = await onlyLedger(LIST);
  const [page] = await pagesOf(ledger, [address(0xdead)]);
  expect(page).toMatchObject({ transfers: [], pending: [], gaps: [] });
});

test('rows above as-of are pending', async () => {
  const ledger = await onlyLedger(LIST);
  const asOf = await ledger.head({ height: 20 }, never);
  const [page] = await pagesOf(ledger, [B], { asOf });
  expect(page?.transfers.map(({ txId }) => txId)).toEqual(['t1', 't2']);
  expect(page?.pending.map(({ txId }) => txId)).toEqual(['t3', 't3']);
});

test('a wallet with more transfers than the limit is a hub, counted up to as-of only', async () => {
  const ledger = await onlyLedger(LIST);
  const asOf = await ledger.head({ height: 20 }, never);
  expect((await pagesOf(ledger, [B], { hubLimit: 3 }))[0]).toMatchObject({ hub: true, transfers: [] });
  expect((await pagesOf(ledger, [B], { hubLimit: 4 }))[0]?.hub).toBeUndefined();
  expect((await pagesOf(ledger, [B], { hubLimit: 2, asOf }))[0]?.hub).toBeUndefined();
});

test('the head is the last row, the height asked for, or the last at or before a time', async () => {
  const ledger = await onlyLedger(LIST);
  const at = async (want: { height?: number; time?: number }) => {
    const { height, time } = await ledger.head(want, never);
    return [height, time];
  };
  expect(await at({})).toEqual([30, 300]);
  expect(await at({ height: 20 })).toEqual([20, 200]);
  expect(await at({ height: 25 })).toEqual([25, 200]);
  expect(await at({ height: 99 })).toEqual([30, 300]);
  expect(await at({ time: 299 })).toEqual([20, 200]);
  expect(await at({ time: 100 })).toEqual([10, 100]);
  const early = ledger.head({ time: 99 }, never);
  await expect(early).rejects.toMatchObject({ code: 'as-of-unknown' });
  await expect(ledger.head({ height: 9 }, never)).rejects.toMatchObject({ code: 'as-of-unknown' });
});

test('where time runs backwards in the list, no row later than the time asked for is at or below the head', async () => {
  const ledger = await onlyLedger(
    csv('x,t1,1,100,,a,b,Z,1,', 'x,t2,2,300,,a,b,Z,1,', 'x,t3,3,200,,a,b,Z,1,'),
  );
  expect(await ledger.head({ time: 250 }, never)).toMatchObject({ height: 1, time: 100 });
  expect(await ledger.head({}, never)).toMatchObject({ height: 3, time: 300 });
});

test('where rows of one height name several times, the height is as late as the latest', async () => {
  const ledger = await onlyLedger(
    csv('x,t1,1,100,,a,b,Z,1,', 'x,t2,1,150,,a,b,Z,1,', 'x,t3,1,120,,a,b,Z,1,'),
  );
  expect(await ledger.head({}, never)).toMatchObject({ height: 1, time: 150 });
  await expect(ledger.head({ time: 149 }, never)).rejects.toMatchObject({ code: 'as-of-unknown' });
});

test('the hash of the file pins the run: another file is not the same block', async () => {
  const ledger = await onlyLedger(LIST);
  const other = await onlyLedger(`${LIST}\n`);
  const block = await ledger.head({}, never);
  expect(block.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await ledger.isCanonical(block, never)).toBe(true);
  expect(await other.isCanonical(block, never)).toBe(false);
});

test('a transaction is found by its id, in the order of its rows', async () => {
  const ledger = await onlyLedger(
    csv(
      `ethereum,0x${'AB'.repeat(32)},1,5,2,${A},${B},USD,1,`,
      `ethereum,0x${'ab'.repeat(32)},1,5,1,${B},${C},USD,2,`,
    ),
  );
  const found = await ledger.transfersIn(`0x${'Ab'.repeat(32)}` as TxId, await scopeOf(ledger));
  expect(found.map(({ amount }) => amount)).toEqual([2n, 1n]);
});

test('a transaction that is not in the list, or above as-of, is unknown', async () => {
  const ledger = await onlyLedger(LIST);
  const scope = await scopeOf(ledger, { asOf: await ledger.head({ height: 20 }, never) });
  await expect(ledger.transfersIn('t9' as TxId, scope)).rejects.toMatchObject({
    code: 'transaction-unknown',
  });
  await expect(ledger.transfersIn('t3' as TxId, scope)).rejects.toMatchObject({
    code: 'transaction-unknown',
    facts: ['it stands at height 30, above 20, where the run ends'],
  });
});

test('a list tells no coins and no balances, and counts the transactions of a wallet', async () => {
  const ledger = await onlyLedger(LIST);
  const scope = await scopeOf(ledger);
  const pages = [];
  for await (const page of ledger.spendsOf(['t1:0' as CoinId], scope)) pages.push(page);
  expect(pages).toEqual([]);
  expect(await ledger.describe(walletOf(ledger, B), scope.asOf, [], never)).toEqual({
    balances: [],
    transactions: 3,
  });
});

test('an asset is named as the list names it and taken as genuine', async () => {
  const ledger = await onlyLedger(LIST);
  const [transfer] = await historyOf(ledger, [A]);
  expect(ledger.assetInfo(transfer?.asset as never)).toEqual({
    id: 'USD',
    symbol: 'USD',
    decimals: 2,
    genuine: true,
  });
  expect(ledger.assetInfo('EUR' as never)).toBeUndefined();
});

test('EVM addresses are lower case inside, and shown with their checksum', async () => {
  const ledger = await onlyLedger(LIST);
  const place = walletOf(ledger, ` ${CHECKSUMMED} `);
  expect(place).toMatchObject({ address: B });
  expect(ledger.display(place)).toBe(CHECKSUMMED);
  expect(walletOf(ledger, B)).toEqual(place);
});

test('addresses of other chains stand as they are', async () => {
  const ledger = await onlyLedger(csv('solana,t1,1,5,,CaseMatters,casematters,Z,1,'));
  expect(ledger.parseAddress(' CaseMatters ')).toBe('CaseMatters');
  expect(ledger.display(walletOf(ledger, 'CaseMatters'))).toBe('CaseMatters');
  expect(await historyOf(ledger, ['Casematters'])).toEqual([]);
});

test.each([
  ['a wrong checksum', CHECKSUMMED.replace('5aA', '5aa')],
  ['a cut address', B.slice(0, 40)],
  ['nothing', '  '],
  ['a name', 'vitalik.eth'],
])('%s is no address', async (_, text) => {
  const ledger = await onlyLedger(LIST);
  expect(() => ledger.parseAddress(text)).toThrowError(
    expect.objectContaining({ code: 'bad-address', exit: 2 }),
  );
});

test('a key or seed phrase pasted as an address is refused without being shown', async () => {
  const evm = await onlyLedger(LIST);
  const other = await onlyLedger(csv('x,t1,1,5,,a,b,Z,1,'));
  const secrets = [
    'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262',
    '5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF',
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
  ];
  for (const ledger of [evm, other]) {
    for (const secret of secrets) {
      let said = '';
      try {
        ledger.parseAddress(secret);
      } catch (error) {
        said = JSON.stringify([error, (error as Error).message]);
      }
      expect(said).toContain('bad-address');
      expect(said).not.toContain(secret.slice(0, 8));
    }
  }
});

test('what the list itself uses as an address is one, even if it looks like a key', async () => {
  const long = `0x${'2'.repeat(64)}`;
  const ledger = await onlyLedger(csv(`sui,t1,1,5,,${long},b,Z,1,`));
  expect(ledger.parseAddress(long)).toBe(long);
});
