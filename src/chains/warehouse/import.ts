// An import into a file: who may write it, what it has already, what is tidied up in the end. How a chain is stored is
// store-chain.ts.
import { KnownError } from '../../model/errors.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import { claimed } from '../../store/exclusive.ts';
import { beforeIn } from './before.ts';
import type { Staged } from './import-plan.ts';
import { type ImportOutcome, type ImportRequest, type ImportTarget, imported } from './imported.ts';
import { leaveNameIndex, makeNameIndex } from './name-index.ts';
import { TUNING, warehouseForms } from './schema.ts';
import { storeChain } from './store-chain.ts';

/** Into a file. */
export interface FileImport extends ImportRequest {
  readonly warehouse: string;
}

/**
 * Throws KnownError `bad-bulk-file`, `bad-bulk-row`, `import-running`, `import-conflict`, `disk-full`, `database-unusable`,
 * `duckdb-missing`, `file-unreadable`.
 */
export async function importBulk(request: FileImport): Promise<ImportOutcome> {
  const { warehouse } = request;
  // First: what another import is storing in one transaction keeps this one from opening the file.
  const giveUp = await claimed(`${warehouse}.lock`);
  try {
    const database = await openDatabase(warehouse, 'write', warehouseForms, TUNING);
    try {
      return await imported(request, `${warehouse}.sorting`, {
        before: beforeIn(database),
        known: known(database),
        store: (stage, name) => store(database, stage, name, request),
      });
    } finally {
      database.close();
    }
  } finally {
    giveUp();
  }
}

function known(database: Database): ImportTarget['known'] {
  const find = database.prepare(
    'SELECT source.kind, source.rows FROM source JOIN chain ON chain.id = source.chain WHERE sha256 = ? AND (? IS NULL OR chain.name = ?)',
  );
  return async ({ sha256 }, chain) => {
    const [row] = find.all(sha256, chain ?? null, chain ?? null);
    return row === undefined ? undefined : { kind: row.kind as string, rows: row.rows as number };
  };
}

async function store(
  database: Database,
  stage: Staged,
  name: string,
  request: ImportRequest,
): Promise<ImportOutcome['chains']> {
  const chains: ImportOutcome['chains'][number][] = [];
  leaveNameIndex(database, stage.rows);
  if (database.prepare('SELECT 1 FROM block LIMIT 1').all().length === 0) database.writeAlone();
  try {
    for (const each of stage.chains) chains.push(await storeChain(database, each, stage, name, request));
  } catch (error) {
    // Nobody comes back to it as to one that was killed.
    if (error instanceof KnownError && error.code === 'import-conflict') makeNameIndex(database);
    throw error;
  }
  await database.transaction(async () => {
    makeNameIndex(database);
    const isThere = database.prepare('SELECT 1 FROM source WHERE sha256 = ?');
    const done = database.prepare('DELETE FROM progress WHERE import = ?');
    // Also those whose files came with others in the end.
    for (const { import: begun } of database.prepare('SELECT DISTINCT import FROM progress').all())
      if ((begun as string).split(',').every((sha256) => isThere.all(sha256).length > 0))
        done.run(begun as string);
  });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return chains;
}
