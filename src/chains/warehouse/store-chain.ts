// One chain of an import into a file: batches of whole blocks, each stored with the note of how far it went, in one transaction.
// A killed import goes on from there, and what is there is always whole blocks, named by the coverage.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Database } from '../../store/database.ts';
import { type EvmSets, ToldTwice } from './evm-sets.ts';
import { type Covered, progressSpan, type Span, type Staged, type StagedChain } from './import-plan.ts';
import type { ImportRequest } from './imported.ts';
import { type Interned, internedAssets } from './intern.ts';
import type { MovedBlock } from './moves.ts';
import { makeNameIndex } from './name-index.ts';
import { blockWriter } from './write.ts';
import { type Counted, setWriter } from './write-sets.ts';

/** So many batches are numbered at once for a set, since those are not held here. */
const OF_A_SPAN = 4;
/**
 * So many spans are one set: the more, the less often the whole file is gone through, and the more is done again where an
 * import was killed. Ten million movements are about a minute.
 */
const OF_A_SET = 10;

/** A chain on its way into a file. */
interface Storing {
  readonly database: Database;
  readonly chain: ChainId;
  readonly chainNumber: number;
  readonly assets: Interned;
  readonly request: ImportRequest;
  /** `write` and the note that all is stored up to this height, or neither. */
  stored(height: number, write: () => Counted | Promise<Counted>): Promise<void>;
  onNumbered(height: number, transfers: number): void;
}

export async function storeChain(
  database: Database,
  staging: StagedChain,
  { rows, refused: left }: Staged,
  name: string,
  request: ImportRequest,
): Promise<{ chain: ChainId; blocks: number; transfers: number }> {
  const { chain } = staging;
  const number = chainNumber(database, staging);
  const doneTo = database.prepare('SELECT height FROM progress WHERE import = ? AND chain = ?');
  const setDone = database.prepare(
    'INSERT OR REPLACE INTO progress (import, chain, height) VALUES (?, ?, ?)',
  );
  const assets = internedAssets(database, number, (asset) => staging.assets.get(asset));
  const all = { blocks: 0, transfers: 0 };
  const span = progressSpan(staging.covered);
  const storing: Storing = {
    ...{ database, chain, chainNumber: number, assets, request },
    async stored(height, write) {
      request.signal.throwIfAborted();
      const { blocks, transfers } = await database.transaction(async () => {
        const counted = await write();
        setDone.run(name, number, height);
        cover(database, number, staging.covered, height);
        return counted;
      });
      database.writeBesideReaders();
      all.blocks += blocks;
      all.transfers += transfers;
      request.onProgress({ doing: 'storing', rows, transfers: all.transfers, height, ...span });
    },
    onNumbered(height, own) {
      request.onProgress({ doing: 'sorting', rows, transfers: all.transfers + own, height, ...span });
    },
  };
  const done = Number(doneTo.all(name, number)[0]?.height ?? -1);
  const above = staging.sets === undefined ? done : await storeSets(storing, staging.sets, done);
  await storeBlocks(storing, staging.blocks(above));
  await database.transaction(async () => {
    cover(database, number, staging.covered, Number.POSITIVE_INFINITY);
    const add = database.prepare(
      'INSERT OR REPLACE INTO source (sha256, chain, name, kind, rows, refused, imported) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { file, kind, rows: own } of staging.files) {
      const refused = left.filter((row) => row.file === file.path).length;
      add.run(file.sha256, number, file.name, kind, own, refused, request.now);
    }
  });
  return { chain, ...all };
}

/**
 * Returns how far it came. Row by row remains what is there in part, what files tell twice, and what is too large to be
 * sorted at once in the memory allowed.
 */
async function storeSets(
  { database, chain, chainNumber, assets, request, stored, onNumbered }: Storing,
  sets: EvmSets,
  done: number,
): Promise<number> {
  const known = database.prepare('SELECT 1 FROM block WHERE chain = ? AND height > ? LIMIT 1');
  if (known.all(chainNumber, done).length > 0) return done;
  let above = done;
  try {
    const writer = await setWriter({ database, chain, chainNumber, assets, duck: sets.duck }, sets);
    const spans = await sets.spans(done, request.batch * OF_A_SPAN);
    for (let from = 0; from < spans.length; ) {
      // A rest goes with the last: however short, it would go through the whole file again.
      const isEnd = spans.length - from < 1.5 * OF_A_SET;
      const own = spans.slice(from, isEnd ? undefined : from + OF_A_SET);
      const { last } = own.at(-1) as Span;
      const whileSorting = (): void => (isEnd ? makeNameIndex(database) : undefined);
      await stored(last, () => writer.write(own, { signal: request.signal, onNumbered, whileSorting }));
      from += own.length;
      above = last;
    }
  } catch (error) {
    const isShort = error instanceof KnownError && error.code === 'memory-short';
    if (!isShort && !(error instanceof ToldTwice)) throw error;
    assets.forget();
  }
  return above;
}

async function storeBlocks(
  { database, chain, chainNumber, assets, request, stored }: Storing,
  blocks: AsyncIterable<MovedBlock>,
): Promise<void> {
  const writer = blockWriter(database, chain, chainNumber, assets);
  let batch: MovedBlock[] = [];
  let moves = 0;

  async function flush(): Promise<void> {
    const height = batch.at(-1)?.height;
    if (height === undefined) return;
    try {
      await stored(height, () => {
        writer.write(batch);
        return { blocks: batch.length, transfers: moves };
      });
    } catch (error) {
      writer.forget();
      throw error;
    }
    batch = [];
    moves = 0;
  }

  for await (const block of blocks) {
    batch.push(block);
    for (const { moves: own, coins } of block.transactions)
      moves += own.length + (coins === undefined ? 0 : coins.ins.length + coins.outs.length);
    if (moves >= request.batch || batch.length >= request.batch) await flush();
  }
  await flush();
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
