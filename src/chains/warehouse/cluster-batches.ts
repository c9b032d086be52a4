// What of a warehouse on a cluster may be told. A cluster knows no transactions: each part of an import is a batch with a
// number, and its rows are nobody's until a row says that it is done. Those of a batch that was cut off stay hidden for ever.
import type { Cluster } from '../../store/cluster.ts';

/** SQL that is true of rows that may be told: of batches that were done as the warehouse was opened. */
export type Told = string;

/** The same of rows whose batch is this SQL. */
export const toldWhere = (told: Told, batch: string): Told => told.replaceAll('batch', batch);

interface Batches {
  readonly told: Told;
  /** Above all that were begun. */
  readonly next: number;
}

export async function batchesOf({ name, rows }: Cluster): Promise<Batches> {
  const { database } = name;
  const [[top, begun] = []] = await rows(
    `SELECT maxIf(number, done = 1), max(number) FROM ${database}.batch`,
  );
  const hidden = await rows(
    `SELECT number FROM ${database}.batch WHERE number <= {top:UInt32} GROUP BY number HAVING max(done) = 0 ORDER BY number`,
    { top: Number(top) },
  );
  const without = hidden.length === 0 ? '' : ` AND batch NOT IN (${hidden.flat().join()})`;
  return { told: `batch <= ${top}${without}`, next: Number(begun) + 1 };
}
