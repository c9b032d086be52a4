// From described files to chains that can be stored: which kind each file is of, told by its columns, and which kinds are
// read together.
import { columnName } from '../../model/column-name.ts';
import type { Column } from '../../model/columns.ts';
import { listColumns } from '../list/columns.ts';
import type { Before } from './before.ts';
import { bulkColumns, coinColumns, type EvmKind } from './bulk-columns.ts';
import { type BulkFile, badFile, isBlk } from './bulk-files.ts';
import { stageBlkFiles, stageCoins } from './coin-staging.ts';
import type { Duck } from './duck.ts';
import { stageEvm } from './evm-staging.ts';
import type { Staged } from './import-plan.ts';
import type { ImportRequest } from './imported.ts';
import { stageLists } from './list-staging.ts';

type Kind = EvmKind | 'list' | 'coins' | 'raw blocks';

/** Tried in this order: a table of token transfers has most of the columns of transactions. */
const kinds: readonly (readonly [Kind, readonly Column[]])[] = [
  ['coins', coinColumns],
  ['list', listColumns],
  ['traces', bulkColumns.traces],
  ['token_transfers', bulkColumns.token_transfers],
  ['transactions', bulkColumns.transactions],
  ['tokens', bulkColumns.tokens],
  ['blocks', bulkColumns.blocks],
];
/** Beside what a trace needs, one of these tells it from a transaction. */
const TREE = ['trace_address', 'traceaddress', 'trace_id', 'traceid'];

function hasAll(names: ReadonlySet<string>, columns: readonly Column[]): boolean {
  return columns.every(
    ({ name, aliases, required }) =>
      required === 'no' || names.has(name) || aliases.some((alias) => names.has(alias)),
  );
}

function kindOf(file: BulkFile): Kind {
  if (isBlk(file.path)) return 'raw blocks';
  const names = new Set(file.names.map(columnName));
  for (const [kind, columns] of kinds) {
    if (kind === 'traces' && !TREE.some((name) => names.has(name))) continue;
    if (kind === 'transactions' && TREE.some((name) => names.has(name))) continue;
    if (hasAll(names, columns)) return kind;
  }
  const known = kinds.map(([kind, columns]) => {
    const needed = columns.filter(({ required }) => required === 'yes').map(({ name }) => name);
    return `${kind} (${needed.join(', ')})`;
  });
  throw badFile(file.path, `its columns are those of no kind of file that is read: ${known.join('; ')}`);
}

/** Lists and files of a chain are separate imports: what numbers their transactions differs. */
export async function staged(
  files: readonly BulkFile[],
  duck: Duck,
  before: Before,
  { chain, covers, onProgress, signal }: ImportRequest,
): Promise<Staged> {
  const byKind = new Map<Kind, BulkFile[]>();
  for (const file of files) {
    const kind = kindOf(file);
    byKind.set(kind, [...(byKind.get(kind) ?? []), file]);
  }
  const count = (...of: readonly Kind[]): number =>
    of.reduce((sum, kind) => sum + (byKind.get(kind) ?? []).length, 0);
  for (const alone of ['list', 'coins', 'raw blocks'] as const) {
    const [first] = byKind.get(alone) ?? [];
    const together = alone === 'coins' ? count('coins', 'blocks') : count(alone);
    if (first !== undefined && together < files.length)
      throw badFile(
        first.path,
        `its rows are ${alone}, and other files of the import are not: import them apart`,
      );
  }
  const onRows = async (rows: number): Promise<void> => {
    signal.throwIfAborted();
    onProgress({ doing: 'checking', rows, transfers: 0, height: 0 });
  };
  if (byKind.has('list')) return stageLists(files, duck, onRows);
  const [coins, blocks] = [byKind.get('coins'), byKind.get('blocks') ?? []];
  if (coins !== undefined) return stageCoins(coins, blocks, chain, covers, duck, before, onRows);
  if (byKind.has('raw blocks')) return stageBlkFiles(files, chain, duck, before, onRows);
  return stageEvm(byKind as Map<EvmKind, BulkFile[]>, chain, covers, duck, before, onRows);
}
