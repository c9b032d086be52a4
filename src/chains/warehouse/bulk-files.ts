// Bulk files as they lie on disk: found by name, folder or pattern, told apart by their columns, pinned by their checksum.
// Not what their rows say.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib';
import { KnownError } from '../../model/errors.ts';
import { type Duck, sqlName, sqlText, UnreadableBulk } from './duck.ts';

export interface BulkFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  /** As the file writes them. */
  readonly names: readonly string[];
  /** Of Parquet, in the words of DuckDB; text in CSV. */
  readonly types: readonly string[];
  /** What SQL reads it from: columns c0, c1, … and `row`, counted from 1. */
  readonly from: string;
}

const ENDINGS = /\.(csv|csv\.gz|tsv|tsv\.gz|parquet|json|jsonl|ndjson)$|(^|[\\/])blk\d+\.dat$/i;
const JSON_LINES = /\.(json|jsonl|ndjson)$/i;
/** The header of a CSV lies within so many bytes. */
const HEAD_BYTES = 65_536;

/** Files in the order of their names, each once. Throws KnownError `file-unreadable`. */
export async function filesNamed(paths: readonly string[], duck: Duck): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) for (const file of await filesOf(path, duck)) found.add(file);
  return [...found].sort();
}

async function filesOf(path: string, duck: Duck): Promise<readonly string[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) return [path];
  const files = entry?.isDirectory()
    ? (await readdir(path, { recursive: true }))
        .filter((name) => ENDINGS.test(name))
        .map((name) => join(path, name))
    : /[*?[]/.test(path)
      ? (await duck.rows(`SELECT file FROM glob(${sqlText(path)})`)).map(([file]) => String(file))
      : [];
  if (files.length > 0) return files;
  throw new KnownError('file-unreadable', 'Nothing to import is there.', {
    facts: [
      `named: ${path}`,
      'read are files, folders and patterns of .csv, .csv.gz, .tsv, .tsv.gz, .parquet and .json, and blk*.dat of Bitcoin Core',
    ],
    hint: 'Check the name.',
    exit: 2,
  });
}

export function badFile(path: string, why: string, cause?: unknown): KnownError {
  return new KnownError('bad-bulk-file', `${basename(path)} cannot be imported: ${why}.`, {
    facts: [`file: ${path}`, 'nothing of this import was stored'],
    hint: 'Export or download it again; docs/chains.md has the columns that are read.',
    exit: 2,
    cause,
  });
}

/** Blocks as a node of Bitcoin keeps them: no table (blk-files.ts). */
export function isBlk(path: string): boolean {
  return /\.dat$/i.test(path);
}

/** Throws KnownError `bad-bulk-file`. */
export async function describedFile(path: string, duck: Duck): Promise<BulkFile> {
  const described = isBlk(path)
    ? { names: [], types: [], from: '' }
    : /\.parquet$/i.test(path)
      ? await parquet(path, duck)
      : JSON_LINES.test(path)
        ? await jsonLines(path, duck)
        : await csv(path);
  return { path, name: basename(path), sha256: await sha256(path), ...described };
}

/** Of a packed file it is also seen that it is whole: DuckDB would take one that is cut off for a shorter one. */
async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  if (!/\.gz$/i.test(path)) {
    for await (const part of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
    return hash.digest('hex');
  }
  const unpacked = new Writable({ write: (_part, _encoding, done) => done() });
  const hashed = async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      hash.update(part);
      yield part;
    }
  };
  await pipeline(createReadStream(path), hashed, createGunzip(), unpacked).catch((error: Error) => {
    throw badFile(path, `it is no whole packed file (${error.message})`, error);
  });
  return hash.digest('hex');
}

type Described = Pick<BulkFile, 'names' | 'types' | 'from'>;

async function parquet(path: string, duck: Duck): Promise<Described> {
  const source = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  try {
    const columns = (await duck.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`)).map(
      ([name, type]) => ({ name: String(name), type: String(type) }),
    );
    const cells = columns.map(({ name }, at) => `${sqlName(name)} AS c${at}`);
    return {
      names: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      from: `(SELECT file_row_number + 1 AS row, ${cells.join()} FROM ${source})`,
    };
  } catch (error) {
    if (!(error instanceof UnreadableBulk)) throw error;
    throw badFile(path, `it is no whole Parquet file (${error.message})`, error);
  }
}

/** One object a line. The types are told by all of its lines, so that none is read by another's. */
async function jsonLines(path: string, duck: Duck): Promise<Described> {
  const source = `read_json(${sqlText(path)}, format = 'newline_delimited', sample_size = -1, maximum_object_size = 67108864)`;
  try {
    const columns = (await duck.rows(`DESCRIBE SELECT * FROM ${source}`)).map(([name, type]) => ({
      name: String(name),
      type: String(type),
    }));
    const cells = columns.map(({ name }, at) => `${sqlName(name)} AS c${at}`);
    return {
      names: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      from: `(SELECT row_number() OVER () AS row, ${cells.join()} FROM ${source})`,
    };
  } catch (error) {
    if (!(error instanceof UnreadableBulk)) throw error;
    throw badFile(path, `it is no file of JSON lines (${error.message})`, error);
  }
}

async function head(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const plain = /\.gz$/i.test(path) ? gunzipSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH }) : bytes;
    return plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw badFile(path, 'it cannot be read', error);
  } finally {
    await file.close();
  }
}

async function csv(path: string): Promise<Described> {
  const line = (await head(path)).split(/\r?\n/, 1)[0] ?? '';
  if (line.trim() === '') throw badFile(path, 'it has no header');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  const { delimiter } = counts.reduce((most, each) => (each.count > most.count ? each : most));
  const names = line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const columns = names.map((_, at) => `'c${at}': 'VARCHAR'`).join();
  const options = `auto_detect = false, header = true, delim = ${sqlText(delimiter)}, quote = '"', escape = '"', columns = {${columns}}`;
  return {
    names,
    types: names.map(() => 'VARCHAR'),
    from: `(SELECT row_number() OVER () AS row, * FROM read_csv(${sqlText(path)}, ${options}))`,
  };
}
