// From described files to chains that can be stored: which kind each file is of, told by its columns, and which kinds are
// read together.
import { columnName } from '../../model/column-name.ts';
import type { Column } from '../../model/columns.ts';
import type { Database } from '../../store/database.ts';
import { listColumns } from '../list/columns.ts';
import { bulkColumns, type EvmKind } from './bulk-columns.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import type { Duck } from './duck.ts';
import { stageEvm } from './evm-staging.ts';
import type { ImportRequest } from './import.ts';
import type { Staged } from './import-plan.ts';
import { stageLists } from './list-staging.ts';

/** Tried in this order: a table of token transfers has most of the columns of transactions. */
const kinds: readonly (readonly [EvmKind | 'list', readonly Column[]])[] = [
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

function kindOf(file: BulkFile): EvmKind | 'list' {
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
  database: Database,
  { chain, covers, onProgress, signal }: ImportRequest,
): Promise<Staged> {
  const byKind = new Map<EvmKind | 'list', BulkFile[]>();
  for (const file of files) {
    const kind = kindOf(file);
    byKind.set(kind, [...(byKind.get(kind) ?? []), file]);
  }
  const lists = byKind.get('list') ?? [];
  if (lists.length > 0 && lists.length < files.length)
    throw badFile(
      lists[0]?.path as string,
      'it is a transfer list, and others of the import are not: import it by itself',
    );
  const onRows = async (rows: number): Promise<void> => {
    signal.throwIfAborted();
    onProgress({ doing: 'checking', rows, transfers: 0, height: 0 });
  };
  if (lists.length > 0) return stageLists(lists, duck, onRows);
  return stageEvm(byKind as Map<EvmKind, BulkFile[]>, chain, covers, duck, database, onRows);
}
