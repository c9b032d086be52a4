import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';

const FIRST = 'CREATE TABLE word (text TEXT PRIMARY KEY)';
const SECOND = 'ALTER TABLE word ADD COLUMN number INTEGER';

function fresh(): string {
  return join(mkdtempSync(join(tmpdir(), 'trace-store-')), 'deep', 'file.db');
}

test('a new file gets every form in turn, an older one those it lacks', async () => {
  const file = fresh();
  const old = await openDatabase(file, 'write', [FIRST]);
  expect(old.prepare('INSERT INTO word VALUES (?)').run('a')).toBe(1);
  old.close();
  const now = await openDatabase(file, 'write', [FIRST, SECOND]);
  expect(now.prepare('SELECT * FROM word').all()).toEqual([{ text: 'a', number: null }]);
  now.close();
});

test('a file of a newer form, or of none, is refused', async () => {
  const file = fresh();
  (await openDatabase(file, 'write', [FIRST, SECOND])).close();
  await expect(openDatabase(file, 'read', [FIRST])).rejects.toMatchObject({ code: 'database-unusable' });
  const text = join(mkdtempSync(join(tmpdir(), 'trace-store-')), 'text.db');
  writeFileSync(text, 'a text that is long enough to hold what would be the header of a database'.repeat(9));
  await expect(openDatabase(text, 'read', [FIRST])).rejects.toMatchObject({ code: 'database-unusable' });
});

test('a reader changes nothing', async () => {
  const file = fresh();
  (await openDatabase(file, 'write', [FIRST])).close();
  const reader = await openDatabase(file, 'read', [FIRST]);
  expect(() => reader.prepare('INSERT INTO word VALUES (?)').run('a')).toThrow();
  reader.close();
});

test('a job that throws leaves nothing, and readers see none of it while it runs', async () => {
  const file = fresh();
  const writer = await openDatabase(file, 'write', [FIRST]);
  const reader = await openDatabase(file, 'read', [FIRST]);
  const count = () => reader.prepare('SELECT count(*) AS n FROM word').all()[0]?.n;
  const job = writer.transaction(async () => {
    writer.prepare('INSERT INTO word VALUES (?)').run('a');
    expect(count()).toBe(0);
    throw new Error('killed');
  });
  await expect(job).rejects.toThrow('killed');
  expect(count()).toBe(0);
  await writer.transaction(async () => writer.prepare('INSERT INTO word VALUES (?)').run('b'));
  expect(count()).toBe(1);
  for (const open of [writer, reader]) open.close();
  expect(existsSync(file)).toBe(true);
});

test('who writes a new file alone writes no log beside it; afterwards there are readers beside again', async () => {
  const file = fresh();
  const own = await openDatabase(file, 'write', [FIRST]);
  const mode = () => own.prepare('PRAGMA journal_mode').all()[0]?.journal_mode;
  own.writeAlone();
  expect(mode()).toBe('truncate');
  await own.transaction(async () => {
    own.prepare('INSERT INTO word VALUES (?)').run('a');
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
  own.writeBesideReaders();
  expect(mode()).toBe('wal');
  const reader = await openDatabase(file, 'read', [FIRST]);
  own.writeAlone();
  expect(mode()).toBe('wal');
  expect(reader.prepare('SELECT text FROM word').all()).toEqual([{ text: 'a' }]);
  for (const open of [own, reader]) open.close();
});

test('who wants to read what is written alone waits some seconds, and is told what goes on', async () => {
  const file = fresh();
  const other = await openDatabase(file, 'write', [FIRST]);
  other.writeAlone();
  other.exec('BEGIN EXCLUSIVE');
  const start = performance.now();
  await expect(openDatabase(file, 'read', [FIRST])).rejects.toMatchObject({
    code: 'database-unusable',
    message: 'Another program is writing to a stored file.',
    facts: [`file: ${file}`],
  });
  expect(performance.now() - start).toBeGreaterThan(1_000);
  other.exec('COMMIT');
  other.close();
  (await openDatabase(file, 'read', [FIRST])).close();
}, 60_000);
