// The block files of Bitcoin Core (blk00000.dat …): where in them the blocks lie, and their bytes. Blocks lie in the order in
// which they came, those of branches that lost among them (blk-chain.ts). Not what is in a block.
// Format: https://github.com/bitcoin/bitcoin/blob/v28.0/src/node/blockstorage.cpp: magic, length, block; since 28 the whole
// file is XORed with the eight bytes of xor.dat beside it, by position in the file.
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badFile } from './bulk-files.ts';

export interface BlkBlock {
  /** Where in the file the block begins, and its length. */
  readonly at: number;
  readonly size: number;
  /** Header, and so much after it as tells the height in the first transaction. */
  readonly head: Buffer;
}

export interface Junk {
  readonly from: number;
  readonly to: number;
}

export interface BlkFile {
  readonly blocks: readonly BlkBlock[];
  /** Bytes that are no block and no room kept free. */
  readonly junk: readonly Junk[];
}

const MAGIC = Buffer.from('f9beb4d9', 'hex');
/** Test networks: src/kernel/chainparams.cpp. */
const OTHERS = ['0b110907', '1c163f28', '0a03cf40', 'fabfb5da'].map((hex) => Buffer.from(hex, 'hex'));
const HEADER = 80;
/** A block is at most four million bytes; the script of a coinbase at most a hundred, behind at most some sixty. */
const LARGEST = 4_000_000;
const HEAD = HEADER + 200;
const STEP = 2 ** 20;

/** Throws KnownError `bad-bulk-file`. */
export async function scannedBlkFile(path: string): Promise<BlkFile> {
  const key = await keyBeside(path);
  const file = await open(path);
  try {
    const found = await scanned(path, file, key);
    if (found.blocks.length > 0) return found;
    const why = 'no block is in it';
    throw badFile(
      path,
      key === undefined ? `${why} (Bitcoin Core 28 and later: xor.dat must lie beside it)` : why,
    );
  } finally {
    await file.close();
  }
}

/** The bytes of these blocks of one file, in this order. */
export async function* blkBytes(
  path: string,
  blocks: readonly BlkBlock[],
): AsyncGenerator<readonly [number, Buffer]> {
  const key = await keyBeside(path);
  const file = await open(path);
  try {
    for (const [index, { at, size }] of blocks.entries()) yield [index, await plain(file, key, at, size)];
  } finally {
    await file.close();
  }
}

async function scanned(path: string, file: FileHandle, key: Buffer | undefined): Promise<BlkFile> {
  const { size: end } = await file.stat();
  const read = (at: number, size: number): Promise<Buffer> => plain(file, key, at, Math.min(size, end - at));
  const first = await read(0, 4);
  if (OTHERS.some((magic) => magic.equals(first)))
    throw badFile(path, 'its blocks are those of another network');
  const blocks: BlkBlock[] = [];
  const junk: Junk[] = [];
  let at = 0;
  while (at < end) {
    const next = await nextMagic(read, at, end);
    if (next > at && !(await isFree(file, key, at, next))) junk.push({ from: at, to: next });
    if (next === end) break;
    const head = await read(next, 8 + HEAD);
    const size = head.length < 8 ? 0 : head.readUInt32LE(4);
    if (size <= HEADER || size > LARGEST) {
      junk.push({ from: next, to: next + MAGIC.length });
      at = next + MAGIC.length;
      continue;
    }
    at = next + 8 + size;
    if (at > end) throw badFile(path, `it is cut off in the block at byte ${next}`);
    blocks.push({ at: next + 8, size, head: head.subarray(8) });
  }
  return { blocks, junk };
}

async function keyBeside(path: string): Promise<Buffer | undefined> {
  const file = join(dirname(path), 'xor.dat');
  const key = await readFile(file).catch(() => undefined);
  if (key !== undefined && key.length !== 8) throw badFile(file, 'it is no key of eight bytes');
  return key?.some((byte) => byte !== 0) === true ? key : undefined;
}

async function plain(file: FileHandle, key: Buffer | undefined, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, size));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
  if (key !== undefined)
    for (let index = 0; index < bytesRead; index += 1)
      bytes[index] = (bytes[index] as number) ^ (key[(at + index) % 8] as number);
  return bytes.subarray(0, bytesRead);
}

/** Where the next block may begin; `end`: nowhere. */
async function nextMagic(
  read: (at: number, size: number) => Promise<Buffer>,
  from: number,
  end: number,
): Promise<number> {
  for (let at = from; at < end; at += STEP) {
    // Some bytes more, so that none is missed where two steps meet.
    const found = (await read(at, STEP + MAGIC.length - 1)).indexOf(MAGIC);
    if (found >= 0) return at + found;
  }
  return end;
}

/** Room that was kept for further blocks is zeros on the disk, with and without a key; both count. */
async function isFree(file: FileHandle, key: Buffer | undefined, from: number, to: number): Promise<boolean> {
  for (let at = from; at < to; at += STEP) {
    const size = Math.min(STEP, to - at);
    const raw = await plain(file, undefined, at, size);
    if (raw.every((byte) => byte === 0)) continue;
    if (key === undefined || (await plain(file, key, at, size)).some((byte) => byte !== 0)) return false;
  }
  return true;
}
