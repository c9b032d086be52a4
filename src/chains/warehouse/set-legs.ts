// The movements of a set at their parties, which is how they are stored: sorted by wallet, in ranges of wallets that DuckDB sorts
// in memory. Not what they are (write-sets.ts).
import type { Duck } from './duck.ts';
import { spansAbove } from './height-spans.ts';
import type { Span } from './import-plan.ts';
import { type Packed, type PackedColumn, packedRows } from './packed-insert.ts';
import type { SetTarget } from './set-wallets.ts';
import { sinkNumber } from './stored-place.ts';

/** Rows that are sorted at once: of many more DuckDB would say that its memory is short. */
const SORTED = 3_000_000;

const NUMBERS = ['height', 'tx', 'slot', 'asset'] as const;

/** Of so many transactions one tells where ranges of wallets end. */
const SAMPLED = 20;

export interface MeasuredLegs {
  /** In the set, and as rows: each at its payer and its payee. */
  readonly movements: number;
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
  /** All wallets by number. */
  readonly ranges: readonly Span[];
}

/** Of `set_leg`. `highest`: number of a wallet. */
export async function measuredLegs({ duck }: SetTarget, highest: number): Promise<MeasuredLegs> {
  const [[movements, rows, longest, ...most] = []] = await duck.rows(`
    SELECT count(*), count(payer) + count(payee) FILTER (WHERE payee IS DISTINCT FROM payer), coalesce(max(length(amount)), 1),
      ${NUMBERS.map((column) => `coalesce(max(${column}), 0)`).join()} FROM set_leg`);
  const widths = new Map(NUMBERS.map((column, at) => [column, String(most[at] ?? 0).length]));
  const wallet = String(highest).length;
  const number = (name: (typeof NUMBERS)[number]): PackedColumn => ({
    ...{ name, kind: 'integer', sql: name, width: widths.get(name) as number },
  });
  const columns: readonly PackedColumn[] = [
    { name: 'wallet', kind: 'integer', sql: 'wallet', width: wallet },
    number('height'),
    number('tx'),
    number('slot'),
    { name: 'dir', kind: 'integer', sql: 'dir', width: 1 },
    // Below zero: none.
    { name: 'peer', kind: 'integer', sql: 'peer', width: Math.max(wallet, 2) },
    number('asset'),
    { name: 'ord', kind: 'always', value: null },
    { name: 'late', kind: 'always', value: 0 },
    { name: 'amount', kind: 'bytes', sql: 'amount', width: Number(longest) },
  ];
  return {
    movements: Number(movements),
    rows: Number(rows),
    columns,
    ranges: await walletRanges(duck, highest),
  };
}

/**
 * Of the whole set, by wallet, in files of as many as are sorted in memory. One question for all, so that DuckDB goes on while
 * SQLite is busy.
 */
export async function sortedLegs(
  { chain, duck }: SetTarget,
  { columns, ranges }: MeasuredLegs,
): Promise<readonly Packed[]> {
  const legs = ({ first, last }: Span): string => `(
    SELECT payer AS wallet, height, tx, slot, 0 AS dir, coalesce(payee, sink) AS peer, asset, amount FROM set_leg
    WHERE payer BETWEEN ${first} AND ${last}
    UNION ALL
    SELECT payee, height, tx, slot, 1, coalesce(payer, ${sinkNumber({ kind: 'issued', chain })}), asset, amount FROM set_leg
    WHERE payee BETWEEN ${first} AND ${last} AND payee IS DISTINCT FROM payer
  )`;
  const files = ranges.map((range, part) =>
    // Sorted first: what is written of each row is longer than what it is sorted by.
    packedRows(duck, 'leg', part, columns, `FROM (FROM ${legs(range)} ORDER BY wallet, tx, slot)`),
  );
  await duck.run(files.map(({ sql }) => sql).join(';'));
  return files;
}

/** Each range with about so many movements of the set: by a part of its transactions. */
async function walletRanges(duck: Duck, highest: number): Promise<readonly Span[]> {
  const rows = `FROM (SELECT payer AS wallet, tx FROM set_leg UNION ALL SELECT payee, tx FROM set_leg) WHERE tx % ${SAMPLED} = 0`;
  const sampled = await spansAbove(-1, SORTED / SAMPLED, { duck, height: 'wallet', rows });
  const starts = [0, ...sampled.slice(1).map(({ first }) => first)];
  return starts.map((first, at) => ({ first, last: (starts[at + 1] ?? highest + 1) - 1 }));
}
