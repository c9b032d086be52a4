// From a trace over its bundle and proofs to a verdict, on the first payment of Bitcoin; and what a forger may then change.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opened } from '../../src/evidence/manifest.ts';
import { type RawBlock, rawBlock } from '../support/bitcoin-proofs.ts';
import { cli } from '../support/cli.ts';
import { layerOf, rederived, resealed, type VerdictJson, verified } from '../support/forge.ts';
import { rawEsplora } from '../support/proof-esplora.ts';
import { block9, block170 } from './first-blocks.ts';

const COIN = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
const PAYMENT = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
const PAYEE = '1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3';
const PAYER = '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S';
const folder = mkdtempSync(join(tmpdir(), 'trace-prove-'));
const labels = join(folder, 'labels.csv');
writeFileSync(
  labels,
  `chain,address,name,category,source\nbitcoin,${PAYEE},A service,exchange,made up for this test\n`,
);

/** A traced and proved bundle over these blocks. */
async function provedOver(
  blocks: readonly RawBlock[],
  tip: number,
  name: string,
  ...more: string[]
): Promise<string> {
  const http = rawEsplora(blocks, tip);
  const plain = join(folder, `${name}-plain.zip`);
  const argv = ['--tx', `${COIN}:0`, '--as-of', '170', '--labels', labels, '--no-store', '--quiet'];
  const traced = await cli([...argv, '--bundle', plain], { http });
  expect({ code: traced.code, err: traced.err }).toEqual({ code: 0, err: '' });
  const file = join(folder, `${name}.zip`);
  const proved = await cli(['prove', plain, '--output', file, '--no-store', ...more], { http });
  expect({ code: proved.code, err: proved.err }).toEqual({ code: 0, err: '' });
  return file;
}

describe('a proved bundle', () => {
  test('proves coin, payment, payer and payee, and names the blocks to compare', async () => {
    const verdict = await verified(await provedOver([block9, block170], 176, 'two'));
    expect(layerOf(verdict, 'inclusion')).toMatchObject({ standing: 'proved' });
    expect(verdict.transfers).toMatchObject([
      { transfer: `${COIN}/out/0`, standing: 'proved', to: PAYER, amount: '5000000000' },
      { transfer: `${PAYMENT}/in/0`, standing: 'proved', from: PAYER, amount: '5000000000' },
      { transfer: `${PAYMENT}/out/0`, standing: 'proved', to: PAYEE, amount: '1000000000' },
    ]);
    expect(verdict.anchors).toMatchObject([
      { height: 9, hash: '000000008d9dc510f23c2657fc4f67bea30078cc05a90eb89e84cc475c080805' },
      { height: 170, hash: '00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee' },
    ]);
    expect(layerOf(verdict, 'completeness')).toMatchObject({ standing: 'not provable' });
  });

  test('is the same when its proofs are recorded and replayed', async () => {
    const http = rawEsplora([block9, block170], 176);
    const file = await provedOver([block9, block170], 176, 'recorded');
    const plain = join(folder, 'recorded-plain.zip');
    const tape = join(folder, 'proofs.jsonl');
    const again = join(folder, 'again.zip');
    expect(
      (await cli(['prove', plain, '--output', again, '--record', tape, '--no-store'], { http })).code,
    ).toBe(0);
    const replayed = join(folder, 'replayed.zip');
    expect((await cli(['prove', plain, '--output', replayed, '--replay', tape])).code).toBe(0);
    const proofs = (of: string) =>
      Buffer.from(opened(readFileSync(of)).parts.get('proofs/bitcoin.json') as Uint8Array).toString();
    expect(proofs(again)).toBe(proofs(file));
    expect(proofs(replayed)).toBe(proofs(file));
  });

  test('says what it could not fetch, and then proves nothing of it', async () => {
    const plain = join(folder, 'two-plain.zip');
    const file = join(folder, 'poor.zip');
    const known = rawEsplora([block9, block170], 176);
    const { code, err } = await cli(['prove', plain, '--output', file, '--no-store'], {
      http: async (request, signal) =>
        request.path.endsWith('merkle-proof')
          ? { status: 404, headers: {}, body: 'Transaction not found' }
          : known(request, signal),
    });
    expect(code).toBe(3);
    expect(err).toContain(`not proved: ${PAYMENT}`);
    const verdict = await verified(file);
    expect(new Set(verdict.transfers.map(({ standing }) => standing))).toEqual(new Set(['consistent']));
  });
});

const BLOCKS = '../shared/data/btc-blocks/btcd_blocks1-256.bz2';
const there = existsSync(BLOCKS) && spawnSync('bzip2', ['--help']).error === undefined;

test.skipIf(!there)(
  'headers link it up to a block that the reader names; a block below it, though known, adds nothing (skipped: no shared data)',
  async () => {
    const bytes = execFileSync('bzip2', ['-dc', BLOCKS], { maxBuffer: 10_000_000 });
    const blocks: RawBlock[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + 4);
      blocks.push(rawBlock(bytes.subarray(at + 8, at + 8 + length), blocks.length + 1));
      at += 8 + length;
    }
    const top = blocks[254]?.block.getId() as string;
    // Anybody can build on the first block, at a difficulty of 1: that it is there says nothing of what stands on it.
    const unnamed = await verified(await provedOver(blocks, 255, 'linked'));
    expect(unnamed.anchors).toMatchObject([
      { height: 9, basis: 'its own proof of work (about 2^32 tries) and 246 blocks on top of it' },
      { height: 170, basis: 'its own proof of work (about 2^32 tries) and 85 blocks on top of it' },
    ]);
    expect(layerOf(unnamed, 'anchors')?.standing).toBe('consistent');
    const file = await provedOver(blocks, 255, 'named', '--anchor', top);
    const named = await verified(file, '--anchor', top);
    expect(named.anchors).toMatchObject([{ height: 255, hash: top, basis: 'named by the reader' }]);
    expect(layerOf(named, 'anchors')?.standing).toBe('proved');
  },
);

describe('a forger who seals anew', () => {
  type Forgery = Parameters<typeof resealed>[1];
  async function proved(): Promise<string> {
    const file = join(folder, 'two.zip');
    return existsSync(file) ? file : provedOver([block9, block170], 176, 'two');
  }
  async function forged(changes: Forgery): Promise<VerdictJson> {
    const verdict = await resealed(await proved(), changes);
    expect(verdict.standing).toBe('contradicted');
    return verdict;
  }
  const consistently = async (change: (text: string) => string): Promise<VerdictJson> =>
    rederived(await proved(), ['--tx', `${COIN}:0`, '--as-of', '170', '--labels', labels], change);

  test('is caught with a transfer altered in the result', async () => {
    const verdict = await forged({
      'result.json': (text) => text.replace('"recorded": "1000000000"', '"recorded": "1000000001"'),
    });
    expect(verdict.transfers).toContainEqual(
      expect.objectContaining({
        standing: 'contradicted',
        why: 'output 0 pays 1000000000, the result says 1000000001',
      }),
    );
    expect(layerOf(verdict, 'replay')?.standing).toBe('contradicted');
  });

  test('is caught with a transfer altered in answers and result alike, where only the chain can tell', async () => {
    const verdict = await consistently((text) =>
      text.replaceAll('1000000000', '1100000000').replaceAll('4000000000', '3900000000'),
    );
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('contradicted');
    expect(verdict.transfers.find(({ transfer }) => transfer === `${PAYMENT}/out/0`)).toMatchObject({
      standing: 'contradicted',
      why: 'output 0 pays 1000000000, the result says 1100000000',
    });
  });

  test('is caught with an invented transfer: no proof leads to it', async () => {
    const invented = PAYMENT.replace('f4184fc5', 'f4184fc6');
    const verdict = await consistently((text) => text.replaceAll(PAYMENT, invented));
    // It follows from the forged answers, and is no more than that: the proofs that were there prove another transaction.
    expect(verdict.transfers.map(({ standing }) => standing)).toEqual(['proved', 'consistent', 'consistent']);
    expect(layerOf(verdict, 'inclusion')?.standing).toBe('consistent');
  });

  test('is not caught where an answer is left out and all the rest follows: that is what no proof can show', async () => {
    // The chain without the payment: the coin seems unspent.
    const verdict = await verified(await provedOver([block9], 176, 'left-out'));
    expect(verdict.standing).toBe('not contradicted');
    expect(layerOf(verdict, 'completeness')?.notes[0]).toContain('cannot be proved');
  });

  test('is caught with an invented transfer in the result alone', async () => {
    const verdict = await forged({
      'result.json': (text) => text.replaceAll(PAYMENT, PAYMENT.replace('f4184fc5', 'f4184fc6')),
    });
    const standings = verdict.transfers.map(({ transfer, standing }) => [
      transfer.startsWith(COIN),
      standing,
    ]);
    expect(new Set(standings.filter(([isCoin]) => !isCoin).map(([, standing]) => standing))).toEqual(
      new Set(['contradicted']),
    );
  });

  test.each<[string, Forgery, string]>([
    [
      'a changed byte of a transaction',
      { 'proofs/bitcoin.json': (text) => text.replaceAll('00ca9a3b', '01ca9a3b') },
      'inclusion',
    ],
    [
      'a reordered proof',
      { 'proofs/bitcoin.json': (text) => text.replace('"position":1', '"position":0') },
      'inclusion',
    ],
    [
      'a branch that is longer',
      { 'proofs/bitcoin.json': (text) => text.replace(/("position":1,"branch":\[)("[0-9a-f]+")/, '$1$2,$2') },
      'inclusion',
    ],
    [
      'a changed header',
      { 'proofs/bitcoin.json': (text) => text.replaceAll('51b96a49', '52b96a49') },
      'inclusion',
    ],
    ['proofs that are no proofs', { 'proofs/bitcoin.json': (text) => text.slice(1) }, 'inclusion'],
    [
      'a wrong sum',
      { 'result.json': (text) => text.replace(/"endpoints": "1000000000"/, '"endpoints": "1000000001"') },
      'replay',
    ],
    [
      'an answer left out',
      { 'answers.jsonl': (text) => `${text.split('\n').slice(0, -2).join('\n')}\n` },
      'replay',
    ],
    ['a label changed', { 'labels.jsonl': (text) => text.replace('A service', 'B service') }, 'replay'],
  ])('is caught with %s', async (_, changes, layer) => {
    expect(layerOf(await forged(changes), layer)?.standing).toBe('contradicted');
  });

  test.each<[string, (text: string) => string, string]>([
    [
      'the outputs exchanged',
      (text) =>
        text
          .replaceAll('1000000000', 'A')
          .replaceAll('4000000000', '1000000000')
          .replaceAll('A', '4000000000'),
      'output 0 pays 1000000000, the result says 4000000000',
    ],
    [
      'the payer’s key exchanged for another',
      (text) => text.replaceAll('410411db93e1', '410411db93e2'),
      'the result says',
    ],
    [
      'what came back to the payer, which is on no path, made less',
      (text) =>
        text.replace(/.*4000000000.*/g, (line) =>
          line.replaceAll('4000000000', '3999999999').replaceAll('fee\\":0', 'fee\\":1'),
        ),
      `On no path, and contradicted: ${PAYMENT}/out/1: output 1 pays 4000000000, the result says 3999999999.`,
    ],
    [
      'the time of a block moved',
      (text) => text.replaceAll('1231731025', '1231731026'),
      'its block was made at 1231731025',
    ],
  ])('is caught with %s in answers and result alike', async (_, change, why) => {
    const verdict = await consistently(change);
    const { standing, notes = [] } = layerOf(verdict, 'inclusion') ?? {};
    expect(standing).toBe('contradicted');
    expect([...verdict.transfers.map((each) => each.why), ...notes].join()).toContain(why);
  });

  test('is not caught with an early block moved by one, unless headers count it: the height is in no early block', async () => {
    const moved = await consistently((text) =>
      text.replaceAll('"block_height\\":170', '"block_height\\":169'),
    );
    expect(moved.standing).toBe('not contradicted');
  });

  test.each<[string, Forgery]>([
    [
      'a sentence of the result changed',
      { 'result.json': (text) => text.replace(/("summary": (\[\s*)?")/, '$1Surely: ') },
    ],
    ['an option changed', { 'question.json': (text) => text.replace('"170"', '"171"') }],
    [
      'numbers that no program can hold',
      { 'result.json': (text) => text.replace('"height": 170', `"height": 1${'0'.repeat(400)}`) },
    ],
    [
      'an amount of a thousand digits',
      {
        'result.json': (text) =>
          text.replace('"recorded": "1000000000"', `"recorded": "${'9'.repeat(1000)}"`),
      },
    ],
    ['a second result beside the first', { 'result.json': (text) => text.replace('{', '{"runs":[],') }],
  ])('is caught with %s', async (_, changes) => {
    await forged(changes);
  });

  test('is caught with a proof that is there twice in two forms', async () => {
    const verdict = await resealed(await proved(), {
      'proofs/bitcoin.json': (text) => {
        const proofs = JSON.parse(text) as { transactions: { raw: string }[] };
        const [first] = proofs.transactions;
        const more = { ...first, raw: first?.raw.replace(/00000000$/, '01000000') };
        return `${JSON.stringify({ ...proofs, transactions: [...proofs.transactions, more] })}\n`;
      },
    });
    expect(layerOf(verdict, 'inclusion')).toMatchObject({ standing: 'contradicted' });
  });
});
