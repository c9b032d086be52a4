// An import, wherever it goes, in order: find the files, describe them, check every row, then hand over what is to be stored,
// which is sorted on disk by then.
import { mkdir, rm } from 'node:fs/promises';
import type { ChainId } from '../../model/chain.ts';
import type { KnownError } from '../../model/errors.ts';
import { badRows } from './bad-rows.ts';
import type { Before } from './before.ts';
import { type BulkFile, badFile, describedFile, filesNamed } from './bulk-files.ts';
import { openDuck, UnreadableBulk } from './duck.ts';
import type { RefusedRow, Span, Staged } from './import-plan.ts';
import { staged } from './staging.ts';

export interface ImportRequest {
  readonly paths: readonly string[];
  /** Of files that name no chain. */
  readonly chain: ChainId | undefined;
  /** Heights of which the files tell everything that they tell of at all; undefined: what their rows say. */
  readonly covers: Span | undefined;
  readonly refusing: 'whole-import' | 'rows-alone';
  /** How much memory reading and sorting may take, in the words of DuckDB. */
  readonly memory: string;
  /** Movements stored at once: enough to sort, few enough to hold. */
  readonly batch: number;
  /** Unix seconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly doing: 'looking' | 'checking' | 'sorting' | 'storing';
  readonly rows: number;
  readonly transfers: number;
  readonly height: number;
  /** The blocks that the files cover, where they say so. */
  readonly span?: Span;
}

export interface ImportOutcome {
  /** `unchanged`: all of these files were there. */
  readonly outcome: 'stored' | 'unchanged';
  readonly files: readonly { readonly name: string; readonly kind: string; readonly rows: number }[];
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  readonly chains: readonly {
    readonly chain: ChainId;
    readonly blocks: number;
    readonly transfers: number;
  }[];
}

/** Where an import goes. */
export interface ImportTarget {
  readonly before: Before;
  /** Of a file that is there, of any chain or of this one; undefined: it is not. */
  known(
    file: BulkFile,
    chain: ChainId | undefined,
  ): Promise<{ readonly kind: string; readonly rows: number } | undefined>;
  /** `name`: by its files an import is known again; cut off, it goes on where it was. */
  store(stage: Staged, name: string): Promise<ImportOutcome['chains']>;
}

/** `sorting`: a folder for what does not fit into memory, made anew and taken away. */
export async function imported(
  request: ImportRequest,
  sorting: string,
  target: ImportTarget,
): Promise<ImportOutcome> {
  await rm(sorting, { recursive: true, force: true });
  await mkdir(sorting);
  const duck = await openDuck(sorting, request.memory);
  try {
    request.onProgress({ doing: 'looking', rows: 0, transfers: 0, height: 0 });
    const paths = await filesNamed(request.paths, duck);
    const files: BulkFile[] = [];
    for (const path of paths) files.push(await describedFile(path, duck));
    const before = await unchanged(files, request, target);
    if (before !== undefined) return before;
    const stage = await staged(files, duck, target.before, request).catch((error) => {
      throw error instanceof UnreadableBulk ? unreadable(files, error) : error;
    });
    if (stage.refused.length > 0 && request.refusing === 'whole-import') throw badRows(stage.refused);
    return outcomeOf(stage, await target.store(stage, nameOf(files)));
  } finally {
    duck.close();
    await rm(sorting, { recursive: true, force: true });
  }
}

/** DuckDB names the file where it can. */
function unreadable(files: readonly BulkFile[], error: UnreadableBulk): KnownError {
  const named = files.find(({ path }) => error.message.includes(path)) ?? files[0];
  return badFile(named?.path ?? '', error.message, error);
}

async function unchanged(
  files: readonly BulkFile[],
  { chain }: ImportRequest,
  { known }: ImportTarget,
): Promise<ImportOutcome | undefined> {
  const told: ImportOutcome['files'][number][] = [];
  for (const file of files) {
    const row = await known(file, chain);
    if (row === undefined) return undefined;
    told.push({ name: file.name, ...row });
  }
  return { outcome: 'unchanged', files: told, rows: 0, refused: [], chains: [] };
}

function nameOf(files: readonly BulkFile[]): string {
  return files
    .map(({ sha256 }) => sha256)
    .sort()
    .join();
}

function outcomeOf(stage: Staged, chains: ImportOutcome['chains']): ImportOutcome {
  const files = new Map(stage.chains.flatMap(({ files: own }) => own).map((each) => [each.file.path, each]));
  return {
    outcome: 'stored',
    files: [...files.values()].map(({ file, kind, rows }) => ({ name: file.name, kind, rows })),
    rows: stage.rows,
    refused: stage.refused,
    chains,
  };
}
