// Proofs of an EVM chain as a node gives what they are made of: signed payments of four types in one block, from the JSON
// of a node to a verdict.
import { Transaction, type TransactionLike, Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { type Fetching, fetchProofs } from '../../src/evidence/fetching.ts';
import { checkInclusion } from '../../src/evidence/inclusion.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import type { Http } from '../../src/model/http.ts';
import { blockOf, type Log, type NodeBlock, nodeOf, quantity, ZERO } from '../support/evm-node.ts';

const payer = new Wallet(`0x${'11'.repeat(32)}`);
const PAYEE = '0x000000000000000000000000000000000000dEaD';
const TOKEN = `0x${'cc'.repeat(20)}`;
const HEIGHT = 20_000_000;
const TIME = 1_700_000_000;
const word = (address: string) => `0x${'0'.repeat(24)}${address.slice(2).toLowerCase()}`;

/** Legacy, with an access list, a base fee, blobs, and an account that lends its name: other libraries refuse blobs. */
const kinds: readonly TransactionLike[] = [
  { type: 0, gasPrice: 5n },
  { type: 1, gasPrice: 5n, accessList: [{ address: TOKEN, storageKeys: [`0x${'01'.repeat(32)}`] }] },
  { type: 2, maxFeePerGas: 9n, maxPriorityFeePerGas: 1n },
  {
    type: 3,
    maxFeePerGas: 9n,
    maxPriorityFeePerGas: 1n,
    maxFeePerBlobGas: 3n,
    blobVersionedHashes: [`0x01${'ab'.repeat(31)}`],
  },
  {
    type: 4,
    maxFeePerGas: 9n,
    maxPriorityFeePerGas: 1n,
    authorizationList: [payer.authorizeSync({ address: TOKEN, nonce: 5n, chainId: 1n })],
  },
];

function signed(): Transaction[] {
  return kinds.map((kind, nonce) => {
    const tx = Transaction.from({
      chainId: 1,
      nonce,
      to: PAYEE,
      value: BigInt(1000 + nonce),
      gasLimit: 60_000,
      ...kind,
    });
    tx.signature = payer.signingKey.sign(tx.unsignedHash);
    return tx;
  });
}

const paid: Log = {
  address: TOKEN,
  topics: [
    '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    word(payer.address),
    word(PAYEE),
  ],
  data: `0x${(77).toString(16).padStart(64, '0')}`,
};

async function node(receipts?: 'raw'): Promise<{ http: Http; asked: string[]; txs: Transaction[] }> {
  const txs = signed();
  const block = await blockOf(HEIGHT, TIME, ZERO, txs, (index) => ({
    status: index === 1 ? '0x0' : '0x1',
    logs: index === 2 ? [paid] : [],
  }));
  return { ...nodeOf([block], receipts), txs };
}

function claimOf(tx: Transaction, change: Partial<Claim> = {}): Claim {
  const id = tx.hash as string;
  return {
    chain: 'eip155:1',
    tx: id,
    transfer: `${id}/value`,
    height: HEIGHT,
    time: TIME,
    asset: 'eip155:1/slip44:60',
    from: payer.address,
    to: PAYEE,
    amount: tx.value,
    spends: undefined,
    isPart: false,
    ...change,
  };
}

async function verdicts(
  claims: readonly Claim[],
  http: Http,
  { hasNode = true, known = [], ...more }: Partial<Fetching> & { hasNode?: boolean; known?: string[] } = {},
) {
  const fetching = {
    http,
    signal: new AbortController().signal,
    concurrency: 4,
    link: 0,
    linkEvm: 0,
    anchors: [],
    hasService: () => hasNode,
    ...more,
  };
  const { parts, notes } = await fetchProofs(claims, fetching);
  const { transfers, anchors, faults } = await checkInclusion(claims, parts, new Set(known), { hashes: 0 });
  return { standings: transfers.map(({ standing }) => standing), transfers, anchors, faults, notes };
}

describe('a node gives whole blocks, of which the proofs are made', () => {
  test('payments of every type are proved with payer and payee, those that failed are contradicted', async () => {
    const { http, asked, txs } = await node();
    const found = await verdicts(
      txs.map((tx) => claimOf(tx)),
      http,
    );
    expect(found).toMatchObject({
      standings: ['proved', 'contradicted', 'proved', 'proved', 'proved'],
      faults: [],
      notes: [],
    });
    expect(found.anchors).toHaveLength(1);
    // One block, asked once, from the node that the user named.
    expect(asked.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      'node.ethereum eth_getBlockByNumber',
      'node.ethereum eth_getBlockReceipts',
    ]);
  });

  test('an event of the block is proved, an altered payment contradicted, an invented one not proved', async () => {
    const { http, txs } = await node();
    const tx = txs[2] as Transaction;
    const event = claimOf(tx, {
      transfer: `${tx.hash}/token/${TOKEN}/0/-`,
      asset: `eip155:1/erc20:${TOKEN}`,
      amount: 77n,
    });
    const invented = `0x${'ee'.repeat(32)}`;
    const claims = [
      event,
      claimOf(tx, { amount: tx.value + 1n }),
      claimOf(tx, { from: PAYEE }),
      claimOf(tx, { tx: invented, transfer: `${invented}/value` }),
      claimOf(tx, { transfer: `${tx.hash}/trace/0/-` }),
    ];
    expect((await verdicts(claims, http)).standings).toEqual([
      'proved',
      'contradicted',
      'contradicted',
      'consistent',
      'not provable',
    ]);
  });

  test('what the node leaves out or does not know proves nothing, and is said', async () => {
    const { http, txs } = await node();
    const claims = [claimOf(txs[0] as Transaction)];
    const cut: Http = async (request, signal) => {
      const answer = await http(request, signal);
      const json = JSON.parse(answer.body) as { result: unknown };
      return Array.isArray(json.result)
        ? { ...answer, body: JSON.stringify({ ...json, result: json.result.slice(1) }) }
        : answer;
    };
    expect(await verdicts(claims, cut)).toMatchObject({
      standings: ['consistent'],
      notes: [expect.stringContaining('4 receipts for 5 transactions') as string],
    });
    const refusing: Http = async () => ({ status: 200, headers: {}, body: '{"error":{"message":"no"}}' });
    expect((await verdicts(claims, refusing)).notes[0]).toContain('refuses or does not know');
    expect((await verdicts(claims, http, { hasNode: false })).notes[0]).toContain(
      '--service node.ethereum=URL',
    );
  });

  test('a header with a field that is not known proves nothing, and is said', async () => {
    const { http, txs } = await node();
    const newer: Http = async (request, signal) => {
      const answer = await http(request, signal);
      return { ...answer, body: answer.body.replace('"gasUsed":"0x14820"', '"gasUsed":"0x14821"') };
    };
    const found = await verdicts([claimOf(txs[0] as Transaction)], newer);
    expect(found.notes[0]).toContain('fields that this program does not know');
  });
});

test('a node that gives receipts as raw bytes alone does as well', async () => {
  const { http, txs, asked } = await node('raw');
  const claims = txs.map((tx) => claimOf(tx));
  expect(await verdicts(claims, http)).toMatchObject({
    standings: ['proved', 'contradicted', 'proved', 'proved', 'proved'],
    faults: [],
    notes: [],
  });
  expect(asked.at(-1)).toBe(`node.ethereum debug_getRawReceipts ["${quantity(HEIGHT)}"]`);
});

describe('headers that link', () => {
  /** Payments in the first block and in the fourth, and six blocks in all. */
  async function chain() {
    const txs = signed();
    const blocks: NodeBlock[] = [];
    for (let n = 0; n < 6; n += 1) {
      const below = (blocks.at(-1)?.json.hash as string | undefined) ?? `0x${'77'.repeat(32)}`;
      blocks.push(
        await blockOf(HEIGHT + n, TIME, below, n === 0 ? txs.slice(0, 1) : n === 3 ? txs.slice(2) : []),
      );
    }
    const hashOf = (n: number) => blocks[n]?.json.hash as string;
    const claims = [claimOf(txs[0] as Transaction), claimOf(txs[2] as Transaction, { height: HEIGHT + 3 })];
    return { ...nodeOf(blocks), hashOf, claims };
  }

  test('proved blocks to each other leave the highest of them to compare', async () => {
    const { http, hashOf, claims } = await chain();
    expect((await verdicts(claims, http)).anchors).toMatchObject([
      { hash: hashOf(0), isKnown: false },
      { hash: hashOf(3), isKnown: false },
    ]);
    const { anchors, standings, notes } = await verdicts(claims, http, { linkEvm: 3 });
    expect({ standings, notes }).toEqual({ standings: ['proved', 'proved'], notes: [] });
    expect(anchors).toEqual([
      expect.objectContaining({ hash: hashOf(3), height: HEIGHT + 3, isKnown: false }),
    ]);
    // One more block than is allowed lies between.
    expect((await verdicts(claims, http, { linkEvm: 2 })).anchors).toHaveLength(2);
  });

  test('and a block above them that the reader knows prove that they are of his chain', async () => {
    const { http, hashOf, claims } = await chain();
    const known = [hashOf(5)];
    expect((await verdicts(claims, http, { linkEvm: 10, anchors: known, known })).anchors).toMatchObject([
      { hash: hashOf(5), height: HEIGHT + 5, isKnown: true },
    ]);
  });

  test('do not from a block below, on which anybody can build', async () => {
    const { http, hashOf, claims } = await chain();
    const { anchors } = await verdicts(claims.slice(1), http, {
      linkEvm: 10,
      anchors: [hashOf(0)],
      known: [hashOf(0)],
    });
    expect(anchors).toMatchObject([{ hash: hashOf(3), isKnown: false }]);
  });

  test('do not where one is missing, and it is said', async () => {
    const { http, hashOf, claims } = await chain();
    const torn: Http = async (request, signal) => {
      const isMissing = request.body?.includes(`"${quantity(HEIGHT + 4)}"`) === true;
      return isMissing ? { status: 200, headers: {}, body: '{"result":null}' } : http(request, signal);
    };
    const known = [hashOf(5)];
    const { anchors, notes } = await verdicts(claims, torn, { linkEvm: 10, anchors: known, known });
    expect(anchors).toMatchObject([{ hash: hashOf(3), isKnown: false }]);
    expect(notes).toEqual([
      expect.stringContaining(`block ${quantity(HEIGHT + 4)}: node.ethereum`) as string,
    ]);
  });
});
