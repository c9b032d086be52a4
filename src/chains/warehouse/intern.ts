// Texts to numbers: wallets and assets of one chain, known ones looked up, new ones added. A number stands in a row, the
// text once in the file.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import { multiRow } from './multi-row.ts';
import { storedText } from './stored-text.ts';

/** Numbers kept in memory at once; more are looked up again. */
const MOST_KEPT = 1_000_000;
/** Texts asked for in one statement. */
const ASKED = 500;

export interface Interned {
  /** The numbers of these texts, new ones given in the order of `texts`. Inside a transaction. */
  numbers(texts: ReadonlySet<string>): ReadonlyMap<string, number>;
  /** A transaction was undone: what it gave out is no number. */
  forget(): void;
}

export function internedWallets(database: Database, chain: ChainId, chainNumber: number): Interned {
  const insert = multiRow(database, 'INSERT INTO wallet (id, chain, address)', 3);
  return interned(database, {
    table: 'wallet',
    column: 'address',
    chainNumber,
    stored: (text) => storedText(chain, text),
    add: (id, text) => insert.add([id, chainNumber, storedText(chain, text)]),
    flush: () => void insert.flush(),
  });
}

/** `told`: symbol and decimals, where the import knows them. */
export function internedAssets(
  database: Database,
  chainNumber: number,
  told: (asset: AssetId) => { readonly symbol: string; readonly decimals: number | undefined } | undefined,
): Interned {
  const insert = multiRow(database, 'INSERT INTO asset (id, chain, name, symbol, decimals)', 5);
  return interned(database, {
    table: 'asset',
    column: 'name',
    chainNumber,
    stored: (text) => text,
    add(id, text) {
      const known = told(text as AssetId);
      insert.add([id, chainNumber, text, known?.symbol ?? null, known?.decimals ?? null]);
    },
    flush: () => void insert.flush(),
  });
}

interface Kind {
  readonly table: 'wallet' | 'asset';
  readonly column: 'address' | 'name';
  readonly chainNumber: number;
  stored(text: string): string | Buffer;
  add(id: number, text: string): void;
  flush(): void;
}

function interned(database: Database, { table, column, chainNumber, stored, add, flush }: Kind): Interned {
  const kept = new Map<string, number>();
  const holes = Array.from({ length: ASKED }, () => '?').join();
  const find = database.prepare(
    `SELECT id, ${column} FROM ${table} WHERE chain = ? AND ${column} IN (${holes})`,
  );
  const highest = database.prepare(`SELECT max(id) AS id FROM ${table}`);

  function lookUp(texts: readonly string[]): void {
    for (let from = 0; from < texts.length; from += ASKED) {
      const part = texts.slice(from, from + ASKED);
      const byStored = new Map(part.map((text) => [keyOf(stored(text)), text]));
      const values = part.map(stored);
      // Holes that are left over ask for the first again.
      while (values.length < ASKED) values.push(values[0] as string);
      for (const [id, value] of find.tuples(chainNumber, ...values)) {
        const text = byStored.get(keyOf(value as string | Uint8Array));
        if (text !== undefined) kept.set(text, id as number);
      }
    }
  }

  return {
    numbers(texts) {
      if (kept.size > MOST_KEPT) kept.clear();
      const unknown = [...texts].filter((text) => !kept.has(text));
      lookUp(unknown);
      let next = Number(highest.all()[0]?.id ?? 0);
      for (const text of unknown) {
        if (kept.has(text)) continue;
        next += 1;
        kept.set(text, next);
        add(next, text);
      }
      flush();
      return kept;
    },
    forget: () => kept.clear(),
  };
}

function keyOf(stored: string | Uint8Array): string {
  if (typeof stored === 'string') return `t${stored}`;
  return `b${Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('latin1')}`;
}
