// Packs into the label book: all files of one command in one transaction, so that whoever looks finds the book as it was or
// as it will be, and a killed import leaves it as it was. A pack of the same name is replaced as a whole.
import { KnownError } from '../model/errors.ts';
import type { Label } from '../model/label.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { hashing, sha256 } from './hashed-bytes.ts';
import type { Bytes } from './reading/lines.ts';
import { type Reading, readPack } from './reading/read-pack.ts';
import type { RefusedRow } from './reading/row-labels.ts';
import { bookForms, SAME } from './stored-form.ts';

/** Where a pack was fetched, under which licence, and what the server said of it. */
export interface Origin {
  readonly url: string;
  readonly licence?: string | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface PackFile {
  readonly reading: Reading;
  /** Of a download: one without a single label is a damaged one. */
  readonly origin?: Origin;
  /** Read anew at each call: once for the checksum, once for the rows. */
  bytes(): Bytes;
}

export interface PackOutcome {
  readonly pack: string;
  /** `unreadable`: no pack as a whole; what was installed under its name stays. */
  readonly outcome: 'stored' | 'unchanged' | 'unreadable';
  readonly why?: string;
  readonly rows: number;
  readonly labels: number;
  /** Said twice by the pack, stored once. */
  readonly repeated: number;
  readonly refused: number;
  readonly actors: number;
}

export interface Installing {
  readonly file: string;
  /** Unix seconds. */
  readonly now: number;
  readonly onRefused: (pack: string, row: RefusedRow) => void;
  /** Rejects when the user cancels; called between rows often enough to be felt. */
  readonly pause: () => Promise<void>;
}

/** Rows between two pauses. */
const STRIDE = 10_000;

/** Throws KnownError `database-unusable`. Outcomes in the order of `packs`. */
export async function installPacks(
  packs: Iterable<PackFile>,
  { file, now, onRefused, pause }: Installing,
): Promise<readonly PackOutcome[]> {
  const database = await openDatabase(file, 'write', bookForms);
  try {
    return await database.transaction(async () => {
      const writer = packWriter(database, now);
      const outcomes: PackOutcome[] = [];
      for (const pack of packs) {
        await pause();
        outcomes.push(await writer.write(pack, onRefused, pause));
      }
      writer.dropReplaced();
      return outcomes;
    });
  } finally {
    database.close();
  }
}

function packWriter(database: Database, now: number) {
  const findPack = database.prepare(
    'SELECT id, sha256, how, rows, labels, repeated, refused, actors FROM pack WHERE name = ?',
  );
  const rename = database.prepare('UPDATE pack SET name = ? WHERE id = ?');
  const addPack = database.prepare(
    'INSERT INTO pack (name, sha256, how, installed) VALUES (?, ?, ?, ?) RETURNING id',
  );
  const countPack = database.prepare(
    'UPDATE pack SET sha256 = ?, rows = ?, labels = ?, repeated = ?, refused = ?, actors = ?, newest = ? WHERE id = ?',
  );
  const setOrigin = database.prepare(
    'UPDATE pack SET url = ?, licence = ?, etag = ?, last_modified = ?, checked = ? WHERE id = ?',
  );
  const addLabel = database.prepare('INSERT OR IGNORE INTO label (address, chain, said) VALUES (?, ?, ?)');
  const addActor = database.prepare(
    'INSERT OR REPLACE INTO actor (id, pack, name, url, jurisdictions) VALUES (?, ?, ?, ?, ?)',
  );
  const chainId = interned(database);
  const replaced: number[] = [];

  async function write(
    { reading, origin, bytes }: PackFile,
    onRefused: Installing['onRefused'],
    pause: Installing['pause'],
  ): Promise<PackOutcome> {
    const originate = (id: number): void => {
      if (origin === undefined) return;
      const { url, licence, etag, lastModified } = origin;
      setOrigin.run(url, licence ?? null, etag ?? null, lastModified ?? null, now, id);
    };
    const how = JSON.stringify([reading.format ?? null, reading.defaults ?? null]);
    const before = findPack.all(reading.name)[0];
    database.exec('SAVEPOINT pack');
    try {
      if (before !== undefined && before.how === how && before.sha256 === sha256(bytes())) {
        originate(Number(before.id));
        database.exec('RELEASE pack');
        return { pack: reading.name, outcome: 'unchanged', ...countsOf(before) };
      }
      if (before !== undefined) rename.run(`\n${before.id}`, Number(before.id));
      const id = Number(addPack.all(reading.name, '', how, now)[0]?.id);
      const { isCut, ...counts } = await fill(id, reading, bytes, onRefused, pause);
      if (origin !== undefined && counts.labels + counts.actors === 0) throw withoutLabels(reading.name);
      if (origin !== undefined && isCut) throw cutOff(reading.name);
      originate(id);
      if (before !== undefined) replaced.push(Number(before.id));
      database.exec('RELEASE pack');
      return { pack: reading.name, outcome: 'stored', ...counts };
    } catch (error) {
      database.exec('ROLLBACK TO pack');
      database.exec('RELEASE pack');
      if (!(error instanceof KnownError)) throw error;
      return {
        pack: reading.name,
        outcome: 'unreadable',
        why: error.message,
        rows: 0,
        labels: 0,
        repeated: 0,
        refused: 0,
        actors: 0,
      };
    }
  }

  async function fill(
    id: number,
    reading: Reading,
    bytes: () => Bytes,
    onRefused: Installing['onRefused'],
    pause: Installing['pause'],
  ) {
    const saidId = statements(database, id);
    let [rows, labels, repeated, refused, actors] = [0, 0, 0, 0, 0];
    let newest: number | undefined;
    let isLastRefused = false;
    const read = hashing(bytes);
    for (const row of readPack(read.bytes, reading)) {
      rows += 1;
      isLastRefused = 'why' in row;
      if (rows % STRIDE === 0) await pause();
      if ('why' in row) {
        refused += 1;
        onRefused(reading.name, row);
      } else if ('actor' in row) {
        const { actor } = row;
        actors += addActor.run(actor.id, id, actor.name, actor.url ?? null, actor.jurisdictions ?? null);
      } else
        for (const label of row.labels) {
          const isNew = addLabel.run(label.address, chainId(label.chain), saidId(label)) > 0;
          if (isNew) labels += 1;
          else repeated += 1;
          if (label.date !== undefined && (newest === undefined || label.date > newest)) newest = label.date;
        }
    }
    countPack.run(read.sha256(), rows, labels, repeated, refused, actors, newest ?? null, id);
    return { rows, labels, repeated, refused, actors, isCut: isLastRefused && !read.endsWithLine() };
  }

  /** Once for all packs: it looks at every label. */
  function dropReplaced(): void {
    if (replaced.length === 0) return;
    const list = replaced.join(',');
    database.exec(`DELETE FROM label WHERE said IN (SELECT id FROM said WHERE pack IN (${list}));
      DELETE FROM said WHERE pack IN (${list}); DELETE FROM actor WHERE pack IN (${list});
      DELETE FROM pack WHERE id IN (${list})`);
  }
  return { write, dropReplaced };
}

function withoutLabels(name: string): KnownError {
  return new KnownError('labels-unreadable', `The labels of ${name} cannot be used: not one is in it.`, {
    hint: 'Look at what its address answers.',
  });
}

/** A broken row at the very end, in the middle of a line: a server or a cache between that handed over a part of the file. */
function cutOff(name: string): KnownError {
  return new KnownError('labels-unreadable', `The labels of ${name} cannot be used: they break off.`, {
    hint: 'Ask again.',
  });
}

/** A server that has nothing newer: the pack was asked for now, and stays. Throws KnownError `database-unusable`. */
export async function confirmPack(name: string, file: string, now: number): Promise<void> {
  const database = await openDatabase(file, 'write', bookForms);
  try {
    database.prepare('UPDATE pack SET checked = ? WHERE name = ?').run(now, name);
  } finally {
    database.close();
  }
}

function countsOf(row: Readonly<Record<string, unknown>>) {
  const number = (name: string): number => Number(row[name]);
  return {
    rows: number('rows'),
    labels: number('labels'),
    repeated: number('repeated'),
    refused: number('refused'),
    actors: number('actors'),
  };
}

/** The number of a chain, made when it is first named. */
function interned(database: Database): (chain: string) => number {
  const known = new Map(
    database
      .prepare('SELECT id, name FROM chain')
      .all()
      .map(({ id, name }) => [name as string, Number(id)]),
  );
  const add = database.prepare('INSERT INTO chain (name) VALUES (?) RETURNING id');
  return (chain) => {
    let id = known.get(chain);
    if (id === undefined) {
      id = Number(add.all(chain)[0]?.id);
      known.set(chain, id);
    }
    return id;
  };
}

/** How many different statements of a pack are remembered: a pack in which every label has its own must not fill memory. */
const MOST_REMEMBERED = 200_000;

/** The number of what a label says beside its address; equal statements of a pack have one. */
function statements(database: Database, pack: number): (label: Label) => number {
  const add = database.prepare(
    `INSERT INTO said (pack, entity, category, role, source, url, date, valid_from, valid_to, confidence, tier, actor,
     cluster_definer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const known = new Map<string, number>();
  return ({
    entity,
    category,
    role,
    source,
    url,
    date,
    validFrom,
    validTo,
    confidence,
    tier,
    actor,
    clusterDefiner,
  }) => {
    const values = [
      entity,
      category,
      role ?? null,
      source,
      url === source ? SAME : (url ?? null),
      date ?? null,
      validFrom ?? null,
      validTo ?? null,
      confidence ?? null,
      tier ?? null,
      actor ?? null,
      clusterDefiner === true ? 1 : null,
    ];
    const key = JSON.stringify(values);
    let id = known.get(key);
    if (id === undefined) {
      id = Number(add.all(pack, ...values)[0]?.id);
      if (known.size < MOST_REMEMBERED) known.set(key, id);
    }
    return id;
  };
}
