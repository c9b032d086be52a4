// THORChain: from Bitcoin to Ethereum by the memo of an output with data, back to the sender by a refund, and memos that
// mislead. Made-up chains; figures by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { event, tx } from '../support/bridge-events.ts';
import { cli } from '../support/cli.ts';
import { type EsploraTx, fromFlat } from '../support/esplora-world.ts';
import type { EvmTx } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';
import {
  BTC,
  BTC_SEED,
  BTC_VAULT,
  btc,
  COIN,
  ETH,
  INBOUND,
  paidIn,
  paidOnBitcoin,
  paidOut,
  RECEIVER,
  ROUTER,
  SEED,
  TIME,
  traced,
  VAULT,
} from '../support/thorchain-worlds.ts';

const OUT = `OUT:${INBOUND.toUpperCase()}`;
const there = ['--bridge-to', 'ethereum', '--as-of', 'bitcoin=150,ethereum=8000'];
const memo = `=:e:${RECEIVER}:1e6/1/0:t:10`;

test('a payment with a memo on Bitcoin is followed to what the router paid for it on Ethereum', async () => {
  const run = await traced(BTC_SEED, paidIn(memo), [paidOut(10, OUT, 700n)], ...there);
  expect(run.bridges).toMatchObject([
    { bridge: 'THORChain', tx: INBOUND, amount: '9000', to: { chain: 'eip155:1', address: RECEIVER } },
  ]);
  expect(run.bridges?.[0]?.outcome).toBe('arrived');
  // 9,000 of the 10,000 sat were given, all of them the seed's: all 700 wei are.
  expect(run.crossings).toMatchObject([
    {
      basis: 'bridge: THORChain',
      given: { asset: BTC, amount: '9000' },
      received: { asset: ETH, amount: '700' },
    },
  ]);
  expect(run.held.map(({ address, amounts }) => [address.toLowerCase(), amounts.fifo])).toContainEqual([
    RECEIVER,
    { [ETH]: '700' },
  ]);
  expect([...new Set(run.statement.map(({ residual }) => residual))]).toEqual(['0']);
});

test.each([
  ['1', '0x42a5ed456650a09dc10ebc6361a7480fdd61f27b'],
  ['2', '0xc145990e84155416144c532e31f89b840ca8c2ce'],
  ['3', '0x3624525075b88b24ecc29ce226b0cec1ffcb6976'],
  ['6.1', '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4'],
])('router %s pays out like router 4', async (_, router) => {
  const run = await traced(BTC_SEED, paidIn(memo), [paidOut(10, OUT, 700n, RECEIVER, router)], ...there);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['arrived']);
});

test('without an answer the memo ends nothing: what was paid is followed as any payment', async () => {
  const run = await traced(BTC_SEED, paidIn(memo), [], ...there);
  expect(run.bridges).toMatchObject([{ outcome: 'not-arrived' }]);
  expect(run.crossings).toEqual([]);
  // The "vault" is a wallet like any other: what it did not spend, it holds.
  expect(run.held.map(({ address, amounts }) => [address, amounts.fifo])).toContainEqual([
    BTC_VAULT,
    { [BTC]: '9000' },
  ]);
});

test.each<[string, readonly string[], readonly EvmTx[], string | undefined]>([
  ['another transaction is answered', [memo], [paidOut(10, `OUT:${'CD'.repeat(32)}`, 700n)], 'not-arrived'],
  ['another wallet is paid', [memo], [paidOut(10, OUT, 700n, SEED)], 'not-arrived'],
  [
    'it is no router that pays',
    [memo],
    [paidOut(10, OUT, 700n, RECEIVER, `0x${'9'.repeat(40)}`)],
    'not-arrived',
  ],
  ['it is paid before', [memo], [paidOut(0, OUT, 700n)], 'not-arrived'],
  ['two payments answer', [memo], [paidOut(10, OUT, 700n), paidOut(11, OUT, 7n)], 'several'],
  ['the address is of another chain', [`=:e:${btc(7)}`], [paidOut(10, OUT, 700n)], 'no-address'],
  ['the address is cut off', ['=:e:0x1234'], [paidOut(10, OUT, 700n)], 'no-address'],
  ['the chain is not read', ['=:SOL.SOL:abc'], [], 'unread'],
  ['two memos', [memo, memo], [paidOut(10, OUT, 700n)], undefined],
  ['markup', ['=:e:<script>alert(1)</script>'], [paidOut(10, OUT, 700n)], undefined],
])('%s: nothing crosses', async (_, memos, ethereum, outcome) => {
  const run = await traced(BTC_SEED, paidIn(...memos), ethereum, ...there);
  expect(run.bridges?.map((each) => each.outcome)).toEqual(outcome === undefined ? undefined : [outcome]);
  expect(run.crossings).toEqual([]);
});

/** The seed on Ethereum has 1,000 wei and pays 800 into the router for Bitcoin. */
function deposited(minute = 1): EvmTx[] {
  const vault = { path: '0', from: ROUTER, to: VAULT, value: 800n, type: 'call' };
  return [
    tx(0, { to: SEED, value: 1_000n }),
    tx(minute, {
      ...{ from: SEED, to: ROUTER, value: 800n, internals: [vault] },
      logs: [
        event(
          ROUTER,
          'Deposit(address,address,uint256,string)',
          [VAULT, COIN],
          ['uint256', 'string'],
          [800n, `=:BTC.BTC:${btc(5)}`],
          1,
        ),
      ],
    }),
  ];
}

test('a refund returns to the sender, less its fee', async () => {
  const [funded, paid] = deposited() as [EvmTx, EvmTx];
  const refund = paidOut(5, `REFUND:${paid.hash.slice(2).toUpperCase()}`, 780n, SEED);
  const run = await traced(SEED, [], [funded, paid, refund], '--as-of', 'ethereum=8000');
  expect(run.bridges).toMatchObject([{ outcome: 'refunded', arrivedIn: refund.hash }]);
  expect(run.crossings).toMatchObject([
    {
      basis: 'refund: THORChain',
      given: { asset: ETH, amount: '800' },
      received: { asset: ETH, amount: '780' },
    },
  ]);
  expect([...new Set(run.statement.map(({ residual }) => residual))]).toEqual(['0']);
});

test('a part paid out and a part sent back: what was given for which cannot be told', async () => {
  const [spent] = fromFlat([
    {
      ...{ txid: 'ee'.repeat(32), height: 120, time: TIME + 700, fee: 100 },
      vin: [{ txid: 'dd'.repeat(32), n: 0, addr: BTC_VAULT, value: 5_100 }],
      vout: [{ n: 0, addr: BTC_SEED, value: 5_000 }],
    },
  ]) as [EsploraTx];
  const answer = Buffer.from(`REFUND:${INBOUND.toUpperCase()}`).toString('hex');
  const partly = { ...spent, vout: [...spent.vout, { scriptpubkey: `6a47${answer}`, value: 0 }] };
  const run = await traced(BTC_SEED, [...paidIn(memo), partly], [paidOut(10, OUT, 700n)], ...there);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['several']);
  expect(run.crossings).toEqual([]);
});

const exchange = written(
  'labels.csv',
  `chain,address,name,category,source\nbitcoin,${btc(6)},Desk,exchange,test\n`,
);
const toBitcoin = ['--bridge-to', 'bitcoin', '--as-of', 'ethereum=8000,bitcoin=150', '--labels', exchange];

test('what is paid out on Bitcoin is followed on: the output alone, and not its change', async () => {
  const [funded, paid] = deposited() as [EvmTx, EvmTx];
  const folder = await temporaryFolder();
  const [bundle, audit] = [join(folder, 'run.zip'), join(folder, 'audit.txt')];
  const kept = ['--bundle', bundle, '--audit', audit, '--audit-convention', 'fifo,haircut'];
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin, ...kept);
  expect(run.bridges).toMatchObject([
    { outcome: 'arrived', arrivedIn: 'ef'.repeat(32), to: { address: btc(5) } },
  ]);
  expect(run.crossings).toMatchObject([
    { given: { asset: ETH, amount: '800' }, received: { asset: BTC, amount: '3000' } },
  ]);
  expect(run.crossings[0]?.refused).toBeUndefined();
  // All 800 wei were the seed's, so all 3,000 sat are; 100 of them are the fee of the second transaction.
  for (const rule of ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'])
    expect(run.endpoints.map(({ entity, amounts }) => [entity, amounts[rule]])).toEqual([
      ['Desk', { [BTC]: '2900' }],
    ]);
  expect(run.entities[0]?.bounds[BTC]).toEqual({ least: '2900', most: '2900', mostFollowed: '2900' });
  expect([...new Set(run.statement.map(({ residual }) => residual))]).toEqual(['0']);
  const bitcoin = run.statement.find(({ asset, convention }) => asset === BTC && convention === 'fifo');
  expect(bitcoin).toMatchObject({ convertedIn: '3000', endpoints: '2900', fees: '100' });
  expect(run.paths.map(({ hops }) => hops.map(({ tx, to }) => [tx, to]))).toEqual([
    [
      [paid.hash, expect.stringMatching(new RegExp(ROUTER, 'i'))],
      ['ef'.repeat(32), btc(5)],
      ['fe'.repeat(32), btc(6)],
    ],
  ]);
  const { code, out } = await cli(['verify', bundle]);
  expect(code).toBe(0);
  expect(out).toMatch(/Arithmetic: [^\n]*\n {2}consistent\n {2}\d+ sums and bounds reckoned again/);
  expect(readFileSync(audit, 'utf8')).toContain(`Coin ${'ef'.repeat(32)}:0 of ${btc(5)}`);
});

test('a deposit that is itself asked about is followed across', async () => {
  const [funded, paid] = deposited() as [EvmTx, EvmTx];
  // The wallet pays the router, the router the vault.
  const seed = ['--tx', `${paid.hash}:0`, '--chain', 'ethereum'];
  const run = await traced(seed, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.crossings).toMatchObject([{ given: { amount: '800' }, received: { amount: '3000' } }]);
  expect(run.endpoints.map(({ entity, amounts }) => [entity, amounts.fifo])).toEqual([
    ['Desk', { [BTC]: '2900' }],
  ]);
});

test('of a deposit of which a part is traced, as large a part of the payout is', async () => {
  const [victim, paid] = deposited(2) as [EvmTx, EvmTx];
  const clean = tx(1, { to: SEED, value: 600n });
  const seed = ['--tx', victim.hash, '--chain', 'ethereum'];
  const run = await traced(seed, paidOnBitcoin(paid.hash), [victim, clean, paid], ...toBitcoin);
  // Of 1,000 wei traced and 600 clean 800 are given. fifo and pifo: all are traced, lifo and libr: 200 (600 are clean), haircut:
  // 500. Of 3,000 sat 3,000, 750 and 1,875 are then, of which the fee takes under fifo 100 of
  // 3,000.
  const told = run.crossings[0]?.amounts;
  expect([told?.fifo, told?.lifo, told?.haircut, told?.libr]).toEqual([
    { given: '800', received: '3000' },
    { given: '200', received: '750' },
    { given: '500', received: '1875' },
    { given: '200', received: '750' },
  ]);
  const row = (rule: string) =>
    run.statement.find(({ asset, convention }) => asset === BTC && convention === rule);
  expect(row('fifo')).toMatchObject({ convertedIn: '3000', endpoints: '2900', fees: '100' });
  expect(row('haircut')?.convertedIn).toBe('1875');
  // Of the 800 at least 200 and at most all are traced: 750 to 3,000 sat, of which 100 may be the fee.
  expect(run.entities[0]?.bounds[BTC]).toEqual({ least: '650', most: '2900', mostFollowed: '2900' });
});

test('a payer whose coins are followed is no vault: nothing crosses', async () => {
  const [funded, paid] = deposited() as [EvmTx, EvmTx];
  const bitcoin = paidOnBitcoin(paid.hash, BTC_SEED);
  const run = await traced(SEED, bitcoin, [funded, paid], ...toBitcoin, BTC_SEED);
  expect(run.crossings).toMatchObject([{ refused: 'its other side is a seed or is followed itself' }]);
  expect(run.endpoints.map(({ entity, amounts }) => [entity, amounts.fifo])).toContainEqual([
    'THORChain',
    { [ETH]: '800' },
  ]);
});
