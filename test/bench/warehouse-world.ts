// Generated transfers for the bench of the warehouse: a power law over wallets, in chain order; as plain numbers for the
// baseline and as token transfers in Parquet, as ethereum-etl has them, for the import. Measures nothing.

import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface World {
  readonly size: number;
  readonly wallets: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly token: Uint16Array;
  readonly time: Uint32Array;
  /** Height and place in the block as one number. */
  readonly position: BigUint64Array;
  readonly low: BigUint64Array;
  readonly high: BigUint64Array;
}

const PER_BLOCK = 100;
const COLUMNS = ['from', 'to', 'token', 'time', 'position', 'low', 'high'] as const;

/** The distribution of the measurements in shared/reference/components.md: 5% of the draws hit 50 hubs. */
export function generated(size: number, wallets: number): World {
  let state = 0x9e3779b9;
  const random = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
  const pick = (): number =>
    random() < 0.05 ? Math.floor(50 * random() ** 2) : Math.floor(wallets * random() ** 2.2);
  const world: World = {
    size,
    wallets,
    from: new Uint32Array(size),
    to: new Uint32Array(size),
    token: new Uint16Array(size),
    time: new Uint32Array(size),
    position: new BigUint64Array(size),
    low: new BigUint64Array(size),
    high: new BigUint64Array(size),
  };
  for (let at = 0; at < size; at += 1) {
    const from = pick();
    const to = pick();
    world.from[at] = from;
    world.to[at] = to === from ? (to + 1) % wallets : to;
    world.token[at] = random() < 0.6 ? 0 : Math.floor(200 * random() * random());
    const block = Math.floor(at / PER_BLOCK);
    world.time[at] = 1_600_000_000 + block * 12;
    world.position[at] = (BigInt(block) << 20n) | BigInt(at % PER_BLOCK);
    const word = (): bigint => BigInt(Math.floor(random() * 4294967296));
    if (random() < 0.3) {
      const round = BigInt(Math.floor(random() * 100) + 1) * 10n ** 18n;
      world.low[at] = round & 0xffffffffffffffffn;
      world.high[at] = round >> 64n;
    } else {
      world.low[at] = ((word() << 32n) | word()) + (word() === 0n ? 1n : 0n) || 1n;
      world.high[at] = random() < 0.3 ? BigInt(Math.floor(random() * 65536)) : 0n;
    }
  }
  return world;
}

export function kept(world: World, folder: string): void {
  for (const name of COLUMNS) {
    const { buffer, byteOffset, byteLength } = world[name];
    writeFileSync(join(folder, `${name}.bin`), new Uint8Array(buffer, byteOffset, byteLength));
  }
  writeFileSync(join(folder, 'size.json'), JSON.stringify({ size: world.size, wallets: world.wallets }));
}

/** Of a tenth as many wallets, generated, kept and as Parquet. */
export async function storedWorld(transfers: number, folder: string): Promise<void> {
  const world = generated(transfers, Math.max(1_000, Math.round(transfers / 10)));
  kept(world, folder);
  await asParquet(world, folder);
}

export function keptWorld(folder: string): World {
  const { size, wallets } = JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
  const bytes = (name: string): ArrayBuffer => {
    const read = readFileSync(join(folder, `${name}.bin`));
    return read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength) as ArrayBuffer;
  };
  return {
    size,
    wallets,
    from: new Uint32Array(bytes('from')),
    to: new Uint32Array(bytes('to')),
    token: new Uint16Array(bytes('token')),
    time: new Uint32Array(bytes('time')),
    position: new BigUint64Array(bytes('position')),
    low: new BigUint64Array(bytes('low')),
    high: new BigUint64Array(bytes('high')),
  };
}

/** The address of a wallet of the generated world, as SQL: what the Parquet file has. */
const addressSql = (number: string): string => `'0x' || substr(sha256('w' || ${number}), 1, 40)`;

export async function addressesOf(numbers: readonly number[]): Promise<string[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await connection.runAndReadAll(
    `SELECT ${addressSql('n')} FROM (SELECT unnest([${numbers.join()}]) AS n)`,
  );
  connection.closeSync();
  return rows.getRows().map(([text]) => String(text));
}

/** Through CSV: DuckDB writes the Parquet. `contract`: of a token by its number, as SQL. */
export async function asParquet(
  world: World,
  folder: string,
  contract = "'0x' || lpad(printf('%x', token), 40, '0')",
): Promise<string> {
  const file = join(folder, 'token_transfers.parquet');
  if (existsSync(file)) return file;
  const csv = join(folder, 'numbers.csv');
  const stream = createWriteStream(csv);
  for (let from = 0; from < world.size; from += 10_000) {
    let text = '';
    for (let at = from; at < Math.min(world.size, from + 10_000); at += 1) {
      const amount = ((world.high[at] as bigint) << 64n) | (world.low[at] as bigint);
      const block = Math.floor(at / PER_BLOCK);
      text += `${at},${block},${at % PER_BLOCK},${world.from[at]},${world.to[at]},${world.token[at]},${world.time[at]},${amount}\n`;
    }
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (
    SELECT ${contract} AS token_address, ${addressSql('f')} AS from_address, ${addressSql('t')} AS to_address,
      amount AS value, '0x' || sha256('t' || n) AS transaction_hash, event AS log_index, block AS block_number,
      make_timestamp(time * 1000000) AS block_timestamp
    FROM read_csv('${csv}', header = false, columns = {n: 'BIGINT', block: 'BIGINT', event: 'BIGINT', f: 'BIGINT', t: 'BIGINT', token: 'BIGINT', time: 'BIGINT', amount: 'VARCHAR'})
  ) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  return file;
}

/** Wallets of one question, and how often one is asked. */
export const MANY = 1_000;
const FRONTIERS = 5;

/** The same for all who are compared. */
export function drawnFrontiers(world: World): number[][] {
  return Array.from({ length: FRONTIERS }, (_, at) => drawnWallets(world, MANY, 500, 1 + at * 97_001));
}

/** Wallets drawn by how often they occur, none of them with more transfers than `most`. */
export function drawnWallets(world: World, count: number, most: number, seed: number): number[] {
  const degree = new Uint32Array(world.wallets);
  for (let at = 0; at < world.size; at += 1) {
    degree[world.from[at] as number] = (degree[world.from[at] as number] as number) + 1;
    degree[world.to[at] as number] = (degree[world.to[at] as number] as number) + 1;
  }
  const found = new Set<number>();
  for (let at = seed; found.size < count && at < seed + 1_000_000; at += 1) {
    const wallet = world.to[(at * 7919) % world.size] as number;
    if ((degree[wallet] as number) <= most) found.add(wallet);
  }
  return [...found];
}
