// One process at a time: a claim on a name that ends with the process, however it ends. SQLite's own lock on a small file
// of its own does that everywhere; a file with a process number in it would stay behind a kill.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { isBusy, notOpened } from './database.ts';

/**
 * Returns what gives the claim up. Throws KnownError `import-running` at once where another process has it,
 * `database-unusable`, `disk-full`.
 */
export async function claimed(file: string): Promise<() => void> {
  const { default: Libsql } = await import('libsql');
  let own: import('libsql').Database | undefined;
  try {
    await mkdir(dirname(file), { recursive: true });
    own = new Libsql(file, { timeout: 0 });
    own.exec('PRAGMA busy_timeout = 0');
    own.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    own?.close();
    if (!isBusy(error)) throw notOpened(file, error);
    throw new KnownError('import-running', 'Another import into this warehouse is running.', {
      facts: [`claimed by: ${file}`],
      hint: 'Wait until it has ended, or stop it: its claim ends with it.',
      cause: error,
    });
  }
  const claim = own;
  return () => void claim.close();
}
