// Files of one kind as one table of DuckDB: the columns of the kind, checked, as text or whole numbers, where each row came
// from, and what is wrong with it. Rows that cannot be used are taken out and named.
import { placeColumns } from '../../model/columns.ts';
import type { BulkColumn } from './bulk-columns.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import { cellSql, faultSql, typeFault } from './checked-sql.ts';
import { type Duck, sqlText } from './duck.ts';
import type { RefusedRow } from './import-plan.ts';

export interface CheckedTable {
  readonly name: string;
  readonly files: readonly BulkFile[];
  /** Columns that at least one file has. */
  readonly has: ReadonlySet<string>;
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
}

/** `rule`: what the columns of a row say together, as SQL that gives a fault or NULL. */
export async function checkedTable(
  name: string,
  files: readonly BulkFile[],
  columns: readonly BulkColumn[],
  duck: Duck,
  rule = 'NULL',
): Promise<CheckedTable> {
  const has = new Set<string>();
  const selects = files.map((file, number) => selected(file, number, columns, has));
  const empty = columns.map(({ name: own, holds }) => `NULL::${typeOf(holds)} AS ${quoted(own)}`);
  const none = `SELECT 0 AS file, 0::BIGINT AS row, ${empty.join()}, NULL::VARCHAR AS fault WHERE false`;
  await duck.run(`CREATE TABLE ${name} AS ${[none, ...selects].join(' UNION ALL ')}`);
  const wrong = await duck.rows(
    `SELECT file, row, coalesce(fault, ${rule}) AS why FROM ${name} WHERE why IS NOT NULL ORDER BY file, row`,
  );
  if (wrong.length > 0) await duck.run(`DELETE FROM ${name} WHERE coalesce(fault, ${rule}) IS NOT NULL`);
  const [[rows] = []] = await duck.rows(`SELECT count(*) FROM ${name}`);
  return {
    name,
    files,
    has,
    rows: Number(rows) + wrong.length,
    refused: wrong.map(([file, row, why]) => ({
      file: files[Number(file)]?.path as string,
      row: Number(row),
      why: String(why),
    })),
  };
}

function selected(file: BulkFile, number: number, columns: readonly BulkColumn[], has: Set<string>): string {
  const { places, faults } = placeColumns(columns, file.names);
  if (faults.length > 0) throw badFile(file.path, faults.join('; '));
  const cells: string[] = [];
  const checks: string[] = [];
  for (const column of columns) {
    const at = places[column.name];
    if (at === undefined) {
      cells.push(`NULL::VARCHAR AS ${quoted(column.name)}`);
      continue;
    }
    has.add(column.name);
    const type = file.types[at] as string;
    const fault = typeFault(column, type);
    if (fault !== undefined) throw badFile(file.path, fault);
    const cell = cellSql(column.holds, type, `c${at}`);
    cells.push(`${cell} AS ${quoted(column.name)}`);
    const check = faultSql(column, quoted(column.name), `c${at}`);
    if (check !== 'NULL') checks.push(check);
  }
  const fault = checks.length === 0 ? 'NULL' : `coalesce(${checks.join()}, NULL)`;
  const names = columns.map(({ name, holds }) => {
    const own = quoted(name);
    return typeOf(holds) === 'VARCHAR' ? own : `try_cast(${own} AS ${typeOf(holds)}) AS ${own}`;
  });
  return `SELECT ${number} AS file, row, ${names.join()}, ${fault} AS fault FROM (SELECT *, ${cells.join()} FROM ${file.from})`;
}

/** Text, but for what is looked for in ranges. */
function typeOf(holds: BulkColumn['holds']): string {
  return holds === 'count' ? 'BIGINT' : 'VARCHAR';
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** Heights of the rows of each file that has any. */
export async function spansOf(
  { name, files }: CheckedTable,
  height: string,
  duck: Duck,
): Promise<
  readonly { readonly file: BulkFile; readonly rows: number; readonly first: number; readonly last: number }[]
> {
  const found = await duck.rows(
    `SELECT file, count(*), min(${height}), max(${height}) FROM ${name} GROUP BY file ORDER BY file`,
  );
  return found.map(([file, rows, first, last]) => ({
    file: files[Number(file)] as BulkFile,
    rows: Number(rows),
    first: Number(first),
    last: Number(last),
  }));
}

export function sqlList(words: Iterable<string>): string {
  return [...words].map(sqlText).join();
}
