// Rows of a query as one text: every value that crosses from SQLite to JavaScript by itself costs more than finding it (of a
// history of 70 rows four fifths of the time). For results that are held at once anyway.
import { type ChainId, isEvm } from '../../model/chain.ts';
import type { Database, Value } from '../../store/database.ts';

export type PackedValue = string | number | null;
/** Rows in the order of the query. */
export type PackedQuery = (...values: readonly Value[]) => readonly (readonly PackedValue[])[];

/** `rest`: the query from FROM on. No column may be a blob: see `hexOf` and `textOrHexOf`. */
export function packedQuery(database: Database, columns: readonly string[], rest: string): PackedQuery {
  const statement = database.prepare(
    `SELECT group_concat(packed) FROM (SELECT json_array(${columns.join()}) AS packed ${rest})`,
  );
  return (...values) => {
    const [[text] = []] = [...statement.tuples(...values)];
    return typeof text === 'string' ? JSON.parse(`[${text}]`) : [];
  };
}

/** SQL of a column of bytes. */
export function hexOf(column: string): string {
  return `hex(${column})`;
}

/** SQL of a column of texts, of which the hexadecimal ones are kept as bytes (stored-text.ts). */
export function textOrHexOf(column: string): string {
  return `iif(typeof(${column}) = 'text', '=' || ${column}, hex(${column}))`;
}

/** What `textOrHexOf` gave. */
export function packedText(chain: ChainId, packed: PackedValue | undefined): string {
  const text = packed as string;
  if (text.startsWith('=')) return text.slice(1);
  return isEvm(chain) ? `0x${text.toLowerCase()}` : text.toLowerCase();
}
