// Inclusion proofs of Tron on real headers and transactions, and on trees of our own with more than one leaf.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOfDisplayed } from '../../src/chains/tron/address.ts';
import { checkTron } from '../../src/evidence/tron/check.ts';
import type { TronProofs } from '../../src/evidence/tron/proofs.ts';
import { proveTronBlock, type TronBlock, tronBlockSchema } from '../../src/evidence/tron/prove.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import { type TronResult, tronBlockId, tronRootOf, tronTxBytes } from '../support/tron-blocks.ts';

const HEADERS = '../shared/data/tron-proof/headers.json';
const there = existsSync(HEADERS);
const note = there ? '' : ' (skipped: no shared data)';
const TRON = 'tron:0x2b6653dc';
const tally = { hashes: 0 };
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** A payment of TRX in block 30864544, as TronGrid's documents show that block: 41c33e… pays 4158c8…, field 3 the amount. */
const RAW =
  '0a02f49e2208bf6a4ff33cc1c16040a894b3ad9e2f5a68080112640a2d747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e5472616e73666572436f6e747261637412330a1541c33eeefda1059afba41d86759e281bcb851edfc812154158c85b7b6a5118beb3b23c14fcb2f3551a81d79a1880e1eb1770b0dbafad9e2f';
const TXID = '979e0823f455f3b67d65b351052f0265233f422792d31d5dbeb7c24737dd5556';
/** 80 e1 eb 17: 0x00 + 0x61·2^7 + 0x6b·2^14 + 0x17·2^21. */
const SUN = BigInt(0x61 * 2 ** 7 + 0x6b * 2 ** 14 + 0x17 * 2 ** 21);
const FROM = '41c33eeefda1059afba41d86759e281bcb851edfc8';
const TO = '4158c85b7b6a5118beb3b23c14fcb2f3551a81d79a';

function base58(hex: string): string {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const bytes = Buffer.from(hex, 'hex');
  let number = BigInt(`0x${Buffer.concat([bytes, sha(sha(bytes)).subarray(0, 4)]).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = letters[Number(number % 58n)] + text;
  return text;
}

const claim: Claim = {
  chain: TRON,
  tx: TXID,
  transfer: `${TXID}/value`,
  height: 7,
  time: 1_623_055_923,
  asset: `${TRON}/slip44:195`,
  from: base58(FROM),
  to: base58(TO),
  amount: SUN,
  spends: undefined,
  isPart: false,
};

type Tx = TronBlock['transactions'][number];
const payment: Tx = {
  txID: TXID,
  raw_data_hex: RAW,
  signature: ['aa'.repeat(65)],
  ret: [{ contractRet: 'SUCCESS' }],
};
function other(n: number): Tx {
  const raw = Buffer.from(`0a02${n.toString(16).padStart(4, '0')}`, 'hex');
  return {
    txID: sha(raw).toString('hex'),
    raw_data_hex: raw.toString('hex'),
    signature: ['bb'.repeat(65)],
    ret: [{ contractRet: 'REVERT' }],
  };
}

function blockOf(transactions: Tx[]): TronBlock {
  const bytes = transactions.map(({ raw_data_hex: raw, signature, ret }) =>
    tronTxBytes(raw, signature[0] as string, ret[0]?.contractRet as TronResult),
  );
  const header = {
    number: 7,
    timestamp: 1_623_055_923_000,
    txTrieRoot: tronRootOf(bytes).toString('hex'),
    parentHash: '05'.repeat(32),
    witness_address: '41'.padEnd(42, 'c'),
    version: 21,
  };
  return tronBlockSchema.parse({
    blockID: tronBlockId(header),
    block_header: { raw_data: header },
    transactions,
  });
}

function proofsFor(size: number, at: number): TronProofs {
  const txs = Array.from({ length: size }, (_, n) => (n === at ? payment : other(n)));
  return proveTronBlock(blockOf(txs), new Set([TXID]), tally) as TronProofs;
}
function said(change: Partial<Claim>, proofs: TronProofs) {
  const { transfers, faults } = checkTron([{ ...claim, ...change }], proofs, new Set(), tally);
  return { standing: transfers[0]?.standing, why: transfers[0]?.why, faults };
}

describe('a payment of TRX', () => {
  test('is proved wherever it stands in its block, also where rows of the tree are odd', () => {
    for (const size of [1, 2, 3, 5, 6, 7, 11])
      for (let at = 0; at < size; at += 1)
        expect({ size, at, ...said({}, proofsFor(size, at)) }).toMatchObject({
          size,
          at,
          standing: 'proved',
          faults: [],
        });
  });

  test.each<[string, Partial<Claim>]>([
    ['amount', { amount: SUN + 1n }],
    ['payer', { from: base58(TO) }],
    ['payee', { to: base58(FROM) }],
    ['asset', { asset: `${TRON}/trc10:1000001` }],
    ['height', { height: 8 }],
    ['time', { time: 1_623_055_924 }],
  ])('with another %s is contradicted', (_, change) => {
    expect(said(change, proofsFor(5, 2)).standing).toBe('contradicted');
  });

  test('that failed is contradicted', () => {
    const failed: Tx = { ...payment, ret: [{ contractRet: 'REVERT' }] };
    const proofs = proveTronBlock(blockOf([failed, other(1)]), new Set([TXID]), tally) as TronProofs;
    expect(said({}, proofs)).toMatchObject({
      standing: 'contradicted',
      why: 'the transaction failed and moved nothing',
    });
  });

  test.each<[string, (branch: TronProofs['transactions'][number]['branch']) => typeof branch]>([
    ['reordered', (branch) => [...branch].reverse()],
    ['cut short', (branch) => branch.slice(1)],
    [
      'with its sides exchanged',
      (branch) => branch.map(({ hash, side }) => ({ hash, side: side === 'left' ? 'right' : 'left' })),
    ],
  ])('is not proved by a branch %s', (_, change) => {
    const proofs = proofsFor(5, 2);
    const forged = {
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({ ...tx, branch: change(tx.branch) })),
    };
    expect(said({}, forged)).toMatchObject({
      standing: 'consistent',
      faults: [expect.stringContaining('does not lead to the root') as string],
    });
  });

  test('a transaction of 64 bytes is refused, since it may be two hashes', () => {
    const proofs = proofsFor(2, 0);
    const forged = {
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({ ...tx, raw: 'ab'.repeat(64) })),
    };
    expect(said({}, forged).faults.join()).toContain('64 bytes');
  });

  test('an event is provable by no root, and the reason is given', () => {
    const contract = base58('41a614f803b6fd780986a42c78ec9c7f77e6ded13c');
    expect(contract).toBe('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t');
    const event = { transfer: `${TXID}/token/${contract}/0/00`, asset: `${TRON}/trc20:${contract}` };
    expect(said(event, proofsFor(3, 1))).toMatchObject({
      standing: 'not provable',
      why: expect.stringContaining('an event') as string,
    });
  });
});

test('addresses are read with their checksum', () => {
  expect(bytesOfDisplayed('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')).toBe(
    'a614f803b6fd780986a42c78ec9c7f77e6ded13c',
  );
  expect(bytesOfDisplayed('T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb')).toBe('0'.repeat(40));
  expect(bytesOfDisplayed('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u')).toBeUndefined();
});

describe.skipIf(!there)(`real blocks${note}`, () => {
  const blocks = () =>
    JSON.parse(readFileSync(HEADERS, 'utf8')) as { blockID: string; transactions?: unknown[] }[];

  test('nine headers have the id that the chain gives; two roots are proved, the list that was cut is refused', () => {
    const outcomes = blocks().map((json) => {
      const block = tronBlockSchema.parse(json);
      const wanted = new Set(block.transactions.map(({ txID }) => txID));
      const proofs = proveTronBlock(block, wanted, tally);
      if (typeof proofs === 'string')
        return [block.block_header.raw_data.number, proofs.replace(/^.*?: /, '').slice(0, 30)];
      return [block.block_header.raw_data.number, proofs.transactions.length];
    });
    expect(outcomes.filter(([, outcome]) => String(outcome).includes('header'))).toEqual([]);
    expect(outcomes).toContainEqual([33801077, 1]);
    expect(outcomes).toContainEqual([165, 1]);
    expect(outcomes).toContainEqual([30864544, 'its transactions do not give i']);
  });
});
