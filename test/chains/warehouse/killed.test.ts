// An import that is killed in the middle, again and again: a real process and a real SIGKILL. What it leaves is whole
// blocks, and what it is in the end is what an import that nobody disturbed makes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { warehouseForms } from '../../../src/chains/warehouse/schema.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { type Built, built } from '../../cli/built.ts';
import { cli } from '../../support/cli.ts';
import { csv } from '../list/support.ts';
import { fresh, written } from './support.ts';

const ROWS = 6_000;
const BLOCK = 7;

let program: Built;
beforeAll(async () => {
  program = await built();
}, 120_000);
afterAll(() => program.remove());

/** Some wallets pay each other, in blocks of seven transactions. */
const payments = Array.from({ length: ROWS }, (_, at) => ({
  ...{ at, height: 1 + Math.floor(at / BLOCK), from: (at * 31) % 97, to: (at * 17 + 5) % 89 },
}));
const hex = (n: number, digits: number): string => `0x${(n + 1).toString(16).padStart(digits, '0')}`;

/** Stored row by row, and as sets. `batch`: so small that there are several. */
const kinds = {
  list: {
    chain: 'undefined',
    batch: 500,
    subject: 'W0',
    text: csv(
      ...payments.map(
        ({ at, height, from, to }) =>
          `demo,t${at},${height},${1_600_000_000 + height},${at},W${from},W${to},USD,${at + 1},0`,
      ),
    ),
  },
  'token transfers': {
    chain: "'eip155:1'",
    batch: 10,
    subject: hex(0, 40),
    text: `token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp
${payments
  .map(
    ({ at, height, from, to }) =>
      `${hex(999, 40)},${hex(from, 40)},${hex(to, 40)},${at + 1},${hex(at, 64)},${at % BLOCK},${height},${1_600_000_000 + height}`,
  )
  .join('\n')}\n`,
  },
};
type Kind = keyof typeof kinds;

/** Imports in small batches, and says so after each. */
const script = ({ chain, batch }: (typeof kinds)[Kind]) => `
const [dist, warehouse, file] = process.argv.slice(1);
const { importBulk } = await import(dist + '/chains/warehouse/import.js');
await importBulk({
  warehouse, paths: [file], chain: ${chain}, covers: undefined, refusing: 'whole-import', memory: '200MB', batch: ${batch},
  now: 1, signal: new AbortController().signal,
  onProgress: ({ doing, height }) => { if (doing === 'storing') process.stdout.write(height + '\\n'); },
});
`;

/** Kills the import as soon as it has said \`batches\` times that something was stored; the heights that it said. */
async function importKilled(
  kind: Kind,
  warehouse: string,
  file: string,
  batches: number,
): Promise<readonly number[]> {
  const dist = join(dirname(dirname(program.bin)), 'dist');
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script(kinds[kind]), dist, warehouse, file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const heights: number[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    heights.push(Number(line));
    if (heights.length >= batches) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return heights;
}

async function contents(warehouse: string): Promise<unknown> {
  const database = await openDatabase(warehouse, 'read', warehouseForms);
  const all = (sql: string) => [...database.prepare(sql).tuples()];
  const found = {
    legs: all(
      `SELECT own.address, leg.height, hex(tx.name), slot, dir, other.address, asset.name, ord, late, hex(amount), place
       FROM leg JOIN wallet AS own ON own.id = leg.wallet LEFT JOIN wallet AS other ON other.id = leg.peer
       JOIN tx ON tx.id = leg.tx JOIN asset ON asset.id = leg.asset ORDER BY 1, 2, 3, 4, 5`,
    ),
    coverage: all('SELECT kind, first, last FROM coverage'),
    progress: all('SELECT * FROM progress'),
    sources: all('SELECT name, rows FROM source'),
    heights: all('SELECT leg.height, count(*) FROM leg WHERE dir = 0 GROUP BY 1 ORDER BY 1'),
  };
  database.close();
  return found;
}

test.each(Object.keys(kinds) as Kind[])(
  'leaves whole blocks of a %s, says so, goes on where it was, and ends as if nothing had happened',
  async (kind) => {
    const { text, subject } = kinds[kind];
    const file = written('file.csv', text);
    const undisturbed = fresh('whole.db');
    await importKilled(kind, undisturbed, file, Number.POSITIVE_INFINITY);
    const warehouse = fresh('killed.db');
    let last = 0;
    for (const batches of [1, 2, 3]) {
      const heights = await importKilled(kind, warehouse, file, batches);
      // Goes on above what was stored before.
      expect(heights[0]).toBeGreaterThan(last);
      last = heights.at(-1) as number;
      const {
        heights: blocks,
        progress,
        sources,
        coverage,
      } = (await contents(warehouse)) as Record<string, number[][]>;
      expect(sources).toEqual([]);
      const done = progress?.[0]?.[2] as number;
      expect(done).toBeGreaterThanOrEqual(last);
      expect(coverage?.map(([, ...span]) => span)).toEqual([[1, done]]);
      expect(blocks).toEqual(Array.from({ length: done }, (_, at) => [at + 1, BLOCK]));
      last = done;
    }
    const { out } = await cli(['warehouse', 'status', `sqlite:${warehouse}`]);
    expect(out).toContain('an import was begun and not finished');
    const traced = await cli([subject, '--ledger', `sqlite:${warehouse}`, '--json']);
    expect([traced.code, traced.out]).toEqual([
      3,
      expect.stringContaining('an import that was begun and not finished'),
    ]);
    await importKilled(kind, warehouse, file, Number.POSITIVE_INFINITY);
    expect(await contents(warehouse)).toEqual(await contents(undisturbed));
  },
  120_000,
);

test('what is written straight to its place is undone by whoever opens the file after a kill', async () => {
  const file = fresh('alone.db');
  const dist = join(dirname(dirname(program.bin)), 'dist');
  // A cache so small that rows are in the file long before the end of their transaction.
  const alone = `
const [dist, file] = process.argv.slice(1);
const { openDatabase } = await import(dist + '/store/database.js');
const database = await openDatabase(file, 'write', ['CREATE TABLE word (text TEXT)'], 'PRAGMA cache_size = 10');
const add = database.prepare('INSERT INTO word VALUES (?)');
add.run('before');
database.writeAlone();
await database.transaction(async () => {
  for (let at = 0; at < 2_000; at += 1) add.run('x'.repeat(1_000));
  database.prepare("UPDATE word SET text = 'changed' WHERE rowid = 1").run();
  for (let at = 0; at < 2_000; at += 1) add.run('x'.repeat(1_000));
  process.stdout.write('written\\n');
  setInterval(() => {}, 1_000);
  await new Promise(() => {});
});
`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', alone, dist, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(createInterface({ input: child.stdout }), 'line');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(statSync(file).size).toBeGreaterThan(1_000_000);
  expect(statSync(`${file}-journal`).size).toBeGreaterThan(0);
  const database = await openDatabase(file, 'read', ['CREATE TABLE word (text TEXT)']);
  expect([...database.prepare('SELECT text FROM word').tuples()]).toEqual([['before']]);
  expect([...database.prepare('PRAGMA integrity_check').tuples()]).toEqual([['ok']]);
  database.close();
}, 60_000);
