// An import into a file: batches of whole blocks, each stored with the note of how far it went, in one transaction. A killed
// import goes on from there, and what is there is always whole blocks, named by the coverage.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import { claimed } from '../../store/exclusive.ts';
import { beforeIn } from './before.ts';
import type { Covered, Staged, StagedChain } from './import-plan.ts';
import { type ImportOutcome, type ImportRequest, type ImportTarget, imported } from './imported.ts';
import { internedAssets } from './intern.ts';
import type { MovedBlock } from './moves.ts';
import { leaveNameIndex, makeNameIndex } from './name-index.ts';
import { TUNING, warehouseForms } from './schema.ts';
import { blockWriter } from './write.ts';

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
  const database = await openDatabase(warehouse, 'write', warehouseForms, TUNING);
  let giveUp: (() => void) | undefined;
  try {
    giveUp = await claimed(`${warehouse}.lock`);
    return await imported(request, `${warehouse}.sorting`, {
      before: beforeIn(database),
      known: known(database),
      store: (stage, name) => store(database, stage, name, request),
    });
  } finally {
    giveUp?.();
    database.close();
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

async function storeChain(
  database: Database,
  staging: StagedChain,
  { rows, refused: left }: Staged,
  name: string,
  { batch: most, now, signal, onProgress }: ImportRequest,
): Promise<{ chain: ChainId; blocks: number; transfers: number }> {
  const { chain } = staging;
  const number = chainNumber(database, staging);
  const doneTo = database.prepare('SELECT height FROM progress WHERE import = ? AND chain = ?');
  const setDone = database.prepare(
    'INSERT OR REPLACE INTO progress (import, chain, height) VALUES (?, ?, ?)',
  );
  const assets = internedAssets(database, number, (asset) => staging.assets.get(asset));
  const writer = blockWriter(database, chain, number, assets);
  let batch: MovedBlock[] = [];
  let moves = 0;
  let blocks = 0;
  let transfers = 0;

  async function flush(): Promise<void> {
    signal.throwIfAborted();
    const height = batch.at(-1)?.height;
    if (height === undefined) return;
    try {
      await database.transaction(async () => {
        writer.write(batch);
        setDone.run(name, number, height);
        cover(database, number, staging.covered, height);
      });
    } catch (error) {
      writer.forget();
      throw error;
    }
    blocks += batch.length;
    transfers += moves;
    batch = [];
    moves = 0;
    onProgress({ doing: 'storing', rows, transfers, height });
  }

  const from = Number(doneTo.all(name, number)[0]?.height ?? -1);
  for await (const block of staging.blocks(from)) {
    batch.push(block);
    for (const { moves: own, coins } of block.transactions)
      moves += own.length + (coins === undefined ? 0 : coins.ins.length + coins.outs.length);
    if (moves >= most || batch.length >= most) await flush();
  }
  await flush();
  await database.transaction(async () => {
    cover(database, number, staging.covered, Number.POSITIVE_INFINITY);
    const add = database.prepare(
      'INSERT OR REPLACE INTO source (sha256, chain, name, kind, rows, refused, imported) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { file, kind, rows: own } of staging.files) {
      const refused = left.filter((row) => row.file === file.path).length;
      add.run(file.sha256, number, file.name, kind, own, refused, now);
    }
  });
  return { chain, blocks, transfers };
}

/** A chain in a warehouse is of one form: rows of a list and blocks of the chain itself tell the same twice. */
function chainNumber(database: Database, { chain, form, assets }: StagedChain): number {
  const find = database.prepare('SELECT id, form FROM chain WHERE name = ?');
  database.prepare('INSERT OR IGNORE INTO chain (name, form) VALUES (?, ?)').run(chain, form);
  const row = find.all(chain)[0];
  const conflict = (what: string): KnownError =>
    new KnownError('import-conflict', `${chainName(chain)}: ${what}.`, {
      facts: ['nothing of this import was stored'],
      hint: 'Import these files into a warehouse of their own.',
    });
  if (row?.form !== form)
    throw conflict(`it is in this warehouse from files of another kind (${row?.form}), not ${form}`);
  const number = row.id as number;
  const known = database.prepare('SELECT name, decimals FROM asset WHERE chain = ?');
  for (const { name, decimals } of known.all(number)) {
    const told = assets.get(name as never);
    if (told !== undefined && told.decimals !== undefined && decimals !== null && told.decimals !== decimals)
      throw conflict(`${told.decimals} decimals for an asset that has ${decimals} in the warehouse: ${name}`);
  }
  return number;
}

/** Of what is covered, as much as is stored. */
function cover(database: Database, chain: number, covered: readonly Covered[], upTo: number): void {
  const add = database.prepare(
    `INSERT INTO coverage (chain, kind, first, last) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (chain, kind, first) DO UPDATE SET last = max(last, ?4)`,
  );
  for (const { kind, first, last } of covered)
    if (first <= upTo) add.run(chain, kind, first, Math.min(last, upTo));
}
