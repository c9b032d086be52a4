// Files of blocks beside the transactions of a coin chain. Transactions say all that is stored of their blocks; these files
// are held against them, so that a block that lacks a transaction is found.
import { coinBlockColumns } from './bulk-columns.ts';
import type { BulkFile } from './bulk-files.ts';
import { checkedTable } from './checked-files.ts';
import type { Duck } from './duck.ts';
import type { RefusedRow } from './import-plan.ts';

export interface CoinBlocks {
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  readonly files: readonly { readonly file: BulkFile; readonly kind: string; readonly rows: number }[];
}

const WHY = `CASE
  WHEN told.height IS NULL AND number BETWEEN edge.first AND edge.last THEN 'no file has its transactions'
  WHEN told.time <> timestamp::BIGINT THEN 'its time is ' || timestamp || ', by its transactions ' || told.time
  WHEN told.hash <> lower(block.hash) THEN 'by its transactions it has another hash'
  WHEN told.count <> transaction_count THEN 'it has ' || transaction_count || ' transactions, and the files have ' || told.count
END`;

/** Beside the table `coin`, as it was read. */
export async function checkedCoinBlocks(files: readonly BulkFile[], duck: Duck): Promise<CoinBlocks> {
  if (files.length === 0) return { rows: 0, refused: [], files: [] };
  const { rows, refused } = await checkedTable('block', files, coinBlockColumns, duck);
  const wrong = await duck.rows(
    `SELECT block.file, block.row, ${WHY} AS why FROM block LEFT JOIN (
       SELECT height, min(time) AS time, min(block_hash) AS hash, count(DISTINCT hash) AS count FROM coin GROUP BY height
     ) AS told ON told.height = number, (SELECT min(height) AS first, max(height) AS last FROM coin) AS edge
     WHERE why IS NOT NULL ORDER BY block.file, block.row`,
  );
  const counts = await duck.rows('SELECT file, count(*) FROM block GROUP BY file ORDER BY file');
  return {
    rows,
    refused: [
      ...refused,
      ...wrong.map(([file, row, why]) => ({
        file: files[Number(file)]?.path as string,
        row: Number(row),
        why: String(why),
      })),
    ],
    files: counts.map(([file, own]) => ({
      file: files[Number(file)] as BulkFile,
      kind: 'blocks',
      rows: Number(own),
    })),
  };
}
