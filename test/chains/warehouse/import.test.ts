// Imports of transfer lists: what is stored, what is refused, and what is there after one that failed.
import { existsSync } from 'node:fs';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import type { ChainId } from '../../../src/model/chain.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { claimed } from '../../../src/store/exclusive.ts';
import { cli } from '../../support/cli.ts';
import { csv } from '../list/support.ts';
import { fresh, imported, ledgersOf, warehouseOf, written } from './support.ts';

const DEMO = 'list:demo' as ChainId;
const rows = ['demo,t1,1,100,0,S,A,USD,10,0', 'demo,t2,2,200,0,A,E,USD,4,0', 'demo,t3,3,300,0,A,F,USD,6,0'];

async function counts(file: string): Promise<unknown> {
  const { code, out, err } = await cli(['warehouse', 'status', `sqlite:${file}`, '--json']);
  if (code !== 0) return err;
  const { chains } = JSON.parse(out);
  const unfinished = chains.filter((chain: { unfinished: boolean }) => chain.unfinished).length;
  const database = await openDatabase(
    file,
    'write',
    Array.from({ length: 1 }, () => 'SELECT 1'),
  );
  const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).all()[0]?.n;
  const found = {
    unfinished,
    chains: chains.length,
    txs: count('tx'),
    legs: count('leg'),
    wallets: count('wallet'),
  };
  database.close();
  return found;
}

test('says how many rows it read, refused and stored, of each file', async () => {
  const { code, out } = await imported(fresh('w.db'), written('a.csv', csv(...rows)));
  expect(code).toBe(0);
  expect(out).toMatch(
    /a\.csv: list, 3 rows\n3 rows read, 0 refused\ndemo: 3 transfers in 3 blocks stored\n$/,
  );
});

test('the same file again changes nothing, under another name too', async () => {
  const file = await warehouseOf(written('a.csv', csv(...rows)));
  const before = await counts(file);
  const again = await imported(file, written('b.csv', csv(...rows)));
  expect(again.out).toContain('nothing new');
  expect(await counts(file)).toEqual(before);
});

test('a longer export of the same list adds what is new, and doubles nothing', async () => {
  const file = await warehouseOf(written('a.csv', csv(...rows.slice(0, 2))));
  expect((await imported(file, written('b.csv', csv(...rows)))).code).toBe(0);
  expect(await counts(file)).toEqual({ unfinished: 0, chains: 1, txs: 3, legs: 6, wallets: 4 });
  const whole = await warehouseOf(written('c.csv', csv(...rows)));
  const asked = async (warehouse: string) => {
    const { out } = await cli(['S', '--ledger', `sqlite:${warehouse}`, '--json', '--min-value', '0']);
    return JSON.parse(out).statement;
  };
  expect(await asked(file)).toEqual(await asked(whole));
});

test('amounts up to 2^256 - 1 come back exactly, and more than a number can hold at every size', async () => {
  const amounts = [
    1n,
    255n,
    256n,
    2n ** 48n - 1n,
    2n ** 48n,
    2n ** 53n + 1n,
    2n ** 64n,
    2n ** 255n + 1n,
    2n ** 256n - 1n,
  ];
  const list = amounts.map((amount, at) => `demo,t${at},${at + 1},100,0,S,A,UNIT,${amount},0`);
  const ledger = (await ledgersOf(await warehouseOf(written('a.csv', csv(...list))))).get(DEMO);
  const signal = new AbortController().signal;
  const asOf = await ledger?.head({}, signal);
  const place = { kind: 'wallet', chain: DEMO, address: 'S' } as never;
  const found: bigint[] = [];
  for await (const page of ledger?.transfersOf([place], {
    asOf,
    hubLimit: 99,
    concurrency: 1,
    signal,
  } as never) ?? [])
    found.push(...page.transfers.map(({ amount }) => amount));
  expect(found).toEqual(amounts);
});

test('is refused whole for rows that cannot be used, each named with its file and row', async () => {
  const good = written('good.csv', csv(...rows));
  const bad = written(
    'bad.csv',
    csv('demo,t9,9,900,0,S,A,USD,-1,0', rows[0] as string, 'no chain,t8,9,900,0,S,A,USD,1,0'),
  );
  const file = fresh('w.db');
  const { code, err } = await imported(file, good, bad);
  expect(code).toBe(2);
  expect(err).toContain('2 rows cannot be used. [bad-bulk-row]');
  expect(err).toContain('bad.csv, row 1: amount "-1" is negative');
  expect(err).toContain('bad.csv, row 3: chain "no chain" is no chain\'s name');
  expect(await counts(file)).toEqual({ unfinished: 0, chains: 0, txs: 0, legs: 0, wallets: 0 });
});

test('rows that contradict others are refused too', async () => {
  const { err } = await imported(
    fresh('w.db'),
    written(
      'a.csv',
      csv(
        ...rows,
        'demo,T1,4,400,0,S,A,USD,1,0',
        'demo,t1,5,500,0,S,A,USD,1,0',
        'demo,t6,6,600,0,S,A,USD,1,2',
      ),
    ),
  );
  expect(err).toContain('2 rows cannot be used');
  expect(err).toContain('row 5: height 5 for a transaction that stands at 1');
  expect(err).toContain('row 6: 2 decimals for an asset that has 0');
});

test('told to, leaves such rows out, and stores the others', async () => {
  const file = fresh('w.db');
  const bad = written('bad.csv', csv(...rows, 'demo,t9,9,900,0,S,A,USD,-1,0'));
  const { code, out, err } = await imported(file, bad, '--skip-refused');
  expect([code, out.includes('4 rows read, 1 refused')]).toEqual([0, true]);
  expect(err).toMatch(/bad\.csv row 4 left out: amount "-1" is negative/);
  expect(await counts(file)).toMatchObject({ txs: 3, legs: 6 });
  const { code: traced, out: result } = await cli([
    'S',
    '--ledger',
    `sqlite:${file}`,
    '--json',
    '--min-value',
    '0',
  ]);
  const gap = JSON.parse(result).gaps.find(({ code }: { code: string }) => code === 'source-incomplete');
  // A history that lacks a row is no whole one, and the exit code says so.
  expect([traced, gap.code, gap.why]).toEqual([
    3,
    'source-incomplete',
    expect.stringContaining('1 row left out when the files were imported'),
  ]);
});

test('a file that is cut off is refused by name, and nothing is stored', async () => {
  const text = csv(...rows);
  for (const cut of [text.length - 9, 20]) {
    const file = fresh('w.db');
    const { code, err } = await imported(file, written('cut.csv', text.slice(0, cut)));
    expect([code, err]).toEqual([2, expect.stringMatching(/cut\.csv.*\[bad-bulk-file\]|\[bad-bulk-row\]/)]);
    expect(await counts(file)).toMatchObject({ chains: 0, legs: 0 });
  }
});

test('what contradicts the warehouse is refused, and the warehouse stays as it was', async () => {
  const file = await warehouseOf(written('a.csv', csv(...rows)));
  const before = await counts(file);
  const conflicts: readonly [string, string][] = [
    ['demo,t3,3,300,0,A,F,USD,7,0', 'says something else in the warehouse'],
    ['demo,t3,3,301,0,A,F,USD,6,0', 'its time is 301 here and 300 in the warehouse'],
    ['demo,t3,9,900,0,A,F,USD,6,0', 'transaction t3 stands at height 3 in the warehouse'],
    ['demo,t9,9,900,0,A,F,USD,1,2', '2 decimals for an asset that has 0 in the warehouse'],
  ];
  for (const [row, why] of conflicts) {
    const { code, err } = await imported(file, written('b.csv', csv(row)));
    expect([code, err]).toEqual([1, expect.stringContaining('[import-conflict]')]);
    expect(err).toContain(why);
    expect(await counts(file)).toMatchObject(before as object);
  }
});

test('two imports at once: the second is told so, and disturbs nothing', async () => {
  const file = await warehouseOf(written('a.csv', csv(...rows)));
  const giveUp = await claimed(`${file}.lock`);
  // In the middle of what it stores, which may take minutes: the second does not wait for that.
  const first = new Libsql(file);
  first.exec('BEGIN IMMEDIATE');
  const { code, err } = await imported(file, written('b.csv', csv('demo,t9,9,900,0,S,A,USD,1,0')));
  expect([code, err]).toEqual([1, expect.stringContaining('[import-running]')]);
  first.exec('ROLLBACK');
  first.close();
  giveUp();
  expect((await imported(file, written('b.csv', csv('demo,t9,9,900,0,S,A,USD,1,0')))).code).toBe(0);
});

test('a warehouse of a newer form, or none at all, is named', async () => {
  const newer = fresh('newer.db');
  (
    await openDatabase(
      newer,
      'write',
      Array.from({ length: 9 }, () => 'SELECT 1'),
    )
  ).close();
  for (const argv of [
    ['warehouse', 'status', `sqlite:${newer}`],
    ['S', '--ledger', `sqlite:${newer}`],
  ])
    expect((await cli(argv)).err).toContain('written by a newer version of this program');
  expect((await imported(newer, written('a.csv', csv(...rows)))).err).toContain('[database-unusable]');
  const none = await cli(['S', '--ledger', `sqlite:${fresh('none.db')}`]);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('[no-warehouse]')]);
});

test('leaves nothing beside the warehouse that it sorted with', async () => {
  const file = await warehouseOf(written('a.csv', csv(...rows)));
  expect(existsSync(`${file}.sorting`)).toBe(false);
});
