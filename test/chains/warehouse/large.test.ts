// What does not fit: a disk that is full, a wallet with more transfers than are held at once.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import { cli } from '../../support/cli.ts';
import { csv } from '../list/support.ts';
import { fresh, imported, ledgersOf, warehouseOf, written } from './support.ts';

const DEMO = 'list:demo' as ChainId;
const never = new AbortController().signal;

/** A file system of so many megabytes; undefined where only root may make one, and this is not root. */
function tinyDisk(megabytes: number): string | undefined {
  const folder = fresh('disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** W pays and is paid, several times in each block. */
function listOfOne(rows: number): string {
  return csv(
    ...Array.from({ length: rows }, (_, at) => {
      const height = 1 + Math.floor(at / 8);
      const [from, to] = at % 3 === 0 ? ['W', `P${at % 501}`] : [`P${at % 503}`, 'W'];
      return `demo,t${at},${height},${1_600_000_000 + height},${at},${from},${to},USD,${at + 1},0`;
    }),
  );
}

/** The same size as token transfers: stored as sets. */
function manyEvents(rows: number): string {
  const hex = (n: number, digits: number): string => `0x${n.toString(16).padStart(digits, '0')}`;
  const lines = Array.from(
    { length: rows },
    (_, at) =>
      `${hex(9, 40)},${hex(7, 40)},${hex(100 + (at % 501), 40)},${at + 1},${hex(at, 64)},${at % 8},${1 + Math.floor(at / 8)},1600000000`,
  );
  return `token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp\n${lines.join('\n')}\n`;
}

const stored = [
  { as: 'rows', text: () => listOfOne(120_000).replaceAll('demo', 'other'), flags: [] },
  { as: 'sets', text: () => manyEvents(120_000), flags: ['--chain', 'ethereum'] },
];

test.for(stored)(
  'a full disk is named, what did not fit is undone, and the same command goes on when there is room: $as',
  { timeout: 60_000 },
  async ({ text, flags }, context) => {
    const disk = tinyDisk(24);
    if (disk === undefined) return context.skip('only root may mount a small disk');
    const small = written('small.csv', csv('demo,a1,1,1600000001,0,S,A,USD,5,0'));
    const file = join(disk, 'w.db');
    expect((await imported(file, small)).code).toBe(0);
    const large = written('large.csv', text());
    const { code, err } = await imported(file, large, ...flags);
    expect([code, err]).toEqual([1, expect.stringContaining('[disk-full]')]);
    const status = await cli(['warehouse', 'status', `sqlite:${file}`]);
    expect([status.code, status.out]).toEqual([0, expect.stringContaining('demo (list)')]);
    const traced = await cli(['demo:S', '--ledger', `sqlite:${file}`, '--json', '--min-value', '0']);
    expect([traced.code, JSON.parse(traced.out).explored.places ?? traced.code]).toEqual([
      0,
      expect.anything(),
    ]);
    execFileSync('mount', ['-o', 'remount,size=200m', disk]);
    const again = await imported(file, large, ...flags);
    expect([again.code, again.err]).toEqual([0, '']);
  },
);

test('a wallet with more transfers than a page is told in pages, each of whole blocks, and none twice', async () => {
  const ROWS = 50_000;
  const file = await warehouseOf(written('list.csv', listOfOne(ROWS)));
  const ledger = (await ledgersOf(file)).get(DEMO) as Ledger;
  const asOf = await ledger.head({}, never);
  const subject = wallet(DEMO, 'W' as never);
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal: never };
  const ids = new Set<string>();
  let largest = 0;
  let last = -1;
  for await (const page of ledger.transfersOf([subject], scope)) {
    largest = Math.max(largest, page.transfers.length);
    for (const { id } of page.transfers) {
      expect(ids.has(id)).toBe(false);
      ids.add(id);
    }
    const heights = page.transfers.map(({ at }) => at?.height as number);
    if (heights.length > 0) {
      expect(heights.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(last);
      last = heights.reduce((a, b) => Math.max(a, b));
    }
  }
  expect(ids.size).toBe(ROWS);
  expect(largest).toBeLessThanOrEqual(20_000);
});

test('a hub is found by its count: none of its rows is told, however many it has', async () => {
  const ROWS = 50_000;
  const file = await warehouseOf(written('list.csv', listOfOne(ROWS)));
  const ledger = (await ledgersOf(file)).get(DEMO) as Ledger;
  const asOf = await ledger.head({}, never);
  const hubs: unknown[] = [];
  for (const hubLimit of [ROWS, ROWS - 1, 10])
    for await (const page of ledger.transfersOf([wallet(DEMO, 'W' as never)], {
      asOf,
      hubLimit,
      concurrency: 1,
      signal: never,
    }))
      if (page.hub === true) hubs.push([hubLimit, page.transfers.length]);
  expect(hubs).toEqual([
    [ROWS - 1, 0],
    [10, 0],
  ]);
}, 60_000);
