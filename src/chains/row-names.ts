// Names of rows that have no index of their own.
import { createHash } from 'node:crypto';

/**
 * What the row says, and the how-manieth it is of those that say the same in this transaction. So it is the same in the
 * history of either party, from either service, and from the receipt; and two equal rows stay two. 128 bits of SHA-256:
 * a payer who searches for two amounts of one name finds none.
 */
export function rowNames<R>(rows: readonly R[], said: (row: R) => string): string[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const text = said(row);
    const n = seen.get(text) ?? 0;
    seen.set(text, n + 1);
    return `${n}/${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  });
}
