// A warehouse opened to be read: its chains, what of them it covers, its files. What its ledgers answer is ledger.ts.
import { existsSync } from 'node:fs';
import type { ChainId } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import type { Covered } from './import-plan.ts';
import { TUNING, warehouseForms } from './schema.ts';

export interface StoredChain {
  readonly chain: ChainId;
  readonly form: string;
  /** Of each kind, ascending and apart from each other. */
  readonly covered: readonly Covered[];
  /** Rows of its files that were left out. */
  readonly refused: number;
  /** An import was begun and not finished. */
  readonly unfinished: boolean;
  readonly sources: readonly StoredSource[];
}

/** As a file has it. */
export interface NumberedChain extends StoredChain {
  readonly number: number;
}

export interface StoredSource {
  readonly name: string;
  readonly kind: string;
  readonly sha256: string;
  readonly rows: number;
  readonly refused: number;
  readonly imported: number;
}

export interface Warehouse {
  readonly file: string;
  readonly database: Database;
  /** Sorted by id. */
  readonly chains: readonly NumberedChain[];
}

/** Throws KnownError `no-warehouse`, `database-unusable`. */
export async function openWarehouse(file: string): Promise<Warehouse> {
  if (!existsSync(file))
    throw new KnownError('no-warehouse', 'There is no warehouse.', {
      facts: [`file: ${file}`],
      hint: 'Make one: trace warehouse import FILES --to FILE.',
      exit: 2,
    });
  const database = await openDatabase(file, 'read', warehouseForms, TUNING);
  return { file, database, chains: storedChains(database) };
}

/** An empty one, or an older one in its newest form. Throws KnownError `database-unusable`. */
export async function makeWarehouse(file: string): Promise<void> {
  (await openDatabase(file, 'write', warehouseForms, TUNING)).close();
}

function storedChains(database: Database): NumberedChain[] {
  const sources = database.prepare(
    'SELECT name, kind, sha256, rows, refused, imported FROM source WHERE chain = ? ORDER BY name, sha256',
  );
  const spans = database.prepare(
    'SELECT kind, first, last FROM coverage WHERE chain = ? ORDER BY kind, first, last',
  );
  const begun = database.prepare('SELECT 1 FROM progress WHERE chain = ?');
  const chains = database.prepare('SELECT id, name, form FROM chain ORDER BY name').all();
  return chains.map(({ id, name, form }) => {
    const own = [...sources.tuples(id as number)].map(
      ([name, kind, sha256, rows, refused, imported]): StoredSource => ({
        name: name as string,
        kind: kind as string,
        sha256: sha256 as string,
        rows: rows as number,
        refused: refused as number,
        imported: imported as number,
      }),
    );
    return {
      chain: name as ChainId,
      number: id as number,
      form: form as string,
      covered: joinedSpans([...spans.tuples(id as number)]),
      refused: own.reduce((sum, { refused }) => sum + refused, 0),
      unfinished: begun.all(id as number).length > 0,
      sources: own,
    };
  });
}

/** Spans of one kind that touch are one. */
export function joinedSpans(spans: readonly (readonly unknown[])[]): Covered[] {
  const found: Covered[] = [];
  for (const [kind, first, last] of spans as readonly [string, number, number][]) {
    const before = found.at(-1);
    if (before?.kind === kind && first <= before.last + 1)
      found[found.length - 1] = { ...before, last: Math.max(before.last, last) };
    else found.push({ kind, first, last });
  }
  return found;
}
