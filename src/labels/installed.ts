// The installed label book, opened to be read: lookups by address, its packs, everything for an export. The file is
// written by installing.ts alone.
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import { openDatabase } from '../store/database.ts';
import type { Pack, Shelf } from './book.ts';
import type { Actor } from './reading/tagpack.ts';
import { bookForms, LABEL_COLUMNS, LABEL_TABLES, labelOfRow } from './stored-form.ts';

export type InstalledPack = Required<Pick<Pack, 'sha256' | 'imported'>> & Pack;

export interface Installed extends Shelf {
  packs(): readonly InstalledPack[];
  /** Every label of these packs, or of all, ordered by address. */
  all(packs: readonly string[] | undefined): Iterable<Label>;
  /** Who an actor id means, as the actor packs say. */
  actors(id: string): readonly (Actor & { readonly pack: string })[];
  close(): void;
}

/** The file must be there. Throws KnownError `database-unusable`. */
export async function openInstalled(file: string): Promise<Installed> {
  const database = await openDatabase(file, 'read', bookForms);
  const chains = new Map(
    database
      .prepare('SELECT id, name FROM chain')
      .all()
      .map(({ id, name }) => [name as string, id as number]),
  );
  const find = database.prepare(
    `SELECT ${LABEL_COLUMNS} FROM ${LABEL_TABLES} WHERE label.address = ? AND label.chain = ?`,
  );
  const findActor = database.prepare(
    `SELECT actor.id, actor.name, actor.url, actor.jurisdictions, pack.name AS pack FROM actor
     JOIN pack ON pack.id = actor.pack WHERE actor.id = ? ORDER BY pack.name`,
  );
  function of(chain: ChainId, address: Address): readonly Label[] {
    const id = chains.get(chain);
    return id === undefined ? [] : find.all(address, id).map(labelOfRow);
  }
  function packs(): readonly InstalledPack[] {
    return database
      .prepare('SELECT * FROM pack ORDER BY name')
      .all()
      .map((row) => ({
        pack: row.name as string,
        rows: Number(row.labels),
        sha256: row.sha256 as string,
        imported: Number(row.installed),
        ...(row.newest === null ? {} : { newest: Number(row.newest) }),
      }));
  }
  function* all(wanted: readonly string[] | undefined): Generator<Label> {
    // Page by page: a book of a million labels must not be held at once.
    const page = database.prepare(
      `SELECT ${LABEL_COLUMNS}, label.chain AS chain_id, label.said AS said_id FROM ${LABEL_TABLES}
       WHERE (label.address, label.chain, label.said) > (?, ?, ?) ORDER BY label.address, label.chain, label.said LIMIT 5000`,
    );
    let after: [string, number, number] = ['', 0, 0];
    for (;;) {
      const rows = page.all(...after);
      for (const row of rows)
        if (wanted === undefined || wanted.includes(row.pack as string)) yield labelOfRow(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = [last.address as string, Number(last.chain_id), Number(last.said_id)];
    }
  }
  return {
    of,
    packs,
    all,
    actors: (id) =>
      findActor.all(id).map((row) => ({
        id: row.id as string,
        name: row.name as string,
        ...(row.url === null ? {} : { url: row.url as string }),
        ...(row.jurisdictions === null ? {} : { jurisdictions: row.jurisdictions as string }),
        pack: row.pack as string,
      })),
    close: () => database.close(),
  };
}
