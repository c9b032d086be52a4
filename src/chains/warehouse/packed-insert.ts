// Rows that DuckDB has put into text of one width, taken apart by SQLite itself: a value that crosses JavaScript by itself
// costs more than storing it. Not what the rows are.
import type { Database } from '../../store/database.ts';
import type { Duck } from './duck.ts';

/**
 * A column as both sides have it. `sql`: its value in DuckDB. `integer`: of at most so many characters, its sign included;
 * `maybe`: the same, or NULL; `bytes`: hexadecimal, of at most so many digits; `always`: the same in every row.
 */
export type PackedColumn = { readonly name: string } & (
  | { readonly kind: 'integer' | 'maybe' | 'bytes'; readonly sql: string; readonly width: number }
  | { readonly kind: 'always'; readonly value: number | null }
);

/** Stores what `from` (SQL of DuckDB from FROM on) gives. Returns how many rows. Inside a transaction. */
export async function insertPacked(
  database: Database,
  duck: Duck,
  table: string,
  columns: readonly PackedColumn[],
  from: string,
  signal: AbortSignal,
): Promise<number> {
  const { row, values, width } = layoutOf(columns);
  const insert = database.prepare(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join()}) SELECT ${values.join()} FROM json_each(?2)`,
  );
  let starts: readonly number[] = [];
  let known = '';
  let stored = 0;
  for await (const [texts = []] of duck.columns(`SELECT ${row} ${from}`)) {
    signal.throwIfAborted();
    if (texts.length !== starts.length) {
      starts = texts.map((_, at) => at * width + 1);
      known = JSON.stringify(starts);
    }
    const packed = Buffer.from(texts.join(''), 'latin1');
    if (packed.length !== texts.length * width) throw new Error(`rows of ${table} are not of one width`);
    stored += insert.run(packed, known);
  }
  return stored;
}

type Side = (
  sql: string,
  width: number,
  part: string,
) => { readonly format: string; readonly cell: string; readonly value: string };

/** How DuckDB writes a value, and how SQLite reads it. */
const sides: Readonly<Record<'integer' | 'maybe' | 'bytes', Side>> = {
  integer: (sql, width, part) => ({ format: `%${width}d`, cell: sql, value: `CAST(${part} AS INTEGER)` }),
  maybe: (sql, width, part) => ({
    format: `%${width}s`,
    cell: `coalesce((${sql})::VARCHAR, '')`,
    value: `CAST(nullif(trim(${part}), '') AS INTEGER)`,
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
    const part = `substr(?1, value + ${width}, ${column.width})`;
    const { format, cell, value } = sides[column.kind](column.sql, column.width, part);
    formats.push(format);
    cells.push(cell);
    values.push(value);
    width += column.width;
  }
  return { row: `printf('${formats.join('')}', ${cells.join()})`, values, width };
}
