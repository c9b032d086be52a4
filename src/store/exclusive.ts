// One process at a time: a claim on a name that ends with the process, however it ends. SQLite's own lock on a small file
// of its own does that everywhere; a file with a process number in it would stay behind a kill.
import { KnownError } from '../model/errors.ts';

/** Returns what gives the claim up. Throws KnownError `import-running` at once where another process has it. */
export async function claimed(file: string): Promise<() => void> {
  const { default: Libsql } = await import('libsql');
  const own = new Libsql(file, { timeout: 0 });
  try {
    own.exec('PRAGMA busy_timeout = 0');
    own.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    own.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_BUSY')) throw error;
    throw new KnownError('import-running', 'Another import into this warehouse is running.', {
      facts: [`claimed by: ${file}`],
      hint: 'Wait until it has ended, or stop it: its claim ends with it.',
      cause: error,
    });
  }
  return () => own.close();
}
