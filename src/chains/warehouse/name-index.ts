// The index by which a transaction is found by its name. Names are as good as random, so that it grows everywhere at once:
// an import that stores more than there is leaves it out and makes it in the end, sorted. Without it, after an import that
// was killed, what is asked by name is found slowly; the next import makes it.
import type { Database } from '../../store/database.ts';

const MAKE = 'CREATE INDEX IF NOT EXISTS tx_name ON tx (substr(name, -7))';

export function makeNameIndex(database: Database): void {
  database.exec(MAKE);
}

/** `rows`: how many the import brings. */
export function leaveNameIndex(database: Database, rows: number): void {
  const [highest] = database.prepare('SELECT max(id) AS id FROM tx').all();
  if (Number(highest?.id ?? 0) < rows) database.exec('DROP INDEX IF EXISTS tx_name');
}
