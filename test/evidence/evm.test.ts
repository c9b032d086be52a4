// Inclusion proofs of EVM chains on real blocks: those of mainnet, and the chain that geth made for ethereum/execution-apis.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { id, keccak256, Transaction } from 'ethers';
import { describe, expect, test } from 'vitest';
import { readRawEvmTransaction } from '../../src/chains/evm/raw-transaction.ts';
import { readHeader, readReceipt } from '../../src/evidence/evm/block.ts';
import { checkEvm } from '../../src/evidence/evm/check.ts';
import {
  blockSchema,
  headerBytes,
  transactionBytes,
  transactionSchema,
} from '../../src/evidence/evm/encode.ts';
import type { EvmProofs } from '../../src/evidence/evm/proofs.ts';
import { proveBlock } from '../../src/evidence/evm/prove.ts';
import { valueIn } from '../../src/evidence/evm/trie.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import type { ChainId } from '../../src/model/chain.ts';

const BLOCKS = '../shared/data/eth-proof-blocks';
const APIS = '../shared/data/execution-apis';
const there = existsSync(BLOCKS) && existsSync(APIS);
const note = there ? '' : ' (skipped: no shared data)';
const tally = { hashes: 0 };
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
const key = (index: number) => RLP.encode(index);

interface RpcTx {
  readonly hash: string;
  readonly from: string;
  readonly to: string | null;
  readonly value: string;
}

function mainnet(): ReturnType<typeof blockSchema.parse>[] {
  return readdirSync(BLOCKS)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => {
      const json = JSON.parse(readFileSync(join(BLOCKS, name), 'utf8')) as { result?: unknown };
      return blockSchema.parse(json.result ?? json);
    });
}

/** Receipts with the status and events given, encoded by hand: [status, gas, bloom, logs]. */
function receiptOf(
  status: Uint8Array,
  logs: readonly (readonly [string, readonly string[], string])[],
  type = 0,
): Uint8Array {
  const b = (text: string) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
  const body = RLP.encode([
    status,
    b('0x5208'),
    new Uint8Array(256),
    logs.map(([address, topics, data]) => [b(address), topics.map(b), b(data)]),
  ]);
  return type === 0 ? body : Uint8Array.from([type, ...body]);
}

/** Shorter nodes stand inside the one above. */
const isOwn = (node: Uint8Array) => node.length >= 32;

interface Made {
  readonly proofs: EvmProofs;
  readonly hash: string;
}

/** A block of one's own with these transactions and receipts, every one of them proved by the library. */
async function made(raws: readonly Uint8Array[], receipts: readonly Uint8Array[]): Promise<Made> {
  const tries = [];
  for (const values of [raws, receipts]) {
    const trie = await createMPT();
    for (const [index, value] of values.entries()) await trie.put(key(index), value);
    tries.push(trie);
  }
  const [txs, told] = tries as [Awaited<ReturnType<typeof createMPT>>, Awaited<ReturnType<typeof createMPT>>];
  const word = new Uint8Array(32);
  const header = RLP.encode([
    word,
    word,
    new Uint8Array(20),
    word,
    txs.root(),
    told.root(),
    new Uint8Array(256),
    0,
    1000,
    30_000_000,
    21_000,
    1_700_000_000,
    new Uint8Array(),
    word,
    new Uint8Array(8),
  ]);
  const hash = keccak256(header);
  const transactions = [];
  for (const index of raws.keys())
    transactions.push({
      block: hash,
      index,
      transaction: (await createMerkleProof(txs, key(index))).filter(isOwn).map(hex),
      receipt: (await createMerkleProof(told, key(index))).filter(isOwn).map(hex),
    });
  return { hash, proofs: { blocks: [hex(header)], transactions } };
}

const A = `0x${'aa'.repeat(20)}`;
const B = `0x${'bb'.repeat(20)}`;
const TOKEN = `0x${'cc'.repeat(20)}`;
const topic = (address: string) => `0x${'00'.repeat(12)}${address.slice(2)}`;
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const amount = (n: number) => `0x${n.toString(16).padStart(64, '0')}`;
const paid = (n: number): [string, string[], string] => [TOKEN, [TRANSFER, topic(A), topic(B)], amount(n)];
const OK = Uint8Array.of(1);

/** Two real transactions would do; any bytes do for events, since only their hash counts. */
const raws = [
  Uint8Array.of(2, 1, 2, 3),
  Uint8Array.of(2, 4, 5, 6),
  ...Array.from({ length: 140 }, (_, n) => Uint8Array.of(2, 9, n, 7)),
];
const txOf = (index: number) => keccak256(raws[index] as Uint8Array);

function tokenClaim(index: number, n: number, units: number, change: Partial<Claim> = {}): Claim {
  const tx = txOf(index);
  return {
    chain: 'eip155:1',
    tx,
    transfer: `${tx}/token/${TOKEN}/${n}/${'0'.repeat(32)}`,
    height: 1000,
    time: 1_700_000_000,
    asset: `eip155:1/erc20:${TOKEN}`,
    from: A,
    to: B,
    amount: BigInt(units),
    spends: undefined,
    isPart: false,
    ...change,
  };
}

describe('events of a proved receipt', () => {
  const receipts = raws.map((_, index) =>
    receiptOf(OK, index === 1 ? [paid(5), paid(5), paid(7)] : [], index % 3),
  );
  const said = async (claim: Claim, change: (proofs: EvmProofs) => EvmProofs = (proofs) => proofs) => {
    const { transfers, faults } = checkEvm(
      [claim],
      change((await made(raws, receipts)).proofs),
      new Set(),
      tally,
    );
    return { standing: transfers[0]?.standing, why: transfers[0]?.why, faults };
  };

  test('prove a transfer, and two equal ones as two', async () => {
    expect((await said(tokenClaim(1, 0, 5))).standing).toBe('proved');
    expect((await said(tokenClaim(1, 1, 5))).standing).toBe('proved');
    expect((await said(tokenClaim(1, 0, 7))).standing).toBe('proved');
  });

  test.each<[string, Claim]>([
    ['a third of two equal ones', tokenClaim(1, 2, 5)],
    ['another amount', tokenClaim(1, 0, 6)],
    ['another payee', tokenClaim(1, 0, 5, { to: A })],
    ['another payer', tokenClaim(1, 0, 5, { from: B })],
    ['another asset', tokenClaim(1, 0, 5, { asset: `eip155:1/erc20:${A}` })],
    ['another height', tokenClaim(1, 0, 5, { height: 1001 })],
    ['another time', tokenClaim(1, 0, 5, { time: 1 })],
    ['the event of another transaction', tokenClaim(0, 0, 5)],
  ])('contradict %s', async (_, claim) => {
    expect((await said(claim)).standing).toBe('contradicted');
  });

  test('prove that a coin was wrapped or unwrapped, which its contract tells in words of its own', async () => {
    const weth = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
    const told = raws.map((_, index) =>
      receiptOf(
        OK,
        index === 1
          ? [
              [weth, [id('Deposit(address,uint256)'), topic(A)], amount(5)],
              [weth, [id('Withdrawal(address,uint256)'), topic(B)], amount(7)],
              [TOKEN, [id('Deposit(address,uint256)'), topic(A)], amount(9)],
            ]
          : [],
      ),
    );
    const { proofs } = await made(raws, told);
    const standing = (contract: string, units: number, n: number, change: Partial<Claim>) => {
      const own = { asset: `eip155:1/erc20:${contract}`, transfer: `${txOf(1)}/token/${contract}/${n}/-` };
      const claim = tokenClaim(1, n, units, { ...own, ...change });
      return checkEvm([claim], proofs, new Set(), tally).transfers[0]?.standing;
    };
    expect(standing(weth, 5, 0, { from: undefined, to: A })).toBe('proved');
    expect(standing(weth, 7, 0, { from: B, to: undefined })).toBe('proved');
    expect(standing(weth, 5, 1, { from: undefined, to: A })).toBe('contradicted');
    expect(standing(weth, 5, 0, { from: A, to: undefined })).toBe('contradicted');
    // Any contract may say so; only of the one that is known to wrap it means a movement.
    expect(standing(TOKEN, 9, 0, { from: undefined, to: A })).toBe('contradicted');
  });

  test('prove a transfer of an old token, which indexes one of the parties or none; of one thing of its kind no amount', async () => {
    const words = (...all: readonly string[]) => `0x${all.map((word) => word.slice(2)).join('')}`;
    const old = [
      [TOKEN, [TRANSFER], words(topic(A), topic(B), amount(5))],
      [TOKEN, [TRANSFER, topic(A)], words(topic(B), amount(7))],
      [TOKEN, [TRANSFER, topic(A), topic(B), amount(9)], '0x'],
    ] as const;
    const { proofs } = await made(
      raws,
      raws.map((_, index) => receiptOf(OK, index === 1 ? old : [])),
    );
    const standings = [5, 7, 9].map(
      (units) => checkEvm([tokenClaim(1, 0, units)], proofs, new Set(), tally).transfers[0]?.standing,
    );
    expect(standings).toEqual(['proved', 'proved', 'contradicted']);
  });

  test('prove either half of an exchange by what is claimed of it alone', async () => {
    const half = { isPart: true, asset: undefined, amount: undefined } as const;
    expect((await said(tokenClaim(1, 0, 5, { ...half, to: undefined }))).standing).toBe('proved');
    expect((await said(tokenClaim(1, 0, 5, { isPart: true, from: undefined }))).standing).toBe('proved');
    expect((await said(tokenClaim(1, 0, 5, { ...half, to: undefined, from: B }))).standing).toBe(
      'contradicted',
    );
    // Of a whole transfer nobody is somebody: what is issued or destroyed.
    expect((await said(tokenClaim(1, 0, 5, { from: undefined }))).standing).toBe('contradicted');
  });

  test('of a transaction that failed prove nothing', async () => {
    const failed = raws.map(() => receiptOf(new Uint8Array(), [paid(5)]));
    const { proofs } = await made(raws, failed);
    expect(checkEvm([tokenClaim(1, 0, 5)], proofs, new Set(), tally).transfers[0]).toMatchObject({
      standing: 'contradicted',
      why: 'the transaction failed and moved nothing',
    });
  });

  const swapped = (proofs: EvmProofs): EvmProofs => ({
    ...proofs,
    transactions: proofs.transactions.map((each, index) =>
      index === 0 ? { ...each, receipt: (proofs.transactions[1] as typeof each).receipt } : each,
    ),
  });
  test('are bound to their transaction: the receipt of another index is refused', async () => {
    const { standing, faults } = await said(tokenClaim(0, 0, 5), swapped);
    expect(standing).not.toBe('proved');
    expect(faults.join()).toContain('receipt: ');
  });

  test.each<[string, (nodes: string[]) => string[]]>([
    ['reordered', (nodes) => [...nodes].reverse()],
    ['cut short', (nodes) => nodes.slice(0, -1)],
    ['longer than needed', (nodes) => [...nodes, nodes[0] as string]],
    [
      'with a byte changed',
      (nodes) =>
        nodes.map((node, at) =>
          at === nodes.length - 1 ? node.replace(/..$/, (byte) => (byte === '00' ? '01' : '00')) : node,
        ),
    ],
  ])('a proof %s is refused', async (_, change) => {
    const forge = (proofs: EvmProofs): EvmProofs => ({
      ...proofs,
      transactions: proofs.transactions.map((each) => ({ ...each, receipt: change(each.receipt) })),
    });
    const { standing, faults } = await said(tokenClaim(1, 0, 5), forge);
    expect(standing).not.toBe('proved');
    expect(faults.length).toBe(raws.length);
  });

  test('an internal call is provable by no trie, and the reason is given', async () => {
    const claim = tokenClaim(1, 0, 5, { transfer: `${txOf(1)}/trace/0/abc` });
    expect(await said(claim)).toMatchObject({
      standing: 'not provable',
      why: expect.stringContaining('internal call') as string,
    });
  });
});

describe.skipIf(!there)(`mainnet blocks, Frontier to Prague${note}`, () => {
  test('header, every transaction and the root of transactions hash to what the chain says; each transaction is proved', async () => {
    const blocks = mainnet();
    expect(blocks.length).toBe(24);
    let proved = 0;
    let blobs = 0;
    for (const block of blocks) {
      const header = headerBytes(block);
      expect(keccak256(header)).toBe(block.hash);
      expect(readHeader(header, tally)).toMatchObject({
        hash: block.hash,
        number: BigInt(block.number),
        time: BigInt(block.timestamp),
      });
      const trie = await createMPT();
      for (const [index, json] of block.transactions.entries()) {
        const tx = transactionSchema.parse(json);
        const raw = transactionBytes(tx) as Uint8Array;
        expect(keccak256(raw)).toBe(tx.hash);
        await trie.put(key(index), raw);
      }
      expect(hex(trie.root())).toBe(block.transactionsRoot);
      const root = Uint8Array.from(Buffer.from(block.transactionsRoot.slice(2), 'hex'));
      for (const [index, json] of block.transactions.entries()) {
        const nodes = await createMerkleProof(trie, key(index));
        const raw = valueIn(root, key(index), nodes, tally) as Uint8Array;
        const { hash, from, to, value } = json as RpcTx;
        expect(keccak256(raw)).toBe(hash);
        proved += 1;
        if (raw[0] !== 3) continue;
        blobs += 1;
        expect(readRawEvmTransaction('eip155:1' as ChainId, hex(raw))).toEqual({
          from,
          to,
          value: BigInt(value),
        });
      }
    }
    expect(proved).toBe(4468);
    // Those of blocks 20,536,372, 20,868,232 and 22,474,751 that carry blobs.
    expect(blobs).toBe(5);
  }, 120_000);

  test('a block and its receipts prove a payment of 2015, whose receipt does not say whether it failed', async () => {
    const file = (name: string) => {
      const json = JSON.parse(readFileSync(join(BLOCKS, name), 'utf8')) as { result?: unknown };
      return json.result ?? json;
    };
    const block = blockSchema.parse(file('111083.json'));
    const [tx] = block.transactions as RpcTx[];
    if (tx === undefined) throw new Error('no transaction');
    const proofs = (await proveBlock(
      block,
      file('111083.receipts.json') as unknown[],
      new Set([tx.hash]),
      tally,
    )) as EvmProofs;
    const claim: Claim = {
      ...tokenClaim(0, 0, 0),
      tx: tx.hash,
      transfer: `${tx.hash}/value`,
      height: 111083,
      time: Number(block.timestamp),
      asset: 'eip155:1/slip44:60',
      from: tx.from,
      to: tx.to ?? undefined,
      amount: BigInt(tx.value),
    };
    const [said] = checkEvm([claim], proofs, new Set(), tally).transfers;
    expect(said).toMatchObject({
      standing: 'consistent',
      why: expect.stringContaining('does not say whether it failed') as string,
    });
    const [more] = checkEvm(
      [{ ...claim, amount: BigInt(tx.value) + 1n }],
      proofs,
      new Set(),
      tally,
    ).transfers;
    expect(more?.standing).toBe('contradicted');
  });
});

describe.skipIf(!there)(`the chain of execution-apis${note}`, () => {
  type Raw = [Uint8Array, (Uint8Array | Uint8Array[])[], ...unknown[]];
  function blocks(): Raw[] {
    let rest: Uint8Array = readFileSync(join(APIS, 'chain.rlp'));
    const found: Raw[] = [];
    while (rest.length > 0) {
      const { data, remainder } = RLP.decode(rest, true);
      found.push(data as unknown as Raw);
      rest = remainder;
    }
    return found;
  }

  test('54 blocks of every fork: the header is read, each transaction is proved and read as geth signed it', async () => {
    let read = 0;
    const types = new Set<number>();
    const all = blocks();
    expect(all.length).toBe(54);
    for (const [head, txs] of all) {
      const header = readHeader(RLP.encode(head as never), tally);
      const trie = await createMPT();
      const values = txs.map((tx) => (tx instanceof Uint8Array ? tx : RLP.encode(tx)));
      for (const [index, raw] of values.entries()) await trie.put(key(index), raw);
      expect(hex(trie.root())).toBe(hex(header?.transactionsRoot as Uint8Array));
      for (const [index, raw] of values.entries()) {
        const nodes = await createMerkleProof(trie, key(index));
        const value = valueIn(header?.transactionsRoot as Uint8Array, key(index), nodes, tally);
        expect(hex(value as Uint8Array)).toBe(hex(raw));
        types.add(Transaction.from(hex(raw)).type ?? -1);
        read += 1;
      }
    }
    expect([...types].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(read).toBeGreaterThan(54);
  });

  test('raw receipts of block 3 give its root, and are read', async () => {
    const answer = readFileSync(join(APIS, 'debug_getRawReceipts/get-block-n.io'), 'utf8').split(
      '<< ',
    )[1] as string;
    const raws = (JSON.parse(answer) as { result: string[] }).result.map((text) =>
      Uint8Array.from(Buffer.from(text.slice(2), 'hex')),
    );
    const header = blocks()
      .map(([head]) => readHeader(RLP.encode(head as never), tally))
      .find((each) => each?.number === 3n);
    const trie = await createMPT();
    for (const [index, raw] of raws.entries()) await trie.put(key(index), raw);
    expect(hex(trie.root())).toBe(hex(header?.receiptsRoot as Uint8Array));
    // Before Byzantium: a state root in the place of the status.
    expect(raws.map((raw) => readReceipt(raw)?.succeeded)).toEqual(raws.map(() => undefined));
  });
});
