// Block files of a node. Real blocks (shared/data/btc-blocks) laid out as Bitcoin Core does it: out of order, over several
// files, with room kept free, XORed. Expected is what the answers of an explorer for the same blocks say; branches are made
// here, with hashes and work worked out by hand.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { cli } from '../../support/cli.ts';
import { fresh, imported, ledgersOf } from './support.ts';

const FOLDER = '../shared/data';
const isThere = existsSync(`${FOLDER}/btc-blocks`) && spawnSync('bzip2', ['--help']).error === undefined;
const reason = isThere ? '' : ' (skipped: no shared data, or no bzip2)';
const never = new AbortController().signal;
const MAGIC = Buffer.from('f9beb4d9', 'hex');

function sha(bytes: Buffer): Buffer {
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
}

/** The blocks of a file of btcd's, which has the form of Core's. */
function blocksOf(name: string): Buffer[] {
  const bytes = execFileSync('bzip2', ['-dc', `${FOLDER}/btc-blocks/${name}`], { maxBuffer: 2 ** 24 });
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    blocks.push(bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  return blocks;
}

function blk(blocks: readonly Buffer[]): Buffer {
  return Buffer.concat(
    blocks.flatMap((block) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(block.length);
      return [MAGIC, size, block];
    }),
  );
}

/** A folder as `blocks/` of a node; with a key its files are XORed with it. */
function nodeFolder(files: readonly Buffer[], key?: Buffer): string {
  const folder = fresh('blocks');
  mkdirSync(folder);
  if (key !== undefined) writeFileSync(join(folder, 'xor.dat'), key);
  for (const [at, bytes] of files.entries()) {
    const stored = key === undefined ? bytes : bytes.map((byte, index) => byte ^ (key[index % 8] as number));
    writeFileSync(join(folder, `blk${String(at).padStart(5, '0')}.dat`), stored);
  }
  return folder;
}

/** One output, to a script of one byte that says which block it is; `bits` as nBits. */
function made(previous: Buffer, mark: number, bits: number, version = 1): Buffer {
  const coinbase = Buffer.from(
    `01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff0151ffffffff0100f2052a0100000001${mark.toString(16).padStart(2, '0')}00000000`,
    'hex',
  );
  const header = Buffer.alloc(80);
  header.writeInt32LE(version, 0);
  previous.copy(header, 4);
  sha(coinbase).copy(header, 36);
  header.writeUInt32LE(1_600_000_000 + mark, 68);
  header.writeUInt32LE(bits, 72);
  return Buffer.concat([header, Buffer.from([1]), coinbase]);
}
const hashOf = (block: Buffer): Buffer => sha(block.subarray(0, 80));
const nameOf = (block: Buffer): string => Buffer.from(hashOf(block)).reverse().toString('hex');

async function ledgerOf(warehouse: string): Promise<Ledger> {
  return (await ledgersOf(warehouse)).get(BITCOIN) as Ledger;
}

/** Hashes of the blocks up to the last, by height. */
async function chainIn(warehouse: string, heights: readonly number[]): Promise<string[]> {
  const ledger = await ledgerOf(warehouse);
  return Promise.all(heights.map(async (height) => (await ledger.head({ height }, never)).hash as string));
}

const ZERO = Buffer.alloc(32);
const EASY = 0x207fffff;
const HARD = 0x1d00ffff;

describe.skipIf(!isThere)(`the first blocks of Bitcoin as files of a node${reason}`, () => {
  const answers = (): { txid: string; status: { block_height: number; block_hash: string } }[] =>
    JSON.parse(readFileSync(`${FOLDER}/btc-esplora/mainnet_blocks_1_255.json`, 'utf8'));

  test.each([undefined, Buffer.from('0123456789abcdef', 'hex')])(
    'are told as an explorer tells them, key %s',
    async (key) => {
      const blocks = blocksOf('btcd_blocks1-256.bz2');
      const odd = blocks.filter((_, at) => at % 2 === 1).reverse();
      const even = blocks.filter((_, at) => at % 2 === 0);
      // A block that lost, and room kept free at the end.
      const lost = made(hashOf(blocks[99] as Buffer), 7, HARD);
      const folder = nodeFolder([blk(odd), Buffer.concat([blk([lost, ...even]), Buffer.alloc(3000)])], key);
      const warehouse = fresh('w.db');
      const { code, out } = await imported(warehouse, folder);
      expect([code, out]).toEqual([0, expect.stringContaining('262 rows read, 0 refused')]);
      expect(out).toContain('blk00001.dat: raw blocks without 1 of other branches, ');
      const ledger = await ledgerOf(warehouse);
      const scope = { asOf: await ledger.head({}, never), hubLimit: 99, concurrency: 1, signal: never };
      const txs = answers();
      for (const tx of txs)
        expect(await ledger.transfersIn(tx.txid as never, scope)).toEqual(transfersOfTx(tx as never));
      expect(await chainIn(warehouse, [1, 170, 255])).toEqual(
        [1, 170, 255].map(
          (height) => txs.find(({ status }) => status.block_height === height)?.status.block_hash,
        ),
      );
      const status = await cli(['warehouse', 'status', `sqlite:${warehouse}`]);
      expect(status.out).toContain('coin: blocks 1 to 255\n');
      expect((await imported(warehouse, folder)).out).toContain('nothing new');
    },
    60_000,
  );

  test('go on where the warehouse ends, whose hash they build on', async () => {
    const blocks = blocksOf('btcd_blocks1-256.bz2');
    const warehouse = fresh('w.db');
    expect((await imported(warehouse, nodeFolder([blk(blocks.slice(0, 100))]))).code).toBe(0);
    const lower = await cli(['warehouse', 'status', `sqlite:${warehouse}`]);
    expect(lower.out).toContain('coin: blocks 1 to 100\n');
    expect((await imported(warehouse, nodeFolder([blk(blocks.slice(100))]))).code).toBe(0);
    expect((await cli(['warehouse', 'status', `sqlite:${warehouse}`])).out).toContain(
      'coin: blocks 1 to 255\n',
    );
    // A hole in between is none that is covered.
    const holed = fresh('w.db');
    const { code, err } = await imported(
      holed,
      nodeFolder([blk([...blocks.slice(0, 50), ...blocks.slice(60)])]),
    );
    expect([code, err]).toEqual([2, expect.stringContaining('[bad-bulk-file]')]);
    expect(err).toContain(`the block before block ${nameOf(blocks[60] as Buffer)} is in none of the files`);
  }, 60_000);

  test('later ones say their height themselves, and what they spend is missed by name', async () => {
    const [block] = blocksOf('btcd_277647.dat.bz2') as [Buffer];
    const { code, err } = await imported(fresh('w.db'), nodeFolder([blk([block])]));
    expect([code, err]).toEqual([1, expect.stringContaining('[coin-unknown]')]);
    expect(err).toContain('nothing of this import was stored');
  });

  test('whose bytes were changed, cut or mixed with others are refused', async () => {
    const blocks = blocksOf('btcd_blocks1-256.bz2').slice(0, 3);
    const whole = blk(blocks);
    const changed = Buffer.from(whole);
    // In the last transaction of the last block.
    changed[changed.length - 10] = (changed[changed.length - 10] as number) ^ 1;
    const other = Buffer.from(whole);
    Buffer.from('0b110907', 'hex').copy(other);
    const cases: readonly [Buffer, string][] = [
      [
        changed,
        `the block at byte ${whole.length - (blocks[2] as Buffer).length} is not the one that its header names`,
      ],
      [whole.subarray(0, -5), `it is cut off in the block at byte ${blk(blocks.slice(0, 2)).length}`],
      [other, 'its blocks are those of another network'],
      [
        Buffer.concat([whole, Buffer.from('abc')]),
        `bytes ${whole.length} to ${whole.length + 2} are no block`,
      ],
      [Buffer.alloc(5000), 'no block is in it'],
    ];
    for (const [bytes, why] of cases) {
      const file = fresh('w.db');
      const { code, err } = await imported(file, nodeFolder([bytes]));
      expect([code, err]).toEqual([2, expect.stringContaining(why)]);
      expect((await cli(['warehouse', 'status', `sqlite:${file}`, '--json'])).out).toContain('"chains": []');
    }
    const folder = nodeFolder([whole], Buffer.from('0102030405060708', 'hex'));
    writeFileSync(join(folder, 'xor.dat'), Buffer.alloc(3));
    expect((await imported(fresh('w.db'), folder)).err).toContain('it is no key of eight bytes');
  });
});

describe('branches in the files of a node', () => {
  test('the one with the most work is the chain, not the longest', async () => {
    const genesis = made(ZERO, 1, HARD);
    const short = [made(hashOf(genesis), 2, HARD)];
    const long: Buffer[] = [];
    for (let mark = 3; mark < 9; mark += 1) long.push(made(hashOf(long.at(-1) ?? genesis), mark, EASY));
    const warehouse = fresh('w.db');
    const { code, out } = await imported(warehouse, nodeFolder([blk([...long, genesis, ...short])]));
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('raw blocks without 6 of other branches, 2 rows'),
    ]);
    expect(await chainIn(warehouse, [0, 1])).toEqual([nameOf(genesis), nameOf(short[0] as Buffer)]);
    // As hard as each other: the longer one.
    const even: Buffer[] = [];
    for (let mark = 20; mark < 26; mark += 1) even.push(made(hashOf(even.at(-1) ?? genesis), mark, HARD));
    const second = fresh('w.db');
    expect((await imported(second, nodeFolder([blk([genesis, ...short, ...even])]))).code).toBe(0);
    expect(await chainIn(second, [6])).toEqual([nameOf(even.at(-1) as Buffer)]);
  });

  test('that contradict the warehouse are refused', async () => {
    const genesis = made(ZERO, 1, HARD);
    const warehouse = fresh('w.db');
    const next = (mark: number) => made(hashOf(genesis), mark, HARD);
    expect((await imported(warehouse, nodeFolder([blk([genesis, next(2)])]))).code).toBe(0);
    const { code, err } = await imported(warehouse, nodeFolder([blk([genesis, next(3)])]));
    expect([code, err]).toEqual([1, expect.stringContaining('[import-conflict]')]);
    expect(err).toContain('block 1: its time is 1600000003 here and 1600000002 in the warehouse');
  });
});
