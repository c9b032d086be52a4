// Whether a ZIP says one thing to every program: each part stands once, in one row from the first byte, its own header like
// its row in the directory, nothing before, between, behind or inside. Else another program may unpack other parts than this
// one.
import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ROW = 0x02014b50;
const PART = 0x04034b50;
const END_BYTES = 22;
const ROW_BYTES = 46;
const PART_BYTES = 30;

/** `files`: the parts as they were unpacked. undefined: it does. */
export function layoutFault(
  bytes: Uint8Array,
  files: Readonly<Record<string, Uint8Array>>,
): string | undefined {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END) return 'it does not end with its directory';
  const count = zip.readUInt16LE(end + 10);
  let row = zip.readUInt32LE(end + 16);
  const start = row;
  let part = 0;
  try {
    for (let n = 0; n < count; n += 1) {
      // Flags, way of packing, checksum, sizes, lengths of name and extra field: at these places in both.
      const said = zip.subarray(row + 8, row + 32);
      const own = zip.subarray(part + 6, part + 30);
      const name = zip.readUInt16LE(row + 28);
      const names = [
        zip.subarray(row + ROW_BYTES, row + ROW_BYTES + name),
        zip.subarray(part + PART_BYTES, part + PART_BYTES + name),
      ];
      const isWhole = zip.readUInt32LE(row) === ROW && zip.readUInt32LE(part) === PART;
      const isPlain =
        zip.readUInt16LE(row + 8) === 0 && said.readUInt16LE(22) + zip.readUInt16LE(row + 32) === 0;
      if (!isWhole || !isPlain || !said.equals(own) || !names[0]?.equals(names[1] as Buffer))
        return `its part ${n} has two headers that differ, or more in them than it needs`;
      if (zip.readUInt32LE(row + 42) !== part) return `its part ${n} does not stand behind the one before it`;
      const [way, sum, packed, size] = [
        zip.readUInt16LE(row + 10),
        zip.readUInt32LE(row + 16),
        zip.readUInt32LE(row + 20),
        zip.readUInt32LE(row + 24),
      ] as const;
      const content = part + PART_BYTES + name;
      const file = files[String(names[0])];
      if (
        file?.length !== size ||
        crc32(file) !== sum ||
        !holds(zip.subarray(content, content + packed), way, file)
      )
        return `its part ${n} is not what its header says`;
      part = content + packed;
      row += ROW_BYTES + name;
    }
  } catch {
    return 'its directory is cut short';
  }
  if (part !== start || row !== end) return 'it has bytes that belong to no part';
  return undefined;
}

/** The packed bytes, to the last of them, are this file and nothing else; unpacked a second time, by another program. */
function holds(packed: Buffer, way: number, file: Uint8Array): boolean {
  if (way === 0) return packed.equals(file);
  try {
    const { buffer, engine } = inflateRawSync(packed, {
      info: true,
      maxOutputLength: file.length + 1,
    }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === packed.length && buffer.equals(file);
  } catch {
    return false;
  }
}
