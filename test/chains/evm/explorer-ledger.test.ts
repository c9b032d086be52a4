import { expect, test } from 'vitest';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import { assetId } from '../../../src/model/asset.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import { KnownError } from '../../../src/model/errors.ts';
import type { BlockHash, Ledger } from '../../../src/model/ledger.ts';
import { type TxId, wallet } from '../../../src/model/place.ts';
import { explorerWorld } from '../../support/explorer-world.ts';
import { address, blockOf, hash, historyOf, ledgerOn, never, overlaid, reply, scopeAt, tx } from './setup.ts';

const [A, B, C, TOKEN] = [address(1), address(2), address(3), address(0xdead1)];
const ETH = assetId('eip155:1/slip44:60');
const each: readonly SourceName[] = ['blockscout', 'blockscout-rest', 'etherscan'];
const both: readonly SourceName[] = ['blockscout', 'etherscan'];
const rich = tx({
  hash: hash(0xabc),
  block: 500,
  index: 3,
  value: 5n,
  internals: [
    { path: '0', from: B, to: C, value: 3n, type: 'call' },
    { path: '0_1', from: B, to: C, value: 3n, type: 'call' },
    { path: '1', from: B, to: A, value: 9n, type: 'delegatecall' },
  ],
  tokens: [
    { contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 12 },
    { contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 14 },
    { contract: TOKEN, from: C, to: address(0), amount: 1n, logIndex: 15 },
  ],
});
const tokens = [{ contract: TOKEN, symbol: 'T', name: 'T', decimals: 2 }];
const world = explorerWorld([rich, tx({ block: 900, value: 1n })], { tip: 1_000, tokens, contracts: [B] });

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined).catch((caught: unknown) => caught);
  if (error instanceof KnownError) return error.code;
  throw error ?? new Error('it did not fail');
}

test.each(each)(
  '%s: the block of a run is the tip less the finality, or the one asked for',
  async (source) => {
    const ledger = ledgerOn(world.http, [source]);
    const head = await ledger.head({}, never);
    expect(head).toEqual({
      chain: ETHEREUM,
      height: 904,
      hash: world.blockHash(904),
      time: world.blockTime(904),
    });
    expect(await ledger.head({ height: 1_000 }, never)).toMatchObject({ height: 1_000 });
    expect(await codeOf(ledger.head({ height: 1_001 }, never))).toBe('as-of-unknown');
  },
);

test.each(each)('%s: of a time, the last block at or before it', async (source) => {
  const ledger = ledgerOn(world.http, [source]);
  const time = world.blockTime(700);
  expect((await ledger.head({ time }, never)).height).toBe(700);
  expect((await ledger.head({ time: time - 1 }, never)).height).toBe(699);
  expect((await ledger.head({ time: time + 11 }, never)).height).toBe(700);
  expect(await codeOf(ledger.head({ time: world.blockTime(0) - 1 }, never))).toBe('as-of-unknown');
});

test('a service that gives a block near the time is corrected by looking at the blocks', async () => {
  const time = world.blockTime(700) + 3;
  for (const said of ['697', '705']) {
    const { http } = overlaid(world.http, ({ query }) =>
      query?.action === 'getblocknobytime'
        ? reply({ message: 'OK', result: { blockNumber: said }, status: '1' })
        : undefined,
    );
    expect((await ledgerOn(http).head({ time }, never)).height).toBe(700);
  }
});

test.each(each)(
  '%s: a block whose hash changed is no longer canonical, asked past every cache',
  async (source) => {
    const block = await ledgerOn(world.http, [source]).head({ height: 800 }, never);
    const { http, asked } = overlaid(world.http, () => undefined);
    expect(await ledgerOn(http, [source]).isCanonical(block, never)).toBe(true);
    expect(asked.map((request) => request.keep?.kind)).toEqual(['never']);
    const forked = explorerWorld([], { tip: 1_000, fork: 'another' });
    expect(await ledgerOn(forked.http, [source]).isCanonical(block, never)).toBe(false);
    const shorter = explorerWorld([], { tip: 700 });
    expect(await ledgerOn(shorter.http, [source]).isCanonical(block, never)).toBe(false);
  },
);

test('a block number in the words of a refusal is a failure, not a number', async () => {
  const refusal = { status: '0', message: 'NOTOK', result: 'Max daily rate limit reached' };
  const { http } = overlaid(world.http, () => reply(refusal));
  expect(await codeOf(ledgerOn(http, ['etherscan']).head({}, never))).toBe('source-failed');
});

test('Blockscout tells balances as of the block; Etherscan tells only whether there is a contract', async () => {
  const assets = [ETH, assetId(`eip155:1/erc20:${TOKEN}`), assetId(`eip155:1/erc20:${address(0xdead9)}`)];
  const describe = (ledger: Ledger, who: string, height: number) =>
    ledger.describe(wallet(ledger.chain, ledger.parseAddress(who)), blockOf(height), assets, never);
  const blockscout = ledgerOn(world.http);
  expect(await describe(blockscout, C, 499)).toEqual({
    contract: false,
    balances: [
      { asset: ETH, amount: 0n },
      { asset: assets[1], amount: 0n },
    ],
  });
  expect(await describe(blockscout, C, 500)).toEqual({
    contract: false,
    // 3 + 3 of the calls; 9 + 9 − 1 tokens. The third contract is not there: no balance, not zero.
    balances: [
      { asset: ETH, amount: 6n },
      { asset: assets[1], amount: 17n },
    ],
  });
  expect((await describe(blockscout, B, 500)).contract).toBe(true);
  const etherscan = ledgerOn(world.http, ['etherscan']);
  expect(await describe(etherscan, B, 500)).toEqual({ contract: true, balances: [] });
});

test('an account that delegates to a contract (EIP-7702) is no contract', async () => {
  const { http } = overlaid(world.http, ({ body }) =>
    body?.includes('eth_getCode')
      ? reply({ jsonrpc: '2.0', id: 1, result: `0xef0100${'ab'.repeat(20)}` })
      : undefined,
  );
  const ledger = ledgerOn(http);
  const facts = await ledger.describe(wallet(ledger.chain, ledger.parseAddress(A)), blockOf(500), [], never);
  expect(facts.contract).toBe(false);
});

test('facts that no source has are a source-failed error', async () => {
  const { http } = overlaid(world.http, () => reply('<html>', 502));
  const ledger = ledgerOn(http, both);
  const place = wallet(ledger.chain, ledger.parseAddress(A));
  expect(await codeOf(ledger.describe(place, blockOf(500), [ETH], never))).toBe('source-failed');
});

test.each(each)(
  '%s: all transfers of one transaction, in order, under the names of the histories',
  async (source) => {
    const ledger = ledgerOn(world.http, [source]);
    const all = await ledger.transfersIn(rich.hash as TxId, scopeAt(950));
    expect(all.map((one) => one.id.split('/')[1])).toEqual([
      'fee',
      'value',
      'trace',
      'trace',
      'token',
      'token',
      'token',
    ]);
    expect(all.map((one) => one.amount)).toEqual([21_000n * 10n ** 9n, 5n, 3n, 3n, 9n, 9n, 1n]);
    expect(all.at(-1)?.to.kind).toBe('burnt');
    const orders = all.filter((one) => one.id.includes('/token/')).map((one) => one.at?.order ?? 0);
    expect(orders.map((order) => order - (orders[0] ?? 0))).toEqual([0, 2, 3]);
    for (const one of all) expect(one.at).toMatchObject({ height: 500, time: rich.time, txIndex: 3 });
    const names = new Set(all.map((one) => one.id));
    expect(names.size).toBe(7);
    for (const who of [A, C]) {
      const { transfers } = await historyOf(ledger, who, scopeAt(600));
      expect(transfers.length).toBeGreaterThan(3);
      for (const one of transfers) expect(names.has(one.id)).toBe(true);
    }
  },
);

test('Etherscan is never given a block range beside a transaction’s hash', async () => {
  const { http, asked } = overlaid(world.http, () => undefined);
  await ledgerOn(http, ['etherscan']).transfersIn(rich.hash as TxId, scopeAt(950));
  const calls = asked.filter(({ query }) => query?.action === 'txlistinternal');
  expect(calls.map(({ query }) => query)).toEqual([
    { chainid: '1', module: 'account', action: 'txlistinternal', txhash: rich.hash },
  ]);
});

test('a failed transaction holds its fee alone, before Byzantium too', async () => {
  const failed = tx({ hash: hash(0xf), block: 10, value: 5n, failed: true, internals: rich.internals ?? [] });
  const fine = tx({ hash: hash(0xe), block: 10, index: 1, value: 5n });
  for (const byzantium of [0, 100]) {
    const { http } = explorerWorld([failed, fine], { tip: 1_000, byzantium });
    for (const source of each) {
      const ledger = ledgerOn(http, [source]);
      const names = async (txId: string) =>
        (await ledger.transfersIn(txId as TxId, scopeAt(950))).map((one) => one.id);
      expect(await names(failed.hash)).toEqual([`${failed.hash}/fee`]);
      expect(await names(fine.hash)).toEqual([`${fine.hash}/fee`, `${fine.hash}/value`]);
    }
  }
});

test.each(each)(
  '%s: a transaction that is unknown, above as-of or no id at all is transaction-unknown',
  async (source) => {
    const ledger = ledgerOn(world.http, [source]);
    expect(await codeOf(ledger.transfersIn(hash(0x123) as TxId, scopeAt(950)))).toBe('transaction-unknown');
    expect(await codeOf(ledger.transfersIn(rich.hash as TxId, scopeAt(499)))).toBe('transaction-unknown');
    expect(await codeOf(ledger.transfersIn('hello' as TxId, scopeAt(499)))).toBe('transaction-unknown');
  },
);

test('calls that are not indexed yet are no half result', async () => {
  const message = 'Internal transactions for this transaction have not been processed yet';
  const { http } = overlaid(world.http, ({ query, path }) =>
    path === '/api' && query?.txhash ? reply({ message, result: [], status: '2' }) : undefined,
  );
  expect(await codeOf(ledgerOn(http).transfersIn(rich.hash as TxId, scopeAt(950)))).toBe('source-failed');
  expect((await ledgerOn(http, both).transfersIn(rich.hash as TxId, scopeAt(950))).length).toBe(7);
});

test('the next source is asked only when the first fails for good, and for the whole history', async () => {
  const { http, asked } = overlaid(world.http, ({ service, query }) =>
    service === 'eth.blockscout.com' && query?.action === 'tokentx'
      ? reply({ message: 'Something went wrong.', result: null, status: '0' })
      : undefined,
  );
  const whole = await historyOf(ledgerOn(http, both), A, scopeAt(950));
  expect(whole.gaps).toEqual([]);
  const names = (page: typeof whole) => page.transfers.map((one) => one.id).sort();
  expect(names(whole)).toEqual(names(await historyOf(ledgerOn(world.http), A, scopeAt(950))));
  expect(asked.map(({ service, query }) => `${service} ${query?.action}`)).toEqual([
    'eth.blockscout.com txlist',
    'eth.blockscout.com txlistinternal',
    'eth.blockscout.com tokentx',
    'api.etherscan.io txlist',
    'api.etherscan.io txlistinternal',
    'api.etherscan.io tokentx',
    // The wallet pays more than anybody paid it: for blocks, and for uncles.
    'api.etherscan.io getminedblocks',
    'api.etherscan.io getminedblocks',
  ]);
});

test('call numbers of two services are never compared: only the first source’s give an order', async () => {
  const { http } = overlaid(world.http, ({ path }) => (path === '/api' ? reply('', 500) : undefined));
  const orderOf = async (sources: readonly SourceName[]) => {
    const { transfers } = await historyOf(ledgerOn(http, sources), C, scopeAt(950));
    return transfers.filter((one) => one.id.includes('/trace/')).map((one) => one.at?.order !== undefined);
  };
  expect(await orderOf(['etherscan'])).toEqual([true, true]);
  expect(await orderOf(both)).toEqual([false, false]);
});

test('a history that no source has is a page with a gap that names service, list, class and words', async () => {
  const refusal = { status: '0', message: 'NOTOK', result: 'Invalid API Key\u001b[31m' };
  const { http } = overlaid(world.http, ({ service }) =>
    service === 'eth.blockscout.com' ? reply('<html>Bad Gateway</html>', 502) : reply(refusal),
  );
  const page = await historyOf(ledgerOn(http, both), A, scopeAt(950));
  expect(page).toMatchObject({ transfers: [], pending: [], subject: { kind: 'wallet', address: A } });
  expect(page.gaps).toMatchObject([{ code: 'source-failed', chain: ETHEREUM, place: { address: A } }]);
  const why = page.gaps[0]?.why ?? '';
  expect(why).toContain('eth.blockscout.com, txlist (transport): HTTP 502');
  expect(why).toContain('api.etherscan.io, txlist (auth): "Invalid API Key\\u001b[31m"');
  expect(why).toContain('check the API key');
  expect(why).not.toContain('\u001b');
});

test('a tape or store without the answer is a gap; an abort and a bug are thrown', async () => {
  const missing = new KnownError('tape-miss', 'The tape has no such answer.', { hint: '' });
  const failing = (error: unknown) => ledgerOn(() => Promise.reject(error), both);
  const page = await historyOf(failing(missing), A, scopeAt(950));
  expect(page.gaps).toMatchObject([{ code: 'source-failed' }]);
  expect(page.gaps[0]?.why).toContain('tape-miss');
  const stop = new AbortController();
  stop.abort();
  const aborted = historyOf(failing(stop.signal.reason), A, scopeAt(950, { signal: stop.signal }));
  await expect(aborted).rejects.toBe(stop.signal.reason);
  await expect(historyOf(failing(new TypeError('a bug')), A, scopeAt(950))).rejects.toThrow('a bug');
});

test('one wallet whose history fails does not touch the others', async () => {
  const { http } = overlaid(world.http, ({ query }) => (query?.address === B ? reply('', 500) : undefined));
  const ledger = ledgerOn(http);
  const places = [A, B, C].map((who) => wallet(ledger.chain, ledger.parseAddress(who)));
  const found = new Map<string, boolean>();
  for await (const page of ledger.transfersOf(places, scopeAt(950))) {
    found.set(
      (page.subject as (typeof places)[number]).address,
      page.gaps.length === 0 && page.transfers.length > 0,
    );
  }
  expect(Object.fromEntries(found)).toEqual({ [A]: true, [B]: false, [C]: true });
});

test('no key, no host of its own and no secret stands in a request', async () => {
  const { http, asked } = overlaid(world.http, () => undefined);
  await historyOf(ledgerOn(http, ['etherscan']), A, scopeAt(950));
  for (const request of asked) {
    expect(request.path).toBe('/v2/api');
    expect(Object.keys(request.query ?? {})).not.toContain('apikey');
    expect(request.query?.chainid).toBe('1');
  }
});

test('a forged block hash in an answer for another height is a disagreement', async () => {
  const result = { number: '0x1', hash: hash(1), timestamp: '0x1' };
  const { http } = overlaid(world.http, ({ body }) =>
    body?.includes('eth_getBlockByNumber') ? reply({ jsonrpc: '2.0', id: 1, result }) : undefined,
  );
  const block = { ...blockOf(500), hash: hash(1) as BlockHash };
  expect(await codeOf(ledgerOn(http).isCanonical(block, never))).toBe('source-failed');
});
