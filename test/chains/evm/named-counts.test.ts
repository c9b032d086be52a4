// The counts by which shared data is known (shared/data/README.md), found by the code that reads rows and events: receipts of
// all chains, and GraphSense's 782 addresses of five blocks of Ethereum. The expected values are theirs.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialects } from '../../../src/chains/evm/dialects.ts';
import { internalRows } from '../../../src/chains/evm/rows.ts';
import { tokenMove } from '../../../src/chains/evm/token-logs.ts';
import { type RpcLog, readReceipt, readTx } from '../../../src/chains/evm/tx-answers.ts';
import type { TxId } from '../../../src/model/place.ts';

const DATA = '../shared/data';
const isThere = existsSync(`${DATA}/evm-receipts`) && existsSync(`${DATA}/eth-15m`);
const note = isThere ? '' : ' (skipped: no shared data)';
const lines = (file: string): string[] => readFileSync(`${DATA}/${file}`, 'utf8').trim().split(/\r?\n/);
const rowsOf = (file: string): Record<string, string>[] => {
  const [header = '', ...rows] = lines(file);
  const names = header.split(',').map((name) => name.trim());
  return rows.map((row) => {
    const cells = row.split(',').map((cell) => cell.trim());
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
};
const nowhere = { height: 0, time: 0, txIndex: 0 };

test.skipIf(!isThere)(`1,162 receipts give 216 native and 6,438 token movements, row by row${note}`, () => {
  const found: string[] = [];
  for (const line of lines('evm-receipts/evm_tx_receipts.jsonl')) {
    const pair = JSON.parse(line) as { chainid: string; tx: { hash: TxId }; receipt: unknown };
    const [tx, receipt] = [readTx(pair.tx), readReceipt(pair.receipt)];
    const txId = pair.tx.hash;
    const to = tx?.to ?? receipt?.contractAddress ?? '';
    if (tx && tx.value > 0n) found.push(`${txId} native ${tx.from} ${to} ${tx.value}`);
    for (const log of receipt?.logs ?? []) {
      const move = tokenMove(log, { ...nowhere, txId });
      if (move && move.value > 0n)
        found.push(`${txId} ${log.logIndex} ${move.contract} ${move.from} ${move.to} ${move.value}`);
    }
  }
  const theirs = rowsOf('evm-receipts/evm_transfers.csv')
    .filter(({ raw_value }) => raw_value !== '0')
    .map(({ tx_hash: hash, log_index: at, kind, token, from, to, raw_value: value }) =>
      kind === 'native'
        ? `${hash} native ${from} ${to} ${value}`
        : `${hash} ${at} ${token} ${from} ${to} ${value}`,
    );
  expect(found.sort()).toEqual(theirs.sort());
  const natives = found.filter((line) => line.includes(' native '));
  expect([natives.length, found.length - natives.length]).toEqual([216, 6_438]);
});

const tokens: Readonly<Record<string, string>> = {
  '0xdac17f958d2ee523a2206206994597c13d831ec7': 'USDT',
  '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48': 'USDC',
  '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2': 'WETH',
};
interface Reference {
  readonly address: string;
  readonly inDegree: number;
  readonly outDegree: number;
  readonly totalTokensReceived?: Record<string, { value: bigint }>;
  readonly totalTokensSpent?: Record<string, { value: bigint }>;
}
const hexOf = (base64: string): string => `0x${Buffer.from(base64, 'base64').toString('hex')}`;
/** Their values exceed what JSON numbers keep. */
const exact = <T>(line: string): T =>
  JSON.parse(line.replace(/"value":(\d+)/g, '"value":"$1"'), (key, value) =>
    key === 'value' && typeof value === 'string' ? BigInt(value) : value,
  ) as T;

function tokenMovesOf() {
  return lines('eth-15m/logs.json').flatMap((line) => {
    const log = JSON.parse(line) as RpcLog & { txHash: string };
    return tokenMove(log, { ...nowhere, txId: log.txHash as TxId }) ?? [];
  });
}

test.skipIf(!isThere)(
  `five blocks have 712 token movements, and 143 of them are the USDT of GraphSense${note}`,
  () => {
    const moves = tokenMovesOf();
    expect([moves.length, moves.filter(({ value }) => value > 0n).length]).toEqual([715, 712]);
    const theirs = lines('eth-15m/reference/USDT_token_transfers.json').map((line) => {
      const row = exact<Record<'txHash' | 'from' | 'to', string> & { value: bigint }>(line);
      return `${hexOf(row.txHash)} ${hexOf(row.from)} ${hexOf(row.to)} ${row.value}`;
    });
    const usdt = moves.filter(({ contract }) => tokens[contract] === 'USDT');
    expect(usdt.map(({ txId, from, to, value }) => `${txId} ${from} ${to} ${value}`).sort()).toEqual(
      theirs.sort(),
    );
    expect(theirs).toHaveLength(143);
  },
);

test.skipIf(!isThere)(`GraphSense’s 782 addresses have their token totals and degrees${note}`, () => {
  const moves = tokenMovesOf().filter(({ contract }) => tokens[contract] !== undefined);
  const sums = new Map<string, bigint>();
  const add = (key: string, value: bigint) => sums.set(key, (sums.get(key) ?? 0n) + value);
  const payers = new Map<string, Set<string>>();
  const payees = new Map<string, Set<string>>();
  const meet = (from: string | undefined, to: string | undefined) => {
    if (from === undefined || to === undefined) return;
    payers.set(to, (payers.get(to) ?? new Set()).add(from));
    payees.set(from, (payees.get(from) ?? new Set()).add(to));
  };
  for (const { contract, from, to, value } of moves) {
    add(`${to} got ${tokens[contract]}`, value);
    add(`${from} paid ${tokens[contract]}`, value);
    meet(from, to);
  }
  // Their degrees count every call that did not fail, of nothing and delegated ones too: rows that the reader keeps apart.
  const raws = rowsOf('eth-15m/traces.csv')
    .filter(({ fromAddress, toAddress, status }) => fromAddress !== '' && toAddress !== '' && status === '1')
    .map((row) => ({
      ...{
        blockNumber: row.blockId,
        timeStamp: '0',
        from: row.fromAddress,
        to: row.toAddress,
        contractAddress: '',
      },
      ...{
        value: '0',
        type: row.callType || 'call',
        isError: '0',
        hash: row.txHash || `0x${'0'.repeat(64)}`,
      },
    }));
  for (const { from, to } of internalRows(dialects.etherscan, raws)) meet(from, to);
  const references = lines('eth-15m/reference/addresses.json').map((line) => exact<Reference>(line));
  expect(references).toHaveLength(782);
  let totals = 0;
  for (const { address, inDegree, outDegree, totalTokensReceived, totalTokensSpent } of references) {
    const own = hexOf(address);
    for (const [said, word] of [
      [totalTokensReceived, 'got'],
      [totalTokensSpent, 'paid'],
    ] as const)
      for (const [symbol, { value }] of Object.entries(said ?? {})) {
        expect([own, symbol, sums.get(`${own} ${word} ${symbol}`)]).toEqual([own, symbol, value]);
        totals += 1;
      }
    expect([own, payers.get(own)?.size ?? 0, payees.get(own)?.size ?? 0]).toEqual([own, inDegree, outDegree]);
  }
  expect(totals).toBe(sums.size);
});
