// An SQLite file, opened and brought up to its newest form. The one home of the binding (libsql, docs/ARCHITECTURE.md),
// which is loaded here and at the moment a file is opened: most runs open none. Not what the tables mean.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';

export type Value = string | number | bigint | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

export interface Statement {
  /** How many rows it changed. */
  run(...values: readonly Value[]): number;
  /** As `run`; for thousands of values. */
  runWith(values: readonly Value[]): number;
  /** Not for blobs, which the binding gives in another type here: for those, `tuples`. */
  all(...values: readonly Value[]): readonly Row[];
  /** The first value of the first row, where a question that is asked a thousand times answers with one text. */
  first(...values: readonly Value[]): Value | undefined;
  /** Row by row as they are found, each as its values in the order of the columns. */
  tuples(...values: readonly Value[]): Iterable<readonly Value[]>;
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /**
   * All or nothing: what `job` wrote is there for others when it resolves, and nowhere if it throws. Throws KnownError
   * `disk-full`.
   */
  transaction<T>(job: () => Promise<T>): Promise<T>;
  /**
   * For a file that holds nothing yet: what is written goes to its place at once, half the writing, and whoever wants to read
   * waits. Nothing changes where somebody reads already.
   */
  writeAlone(): void;
  /** What is written goes to a log first, beside which others read: how a file is opened. */
  writeBesideReaders(): void;
  close(): void;
}

/** How long a process waits for another that writes, in milliseconds. Who reads waits for one alone that writes a new file. */
const PATIENCE = { read: 5_000, write: 20_000 } as const;

/**
 * `migrations`: SQL that makes each form of the file out of the one before; a new file gets all of them. `read` makes and
 * changes nothing and wants a file that is there. Several processes may have a file open, one of them writing. `tuning`:
 * pragmas that make a file as large as it will be, and what is kept of it in memory.
 * Throws KnownError `database-unusable`.
 */
export async function openDatabase(
  file: string,
  mode: 'read' | 'write',
  migrations: readonly string[],
  tuning = '',
): Promise<Database> {
  const { default: Libsql } = await import('libsql');
  try {
    if (mode === 'write') await mkdir(dirname(file), { recursive: true });
    const own = new Libsql(file, { timeout: PATIENCE[mode] });
    try {
      if (tuning !== '') own.exec(tuning);
      prepared(own, file, mode, migrations);
    } catch (error) {
      own.close();
      throw error;
    }
    return wrapped(own);
  } catch (error) {
    throw notOpened(file, error);
  }
}

type Own = import('libsql').Database;

const BESIDE_READERS = 'PRAGMA journal_mode = WAL';

function prepared(own: Own, file: string, mode: 'read' | 'write', migrations: readonly string[]): void {
  own.exec(`PRAGMA busy_timeout = ${PATIENCE[mode]}`);
  if (mode === 'read') {
    const found = version(own, file, migrations);
    if (found === 0) throw unreadable(file, 'it is no file of this kind');
    if (found < migrations.length) throw older(file);
    own.exec('PRAGMA query_only = 1');
    return;
  }
  own.exec(BESIDE_READERS);
  own.exec('PRAGMA synchronous = NORMAL');
  // Asked inside: another process may be making the same file.
  own.exec('BEGIN IMMEDIATE');
  for (let at = version(own, file, migrations); at < migrations.length; at += 1)
    own.exec(`${migrations[at]}; PRAGMA user_version = ${at + 1}`);
  own.exec('COMMIT');
}

function version(own: Own, file: string, migrations: readonly string[]): number {
  const { user_version: found } = own.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > migrations.length) throw unreadable(file, 'it was written by a newer version of this program');
  return found;
}

function wrapped(own: Own): Database {
  return {
    exec: (sql) => void writing(() => own.exec(sql)),
    prepare(sql) {
      const statement = own.prepare(sql);
      return {
        run: (...values) => writing(() => statement.run(values).changes),
        runWith: (values) => writing(() => statement.run(values).changes),
        all: (...values) => statement.raw(false).all(values) as Row[],
        first: (...values) => (statement.raw(true).get(values) as readonly Value[] | undefined)?.[0],
        tuples: (...values) => statement.raw(true).iterate(values) as Iterable<readonly Value[]>,
      };
    },
    async transaction(job) {
      writing(() => own.exec('BEGIN IMMEDIATE'));
      try {
        const result = await job();
        writing(() => own.exec('COMMIT'));
        return result;
      } catch (error) {
        // A full disk has rolled back by itself.
        if (own.inTransaction) own.exec('ROLLBACK');
        throw error;
      }
    },
    writeAlone() {
      own.exec('PRAGMA busy_timeout = 0');
      try {
        own.exec('PRAGMA journal_mode = TRUNCATE');
      } catch (error) {
        if (!isBusy(error)) throw error;
      } finally {
        own.exec(`PRAGMA busy_timeout = ${PATIENCE.write}`);
      }
    },
    writeBesideReaders: () => void own.exec(BESIDE_READERS),
    close: () => void own.close(),
  };
}

/** Throws KnownError `disk-full`. */
function writing<T>(job: () => T): T {
  try {
    return job();
  } catch (error) {
    throw isFull(error) ? full(error) : error;
  }
}

function isFull(error: unknown): boolean {
  return ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC'].includes(codeOf(error));
}

/** Another process has it. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Why a file could not be opened. */
export function notOpened(file: string, error: unknown): KnownError {
  if (error instanceof KnownError) return error;
  if (isFull(error)) return full(error);
  if (isBusy(error)) return busy(file, error);
  return unreadable(file, error instanceof Error ? error.message : 'unknown', error);
}

function busy(file: string, cause: unknown): KnownError {
  return new KnownError('database-unusable', 'Another program is writing to a stored file.', {
    facts: [`file: ${file}`],
    hint: 'Wait until it has ended, then give the same command again.',
    cause,
  });
}

function full(cause: unknown): KnownError {
  return new KnownError('disk-full', 'There is no room left to write to.', {
    facts: ['what was being written is undone; what was there before is as it was'],
    hint: 'Make room, then give the same command again.',
    cause,
  });
}

function older(file: string): KnownError {
  return new KnownError('database-unusable', 'A stored file is of an older form.', {
    facts: [`file: ${file}`, 'reason: an earlier version of this program wrote it'],
    hint: 'The next command that writes into it brings it to the form of today and keeps what is in it; for a label book: trace labels import FILE, or trace labels update.',
  });
}

function unreadable(file: string, why: string, cause?: unknown): KnownError {
  return new KnownError('database-unusable', 'A stored file cannot be used.', {
    facts: [`file: ${file}`, `reason: ${why}`],
    hint: 'Check the name and the rights; a file that is damaged must be made anew.',
    cause,
  });
}
