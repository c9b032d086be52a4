import { expect, test } from 'vitest';
import { type EvmTx, explorerWorld } from '../../support/explorer-world.ts';
import { address, historyOf, ledgerOn, overlaid, scopeAt, tx } from './setup.ts';

const WALLET = address(1);

/** 25,000 transactions of one wallet: small blocks, and every so often one of several hundred. */
function crowd(): EvmTx[] {
  const txs: EvmTx[] = [];
  for (let block = 1_000; txs.length < 25_000; block++) {
    const size = Math.min(block % 37 === 0 ? 700 : block % 5, 25_000 - txs.length);
    for (let index = 0; index < size; index++) {
      const value = BigInt(block * 1_000 + index);
      const from = index % 2 === 0 ? WALLET : address(50);
      const to = index % 2 === 0 ? address(51) : WALLET;
      // Equal token rows: only counting tells whether one was lost or doubled.
      const move = { contract: address(0xdead1), from, to, amount: 1n };
      const tokens = index % 9 === 0 ? [0, 1].map((n) => ({ ...move, logIndex: 2 * index + n })) : [];
      txs.push(tx({ block, index, from, to, value, tokens }));
    }
  }
  return txs;
}

const txs = crowd();
const tokenCount = txs.flatMap((one) => one.tokens ?? []).length;

test.each([
  ['blockscout', { blockscoutCap: 10_000 }],
  ['blockscout', { blockscoutCap: 1_000 }],
  ['etherscan', { etherscanCap: 1_000 }],
] as const)('%s with %j: 25,000 transactions come whole, none twice', async (source, caps) => {
  const world = explorerWorld(txs, { tip: 1_000_000, ...caps });
  const { http, asked } = overlaid(world.http, () => undefined);
  const { transfers, gaps } = await historyOf(ledgerOn(http, [source]), WALLET, scopeAt(900_000));
  expect(gaps).toEqual([]);
  const values = transfers.filter((one) => one.id.endsWith('/value')).map((one) => one.amount);
  expect(values).toEqual(txs.map((one) => one.value));
  expect(new Set(transfers.map((one) => one.id)).size).toBe(25_000 * 2 + tokenCount);
  expect(transfers.length).toBe(25_000 * 2 + tokenCount);
  // Far fewer than a walk that reads each block by itself.
  expect(asked.length).toBeLessThan(150);
});

test('a block with more rows than the window is a gap that names it, and the rest is there', async () => {
  const full = Array.from({ length: 10_001 }, (_, index) => tx({ block: 500, index, value: 1n }));
  const world = explorerWorld([tx({ block: 499, value: 7n }), ...full, tx({ block: 501, value: 8n })], {
    tip: 9_999,
  });
  for (const source of ['blockscout', 'etherscan'] as const) {
    const { transfers, gaps } = await historyOf(ledgerOn(world.http, [source]), WALLET, scopeAt(1_000));
    expect(gaps).toMatchObject([{ code: 'source-incomplete' }]);
    expect(gaps[0]?.why).toContain('block 500 alone fills the window');
    const values = new Set(transfers.filter((one) => one.id.endsWith('/value')).map((one) => one.amount));
    expect([...values]).toEqual([7n, 1n, 8n]);
  }
});
