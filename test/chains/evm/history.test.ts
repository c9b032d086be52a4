import { expect, test } from 'vitest';
import type { ListAction } from '../../../src/chains/evm/dialects.ts';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import { assetId } from '../../../src/model/asset.ts';
import { placeKey } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { type EvmTx, type ExplorerWorldOptions, explorerWorld } from '../../support/explorer-world.ts';
import { address, hash, historyOf, ledgerOn, nobody, overlaid, reply, scopeAt, tx } from './setup.ts';

const [A, B, C, TOKEN] = [address(1), address(2), address(3), address(0xdead1)];
const ETH = assetId('eip155:1/slip44:60');
const both: readonly SourceName[] = ['blockscout', 'blockscout-rest', 'etherscan'];

function world(txs: readonly EvmTx[], more: Partial<ExplorerWorldOptions> = {}) {
  return explorerWorld(txs, { tip: 20_000_000, ...more });
}

async function pageFor(
  txs: readonly EvmTx[],
  who: string,
  source: SourceName,
  more: Partial<ExplorerWorldOptions> = {},
) {
  return historyOf(ledgerOn(world(txs, more).http, [source]), who, scopeAt(19_000_000));
}

/** `from → to amount`, with kinds for places that are no wallets. */
function lines(transfers: readonly Transfer[]): string[] {
  const short = (place: Transfer['from']) =>
    placeKey(place)
      .replace('eip155:1/', '')
      .replace(/^0x0{30,}/, '0x');
  return transfers.map((one) => `${short(one.from)} > ${short(one.to)} ${one.amount}`);
}
const kind = (one: Transfer) => one.id.split('/')[1];
const sansFees = (transfers: readonly Transfer[]) => transfers.filter((one) => kind(one) !== 'fee');

test.each(both)('%s: value, fee, internal call and token of one transaction', async (source) => {
  const txs = [
    tx({
      hash: hash(7),
      value: 5n,
      internals: [{ path: '0_1', from: C, to: A, value: 3n, type: 'call' }],
      tokens: [{ contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 4 }],
    }),
  ];
  const { transfers, gaps } = await pageFor(txs, A, source);
  expect(gaps).toEqual([]);
  expect(lines(transfers).sort()).toEqual(
    ['0x1 > 0x2 5', '0x1 > fee 21000000000000', '0x1 > 0x3 9', '0x3 > 0x1 3'].sort(),
  );
  for (const one of transfers) {
    expect(one.at).toMatchObject({ height: 100, time: 1_600_001_200, txIndex: 0 });
    expect(one.coin).toBeUndefined();
  }
  const by = Object.fromEntries(transfers.map((one) => [kind(one), one]));
  expect(by.fee?.id).toBe(`${hash(7)}/fee`);
  expect(by.value?.id).toBe(`${hash(7)}/value`);
  expect(by.trace?.asset).toBe(ETH);
  expect(by.token?.asset).toBe(`eip155:1/erc20:${TOKEN}`);
  // The lists by block ranges do not tell where an event stands.
  const ofToken = source === 'blockscout-rest' ? 2 ** 49 + 4 : undefined;
  expect([by.fee?.at?.order, by.value?.at?.order, by.token?.at?.order]).toEqual([0, 1, ofToken]);
  expect(by.trace?.at?.order).toBeGreaterThan(1);
});

test.each(both)('%s: a failed transaction moves nothing but its fee, nor do its calls', async (source) => {
  const internals = [{ path: '0', from: B, to: A, value: 3n, type: 'call' }];
  const { transfers } = await pageFor([tx({ value: 5n, failed: true, internals })], A, source);
  expect(lines(transfers)).toEqual(['0x1 > fee 21000000000000']);
});

test.each(both)('%s: delegated, static, failed and empty calls move nothing', async (source) => {
  const internals = [
    { path: '0', from: C, to: A, value: 100n, type: 'delegatecall' },
    { path: '1', from: C, to: A, value: 100n, type: 'staticcall' },
    { path: '2', from: C, to: A, value: 100n, type: 'callcode' },
    { path: '3', from: C, to: A, value: 100n, type: 'call', error: 'execution reverted' },
    { path: '4', from: C, to: A, value: 0n, type: 'call' },
    { path: '5', from: C, to: A, value: 7n, type: 'selfdestruct' },
    { path: '6', from: A, to: B, value: 8n, type: 'create2' },
  ];
  const { transfers, gaps } = await pageFor([tx({ from: B, to: C, internals })], A, source);
  expect(lines(transfers)).toEqual(['0x3 > 0x1 7', '0x1 > 0x2 8']);
  expect(gaps).toEqual([]);
});

test('Etherscan: what a failed call had called moved nothing either', async () => {
  const internals = [
    { path: '0', from: B, to: A, value: 1n, type: 'call', error: 'execution reverted' },
    { path: '0_1', from: C, to: A, value: 2n, type: 'call' },
    { path: '0_1_0', from: C, to: A, value: 3n, type: 'call' },
    { path: '1', from: C, to: A, value: 4n, type: 'call' },
  ];
  const { transfers } = await pageFor([tx({ from: B, to: C, internals })], A, 'etherscan');
  expect(lines(transfers)).toEqual(['0x3 > 0x1 4']);
});

test('an internal row of an unknown type that carries value is a gap', async () => {
  const internals = [{ path: '0', from: C, to: A, value: 1n, type: 'teleport' }];
  const { transfers, gaps } = await pageFor([tx({ from: B, to: C, internals })], A, 'blockscout');
  expect(transfers).toEqual([]);
  expect(gaps).toMatchObject([{ code: 'source-incomplete' }]);
  expect(gaps[0]?.why).toContain('teleport');
});

test.each(both)('%s: a creation pays the contract it made', async (source) => {
  const { transfers } = await pageFor([tx({ from: A, to: C, creation: true, value: 5n })], A, source);
  expect(lines(sansFees(transfers))).toEqual(['0x1 > 0x3 5']);
});

test('rows of the genesis block are issued and cost nothing', async () => {
  const row = {
    ...{ blockNumber: '0', timeStamp: '1438269973', hash: `GENESIS_${A}`, nonce: '', blockHash: '' },
    ...{
      transactionIndex: '0',
      from: 'GENESIS',
      to: A,
      value: '1337',
      gas: '0',
      gasPrice: '0',
      isError: '0',
    },
    ...{ txreceipt_status: '', input: '', contractAddress: '', cumulativeGasUsed: '0', gasUsed: '0' },
  };
  const { http } = overlaid(world([]).http, ({ query }) =>
    query?.action === 'txlist' ? reply({ status: '1', message: 'OK', result: [row] }) : undefined,
  );
  const { transfers, gaps } = await historyOf(ledgerOn(http, ['etherscan']), A, scopeAt(100));
  expect(gaps).toEqual([]);
  expect(transfers).toMatchObject([{ id: `GENESIS_${A}/value`, amount: 1337n, from: { kind: 'issued' } }]);
});

test.each(both)(
  '%s: two equal token rows of one transaction are two transfers, the same from both parties',
  async (source) => {
    const move = { contract: TOKEN, from: A, to: C, amount: 9n };
    const tokens = [
      { ...move, logIndex: 1 },
      { ...move, to: B, logIndex: 2 },
      { ...move, logIndex: 3 },
      { ...move, amount: 10n, logIndex: 4 },
      { ...move, contract: address(0xdead2), logIndex: 5 },
    ];
    const ledger = ledgerOn(world([tx({ tokens })]).http, [source]);
    const payer = sansFees((await historyOf(ledger, A, scopeAt(1_000))).transfers);
    const payee = (await historyOf(ledger, C, scopeAt(1_000))).transfers;
    expect(new Set(payer.map((one) => one.id)).size).toBe(5);
    expect(payee.map((one) => one.id)).toEqual(
      payer.filter((one) => placeKey(one.to).endsWith(C)).map((one) => one.id),
    );
    expect(payee.length).toBe(4);
  },
);

test('the names of internal and token transfers are the same from either service', async () => {
  const internals = ['0', '0_1', '2'].map((path) => ({ path, from: C, to: A, value: 3n, type: 'call' }));
  const tokens = [{ contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 4 }];
  const txs = [tx({ internals, tokens })];
  const [left, right] = await Promise.all(both.map((source) => pageFor(txs, A, source)));
  const names = (page: typeof left) => page?.transfers.map((one) => one.id).sort();
  expect(names(left)).toEqual(names(right));
  expect(new Set(names(left)).size).toBe(5);
});

test('tokens come out of and go into the zero address: issued and burnt', async () => {
  const tokens = [
    { contract: TOKEN, from: address(0), to: A, amount: 5n, logIndex: 1 },
    { contract: TOKEN, from: A, to: address(0), amount: 4n, logIndex: 2 },
    { contract: TOKEN, from: A, to: C, amount: 0n, logIndex: 3 },
  ];
  const { transfers } = await pageFor([tx({ tokens })], A, 'blockscout');
  expect(lines(sansFees(transfers))).toEqual(['issued > 0x1 5', '0x1 > burnt 4']);
});

test('hostile symbols are kept as they are, missing decimals stay unknown, nothing learnt is genuine', async () => {
  const symbol = 'USDT\u202e<script>=1+1';
  const other = address(0xdead2);
  const tokens = [
    { contract: TOKEN, from: C, to: A, amount: 5n, logIndex: 1 },
    { contract: other, from: C, to: A, amount: 5n, logIndex: 2 },
  ];
  const infos = [{ contract: TOKEN, symbol, name: 'x', decimals: undefined }];
  const ledger = ledgerOn(world([tx({ tokens })], { tokens: infos }).http);
  await historyOf(ledger, A, scopeAt(1_000));
  const id = assetId(`eip155:1/erc20:${TOKEN}`);
  expect(ledger.assetInfo(id)).toEqual({ id, symbol, decimals: undefined, genuine: false });
  expect(ledger.assetInfo(assetId(`eip155:1/erc20:${other}`))).toMatchObject({
    symbol: '',
    decimals: undefined,
  });
});

test('an internal call gets its index in the block only where another transaction of the wallet shares the block', async () => {
  const call = [{ path: '0', from: C, to: A, value: 3n, type: 'call' }];
  const txs = [
    tx({ block: 40, from: C, to: A, value: 10n ** 18n }),
    tx({ hash: hash(1), block: 50, index: 9, from: B, to: C, internals: call }),
    tx({ hash: hash(2), block: 60, index: 4, from: B, to: C, internals: call }),
    tx({ hash: hash(3), block: 60, index: 5, from: A, to: B, value: 1n }),
    tx({ hash: hash(4), block: 70, index: 6, from: A, to: C, internals: call }),
  ];
  for (const source of ['blockscout', 'etherscan'] as const) {
    const { http, asked } = overlaid(world(txs).http, () => undefined);
    const { transfers } = await historyOf(ledgerOn(http, [source]), A, scopeAt(1_000));
    const indexes = transfers.filter((one) => kind(one) === 'trace').map((one) => one.at?.txIndex);
    expect(indexes).toEqual([undefined, 4, 6]);
    expect(asked.length).toBe(4);
    expect(JSON.stringify(asked[3])).toContain('eth_getTransactionByHash');
    expect(JSON.stringify(asked[3])).toContain(hash(2));
  }
});

test('a service that cannot tell the index leaves it unknown', async () => {
  const internals = [{ path: '0', from: C, to: A, value: 3n, type: 'call' }];
  const txs = [tx({ index: 4, from: B, to: C, internals }), tx({ index: 5, from: A })];
  const { http } = overlaid(world(txs).http, ({ path }) =>
    path === '/api/eth-rpc' ? reply('', 500) : undefined,
  );
  const { transfers, gaps } = await historyOf(ledgerOn(http), A, scopeAt(1_000));
  expect(transfers.find((one) => kind(one) === 'trace')?.at?.txIndex).toBeUndefined();
  expect(gaps).toEqual([]);
});

test('nothing above the as-of block is asked for or given, and answers are kept under its hash', async () => {
  const txs = [
    tx({ block: 99, from: C, to: A, value: 10n ** 18n }),
    tx({ block: 100, value: 1n }),
    tx({ block: 101, value: 2n }),
  ];
  const { http, asked } = overlaid(world(txs).http, () => undefined);
  const scope = scopeAt(100);
  const { transfers, pending } = await historyOf(ledgerOn(http), A, scope);
  expect(sansFees(transfers).map((one) => one.amount)).toEqual([10n ** 18n, 1n]);
  expect(pending).toEqual([]);
  for (const { query, keep } of asked) {
    expect(query).toMatchObject({ startblock: '0', endblock: '100', sort: 'asc' });
    expect(keep).toEqual({ kind: 'pinned', block: scope.asOf.hash });
  }
});

test.each([
  ['value', '1e21'],
  ['value', 1e21],
  ['value', 2 ** 53],
  ['value', '0x'],
  ['value', ' 5'],
  ['value', '-1'],
  ['value', ''],
  ['value', null],
  ['value', undefined],
  ['timeStamp', undefined],
  ['from', undefined],
  ['value', (2n ** 256n).toString()],
  ['blockNumber', '0x64'],
  ['transactionIndex', ''],
  ['hash', '0x12'],
  ['from', 'nobody'],
  ['gasPrice', '1.5'],
  ['isError', 'false'],
])('a row whose %s is %j is refused and named', async (field, bad) => {
  const txs = [tx({ block: 99 }), tx({ hash: hash(77) })];
  const { http } = overlaid(world(txs).http, (request) => {
    if (request.query?.action !== 'txlist') return undefined;
    const body = JSON.parse(world(txs).answer(request).body);
    body.result[1] = { ...body.result[1], [field]: bad };
    return reply(body);
  });
  const { transfers, gaps } = await historyOf(ledgerOn(http), A, scopeAt(1_000));
  expect(transfers).toEqual([]);
  expect(gaps).toMatchObject([{ code: 'source-failed' }]);
  expect(gaps[0]?.why).toContain(`eth.blockscout.com, txlist (answer): row 2`);
  expect(gaps[0]?.why).toContain(`${field}: `);
});

test('amounts up to 2^256 − 1 are exact', async () => {
  const most = 2n ** 256n - 1n;
  const tokens = [{ contract: TOKEN, from: C, to: A, amount: most, logIndex: 1 }];
  const { transfers } = await pageFor([tx({ from: B, tokens })], A, 'etherscan');
  expect(transfers.map((one) => one.amount)).toEqual([most]);
});

test('rows of another wallet, of other blocks and of two chains are a disagreement, and no half history', async () => {
  const txs = [tx({ block: 100, value: 1n })];
  const answered = (edit: (row: Record<string, string>) => unknown, action: ListAction = 'txlist') =>
    overlaid(world(txs).http, (request) => {
      if (request.query?.action !== action) return undefined;
      const row = JSON.parse(
        world(txs).answer({ ...request, query: { ...request.query, action: 'txlist' } }).body,
      ).result[0];
      return reply({ status: '1', message: 'OK', result: edit(row) });
    }).http;
  const token = { contractAddress: TOKEN, tokenSymbol: 'T', tokenDecimal: '1' };
  const cases = [
    [answered((row) => [{ ...row, from: B, to: C }]), 'is not about the wallet asked for'],
    [answered((row) => [{ ...row, blockNumber: '1001' }]), 'a row of block 1001 where blocks 0 to 1000'],
    [answered((row) => [{ ...row, ...token, blockHash: hash(5) }], 'tokentx'), 'block 100 has two hashes'],
  ] as const;
  for (const [http, why] of cases) {
    const { transfers, gaps } = await historyOf(ledgerOn(http), A, scopeAt(1_000));
    expect(transfers).toEqual([]);
    expect(gaps).toMatchObject([{ code: 'source-disagreement' }]);
    expect(gaps[0]?.why).toContain(why);
  }
});

test('rows that the service has not indexed yet are a gap beside the rows it has', async () => {
  const internals = [{ path: '0', from: C, to: A, value: 3n, type: 'call' }];
  const txs = [tx({ from: B, to: C, internals })];
  const message = 'Some internal transactions within this block range have not yet been processed';
  const { http } = overlaid(world(txs).http, (request) => {
    if (request.query?.action !== 'txlistinternal') return undefined;
    return reply({ message, result: JSON.parse(world(txs).answer(request).body).result, status: '2' });
  });
  const { transfers, gaps } = await historyOf(ledgerOn(http), A, scopeAt(1_000));
  expect(lines(transfers)).toEqual(['0x3 > 0x1 3']);
  expect(gaps).toMatchObject([{ code: 'source-incomplete', place: { kind: 'wallet', address: A } }]);
});

test('a wallet with more rows than the hub limit is a hub, and not pulled further', async () => {
  const txs = Array.from({ length: 60 }, (_, at) => tx({ block: 100 + at, value: 1n }));
  const { http, asked } = overlaid(world(txs).http, () => undefined);
  const page = await historyOf(ledgerOn(http), A, scopeAt(1_000, { hubLimit: 59 }));
  expect(page).toMatchObject({ hub: true, transfers: [], gaps: [] });
  expect(asked.length).toBe(1);
  const whole = await historyOf(ledgerOn(http), A, scopeAt(1_000, { hubLimit: 60 }));
  expect(whole.hub).toBeUndefined();
  expect(sansFees(whole.transfers).length).toBe(60);
});

test('an empty wallet is a page without transfers and without a gap', async () => {
  for (const source of both) {
    expect(await pageFor([], A, source)).toMatchObject({ transfers: [], pending: [], gaps: [] });
  }
});

test('on Base a wallet that pays fees is told that their second part is in no row; exit code 0', async () => {
  const http = world([tx({ value: 1n })], { chainid: '8453' }).http;
  const ledger = ledgerOn(http, ['blockscout'], 'eip155:8453');
  expect((await historyOf(ledger, A, scopeAt(1_000))).gaps).toMatchObject([{ code: 'reconciliation' }]);
  expect((await historyOf(ledger, B, scopeAt(1_000))).gaps).toEqual([]);
});

test('many wallets are asked at once and each gets its own page', async () => {
  const txs = Array.from({ length: 30 }, (_, at) =>
    tx({ block: 100 + at, from: address(100 + at), value: 1n }),
  );
  const ledger = ledgerOn(world(txs).http);
  const places = txs.map(
    ({ from }) => ({ kind: 'wallet', chain: ledger.chain, address: ledger.parseAddress(from) }) as const,
  );
  const seen: string[] = [];
  for await (const page of ledger.transfersOf(places, scopeAt(1_000))) {
    expect(sansFees(page.transfers).length).toBe(1);
    seen.push(placeKey(page.subject as (typeof places)[number]));
  }
  expect(seen.sort()).toEqual(places.map(placeKey).sort());
});

test('coins are no business of an account chain', () => {
  expect(() => ledgerOn(nobody).spendsOf(['x:0' as never], scopeAt(1))).toThrow('wallets, not coins');
});
