// Many rows in one statement: binding a row at a time costs as much as storing it.
import type { Database, Value } from '../../store/database.ts';

/** Rows of one statement; SQLite takes at most 32,766 values. */
const ROWS = 500;

export interface MultiRow {
  /** undefined is nothing that a row may hold. */
  add(row: readonly (Value | undefined)[]): void;
  /** Stores what was added since; returns how many rows of all added since the last flush were changed or new. */
  flush(): number;
}

/** `sql`: up to the word VALUES. */
export function multiRow(database: Database, sql: string, width: number): MultiRow {
  const row = `(${Array.from({ length: width }, () => '?').join()})`;
  const statementOf = (rows: number) =>
    database.prepare(`${sql} VALUES ${Array.from({ length: rows }, () => row).join()}`);
  const full = statementOf(ROWS);
  const one = statementOf(1);
  let values: Value[] = [];
  let changed = 0;
  return {
    add(row) {
      for (let at = 0; at < width; at += 1) values.push(row[at] as Value);
      if (values.length < ROWS * width) return;
      changed += full.runWith(values);
      values = [];
    },
    flush() {
      for (let at = 0; at < values.length; at += width) changed += one.runWith(values.slice(at, at + width));
      values = [];
      const all = changed;
      changed = 0;
      return all;
    },
  };
}
