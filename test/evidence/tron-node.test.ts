// Proofs of Tron from a node's blocks to a verdict: on a made-up chain through the whole program, and on real blocks.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchProofs } from '../../src/evidence/fetching.ts';
import { checkInclusion } from '../../src/evidence/inclusion.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import type { Http } from '../../src/model/http.ts';
import { cli } from '../support/cli.ts';
import { layerOf, rederived, resealed, type VerdictJson, verified } from '../support/forge.ts';
import { written } from '../support/listed.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { tronWorld } from '../support/trongrid-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-tron-'));
const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const [SEED, MULE, EXCHANGE, OTHER] = ['seed', 'mule', 'exchange', 'other'].map(tronAddress) as [
  string,
  string,
  string,
  string,
];
const labels = written(
  'labels.csv',
  `chain,address,name,category,source\ntron,${EXCHANGE},True Exchange,exchange,test\n`,
);
const START = 50_000_400;
const pay = (from: string, to: string, amount: bigint, block: number) => ({
  block: START + block,
  from,
  act: { type: 'TransferContract', to, amount } as const,
});
const world = tronWorld(
  [
    pay(OTHER, SEED, 1_000n, 1),
    // Three in one block, so that its tree has an odd row, and the payment stands in the middle.
    pay(OTHER, tronAddress('a'), 7n, 2),
    pay(SEED, MULE, 600n, 2),
    pay(OTHER, tronAddress('b'), 8n, 2),
    pay(MULE, EXCHANGE, 500n, 3),
    pay(OTHER, tronAddress('a'), 9n, 3),
    {
      block: START + 4,
      from: OTHER,
      act: { type: 'TriggerSmartContract', contract: USDT, data: transferData(SEED, 50n) },
      events: [{ contract: USDT, from: OTHER, to: SEED, amount: 50n }],
    },
    {
      block: START + 5,
      from: SEED,
      act: { type: 'TriggerSmartContract', contract: USDT, data: transferData(EXCHANGE, 50n) },
      events: [{ contract: USDT, from: SEED, to: EXCHANGE, amount: 50n }],
    },
  ],
  {
    tip: START + 500,
    tokens: [{ contract: USDT, symbol: 'USDT', decimals: 6 }],
    contracts: [USDT],
    opening: { [OTHER]: 10_000n },
  },
);

const argv = [SEED, '--chain', 'tron', '--min-value', '0', '--labels', labels];
async function proved(
  http: Http,
  name: string,
  code: number,
): Promise<{ verdict: VerdictJson; err: string; file: string }> {
  const plain = join(folder, `${name}-plain.zip`);
  const file = join(folder, `${name}.zip`);
  const traced = await cli([...argv, '--no-store', '--quiet', '--bundle', plain], { http: world.http });
  expect({ code: traced.code, err: traced.err }).toEqual({ code: 0, err: '' });
  const proving = await cli(['prove', plain, '--output', file, '--no-store'], { http });
  expect({ err: proving.err, code: proving.code }).toEqual({ err: proving.err, code });
  return { verdict: await verified(file), err: proving.err, file };
}

const standingsBy = ({ transfers }: VerdictJson) =>
  transfers.map(({ transfer, standing, amount }) => [
    world.ids.indexOf(transfer.split('/')[0] as string),
    standing,
    amount,
  ]);

describe('a made-up chain, from the node to the verdict', () => {
  test('payments of TRX are proved, of a token the call that asks for it', async () => {
    const { verdict, err } = await proved(world.http, 'whole', 0);
    expect(err).toBe('');
    expect(standingsBy(verdict).sort()).toEqual([
      [2, 'proved', '600'],
      [4, 'proved', '500'],
      [7, 'not provable', '50'],
    ]);
    expect(verdict.transfers.find(({ standing }) => standing === 'not provable')?.why).toContain(
      'proved is the call that asks for it',
    );
    const heights = verdict.anchors.map(({ height, hash }) => [height, hash]);
    expect(heights.sort()).toEqual([2, 3, 5].map((n) => [START + n, world.blockId(START + n)]));
  });

  test('of a block whose list is cut nothing is proved, and it is said', async () => {
    const cut: Http = async (request, signal) => {
      const answer = await world.http(request, signal);
      if (!request.path.endsWith('getblockbynum')) return answer;
      const block = JSON.parse(answer.body) as { transactions?: unknown[] };
      // The other payment of the block goes: the wanted one is still there.
      if ((block.transactions?.length ?? 0) < 2) return answer;
      return {
        ...answer,
        body: JSON.stringify({ ...block, transactions: block.transactions?.slice(0, -1) }),
      };
    };
    const { verdict, err } = await proved(cut, 'cut', 3);
    for (const height of [START + 2, START + 3])
      expect(err).toContain(
        `not proved: block ${height}: its transactions do not give its root; the list is cut`,
      );
    expect(standingsBy(verdict).sort()).toEqual([
      [2, 'consistent', '600'],
      [4, 'consistent', '500'],
      [7, 'not provable', '50'],
    ]);
  });
});

describe('a forger who seals it anew', () => {
  const PROOFS = 'proofs/tron-0x2b6653dc.json';
  let file = '';
  beforeAll(async () => {
    file = (await proved(world.http, 'forged', 0)).file;
  }, 120_000);
  /** Lists tell a payment in words and in bytes, and its id follows from the bytes. */
  const transfers = (text: string): { branch: unknown[]; raw: string; block: string }[] =>
    (JSON.parse(text) as { transactions: { branch: unknown[]; raw: string; block: string }[] }).transactions;
  const changed =
    (change: (all: ReturnType<typeof transfers>) => unknown[]) =>
    (text: string): string =>
      JSON.stringify({ ...(JSON.parse(text) as object), transactions: change(transfers(text)) });

  test.each<[string, Parameters<typeof resealed>[1]]>([
    [
      'a larger amount',
      { 'result.json': (text) => text.replaceAll('"recorded": "600"', '"recorded": "601"') },
    ],
    ['another payee', { 'result.json': (text) => text.replaceAll(`"to": "${MULE}"`, `"to": "${OTHER}"`) }],
    [
      'the proofs of two transactions exchanged',
      {
        [PROOFS]: changed(([first, second, ...rest]) => [
          { ...first, branch: second?.branch },
          { ...second, branch: first?.branch },
          ...rest,
        ]),
      },
    ],
    [
      'a transaction put into another block',
      { [PROOFS]: changed(([first, ...rest]) => [{ ...first, block: rest.at(-1)?.block }, ...rest]) },
    ],
    [
      'a failed transaction that is said to have gone through',
      { [PROOFS]: (text) => text.replace(/2a021801/, '2a021802') },
    ],
    [
      'two nodes of the tree that pose as a transaction',
      { [PROOFS]: changed(([first, ...rest]) => [{ ...first, raw: '0a'.repeat(64) }, ...rest]) },
    ],
  ])('is caught with %s', async (_, changes) => {
    const verdict = await resealed(file, changes);
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('contradicted');
  });

  test('is caught with bytes changed in answers and result alike: they make another transaction, which nothing proves', async () => {
    // 600 is d8 04 as a varint, 601 is d9 04; the id is the hash of the bytes.
    const verdict = await rederived(file, argv, (text) => {
      const id = world.ids[2] as string;
      const raw = /raw_data_hex\\":\\"([0-9a-f]*18d804[0-9a-f]*)/.exec(text)?.[1] as string;
      const forged = raw.replace('18d804', '18d904');
      const ofBytes = createHash('sha256').update(Buffer.from(forged, 'hex')).digest('hex');
      return text
        .replaceAll(raw, forged)
        .replaceAll(id, ofBytes)
        .replaceAll('amount\\":600,', 'amount\\":601,');
    });
    expect(verdict.transfers.find(({ amount }) => amount === '601')?.standing).toBe('consistent');
  });

  test('is not caught with another amount of a token: an event is in no root, and that is said', async () => {
    const verdict = await rederived(file, argv, (text) =>
      text.replaceAll('value\\":\\"50\\"', 'value\\":\\"51\\"'),
    );
    expect(verdict.transfers.find(({ amount }) => amount === '51')).toMatchObject({
      standing: 'not provable',
      why: 'an event: no root of a block commits to it',
    });
  });
});

const HEADERS = '../shared/data/tron-proof/headers.json';
const there = existsSync(HEADERS);

describe.skipIf(!there)(
  `real blocks as a node tells them${there ? '' : ' (skipped: no shared data)'}`,
  () => {
    const TRON = 'tron:0x2b6653dc';
    const http: Http = async ({ body = '' }) => {
      const { num } = JSON.parse(body) as { num: number };
      const blocks = JSON.parse(readFileSync(HEADERS, 'utf8')) as {
        block_header: { raw_data: { number: number } };
      }[];
      const block = blocks.find(({ block_header }) => block_header.raw_data.number === num);
      return { status: 200, headers: {}, body: JSON.stringify(block ?? {}) };
    };
    async function said(claim: Claim) {
      const signal = new AbortController().signal;
      const fetching = {
        http,
        signal,
        concurrency: 1,
        link: 0,
        linkEvm: 0,
        anchors: [],
        hasService: () => true,
      };
      const { parts, notes } = await fetchProofs([claim], fetching);
      const { transfers, faults } = await checkInclusion([claim], parts, new Set(), { hashes: 0 });
      return { standing: transfers[0]?.standing, why: transfers[0]?.why, faults, notes };
    }
    const claimed = (tx: string, height: number, time: number, change: Partial<Claim>): Claim => ({
      chain: TRON,
      tx,
      transfer: `${tx}/value`,
      height,
      time,
      asset: `${TRON}/slip44:195`,
      from: 'TTpGUnHQUJPWNjsQTfCExKMoLKYJxMz2cm',
      to: 'TTpGUnHQUJPWNjsQTfCExKMoLKYJxMz2cm',
      amount: 1n,
      spends: undefined,
      isPart: false,
      ...change,
    });

    test('a call in block 33801077 is proved, and what it does not pay is contradicted', async () => {
      const tx = '31370141e3345421bdb92eff72f0d69aba8d04e636317ed52745d3f97e9faabb';
      expect(await said(claimed(tx, 33_801_077, 1_684_509_309, {}))).toEqual({
        standing: 'contradicted',
        why: 'the transaction pays 0, the result says 1',
        faults: [],
        notes: [],
      });
    });

    test('the payment in block 30864544, whose list was cut, is not proved, though it is in the list', async () => {
      const tx = '979e0823f455f3b67d65b351052f0265233f422792d31d5dbeb7c24737dd5556';
      expect(await said(claimed(tx, 30_864_544, 1_623_055_923, { amount: 50_000_000n }))).toMatchObject({
        standing: 'consistent',
        faults: [],
        notes: [expect.stringContaining('block 30864544: its transactions do not give its root') as string],
      });
    });
  },
);
