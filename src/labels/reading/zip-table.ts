// The table in a ZIP archive, as OKX publishes its proof of reserves: the largest CSV file of it. Not the archive of a bundle
// (evidence/zip.ts), which this program writes itself. Nothing is written to a disk, and no name in it is used as a path.
import { crc32, inflateRawSync } from 'node:zlib';
import { TextFault } from './fault.ts';

const END = 0x06054b50;
const ROW = 0x02014b50;
const PART = 0x04034b50;
const END_BYTES = 22;
const ROW_BYTES = 46;
const PART_BYTES = 30;
/** Of the directory's end: a comment may follow it. */
const MOST_COMMENT = 65_535;
/** Unpacked: OKX's has some 100 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > END_BYTES && Buffer.from(bytes.subarray(0, 4)).readUInt32LE(0) === PART;
}

interface Part {
  readonly name: string;
  readonly way: number;
  readonly sum: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** Throws TextFault: no whole ZIP, no table in it, one that is too large or whose checksum is wrong. */
export function tableInZip(bytes: Uint8Array): Uint8Array {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let parts: readonly Part[];
  try {
    parts = directory(zip);
  } catch (error) {
    throw damaged(error);
  }
  const tables = parts.filter(({ name }) => /\.csv$/i.test(name) && !/(?:^|\/)(?:\.|__MACOSX)/.test(name));
  const [table] = [...tables].sort((a, b) => b.size - a.size);
  if (table === undefined) throw new TextFault('no table (.csv) is in the archive');
  if (table.size > MOST_BYTES)
    throw new TextFault(`its table has more than ${MOST_BYTES / 1024 / 1024} MB unpacked`);
  let content: Uint8Array;
  try {
    content = unpacked(zip, table);
  } catch (error) {
    throw damaged(error);
  }
  if (content.length !== table.size || crc32(content) !== table.sum) throw damaged();
  return content;
}

function directory(zip: Buffer): readonly Part[] {
  const from = Math.max(0, zip.length - END_BYTES - MOST_COMMENT);
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(END);
  const end = zip.subarray(from).lastIndexOf(mark);
  if (end < 0) throw damaged();
  const count = zip.readUInt16LE(from + end + 10);
  let row = zip.readUInt32LE(from + end + 16);
  return Array.from({ length: count }, () => {
    if (zip.readUInt32LE(row) !== ROW) throw damaged();
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(row + offset));
    const name = zip.subarray(row + ROW_BYTES, row + ROW_BYTES + (lengths[0] as number)).toString('utf8');
    const part = {
      name,
      way: zip.readUInt16LE(row + 10),
      sum: zip.readUInt32LE(row + 16),
      packed: zip.readUInt32LE(row + 20),
      size: zip.readUInt32LE(row + 24),
      at: zip.readUInt32LE(row + 42),
    };
    row += ROW_BYTES + lengths.reduce((sum, length) => sum + length, 0);
    return part;
  });
}

function unpacked(zip: Buffer, { at, way, packed, size }: Part): Uint8Array {
  if (zip.readUInt32LE(at) !== PART) throw damaged();
  const content = at + PART_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const bytes = zip.subarray(content, content + packed);
  if (way === 0) return bytes;
  if (way !== 8) throw damaged();
  return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
}

function damaged(cause?: unknown): TextFault {
  return new TextFault('it is no whole ZIP archive', { cause });
}
