// THORChain: from Bitcoin to Ethereum by the memo of an output with data, back to the sender by a refund, and memos that
// mislead. Made-up chains; figures by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { address as codec } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { event, FUNDER, tx } from '../support/bridge-events.ts';
import { cli } from '../support/cli.ts';
import { type EsploraTx, esploraWorld, fromFlat } from '../support/esplora-world.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';

const ROUTER = '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146';
const [SEED, VAULT, RECEIVER] = [1, 2, 3].map((n) => `0x${(0xd0000 + n).toString(16).padStart(40, '0')}`) as [
  string,
  string,
  string,
];
const COIN = `0x${'0'.repeat(40)}`;
const ETH = 'eip155:1/slip44:60';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
const TIME = 1_600_000_000;

const btc = (n: number): string => codec.toBech32(new Uint8Array(20).fill(n), 0, 'bc');
const [BTC_SEED, BTC_VAULT, BTC_FUNDER] = [btc(1), btc(2), btc(3)];
const INBOUND = 'ab'.repeat(32);

/** The seed has 10,000 sat and pays 9,000 to the first output, 500 of the rest are the fee, 500 come back; with a memo. */
function paidIn(...memos: readonly string[]): EsploraTx[] {
  const [funded, paid] = fromFlat([
    {
      ...{ txid: '11'.repeat(32), height: 100, time: TIME, fee: 100 },
      vin: [{ txid: 'cc'.repeat(32), n: 0, addr: BTC_FUNDER, value: 10_100 }],
      vout: [{ n: 0, addr: BTC_SEED, value: 10_000 }],
    },
    {
      ...{ txid: INBOUND, height: 101, time: TIME + 60, fee: 500 },
      vin: [{ txid: '11'.repeat(32), n: 0, addr: BTC_SEED, value: 10_000 }],
      vout: [
        { n: 0, addr: BTC_VAULT, value: 9_000 },
        { n: 1, addr: BTC_SEED, value: 500 },
      ],
    },
  ]) as [EsploraTx, EsploraTx];
  const data = memos.map((memo) => {
    const hex = Buffer.from(memo, 'latin1').toString('hex');
    const bytes = hex.length / 2;
    const push =
      bytes > 75 ? `4c${bytes.toString(16).padStart(2, '0')}` : bytes.toString(16).padStart(2, '0');
    return { scriptpubkey: `6a${push}${hex}`, value: 0 };
  });
  return [funded, { ...paid, vout: [...paid.vout, ...data] }];
}

function paidOut(minute: number, memo: string, amount: bigint, to = RECEIVER, contract = ROUTER): EvmTx {
  return tx(minute, {
    ...{ from: VAULT, to: contract, value: amount },
    internals: [{ path: '0', from: contract, to, value: amount, type: 'call' }],
    logs: [
      event(
        contract,
        'TransferOut(address,address,address,uint256,string)',
        [VAULT, to],
        ['address', 'uint256', 'string'],
        [COIN, amount, memo],
        1,
      ),
    ],
  });
}

async function traced(
  seed: string | readonly string[],
  bitcoin: readonly EsploraTx[],
  ethereum: readonly EvmTx[],
  ...more: readonly string[]
): Promise<RunJson> {
  const esplora = esploraWorld(bitcoin, { tipHeight: 200 });
  const world = explorerWorld(ethereum, {
    tip: 9_000,
    contracts: [ROUTER],
    opening: { [FUNDER]: 10n ** 9n, [VAULT]: 10n ** 9n },
  });
  const http: Http = async (request, signal) =>
    request.service === 'eth.blockscout.com' ? world.http(request, signal) : esplora(request);
  const argv = [
    ...[seed].flat(),
    '--json',
    '--min-value',
    '0',
    '--no-store',
    '--quiet',
    '--convention',
    'all',
  ];
  const { out, err } = await cli([...argv, ...more], { http });
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
}

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

/** A vault pays 3,000 sat for the deposit and keeps 2,000; the receiver pays 2,900 of them to an exchange. */
function paidOnBitcoin(deposit: string, payer = BTC_VAULT): EsploraTx[] {
  const [out, spent] = fromFlat([
    {
      ...{ txid: 'ef'.repeat(32), height: 120, time: TIME + 600, fee: 100 },
      vin: [{ txid: 'dd'.repeat(32), n: 0, addr: payer, value: 5_100 }],
      vout: [
        { n: 0, addr: btc(5), value: 3_000 },
        { n: 1, addr: BTC_VAULT, value: 2_000 },
      ],
    },
    {
      ...{ txid: 'fe'.repeat(32), height: 121, time: TIME + 1_200, fee: 100 },
      vin: [{ txid: 'ef'.repeat(32), n: 0, addr: btc(5), value: 3_000 }],
      vout: [{ n: 0, addr: btc(6), value: 2_900 }],
    },
  ]) as [EsploraTx, EsploraTx];
  const answer = Buffer.from(`OUT:${deposit.slice(2).toUpperCase()}`).toString('hex');
  return [{ ...out, vout: [...out.vout, { scriptpubkey: `6a44${answer}`, value: 0 }] }, spent];
}

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
