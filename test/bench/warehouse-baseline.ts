// The frozen baseline of the warehouse's bench: a plain table of transfers in numbers with an index for each party, filled
// row by row and asked wallet by wallet (engine `sqlite` of shared/snippets/bench-engines.mjs), through the same binding.
// It stores neither addresses nor transaction ids.
import Libsql from 'libsql';
import type { World } from './warehouse-world.ts';

const BATCH = 1_000_000;

export function baselineIngest(world: World, file: string): void {
  const database = new Libsql(file);
  for (const pragma of ['journal_mode = off', 'synchronous = off', 'cache_size = -1000000'])
    database.exec(`PRAGMA ${pragma}`);
  database.exec(
    'CREATE TABLE e (pos INTEGER PRIMARY KEY, f INTEGER, t INTEGER, token INTEGER, ts INTEGER, amt BLOB)',
  );
  const insert = database.prepare('INSERT INTO e VALUES (?, ?, ?, ?, ?, ?)');
  for (let from = 0; from < world.size; from += BATCH) {
    database.exec('BEGIN');
    for (let at = from; at < Math.min(world.size, from + BATCH); at += 1) {
      const amount = Buffer.allocUnsafe(16);
      amount.writeBigUInt64BE(world.high[at] as bigint, 0);
      amount.writeBigUInt64BE(world.low[at] as bigint, 8);
      insert.run([world.position[at], world.from[at], world.to[at], world.token[at], world.time[at], amount]);
    }
    database.exec('COMMIT');
  }
  database.exec('CREATE INDEX ef ON e (f, pos)');
  database.exec('CREATE INDEX et ON e (t, pos)');
  database.close();
}

interface Row {
  pos: bigint | number;
  amt: bigint | ArrayBuffer;
}

function read(rows: unknown[]): number {
  for (const row of rows as Row[]) {
    const bytes = Buffer.from(row.amt as ArrayBuffer);
    row.amt = (bytes.readBigUInt64BE(0) << 64n) | bytes.readBigUInt64BE(8);
    row.pos = BigInt(row.pos);
  }
  return rows.length;
}

export interface Lookups {
  /** How many rows. */
  one(wallet: number): number;
  many(wallets: readonly number[]): number;
  close(): void;
}

export function baselineLookups(file: string): Lookups {
  const database = new Libsql(file);
  database.exec('PRAGMA query_only = 1; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536');
  const one = database.prepare(
    'SELECT pos, 1 AS dir, t AS peer, token, ts, amt FROM e WHERE f = ? UNION ALL SELECT pos, 0, f, token, ts, amt FROM e WHERE t = ? ORDER BY 1',
  );
  const many = database.prepare(
    'SELECT f, pos, t AS peer, token, ts, amt FROM json_each(?) AS j JOIN e ON e.f = j.value',
  );
  return {
    one: (wallet) => read(one.all([wallet, wallet])),
    many: (wallets) => read(many.all([JSON.stringify(wallets)])),
    close: () => void database.close(),
  };
}
