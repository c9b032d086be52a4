// Rows that DuckDB has written as text of one width into a file, taken apart by SQLite itself: a value that crosses JavaScript
// by itself costs more than storing it. Not what the rows are.
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../store/database.ts';
import { type Duck, sqlText } from './duck.ts';

/**
 * A column as both sides have it. `sql`: its value in DuckDB. `integer`: of at most so many characters, its sign included;
 * `maybe`: the same, none below zero, or NULL; `bytes`: hexadecimal, of at most so many digits; `always`: the same in every row.
 */
export type PackedColumn = { readonly name: string } & (
  | { readonly kind: 'integer' | 'maybe' | 'bytes'; readonly sql: string; readonly width: number }
  | { readonly kind: 'always'; readonly value: number | null }
);

/** Rows of one table, on their way into it. */
export interface Packed {
  readonly file: string;
  /** Of DuckDB: makes the file. */
  readonly sql: string;
  /** Bytes of a row, with what ends it. */
  readonly width: number;
  readonly table: string;
  readonly columns: readonly PackedColumn[];
}

/** What `from` (SQL of DuckDB from FROM on) gives, in its order. `part`: beside which others for this table it is. */
export function packedRows(
  duck: Duck,
  table: string,
  part: number,
  columns: readonly PackedColumn[],
  from: string,
): Packed {
  const file = join(duck.folder, `${table}-${part}.rows`);
  const { row, width } = layoutOf(columns);
  const sql = `COPY (SELECT ${row} ${from}) TO ${sqlText(file)} (FORMAT csv, HEADER false, DELIMITER '|', QUOTE '', ESCAPE '')`;
  return { file, sql, width: width + 1, table, columns };
}

/** Rows of one statement: few enough that whoever waits for something else is heard between two. */
const ROWS = 4_096;

/** Stores them, and takes their file away. Returns how many. Inside a transaction. */
export async function insertPacked(database: Database, packed: Packed, signal: AbortSignal): Promise<number> {
  const { file, width, table, columns } = packed;
  const { values } = layoutOf(columns);
  const starts = startsOf(database, width);
  const insert = database.prepare(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join()}) SELECT ${values.join()} FROM ${starts} WHERE start <= ?2`,
  );
  const rows = Buffer.alloc(ROWS * width);
  const handle = await open(file);
  let all = 0;
  try {
    for (let at = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(rows, 0, rows.length, at);
      if (bytesRead === 0) break;
      const stored = insert.run(rows.subarray(0, bytesRead), bytesRead);
      if (stored * width !== bytesRead) throw new Error(`rows of ${table} are not of one width`);
      at += bytesRead;
      all += stored;
    }
  } finally {
    await handle.close();
  }
  await rm(file);
  return all;
}

/** Where the rows of a statement start, as a table: read far faster than a list of numbers. */
function startsOf(database: Database, width: number): string {
  const name = `temp.starts_${width}`;
  database.exec(`CREATE TABLE IF NOT EXISTS ${name} (start INTEGER PRIMARY KEY)`);
  database.exec(
    `WITH RECURSIVE row (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM row WHERE at < ${ROWS - 1})
     INSERT OR IGNORE INTO ${name} SELECT at * ${width} + 1 FROM row`,
  );
  return name;
}

type Side = (
  sql: string,
  width: number,
  part: string,
) => { readonly format: string; readonly cell: string; readonly value: string };

/** In place of a number that is none. */
const NONE = '-1';

/** How DuckDB writes a value, and how SQLite reads it. */
const sides: Readonly<Record<'integer' | 'maybe' | 'bytes', Side>> = {
  integer: (sql, width, part) => ({ format: `%${width}d`, cell: sql, value: `CAST(${part} AS INTEGER)` }),
  maybe: (sql, width, part) => ({
    format: `%${width}d`,
    cell: `coalesce(${sql}, ${NONE})`,
    value: `nullif(CAST(${part} AS INTEGER), ${NONE})`,
  }),
  bytes: (sql, width, part) => ({ format: `%-${width}s`, cell: sql, value: `unhex(${part}, ' ')` }),
};

function layoutOf(columns: readonly PackedColumn[]) {
  const formats: string[] = [];
  const cells: string[] = [];
  const values: string[] = [];
  let width = 0;
  for (const column of columns) {
    if (column.kind === 'always') {
      values.push(String(column.value ?? 'NULL'));
      continue;
    }
    // Of a blob: in a text every character before it would be counted.
    const own = column.kind === 'maybe' ? Math.max(NONE.length, column.width) : column.width;
    const part = `substr(?1, start + ${width}, ${own})`;
    const { format, cell, value } = sides[column.kind](column.sql, own, part);
    formats.push(format);
    cells.push(cell);
    values.push(value);
    width += own;
  }
  return { row: `printf('${formats.join('')}', ${cells.join()})`, values, width };
}
