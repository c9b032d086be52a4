// DuckDB, which reads bulk files: the one home of its binding, loaded by the commands that import and by nothing else. It
// is an optional dependency (70 MB): without it all else works.
import { join } from 'node:path';
import { KnownError } from '../../model/errors.ts';

export interface Duck {
  /** Where what does not fit into memory is put. */
  readonly folder: string;
  run(sql: string): Promise<void>;
  /** All rows, each as its values. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** A result too large to be held: chunks of at most 2,048 rows, each as the values of its columns. */
  columns(sql: string): AsyncIterable<readonly (readonly unknown[])[]>;
  close(): void;
}

/** `folder` must be there. Throws KnownError `duckdb-missing`. */
export async function openDuck(folder: string, memoryLimit: string): Promise<Duck> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch((cause: unknown) => {
    throw new KnownError('duckdb-missing', 'The library that reads bulk files is not installed.', {
      facts: ['it is an optional dependency, and may have no build for this machine'],
      hint: 'npm install @duckdb/node-api',
      cause,
    });
  });
  const instance = await asked(() =>
    DuckDBInstance.create(join(folder, 'staging.duckdb'), {
      memory_limit: memoryLimit,
      temp_directory: folder,
      preserve_insertion_order: 'true',
    }),
  );
  const connection = await instance.connect();
  // Its file is taken away in the end.
  for (const pragma of ['disable_checkpoint_on_shutdown', "force_compression = 'uncompressed'"])
    await connection.run(`PRAGMA ${pragma}`);
  return {
    folder,
    run: async (sql) => void (await asked(() => connection.run(sql))),
    rows: async (sql) => (await asked(() => connection.runAndReadAll(sql))).getRows(),
    async *columns(sql) {
      const result = await asked(() => connection.stream(sql));
      // The next one is made while this one is used.
      let next = asked(() => result.fetchChunk());
      try {
        for (;;) {
          const chunk = await next;
          if (chunk === null || chunk.rowCount === 0) return;
          next = asked(() => result.fetchChunk());
          // Until it is waited for it may fail unheard.
          next.catch(() => {});
          yield chunk.getColumns();
        }
      } finally {
        // Whoever wants no more of them may close what it is being read from.
        await next.catch(() => {});
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** What DuckDB says of a file that it cannot read, without the query that it repeats. */
export class UnreadableBulk extends Error {}

async function asked<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/No space left|could not write|disk.*full|max_temp_directory_size/i.test(text))
      throw new KnownError('disk-full', 'There is no room left for what sorting the files needs.', {
        facts: ['nothing of this import was lost that was stored before'],
        hint: 'Make room beside the warehouse, then give the same command again.',
        cause: error,
      });
    if (text.startsWith('Out of Memory'))
      throw new KnownError('memory-short', 'The files cannot be read and sorted within the memory allowed.', {
        facts: [text.split('\n', 1)[0] ?? ''],
        hint: 'Allow more with --memory.',
        cause: error,
      });
    // A statement that is wrong in itself is a bug here, no fault of a file.
    if (/Parser Error|Binder Error|Catalog Error/.test(text)) throw error;
    throw new UnreadableBulk(text.split('\n', 1)[0] ?? '', { cause: error });
  }
}

/** Rows of one statement. */
export const STATEMENT_ROWS = 2_000;

/** `rows`: each as SQL, in parentheses. */
export async function insertRows(duck: Duck, table: string, rows: readonly string[]): Promise<void> {
  for (let from = 0; from < rows.length; from += STATEMENT_ROWS)
    await duck.run(`INSERT INTO ${table} VALUES ${rows.slice(from, from + STATEMENT_ROWS).join()}`);
}

export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
