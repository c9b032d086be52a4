// What services tell for and against completeness, asked by `trace prove` and held against the rows by `trace verify`.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opened, sealed } from '../../src/evidence/manifest.ts';
import type { Http } from '../../src/model/http.ts';
import { cli } from '../support/cli.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';
import { rawEsplora } from '../support/proof-esplora.ts';
import { block9, block170 } from './first-blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-complete-'));
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const [SEED, MULE, EXCHANGE, CROWD] = [0xb1, 0xb2, 0xb3, 0xb4].map(at) as [string, string, string, string];
const labels = written(
  'labels.csv',
  `chain,address,name,category,source\nethereum,${EXCHANGE},True Exchange,exchange,test\n`,
);

let made = 0;
function tx(from: string, to: string, value: bigint, usdt?: bigint): EvmTx {
  made += 1;
  const place = { block: 1_000 + made, index: 0, time: 1_600_000_000 + 12 * made };
  const common = {
    hash: `0x${made.toString(16).padStart(64, 'd')}`,
    ...place,
    from,
    gasUsed: 21n,
    gasPrice: 1n,
  };
  if (usdt === undefined) return { ...common, to, value };
  return {
    ...common,
    to: USDT,
    value: 0n,
    tokens: [{ contract: USDT, from, to, amount: usdt, logIndex: 0 }],
  };
}
/** Every payment costs 21. */
const payments = [
  tx(CROWD, SEED, 1_000n),
  tx(CROWD, SEED, 0n, 100n),
  tx(SEED, MULE, 500n),
  tx(SEED, MULE, 0n, 100n),
  tx(MULE, EXCHANGE, 400n),
  tx(MULE, EXCHANGE, 0n, 90n),
];
const world = explorerWorld(payments, {
  tip: 3_000,
  tokens: [{ contract: USDT, symbol: 'USDT', name: 'USDT', decimals: 6 }],
  contracts: [USDT],
  opening: { [CROWD]: 5_000n },
});

/** By hand: 1000 − 500 − 2·21, two payments; 500 − 400 − 2·21, two payments, 100 − 90 USDT. */
const TRUE: Told = { [SEED]: [2, 458, 0], [MULE]: [2, 58, 10] };
type Told = Readonly<Record<string, readonly [nonce: number, wei: number, usdt: number]>>;

/** A node that knows nonces and balances, and no blocks; Blockscout's counters; all else from the explorer. */
function services(told: Told, counted: Readonly<Record<string, number>> = {}): Http {
  return async (request, signal) => {
    const answer = (body: unknown) => ({ status: 200, headers: {}, body: JSON.stringify(body) });
    const counters = /\/addresses\/(0x[0-9a-f]{40})\/counters$/.exec(request.path)?.[1];
    if (counters !== undefined)
      return answer({ transactions_count: String(counted[counters] ?? 9), token_transfers_count: '9' });
    const { method, params } = JSON.parse(request.body ?? '{}') as { method?: string; params?: unknown[] };
    if (request.service !== 'node.ethereum') {
      if (method === 'eth_getTransactionCount')
        return answer({ id: 1, error: { message: 'Action not found.' } });
      return world.http(request, signal);
    }
    // 3000 − 96: the block to which the run is pinned.
    const isAsOf = params?.[1] === '0xb58';
    const call = params?.[0] as { data?: string };
    const of = typeof params?.[0] === 'string' ? params[0] : `0x${(call.data ?? '').slice(-40)}`;
    const index = ['eth_getTransactionCount', 'eth_getBalance', 'eth_call'].indexOf(method ?? '');
    const value = isAsOf ? told[of]?.[index] : undefined;
    return answer(value === undefined ? { error: { message: 'no' } } : { result: `0x${value.toString(16)}` });
  };
}

interface Verdict {
  readonly standing: string;
  readonly layers: readonly { name: string; standing: string; notes: string[] }[];
}
async function completeness(file: string): Promise<string[]> {
  const verdict = JSON.parse((await cli(['verify', file, '--json'])).out) as Verdict;
  const layer = verdict.layers.find(({ name }) => name === 'completeness');
  // Whatever is told, it is evidence: it neither proves nor contradicts.
  expect([verdict.standing, layer?.standing]).toEqual(['not contradicted', 'not provable']);
  return layer?.notes ?? [];
}

async function proved(http: Http, name: string): Promise<{ file: string; err: string }> {
  const plain = join(folder, `${name}-plain.zip`);
  const file = join(folder, `${name}.zip`);
  const own = ['--no-store', '--service', 'node.ethereum=http://127.0.0.1:9/'];
  const argv = [SEED, '--min-value', '0', '--labels', labels, '--quiet', ...own, '--bundle', plain];
  expect((await cli(argv, { http })).code).toBe(0);
  const { code, err } = await cli(['prove', plain, '--output', file, ...own], { http });
  // The node has no blocks.
  expect(code).toBe(3);
  return { file, err };
}

describe('of an EVM chain', () => {
  test('nonces and balances as of the block, and the explorer’s counters, are held against the rows', async () => {
    const { file, err } = await proved(services(TRUE), 'agree');
    expect(err).toMatch(/not told: \S*blockscout\S* eth_getTransactionCount: the node refuses/);
    const notes = await completeness(file);
    expect(notes).toContain(
      'node.ethereum (ethereum), nonces as of the block beside the outgoing transactions in the rows: 2 of 2 agree.',
    );
    expect(notes).toContain(
      'node.ethereum (ethereum), balances as of the block beside what came in less what went out: 4 of 4 agree.',
    );
    // The explorer itself is asked as well.
    expect(
      notes.filter((note) => /blockscout.*balances as of the block.*4 of 4 agree/.test(note)),
    ).toHaveLength(1);
    expect(
      notes.filter((note) => /blockscout.*own count of transactions.*2 of 2 agree/.test(note)),
    ).toHaveLength(1);
    expect(notes.join()).not.toContain('DIFFERS');
  });

  test('a payment that the explorer left out shows in nonce and balance, and is evidence, not proof', async () => {
    const { file } = await proved(services({ ...TRUE, [MULE]: [3, 7, 10] }, { [SEED]: 1 }), 'left-out');
    const differing = (await completeness(file)).filter((note) => note.startsWith('DIFFERS'));
    const mule = `eip155:1/${MULE}`;
    expect(differing).toEqual(
      [
        expect.stringMatching(
          new RegExp(`^DIFFERS: eip155:1/${SEED}: .*blockscout.* says 1, the rows have 4\\.$`),
        ) as string,
        `DIFFERS: ${mule} of eip155:1/slip44:60: node.ethereum says 7, the rows have 58.`,
        `DIFFERS: ${mule}: node.ethereum says 3, the rows have 2.`,
      ].sort(),
    );
  });

  test('words that cannot be read are said to be, and nothing rests on them', async () => {
    const { file } = await proved(services(TRUE), 'torn');
    const { parts, manifest } = opened(readFileSync(file));
    const all = new Map([...parts, ['proofs/told.json', new TextEncoder().encode('[{}]')]]);
    writeFileSync(file, sealed(all, manifest.program.version).bytes);
    expect(await completeness(file)).toContain('proofs/told.json is not of the expected form.');
  });
});

describe('of Bitcoin', () => {
  const COIN = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
  const PAYMENT = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
  const own = ['--no-store', '--quiet'];
  async function asked(traced: Http, proving: Http, name: string): Promise<string[]> {
    const plain = join(folder, `${name}-plain.zip`);
    const file = join(folder, `${name}.zip`);
    const argv = ['--tx', `${COIN}:0`, '--as-of', '170', ...own, '--bundle', plain];
    expect((await cli(argv, { http: traced })).code).toBe(0);
    expect((await cli(['prove', plain, '--output', file, ...own], { http: proving })).code).toBeLessThan(4);
    return completeness(file);
  }

  test('a spending that one service left out is told by the others', async () => {
    const whole = rawEsplora([block9, block170], 176);
    const without = rawEsplora([block9], 176);
    const agreeing = await asked(whole, whole, 'whole');
    expect(agreeing.filter((note) => /who spent a coin.*: (\d+) of \1 agree/.test(note))).toHaveLength(2);
    const notes = await asked(
      without,
      async (request, signal) =>
        request.service === 'blockstream.info' ? whole(request, signal) : without(request, signal),
      'lying',
    );
    expect(notes).toContain(`DIFFERS: ${COIN}:0: blockstream.info says ${PAYMENT}, the rows have none.`);
  });
});
