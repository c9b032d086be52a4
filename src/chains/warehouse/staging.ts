// From described files to chains that can be stored: which kind each file is of, told by its columns.
import type { Database } from '../../store/database.ts';
import type { BulkFile } from './bulk-files.ts';
import type { Duck } from './duck.ts';
import type { ImportRequest } from './import.ts';
import type { Staged } from './import-plan.ts';
import { stageLists } from './list-staging.ts';

export async function staged(
  files: readonly BulkFile[],
  duck: Duck,
  _database: Database,
  { onProgress, signal }: ImportRequest,
): Promise<Staged> {
  return stageLists(files, duck, async (rows) => {
    signal.throwIfAborted();
    onProgress({ doing: 'checking', rows, transfers: 0, height: 0 });
  });
}
