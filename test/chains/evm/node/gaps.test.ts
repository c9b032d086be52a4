// What a node cannot tell is said, with its amount where that is known: by nodes that can do less than a real one, and by
// a real one whose state was changed from outside.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explorerLedger } from '../../../../src/chains/evm/explorer-ledger.ts';
import type { Http } from '../../../../src/model/http.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { call, deploy, send } from '../../../support/contracts.ts';
import { chainRow, historyOf, never, overlaid, reply } from '../setup.ts';
import { atTip, ETH, lacking, netOf, nodeLedger } from './setup.ts';

const refusing =
  (
    http: Http,
    method: string,
    message: string,
    isIt: (params: readonly unknown[]) => boolean = () => true,
  ): Http =>
  async (request, signal) => {
    const asked = JSON.parse(request.body ?? '{}') as { method: string; params: unknown[] };
    if (asked.method !== method || !isIt(asked.params)) return http(request, signal);
    return reply({ jsonrpc: '2.0', id: 1, error: { code: -32_000, message } });
  };

describe.skipIf(noAnvil !== '')(`what a node cannot tell${noAnvil}`, () => {
  let node: Anvil;
  let [a, b, splitter, token] = ['', '', '', ''];
  beforeAll(async () => {
    node = await startAnvil();
    [a = '', b = ''] = (await node.rpc('eth_accounts')) as string[];
    splitter = await deploy(node, a, 'Splitter');
    token = await deploy(node, a, 'Token', ['TST', 0]);
    await send(node, { from: a, to: token, data: call('Token', 'mint', b, 8n) });
    await send(node, { from: a, to: token, data: call('Token', 'mint', splitter, 4n) });
    await send(node, { from: a, to: b, value: 100n });
    await send(node, { from: a, to: splitter, value: 60n, data: call('Splitter', 'split', [b], [60n]) });
  });
  afterAll(() => node?.stop());

  async function page(http: Http, address = b) {
    const ledger = nodeLedger(http);
    const { transfers, gaps } = await historyOf(ledger, address, await atTip(node, ledger));
    return { transfers, gaps: gaps.map(({ code, why, amount }) => ({ code, why, amount })) };
  }

  test('without an index of wallets: what a contract moved of the coin is a gap, tokens are told', async () => {
    const { transfers, gaps } = await page(
      lacking(node.http, 'ots_searchTransactionsBefore', 'trace_filter'),
      splitter,
    );
    expect(transfers.map(({ asset, amount }) => [asset, amount])).toEqual([[`eip155:1/erc20:${token}`, 4n]]);
    expect(gaps).toMatchObject([
      { code: 'source-incomplete', why: expect.stringMatching(/cannot tell who moved ETH.*block 6/) },
    ]);
  });

  test('without an index of wallets, while code acts for an account: it is a gap for as long as it does', async () => {
    const less = lacking(node.http, 'ots_searchTransactionsBefore', 'trace_filter');
    const tip = `0x${Number(await node.rpc('eth_blockNumber')).toString(16)}`;
    const lent = overlaid(less, ({ body }) =>
      body?.includes('eth_getCode') && !body.includes(`"${tip}"`)
        ? reply({ jsonrpc: '2.0', id: 1, result: `0xef0100${'1'.repeat(40)}` })
        : undefined,
    );
    const { transfers, gaps } = await page(lent.http, a);
    // What it sent itself is known all the same: six transactions.
    expect(transfers.filter(({ to }) => to.kind === 'fee')).toHaveLength(6);
    expect(gaps).toEqual([]);
    const quiet = await page(lent.http, b);
    expect(quiet.gaps.map(({ why }) => why)).toContainEqual(expect.stringMatching(/code acts for it/));
  });

  test('without an index of wallets, with another source after it: that one is asked for the whole', async () => {
    const less = lacking(node.http, 'ots_searchTransactionsBefore', 'trace_filter');
    const { http, asked } = overlaid(less, ({ service }) =>
      service === 'node.ethereum'
        ? undefined
        : reply({ status: '0', message: 'Something went wrong', result: null }),
    );
    const ledger = explorerLedger(http, chainRow(), { sources: ['node', 'blockscout'] });
    const { transfers, gaps } = await historyOf(ledger, splitter, await atTip(node, ledger));
    expect([transfers, gaps.length]).toEqual([[], 1]);
    expect(gaps[0]?.why).toMatch(/node\.ethereum, trace_filter .*eth\.blockscout\.com, txlist/);
    expect(asked.at(-1)?.service).toBe('eth.blockscout.com');
  });

  test('without traces: a history with a transaction in which code ran is none', async () => {
    const { transfers, gaps } = await page(lacking(node.http, 'debug_traceTransaction', 'trace_transaction'));
    expect([transfers, gaps.length]).toEqual([[], 1]);
    expect(gaps[0]).toMatchObject({
      code: 'source-incomplete',
      why: expect.stringContaining('can trace no transaction'),
    });
  });

  test('without balances of old blocks: the rest is told with its amount', async () => {
    const old = ([, height]: readonly unknown[]) => Number(height) < 5;
    const { transfers, gaps } = await page(
      refusing(node.http, 'eth_getBalance', 'missing trie node 12ab', old),
    );
    const start = 10_000n * 10n ** 18n;
    expect(gaps).toEqual([
      {
        code: 'source-incomplete',
        why: `node.ethereum: between blocks 0 and 6 the balance rises by ${start} more than is known, and the node keeps no balances of these blocks.`,
        amount: start,
      },
    ]);
    expect(netOf(transfers, b, ETH)).toBe(160n);
  });

  test('without the balance of the block of the run: that it could not be looked at is said', async () => {
    const { gaps } = await page(refusing(node.http, 'eth_getBalance', 'historical state unavailable'));
    expect(gaps).toMatchObject([
      { code: 'source-incomplete', why: expect.stringContaining('no balances of the block') },
    ]);
  });

  test('without its first blocks, or of another chain, it is no source', async () => {
    const first = ([height]: readonly unknown[]) => height === '0x1';
    const { transfers, gaps } = await page(
      refusing(node.http, 'eth_getBlockByNumber', 'pruned history unavailable', first),
    );
    expect([transfers, gaps.map(({ why }) => why)]).toEqual([
      [],
      [expect.stringContaining('pruned history unavailable')],
    ]);
    const other = overlaid(node.http, ({ body }) =>
      body?.includes('eth_chainId') ? reply({ jsonrpc: '2.0', id: 1, result: '0x7a69' }) : undefined,
    );
    await expect(nodeLedger(other.http).head({}, never)).rejects.toMatchObject({
      code: 'source-failed',
      facts: [expect.stringContaining('no node of eip155:1: it says "0x7a69"')],
    });
  });

  test('with a limit under which a history takes more questions than are asked, it is no source', async () => {
    const limited = refusing(node.http, 'eth_getLogs', 'Max range: 1', ([filter]) => {
      const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
      return toBlock !== fromBlock;
    });
    const ledger = nodeLedger(limited);
    const scope = await atTip(node, ledger);
    const far = { ...scope, asOf: { ...scope.asOf, height: 2_100 } };
    const { gaps } = await historyOf(ledger, b, far);
    expect(gaps[0]?.why).toContain('gives 1 blocks at once, too few for 2101');
  });

  test('a balance that was changed from outside is found by block and amount', async () => {
    const other = await startAnvil();
    try {
      const [from = '', to = ''] = (await other.rpc('eth_accounts')) as string[];
      const given = `0x${'9'.repeat(40)}`;
      await send(other, { from, to });
      await other.rpc('anvil_setBalance', given, '0x1f4');
      await send(other, { from, to: given, value: 7n });
      const ledger = nodeLedger(other.http);
      const { transfers, gaps } = await historyOf(ledger, given, await atTip(other, ledger));
      expect(transfers.map(({ amount }) => amount)).toEqual([7n]);
      expect(gaps).toMatchObject([
        { code: 'source-incomplete', amount: 500n, why: expect.stringMatching(/in block [12] /) },
      ]);
    } finally {
      await other.stop();
    }
  });
});
