// A bundle of an EVM chain, proved over a node's blocks, and what a forger who seals it anew may then change.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transaction, Wallet } from 'ethers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { cli } from '../support/cli.ts';
import { blockOf, type Log, type NodeBlock, nodeOf, ZERO } from '../support/evm-node.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { layerOf, rederived, resealed, type VerdictJson, verified } from '../support/forge.ts';
import { written } from '../support/listed.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const [EXCHANGE, SECOND, ROUTER, POOL] = [0xe1, 0xe2, 0xe3, 0xe4].map(at) as [string, string, string, string];
const keys = Object.fromEntries(
  ['seed', 'mule', 'crowd'].map((name, n) => [name, new Wallet(`0x${`${n + 1}${n + 1}`.repeat(32)}`)]),
) as Record<'seed' | 'mule' | 'crowd', Wallet>;
const addressOf = (name: keyof typeof keys): string => keys[name].address.toLowerCase();
const [SEED, MULE, CROWD] = [addressOf('seed'), addressOf('mule'), addressOf('crowd')];

interface Step {
  readonly by: keyof typeof keys;
  readonly to: string;
  readonly value?: bigint;
  readonly moves?: readonly (readonly [contract: string, from: string, to: string, amount: bigint])[];
  readonly internals?: EvmTx['internals'];
  readonly failed?: true;
}
const pays = (by: Step['by'], token: string, to: string, amount: bigint): Step => ({
  by,
  to: token,
  moves: [[token, addressOf(by), to, amount]],
});
const steps: readonly Step[] = [
  { by: 'crowd', to: SEED, value: 1_000_000n },
  pays('crowd', USDT, SEED, 100n),
  { by: 'seed', to: MULE, value: 500_000n },
  pays('seed', USDT, MULE, 100n),
  { by: 'mule', to: EXCHANGE, value: 200_000n },
  pays('mule', USDT, EXCHANGE, 60n),
  // Through a contract: only a trace of the call shows it.
  {
    by: 'mule',
    to: ROUTER,
    value: 50_000n,
    internals: [{ path: '0', from: ROUTER, to: EXCHANGE, value: 50_000n, type: 'call' }],
  },
  { by: 'mule', to: EXCHANGE, value: 30_000n, failed: true },
  // 40 USDT for 8 WETH, and those to the exchange.
  {
    by: 'mule',
    to: POOL,
    moves: [
      [USDT, MULE, POOL, 40n],
      [WETH, POOL, MULE, 8n],
    ],
  },
  pays('mule', WETH, EXCHANGE, 8n),
];

function signed({ by, to, value = 0n }: Step, n: number, chainId = 1): Transaction {
  const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n, gasLimit: 60_000n };
  const tx = Transaction.from({ type: 2, chainId, nonce: n, to, value, data: '0x', ...fees });
  tx.signature = keys[by].signingKey.sign(tx.unsignedHash);
  return tx;
}
const START = 1_000;
const timeOf = (n: number): number => 1_600_000_000 + 12 * n;
const word = (address: string): string => `0x${'0'.repeat(24)}${address.slice(2)}`;

/** Both tell the same chain: the explorer in rows, the node in blocks of one transaction each. */
async function services(chainId = 1): Promise<{ http: Http; ids: string[] }> {
  const txs = steps.map((step, n) => signed(step, n, chainId));
  const world = explorerWorld(
    steps.map(({ to, by, value = 0n, moves = [], internals, failed }, n): EvmTx => {
      const tokens = moves.map(([contract, from, payee, amount], logIndex) => ({
        ...{ contract, from, to: payee, amount, logIndex },
      }));
      const place = { hash: txs[n]?.hash as string, block: START + n, index: 0, time: timeOf(n) };
      const own = { ...place, from: addressOf(by), to, value, gasUsed: 1n, gasPrice: 1n, tokens };
      return {
        ...own,
        ...(internals === undefined ? {} : { internals }),
        ...(failed === undefined ? {} : { failed }),
      };
    }),
    {
      tip: START + 1_000,
      tokens: [
        { contract: USDT, symbol: 'USDT', name: 'USDT', decimals: 6 },
        { contract: WETH, symbol: 'WETH', name: 'WETH', decimals: 18 },
      ],
      contracts: [USDT, WETH, ROUTER, POOL],
      opening: { [CROWD]: 10_000_000n },
    },
  );
  const blocks: NodeBlock[] = [];
  for (const [n, { moves = [], failed }] of steps.entries()) {
    const logs = moves.map(([address, from, to, amount]): Log => {
      const data = `0x${amount.toString(16).padStart(64, '0')}`;
      return { address, topics: [TRANSFER, word(from), word(to)], data };
    });
    const receipt = () => ({ status: failed === true ? '0x0' : '0x1', logs });
    blocks.push(await blockOf(START + n, timeOf(n), ZERO, [txs[n] as Transaction], receipt));
  }
  const node = nodeOf(blocks);
  const http: Http = async (request, signal) =>
    request.service.startsWith('node.') ? node.http(request, signal) : world.http(request, signal);
  return { http, ids: txs.map(({ hash }) => hash as string) };
}

const folder = mkdtempSync(join(tmpdir(), 'trace-forged-evm-'));
const rows = (...who: string[]) =>
  `chain,address,name,category,source\n${who.map((one) => `ethereum,${one},True Exchange,exchange,test\n`).join('')}`;
const labels = written('labels.csv', rows(EXCHANGE, SECOND));
const argv = [SEED, '--min-value', '0', '--labels', labels];
let file = '';
let ids: string[] = [];
const PROOFS = 'proofs/eip155-1.json';

async function proved(name: string, http: Http, asked: readonly string[] = argv): Promise<string> {
  const plain = join(folder, `${name}-plain.zip`);
  const target = join(folder, `${name}.zip`);
  const own = ['--no-store', '--service', 'node.ethereum=http://127.0.0.1:9'];
  const traced = await cli([...asked, ...own, '--quiet', '--bundle', plain], { http });
  expect({ code: traced.code, err: traced.err }).toEqual({ code: 0, err: '' });
  const { code } = await cli(['prove', plain, '--output', target, '--quiet', ...own], { http });
  expect(code).toBe(0);
  return target;
}
beforeAll(async () => {
  const honest = await services();
  ids = honest.ids;
  file = await proved('true', honest.http);
}, 120_000);

/** By step and kind of transfer. */
function standings({ transfers }: VerdictJson): Record<string, string> {
  return Object.fromEntries(
    transfers.map(({ transfer, standing }) => {
      const [tx = '', kind] = transfer.split('/');
      return [`${ids.indexOf(tx)} ${kind}`, standing];
    }),
  );
}

test('an honest bundle is proved but for the internal call, and its sums and bounds add up across the swap', async () => {
  const verdict = await verified(file);
  expect(standings(verdict)).toEqual({
    '2 value': 'proved',
    '3 token': 'proved',
    '4 value': 'proved',
    '5 token': 'proved',
    '6 trace': 'not provable',
    '6 value': 'proved',
    '8 token': 'proved',
    '9 token': 'proved',
  });
  expect(verdict.standing).toBe('not contradicted');
  expect(layerOf(verdict, 'arithmetic')).toMatchObject({ standing: 'consistent' });
  // Nothing is left out: neither what crossed nor a bound nor reach.
  expect(layerOf(verdict, 'arithmetic')?.notes).toHaveLength(1);
});

test.each([
  ['a trace backward', [MULE, '--backward']],
  ['what an account received', ['account', MULE]],
])(
  'the ways of %s are proved too, and that no second reckoning speaks for them is said',
  async (name, asked) => {
    const origin = written('origin.csv', rows(CROWD));
    const { http } = await services();
    const verdict = await verified(
      await proved(name, http, [...asked, '--min-value', '0', '--labels', origin]),
    );
    expect(standings(verdict)).toEqual({
      '0 value': 'proved',
      '1 token': 'proved',
      '2 value': 'proved',
      '3 token': 'proved',
      // What the pool paid for USDT that came that way.
      '8 token': 'proved',
    });
    expect(layerOf(verdict, 'arithmetic')).toMatchObject({
      standing: 'absent',
      notes: expect.arrayContaining([
        'Not reckoned: 1 answers to where money came from; the replay alone speaks for them.',
      ]) as string[],
    });
  },
);

describe('a forger who changes answers and result alike', () => {
  const caught = async (
    change: (text: string) => string,
    why: string,
    ofProofs?: Parameters<typeof rederived>[3],
  ): Promise<VerdictJson> => {
    const verdict = await rederived(file, argv, change, ofProofs);
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('contradicted');
    expect(
      [...verdict.transfers.map((each) => each.why), ...(layerOf(verdict, 'inclusion')?.notes ?? [])].join(
        '\n',
      ),
    ).toContain(why);
    return verdict;
  };
  /** Rows that name this transaction, in all lists. Bodies stand as text in the tape. */
  const inRows = (id: string, change: (row: string) => string) => (text: string) =>
    text.replace(/\{[^{}]*\}/g, (row) => (row.includes(id) ? change(row) : row));

  test('is caught with a payment made larger', async () => {
    await caught(
      inRows(ids[4] as string, (row) => row.replaceAll('200000', '200001')),
      'the transaction pays 200000, the result says 200001',
    );
  });

  test('is caught with another payee', async () => {
    await caught(
      inRows(ids[4] as string, (row) => row.replaceAll(EXCHANGE, SECOND)),
      `it pays ${EXCHANGE}, the result says`,
    );
  });

  test('is caught with another amount of a token', async () => {
    await caught(
      inRows(ids[5] as string, (row) => row.replaceAll('\\"60\\"', '\\"61\\"')),
      'its receipt has no event that says so',
    );
  });

  test('is caught with another amount of what an exchange gave, in the list and in the receipt', async () => {
    const more = (row: string) =>
      row.replaceAll('\\"8\\"', '\\"9\\"').replace(/0{63}8/, `${'0'.repeat(63)}9`);
    await caught(inRows(ids[8] as string, more), 'its receipt has no event that says so');
  });

  test('is caught with a transfer made up beside those of a path, in a transaction that is proved', async () => {
    const beside = (row: string) => row.replaceAll('\\"8\\"', '\\"9\\"');
    const verdict = await caught(
      inRows(ids[8] as string, beside),
      `On no path, and contradicted: ${ids[8]}/token/`,
    );
    expect(layerOf(verdict, 'completeness')?.notes).toContain(
      'Gaps that the result names: reconciliation 1.',
    );
  });

  test('is not caught with a fee: it is on no path, and no proof speaks of it', async () => {
    const verdict = await rederived(
      file,
      argv,
      inRows(ids[4] as string, (row) => row.replaceAll('gasUsed\\":\\"1\\"', 'gasUsed\\":\\"2\\"')),
    );
    expect(verdict.standing).toBe('not contradicted');
    expect(standings(verdict)['4 value']).toBe('proved');
  });

  test('is not caught with the decimals of a token, so a verdict shows base units of one on no list', async () => {
    const decimals = (text: string) => text.replaceAll('tokenDecimal\\":\\"6', 'tokenDecimal\\":\\"2');
    const verdict = await rederived(file, argv, decimals);
    expect(verdict.standing).toBe('not contradicted');
    expect(verdict.transfers.find(({ transfer }) => transfer.startsWith(`${ids[5]}/`))?.amount).toBe('60');
  });

  test('is caught with one event told twice', async () => {
    await caught(
      (text) =>
        text.replace(/\{[^{}]*\}/g, (row) =>
          row.includes(ids[5] as string) && row.includes('tokenSymbol') ? `${row},${row}` : row,
        ),
      'its receipt has 1 events that say so, the result counts 2',
    );
  });

  test('proves nothing of a failed payment that is said to have gone through, and is caught once it is asked for', async () => {
    const told = inRows(ids[7] as string, (row) =>
      row
        .replaceAll('isError\\":\\"1', 'isError\\":\\"0')
        .replaceAll('txreceipt_status\\":\\"0', 'txreceipt_status\\":\\"1'),
    );
    expect(standings(await rederived(file, argv, told))['7 value']).toBe('consistent');
    // The same lie told by the explorer while the bundle is made, and the node asked for proofs afterwards.
    const { http } = await services();
    const lying: Http = async (request, signal) => {
      const answer = await http(request, signal);
      const body = JSON.stringify(answer.body);
      return request.service.startsWith('node.')
        ? answer
        : { ...answer, body: JSON.parse(told(body)) as string };
    };
    const verdict = await verified(await proved('failed', lying));
    expect(verdict.transfers).toContainEqual(
      expect.objectContaining({
        transfer: `${ids[7]}/value`,
        standing: 'contradicted',
        why: 'the transaction failed and moved nothing',
      }),
    );
  });

  test('is caught with a time that is another', async () => {
    await caught(
      inRows(ids[4] as string, (row) => row.replaceAll(String(timeOf(4)), String(timeOf(4) + 1))),
      `its block was made at ${timeOf(4)}`,
    );
  });

  test('is caught with the proofs of two transactions exchanged', async () => {
    const swapped = (text: string): string => {
      const proofs = JSON.parse(text) as { transactions: { transaction: string[]; receipt: string[] }[] };
      const [first, second, ...rest] = proofs.transactions;
      const transactions = [
        { ...first, receipt: second?.receipt },
        { ...second, receipt: first?.receipt },
        ...rest,
      ];
      return JSON.stringify({ ...proofs, transactions });
    };
    await caught((text) => text, 'has another hash', { [PROOFS]: swapped });
  });

  test('is caught with an index moved', async () => {
    const moved = (text: string): string => text.replace('"index":0', '"index":1');
    await caught((text) => text, 'transaction 1 of block', { [PROOFS]: moved });
  });

  test('proves nothing of a transaction that he made up', async () => {
    const verdict = await rederived(file, argv, (text) =>
      text.replaceAll(ids[4] as string, `0x${'ab'.repeat(32)}`),
    );
    expect(standings(verdict)['4 value']).toBeUndefined();
    expect(verdict.transfers.find(({ transfer }) => transfer.startsWith('0xabab'))?.standing).toBe(
      'consistent',
    );
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('consistent');
  });

  test('is caught with a chain on which the transactions were not made', async () => {
    // Blocks of another chain, whose transactions are signed for it, passed off as Ethereum's.
    const verdict = await verified(await proved('other', (await services(56)).http));
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('contradicted');
    expect(verdict.transfers.map(({ why }) => why)).toContain('the transaction is signed for chain 56');
  });

  test('is not caught with an internal call made up: it is proved by nothing, and that is said', async () => {
    const verdict = await rederived(file, argv, (text) =>
      text.replace(/\{[^{}]*\}/g, (row) =>
        row.includes(ids[6] as string) && row.includes(`\\"${EXCHANGE}\\"`)
          ? row.replaceAll(EXCHANGE, SECOND)
          : row,
      ),
    );
    expect(verdict.standing).toBe('not contradicted');
    expect(standings(verdict)['6 trace']).toBe('not provable');
  });

  test('is not caught with a label moved to another wallet: no chain names anybody', async () => {
    const moved = written('moved.csv', rows(MULE));
    const verdict = await rederived(file, [SEED, '--min-value', '0', '--labels', moved], (text) => text, {
      [PROOFS]: (text) => text,
    });
    expect(verdict.standing).toBe('not contradicted');
  });
});

describe('a forger who changes the result alone', () => {
  test.each<[string, (text: string) => string]>([
    [
      'an event numbered below the first',
      (text) => text.replaceAll(/(\/token\/0x[0-9a-f]{40})\/0\//g, '$1/-1/'),
    ],
    ['an internal call that is called a payment', (text) => text.replaceAll('/trace/', '/value/')],
    ['another asset', (text) => text.replaceAll(`erc20:${USDT}`, `erc20:${WETH}`)],
    ['an endpoint moved', (text) => text.replaceAll(EXCHANGE.slice(2), SECOND.slice(2))],
  ])('is caught with %s', async (_, change) => {
    const verdict = await resealed(file, { 'result.json': change });
    expect(layerOf(verdict, 'replay')?.standing).toBe('contradicted');
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('contradicted');
  });
});
