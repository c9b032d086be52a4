// The installed label book, opened to be read: lookups by address, its packs, everything for an export. The file is
// written by installing.ts alone.
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import { openDatabase, type Value } from '../store/database.ts';
import type { Pack, Shelf } from './book.ts';
import type { Origin } from './installing.ts';
import type { Actor } from './reading/tagpack.ts';
import { bookForms, SAID_AS_JSON, type Said, type SaidRow, saidOfRow } from './stored-form.ts';

export type InstalledPack = Required<Pick<Pack, 'sha256' | 'imported'>> & Pack;

/** A pack that `trace labels update` fetched. */
export interface FetchedPack extends Origin {
  readonly pack: string;
  /** Of the file as it was read. */
  readonly sha256: string;
  /** Unix seconds: when the server was asked last, with an answer. */
  readonly checked: number;
}

export interface Installed extends Shelf {
  packs(): readonly InstalledPack[];
  fetched(): readonly FetchedPack[];
  /** Every label of these packs, or of all, ordered by address. */
  all(packs: readonly string[] | undefined): Iterable<Label>;
  /** Who an actor id means, as the actor packs say. */
  actors(id: string): readonly (Actor & { readonly pack: string })[];
  close(): void;
}

const MOST_KEPT = 50_000;

/** The file must be there. Throws KnownError `database-unusable`. */
export async function openInstalled(file: string): Promise<Installed> {
  const database = await openDatabase(file, 'read', bookForms);
  // One state of the book, whatever another process imports meanwhile; and a lookup need not lock the file for itself.
  database.exec('BEGIN');
  const chains = new Map(
    database
      .prepare('SELECT id, name FROM chain')
      .all()
      .map(({ id, name }) => [name as string, id as number]),
  );
  const find = database.prepare(
    `SELECT ${SAID_AS_JSON} FROM label JOIN said ON said.id = label.said WHERE address = ? AND chain = ?`,
  );
  const findSaid = database.prepare(`SELECT ${SAID_AS_JSON} FROM said WHERE id = ?`);
  const packNames = new Map(
    database
      .prepare('SELECT id, name FROM pack')
      .all()
      .map(({ id, name }) => [id as number, name as string]),
  );
  /** Most labels of a pack say the same: each statement is read once. */
  const said = new Map<number, Said>();
  function saidBy(id: number, known?: SaidRow): Said {
    let found = said.get(id);
    if (found === undefined) {
      const row = known ?? (rowsOf(findSaid.first(id))[0] as SaidRow);
      found = saidOfRow(row, packNames.get(row.pack) as string);
      if (said.size >= MOST_KEPT) said.clear();
      said.set(id, found);
    }
    return found;
  }
  const findActor = database.prepare(
    `SELECT actor.id, actor.name, actor.url, actor.jurisdictions, pack.name AS pack FROM actor
     JOIN pack ON pack.id = actor.pack WHERE actor.id = ? ORDER BY pack.name`,
  );
  function of(chain: ChainId, address: Address): readonly Label[] {
    const id = chains.get(chain);
    if (id === undefined) return [];
    return rowsOf(find.first(address, id)).map((row) => ({ chain, address, ...saidBy(row.id, row) }));
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
  function fetched(): readonly FetchedPack[] {
    return database
      .prepare(
        'SELECT name, sha256, url, licence, etag, last_modified, checked FROM pack WHERE url IS NOT NULL ORDER BY name',
      )
      .all()
      .map(({ name, sha256, url, licence, etag, last_modified, checked }) => ({
        pack: name as string,
        sha256: sha256 as string,
        url: url as string,
        ...(licence === null ? {} : { licence: licence as string }),
        ...(etag === null ? {} : { etag: etag as string }),
        ...(last_modified === null ? {} : { lastModified: last_modified as string }),
        checked: Number(checked),
      }));
  }
  function* all(wanted: readonly string[] | undefined): Generator<Label> {
    // Page by page: a book of a million labels must not be held at once.
    const page = database.prepare(
      `SELECT label.address, chain.name AS chain, label.chain AS chain_id, label.said FROM label
       JOIN chain ON chain.id = label.chain
       WHERE (label.address, label.chain, label.said) > (?, ?, ?) ORDER BY label.address, label.chain, label.said LIMIT 5000`,
    );
    let after: [string, number, number] = ['', 0, 0];
    for (;;) {
      const rows = page.all(...after);
      for (const row of rows) {
        const words = saidBy(Number(row.said));
        if (wanted === undefined || wanted.includes(words.pack))
          yield { chain: row.chain as ChainId, address: row.address as Address, ...words };
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = [last.address as string, Number(last.chain_id), Number(last.said)];
    }
  }
  return {
    of,
    packs,
    fetched,
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

/** Of a question for SAID_AS_JSON. */
function rowsOf(text: Value | undefined): readonly SaidRow[] {
  return JSON.parse(text as string) as readonly SaidRow[];
}
