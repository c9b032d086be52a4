// Deposits from a parent chain. Facts of the two real ones: shared/data/evm-receipts (recorded answers of nodes), Arbitrum
// 0x30505174… and OP Mainnet 0xb35a4120…, by their hashes.
import { expect, test } from 'vitest';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import type { Request } from '../../../src/model/http.ts';
import { placeKey, type TxId } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { type EvmTx, explorerWorld } from '../../support/explorer-world.ts';
import { address, blockOf, hash, historyOf, ledgerOn, overlaid, reply, scopeAt, tx } from './setup.ts';

const [A, B] = [address(1), address(2)];

/** `fields`: what the node behind the service tells of each transaction beyond what the world does. */
function asked(source: SourceName, chainid: string, txs: readonly EvmTx[], fields: object) {
  const world = explorerWorld(txs, { tip: 20_000, chainid });
  const { http, asked } = overlaid(world.http, (request) => {
    const method = request.query?.action ?? JSON.parse(request.body ?? '{}').method;
    if (method !== 'eth_getTransactionByHash') return undefined;
    const body = JSON.parse(world.answer(request).body);
    return reply({ ...body, result: { ...body.result, ...fields } });
  });
  const lookups = () => asked.filter(({ query, body }) => /ByHash/.test(query?.action ?? body ?? '')).length;
  return { ledger: ledgerOn(http, [source], `eip155:${chainid}`), lookups };
}

const lines = (transfers: readonly Transfer[]): string[] =>
  transfers
    .map(({ id, from, to, amount }) => {
      const [one, other] = [from, to].map((place) => placeKey(place).split('/')[1]);
      return `${id.split('/')[1]} ${one} > ${other} ${amount}`;
    })
    .sort();

const deposit = (more: Partial<EvmTx> = {}): EvmTx =>
  tx({ hash: hash(9), from: A, to: B, value: 600n, gasPrice: 0n, ...more });

test.each(['10', '8453'])(
  'chain %s: what a deposit makes is issued to its sender, before it is paid on',
  async (id) => {
    const { ledger } = asked('etherscan', id, [deposit()], { type: '0x7e', mint: '0x3e8' });
    const { transfers, gaps } = await historyOf(ledger, A, scopeAt(1_000));
    expect(gaps).toEqual([]);
    expect(lines(transfers)).toEqual([`mint issued > ${A} 1000`, `value ${A} > ${B} 600`]);
    const orders = Object.fromEntries(
      transfers.map((one) => [one.id.split('/')[1], one.at?.order as number]),
    );
    expect(orders.mint).toBeLessThan(orders.value as number);
    const payee = await historyOf(ledger, B, scopeAt(1_000));
    expect(lines(payee.transfers)).toEqual([`value ${A} > ${B} 600`]);
  },
);

test('a deposit whose call failed has made its coin all the same', async () => {
  const { ledger } = asked('etherscan', '10', [deposit({ failed: true })], { type: '0x7e', mint: '0x3e8' });
  const { transfers } = await historyOf(ledger, A, scopeAt(1_000));
  expect(lines(transfers)).toEqual([`mint issued > ${A} 1000`]);
});

test('a deposit without a mint makes nothing, and neither does another transaction without a fee', async () => {
  for (const fields of [{ type: '0x7e' }, { type: '0x7e', mint: '0x0' }, { type: '0x2' }]) {
    const { ledger } = asked('etherscan', '8453', [deposit()], fields);
    const { transfers, gaps } = await historyOf(ledger, A, scopeAt(1_000));
    expect([lines(transfers), gaps]).toEqual([[`value ${A} > ${B} 600`], []]);
  }
});

test('Blockscout does not tell how much a deposit makes: a gap that names it', async () => {
  for (const fields of [{ type: '0x7e' }, { type: null }]) {
    const { ledger } = asked('blockscout', '8453', [deposit()], fields);
    const { transfers, gaps } = await historyOf(ledger, A, scopeAt(1_000));
    expect(lines(transfers)).toEqual([`value ${A} > ${B} 600`]);
    expect(gaps).toMatchObject([{ code: 'source-incomplete' }]);
    expect(gaps[0]?.why).toContain(hash(9));
  }
});

test('where there is no parent chain nothing is asked, nor of transactions with a fee or of others', async () => {
  const ethereum = asked('etherscan', '1', [deposit()], { type: '0x7e', mint: '0x3e8' });
  const page = await historyOf(ethereum.ledger, A, scopeAt(1_000));
  expect([lines(page.transfers), ethereum.lookups()]).toEqual([[`value ${A} > ${B} 600`], 0]);
  const base = asked('etherscan', '8453', [deposit({ gasPrice: 1n })], { type: '0x7e', mint: '0x3e8' });
  await historyOf(base.ledger, A, scopeAt(1_000));
  await historyOf(base.ledger, B, scopeAt(1_000));
  expect(base.lookups()).toBe(0);
});

test('what a retryable ticket of Arbitrum makes and pays is a gap', async () => {
  const { ledger } = asked('etherscan', '42161', [deposit()], { type: '0x69' });
  const { gaps } = await historyOf(ledger, A, scopeAt(1_000));
  expect(gaps).toMatchObject([{ code: 'source-incomplete' }]);
});

/** Two deposits as nodes told them; what the second one's call does inside is left out. */
const real = [
  {
    chain: '42161',
    tx: {
      ...{ hash: '0x30505174f2f82a6513f21eb5177e59935a6da95d057e4c1972e65da90ea1c547', type: '0x64' },
      ...{ blockNumber: '0x6f47fcf', transactionIndex: '0x1', gas: '0x0', gasPrice: '0x0', input: '0x' },
      from: '0x5f8ef0fda2d203f5dfbaa34b9fb64dde51332a7f',
      to: '0x4e7df0fda2d203f5dfbaa34b9fb64dde5133196e',
      value: '0x1dc09c5606ee67',
    },
    receipt: { gasUsed: '0x0', effectiveGasPrice: '0x5f5e100' },
    made: 0x1dc09c5606ee67n,
  },
  {
    chain: '10',
    tx: {
      ...{ hash: '0xb35a4120ba0a1aadf7fc51e5e0167a4bc8c8b0d59939edd5c2f6ccec4b6612e8', type: '0x7e' },
      ...{ blockNumber: '0x7d3d2f8', transactionIndex: '0x1', gas: '0x77f2e', gasPrice: '0x0', input: '0x' },
      from: '0x36bde71c97b33cc4729cf772ae268934f7ab70b2',
      to: '0x4200000000000000000000000000000000000007',
      ...{ value: '0x16345785d8a0000', mint: '0x16345785d8a0000' },
    },
    receipt: { gasUsed: '0x16c5e', effectiveGasPrice: '0x0' },
    made: 10n ** 17n,
  },
] as const;

test.each(real)(
  'a node and Etherscan tell the real deposit of chain $chain',
  async ({ chain, tx, receipt, made }) => {
    const { blockNumber, transactionIndex, hash: transactionHash } = tx;
    const at = { blockNumber, transactionIndex, transactionHash, blockHash: hash(5) };
    const results = (method: string, first: unknown): unknown => {
      if (method === 'eth_chainId') return `0x${Number(chain).toString(16)}`;
      if (method === 'eth_getTransactionByHash') return tx;
      if (method === 'debug_traceTransaction')
        return { type: 'CALL', from: tx.from, to: tx.to, value: tx.value };
      if (method === 'eth_getTransactionReceipt') return { ...at, ...receipt, status: '0x1', logs: [] };
      const pinned = Number(first) === 200_000_000;
      return { number: first, hash: pinned ? blockOf(1).hash : hash(5), timestamp: '0x1' };
    };
    const http = async ({ query, body }: Request) => {
      if (query?.action === 'txlistinternal')
        return reply({ status: '0', message: 'No transactions found', result: [] });
      const call = JSON.parse(body ?? '{}') as { method?: string; params?: unknown[] };
      const result = results(call.method ?? query?.action ?? '', call.params?.[0] ?? query?.tag);
      return reply({ jsonrpc: '2.0', id: 1, result });
    };
    for (const source of ['node', 'etherscan'] as const) {
      const ledger = ledgerOn(http, [source], `eip155:${chain}`);
      const transfers = await ledger.transfersIn(transactionHash as TxId, scopeAt(200_000_000));
      expect(lines(transfers)).toEqual([
        `mint issued > ${tx.from} ${made}`,
        `value ${tx.from} > ${tx.to} ${made}`,
      ]);
    }
  },
);
