// Answers that Etherscan and Blockscout really gave (shared/data/explorer-cassettes, from rotki/test-caching) and real
// receipts (shared/data/evm-receipts). Expected counts and sums are computed here, straight from the JSON.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listAnswer, rpcAnswer, valueAnswer } from '../../../src/chains/evm/answer.ts';
import { type AccountList, dialects } from '../../../src/chains/evm/dialects.ts';
import { internalRows, nativeRows, tokenRows } from '../../../src/chains/evm/rows.ts';
import { readBlock, readCode, readReceipt, readTx } from '../../../src/chains/evm/tx-answers.ts';
import { assetId } from '../../../src/model/asset.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Request } from '../../../src/model/http.ts';
import type { TxId } from '../../../src/model/place.ts';
import { historyOf, ledgerOn, never, reply, scopeAt } from './setup.ts';

const cassettes = '../shared/data/explorer-cassettes/responses.json';
const receipts = '../shared/data/evm-receipts';
const noCassettes = !existsSync(cassettes);
const noReceipts = !existsSync(receipts);
const unless = (absent: boolean) => (absent ? ' (skipped: no shared data)' : '');

interface Cassette {
  readonly url: string;
  readonly http: { readonly code: number };
  readonly body: { status?: string; message?: string; result?: unknown };
}
type RawRow = Record<string, string>;

function recorded(): Cassette[] {
  return JSON.parse(readFileSync(cassettes, 'utf8'));
}
function dialectOf(url: string) {
  if (url.includes('etherscan.io')) return dialects.etherscan;
  return url.includes('blockscout.com') ? dialects.blockscout : undefined;
}

test.skipIf(noCassettes)(`every recorded list is read whole${unless(noCassettes)}`, () => {
  const seen = { rows: 0, empty: 0, tier: 0, incomplete: 0 };
  for (const { url, http, body } of recorded()) {
    const action = /action=(txlist|txlistinternal|tokentx)(&|$)/.exec(url)?.[1] as AccountList | undefined;
    const dialect = dialectOf(url);
    if (!action || !dialect) continue;
    const answer = listAnswer(dialect, action, reply(body, http.code));
    if ('failed' in answer) {
      expect(String(body.result)).toContain('Free API access is not supported');
      expect(answer.failed).toBe('tier');
      seen.tier += 1;
      continue;
    }
    const raw = body.result as RawRow[];
    const txId = /txhash=(0x[0-9a-f]{64})/i.exec(url)?.[1] as TxId | undefined;
    const read = {
      txlist: () => nativeRows(answer.rows),
      txlistinternal: () => internalRows(dialect, answer.rows, txId),
      tokentx: () => tokenRows(answer.rows),
    };
    const rows = read[action]();
    expect(rows.length).toBe(raw.length);
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
    expect(sum(rows.map((row) => row.value))).toBe(sum(raw.map((row) => BigInt(row.value ?? 'missing'))));
    expect(rows.map((row) => `${row.height} ${row.time}`)).toEqual(
      raw.map((row) => `${row.blockNumber} ${row.timeStamp}`),
    );
    for (const [at, row] of rows.entries()) {
      expect(row.txId).toBe(raw[at]?.hash ?? raw[at]?.transactionHash ?? txId);
    }
    seen.rows += rows.length;
    seen.empty += rows.length === 0 ? 1 : 0;
    seen.incomplete += answer.incomplete ? 1 : 0;
  }
  expect(seen).toEqual({ rows: 150, empty: 30, tier: 2, incomplete: 1 });
});

test.skipIf(noCassettes)(
  `every recorded answer of one thing is read, or refused for what it says${unless(noCassettes)}`,
  () => {
    const seen = {
      transactions: 0,
      unknown: 0,
      receipts: 0,
      blocks: 0,
      codes: 0,
      heights: 0,
      tier: 0,
      reverted: 0,
    };
    for (const { url, http, body } of recorded()) {
      const action = new URL(url).searchParams.get('action') ?? '';
      const dialect = dialectOf(url) ?? dialects.etherscan;
      const response = reply(body, http.code);
      if (action === 'getblocknobytime') {
        const told = valueAnswer(dialect, response) as { result: unknown };
        const height = (body.result as { blockNumber?: string }).blockNumber ?? body.result;
        expect([told.result, height]).toEqual([body.result, expect.stringMatching(/^\d+$/)]);
        seen.heights += 1;
      }
      if (!action.startsWith('eth_') && !url.includes('json-rpc')) continue;
      const answer = rpcAnswer(dialect, response);
      if ('failed' in answer) {
        // What is no result is never read as one: a plan that does not cover the chain, a gateway that fails.
        expect(answer.failed).toBe(http.code === 500 ? 'transport' : 'tier');
        seen.tier += answer.failed === 'tier' ? 1 : 0;
        continue;
      }
      if ('refused' in answer) {
        seen.reverted += answer.refused === '' ? 0 : 1;
        continue;
      }
      const raw = answer.result as Record<string, string> | null;
      if (action === 'eth_getTransactionByHash') {
        const tx = readTx(raw);
        expect([tx?.from, tx?.value]).toEqual(
          raw === null ? [undefined, undefined] : [raw.from?.toLowerCase(), BigInt(raw.value as string)],
        );
        seen[raw === null ? 'unknown' : 'transactions'] += 1;
      } else if (action === 'eth_getTransactionReceipt') {
        const receipt = readReceipt(raw);
        expect([receipt?.gasUsed, receipt?.logs.length]).toEqual([
          BigInt(raw?.gasUsed as string),
          (raw as unknown as { logs: unknown[] }).logs.length,
        ]);
        seen.receipts += 1;
      } else if (action === 'eth_getBlockByNumber') {
        expect(readBlock(raw)).toMatchObject({ height: Number(raw?.number), time: Number(raw?.timestamp) });
        seen.blocks += 1;
      } else if (action === 'eth_getCode') {
        expect(readCode(raw)).toBe(String(raw));
        seen.codes += 1;
      }
    }
    // Counted in the file by another program.
    expect(seen).toEqual({
      transactions: 6,
      unknown: 2,
      receipts: 6,
      blocks: 3,
      codes: 5,
      heights: 14,
      tier: 4,
      reverted: 8,
    });
  },
);

/** The three lists of 0xb855… up to block 16295684, as Etherscan gave them, as one service. */
test.skipIf(noCassettes)(
  `a recorded wallet of Etherscan becomes its transfers${unless(noCassettes)}`,
  async () => {
    const wallet = '0xb8553d9ee35dd23bb96fbd679e651b929821969b';
    const lists = new Map<string, Cassette['body']>();
    for (const { url, body } of recorded()) {
      const query = new URL(url).searchParams;
      const fits = query.get('address')?.toLowerCase() === wallet && query.get('startblock') === '0';
      if (fits && query.get('chainid') === '1') lists.set(query.get('action') ?? '', body);
    }
    expect([...lists.keys()].sort()).toEqual(['tokentx', 'txlist', 'txlistinternal']);
    const http = async ({ query, body }: Request) => {
      if (query?.action === 'getminedblocks')
        return reply({ status: '0', message: 'No transactions found', result: [] });
      if (body === undefined && query?.module === 'account') return reply(lists.get(query.action ?? ''));
      return reply({ jsonrpc: '2.0', id: 1, result: null });
    };
    const ledger = ledgerOn(http, ['etherscan']);
    const { transfers, gaps } = await historyOf(ledger, wallet, scopeAt(16_295_684));
    expect(gaps).toEqual([]);
    const raw = (action: string) => lists.get(action)?.result as RawRow[];
    const values = raw('txlist').filter((row) => row.isError === '0' && row.value !== '0');
    const calls = raw('txlistinternal').filter((row) => row.isError === '0' && row.value !== '0');
    const count = (kind: string) => transfers.filter((one) => one.id.split('/')[1] === kind).length;
    expect([count('fee'), count('value'), count('trace'), count('token')]).toEqual([
      raw('txlist').length,
      values.length,
      calls.length,
      raw('tokentx').length,
    ]);
    expect(new Set(transfers.map((one) => one.id)).size).toBe(transfers.length);
    const usdc = assetId('eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
    expect(ledger.assetInfo(usdc)).toMatchObject({ symbol: 'USDC', decimals: 6, genuine: true });
  },
);

interface Pair {
  readonly chainid: string;
  readonly tx: Readonly<Record<'hash' | 'blockNumber' | 'gas' | 'value', string>> & {
    readonly type?: string;
    readonly mint?: string;
  };
  readonly receipt: { readonly status: string | null; readonly gasUsed: string };
}

test.skipIf(noReceipts)(
  `real receipts give their ERC-20 and native transfers${unless(noReceipts)}`,
  async () => {
    const expected = new Map<string, string[]>();
    const known = (chain: string) => ['1', '56', '137', '42161', '10', '8453', '43114'].includes(chain);
    for (const line of readFileSync(`${receipts}/evm_transfers.csv`, 'utf8').trim().split('\n').slice(1)) {
      const [chain = '', hash = '', , logIndex, , token, from, to, value, status] = line.split(',');
      if (!known(chain) || status === '0x0' || value === '0') continue;
      const ends = token === '' ? `${from} ${to}` : `${from} ${to} ${token}`;
      expected.set(hash, [...(expected.get(hash) ?? []), `${logIndex === '-1' ? '' : ends} ${value}`]);
    }
    const pairs = readFileSync(`${receipts}/evm_tx_receipts.jsonl`, 'utf8').trim().split('\n');
    let checked = 0;
    let mints = 0;
    for (const line of pairs) {
      const { chainid, tx, receipt } = JSON.parse(line) as Pair;
      if (!known(chainid)) continue;
      const block = { number: tx.blockNumber, hash: `0x${'1'.repeat(64)}`, timestamp: '0x1' };
      const http = async ({ query }: Request) => {
        const results: Record<string, unknown> = {
          eth_getTransactionByHash: tx,
          eth_getTransactionReceipt: receipt,
          eth_getBlockByNumber: block,
        };
        if (query?.action === 'txlistinternal')
          return reply({ status: '0', message: 'No transactions found', result: [] });
        if (query?.action === 'getstatus')
          return reply({ status: '1', message: 'OK', result: { isError: '0' } });
        return reply({ jsonrpc: '2.0', id: 1, result: results[query?.action ?? ''] });
      };
      const chain = `eip155:${chainid}` as ChainId;
      const ledger = ledgerOn(http, ['etherscan'], chain);
      const scope = { ...scopeAt(2 ** 40), signal: never };
      const transfers = await ledger.transfersIn(tx.hash as TxId, scope);
      const ends = (place: (typeof transfers)[number]['from']) =>
        place.kind === 'wallet' ? place.address : `0x${'0'.repeat(40)}`;
      const found = transfers
        .filter((one) => !/\/(fee|mint)$/.test(one.id))
        .map((one) => {
          const token = /erc20:(0x[0-9a-f]{40})/.exec(one.asset)?.[1];
          return `${token ? `${ends(one.from)} ${ends(one.to)} ${token}` : ''} ${one.amount}`;
        });
      expect(found.sort(), tx.hash).toEqual((expected.get(tx.hash) ?? []).sort());
      expect(new Set(transfers.map((one) => one.id)).size).toBe(transfers.length);
      // A deposit from the parent chain makes coin that stands in no row of the list.
      const made = tx.type === '0x64' ? tx.value : (tx.mint ?? '0x0');
      const minted = transfers.filter((one) => one.id.endsWith('/mint')).map(({ amount }) => amount);
      expect(minted, tx.hash).toEqual([BigInt(made)].filter((amount) => amount > 0n));
      mints += minted.length;
      checked += 1;
    }
    expect(checked).toBeGreaterThan(900);
    // Optimism 0xb35a4120…, Base 0x92416706…, Arbitrum 0x30505174….
    expect(mints).toBe(3);
  },
);
