// `trace warehouse import --to clickhouse://…` and traces of what it stored, on real servers: nothing twice,
// nothing lost, nothing that contradicts.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fresh, written } from '../chains/warehouse/support.ts';
import { cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { arrived, filled, imported, list, onAll, opened, SMALL, said } from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const HIGHEST = 2n ** 256n - 1n;
let shards: readonly Shard[] = [];

beforeAll(async () => {
  shards = await startCluster(2);
});
afterAll(() => stopCluster(shards));

describe('what is imported', () => {
  test('is told once before any merge, however often it was stored', async () => {
    const name = nameOf(shards, 'once');
    expect((await cli(['warehouse', 'init', name])).code).toBe(0);
    for (const table of ['history', 'move', 'tx', 'block'])
      await onAll(name, `SYSTEM STOP MERGES once.${table}_local`);
    const file = list(...SMALL);
    expect((await imported(name, file)).out).toContain(
      '5 rows read, 0 refused\nx: 5 transfers in 3 blocks stored',
    );
    const before = await said(name, 'x:S', '--json', '--min-value', '0');
    // As an insert that was sent again, because its answer was lost.
    for (const table of ['history', 'move', 'tx', 'block', 'coverage', 'source', 'asset', 'chain', 'batch'])
      await onAll(name, `INSERT INTO once.${table}_local SELECT * FROM once.${table}_local`);
    const cluster = await opened(name);
    expect(await cluster.rows('SELECT toUInt32(count()) FROM once.history')).toEqual([[18]]);
    await cluster.close();
    expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
    expect(await said(name, 'x:S', '--json', '--min-value', '0', '--hub-limit', '3')).toEqual(
      await said(`sqlite:${await sqlite(file)}`, 'x:S', '--json', '--min-value', '0', '--hub-limit', '3'),
    );
    // The same rows again, and further ones, from another file.
    expect((await imported(name, file)).out).toContain('nothing new');
    const longer = list(...SMALL, 'x,t4,4,1600000300,1,E,S,U,5,0');
    expect((await imported(name, longer)).code).toBe(0);
    expect(await said(name, 'x:S', '--json', '--min-value', '0', '--as-of', '3')).toMatchObject({ code: 0 });
    const [left, right] = [
      await said(name, 'x:E', '--json'),
      await said(`sqlite:${await sqlite(file, longer)}`, 'x:E', '--json'),
    ];
    expect(left).toEqual(right);
  });

  test('has movements that came later beside those of the same transaction', async () => {
    const name = await filled(nameOf(shards, 'later'), ...evm('transactions'));
    const file = await sqlite('--chain', 'ethereum', ...evm('transactions').slice(2));
    expect((await imported(name, ...evm('token_transfers'))).code).toBe(0);
    await cli(['warehouse', 'import', '--to', `sqlite:${file}`, ...evm('token_transfers')]);
    for (const wallet of [
      '0x00000000000000000000000000000000000000a1',
      '0x00000000000000000000000000000000000000a3',
    ]) {
      const asked = [`ethereum:${wallet}`, '--json', '--min-value', '0', '--hops', '3'];
      const mine = await said(name, ...asked);
      expect(mine).toEqual(await said(`sqlite:${file}`, ...asked));
      expect(mine.code).toBe(3);
    }
  });

  test('holds amounts up to 2^256 − 1, and refuses a larger one by name', async () => {
    const name = await filled(nameOf(shards, 'large'), list(`x,t0,1,1600000000,1,S,E,U,${HIGHEST},0`));
    expect(JSON.stringify(await arrived(name))).toContain(HIGHEST.toString());
    const { code, err } = await imported(name, list(`y,t0,1,1600000000,1,S,E,U,${HIGHEST + 1n},0`));
    expect([code, err]).toEqual([1, expect.stringContaining('amount-too-large')]);
    expect((await cli(['warehouse', 'status', name])).out).not.toContain('y (list)');
  });

  test('is refused whole for a row that cannot be used, named with its file and row', async () => {
    const name = nameOf(shards, 'refused');
    await cli(['warehouse', 'init', name]);
    const bad = list(SMALL[0] as string, 'x,t9,2,1600000100,1,S,A,U,-1,0');
    const { code, err } = await imported(name, bad);
    expect(code).toBe(2);
    expect(err).toContain('row 2');
    expect((await cli(['warehouse', 'status', name])).out).toBe('empty\n');
    expect((await imported(name, bad, '--skip-refused')).out).toContain('2 rows read, 1 refused');
    // And every trace says so.
    expect((await cli(['x:S', '--ledger', name])).out).toContain('1 row left out');
  });

  test('is refused where it contradicts what is there, and leaves that as it was', async () => {
    const name = await filled(nameOf(shards, 'contradicts'), list(...SMALL));
    const before = await arrived(name);
    for (const [row, why] of [
      ['x,t1,2,1600000100,1,S,A,U,61,0', 'says something else'],
      ['x,t1,9,1600000900,1,S,A,U,60,0', 'stands at height 2'],
      ['x,t9,2,1600000999,1,S,A,U,60,0', 'its time is'],
      ['x,t9,9,1600000900,1,S,A,U,60,6', '6 decimals'],
    ] as const) {
      const { code, err } = await imported(name, list(row));
      expect([code, err]).toEqual([1, expect.stringContaining('import-conflict')]);
      expect(err).toContain(why);
      expect(await arrived(name)).toEqual(before);
    }
  });
});

test("a batch that was cut off is told to nobody, and stands in nobody's way", async () => {
  const name = await filled(nameOf(shards, 'cutoff'), list(...SMALL.slice(0, 3)));
  const before = await said(name, 'x:S', '--json', '--min-value', '0');
  // All that a batch of the rest stores, but for the row that says that it is done.
  const whole = await filled(nameOf(shards, 'whole'), list(...SMALL));
  await onAll(
    name,
    'INSERT INTO cutoff.batch_local SELECT 7, import, chain, height, 0 FROM cutoff.batch WHERE done = 1 LIMIT 1',
  );
  for (const [table, stands] of [
    ['history', 'height = 3'],
    ['move', 'height = 3'],
    ['tx', 'height = 3'],
    ['block', 'height = 3'],
    ['coverage', 'last = 3'],
  ] as const)
    await onAll(
      name,
      `INSERT INTO cutoff.${table}_local SELECT * REPLACE (7 AS batch${table === 'history' ? ', 7 AS version' : ''}) FROM whole.${table}_local WHERE ${stands}`,
    );
  expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
  expect((await cli(['warehouse', 'status', name])).out).toContain('list: blocks 1 to 2');
  // Those rows again, by an import that ends.
  expect((await imported(name, list(...SMALL))).code).toBe(0);
  for (const table of ['history', 'move', 'tx', 'block'])
    await onAll(name, `OPTIMIZE TABLE cutoff.${table}_local FINAL`);
  expect(await arrived(name)).toEqual(await arrived(whole));
});

/** Two transactions of Ethereum, A1 to A2 and A2 to A3; in each of them a token moves too. */
function evm(kind: 'transactions' | 'token_transfers'): readonly string[] {
  const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
  const tx = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
  const text =
    kind === 'transactions'
      ? [
          'hash,block_number,transaction_index,from_address,to_address,value,block_timestamp,receipt_status,receipt_gas_used,gas_price',
          `${tx(1)},7,0,${at(0xa1)},${at(0xa2)},1000,1500000000,1,10,2`,
          `${tx(2)},8,0,${at(0xa2)},${at(0xa3)},900,1500000012,1,10,2`,
        ]
      : [
          'token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp',
          `${at(0xcc)},${at(0xa1)},${at(0xa3)},77,${tx(1)},0,7,1500000000`,
          `${at(0xcc)},${at(0xa3)},${at(0xa4)},70,${tx(2)},0,8,1500000012`,
          `${at(0xcc)},${at(0xa4)},${at(0xa5)},70,${tx(2)},1,8,1500000012`,
        ];
  return ['--chain', 'ethereum', written(`${kind}.csv`, `${text.join('\n')}\n`)];
}

async function sqlite(...files: readonly string[]): Promise<string> {
  const file = fresh('warehouse.db');
  const at = files.findIndex((each) => !each.startsWith('--') && each !== 'ethereum');
  for (const each of files.slice(at))
    await cli(['warehouse', 'import', '--to', `sqlite:${file}`, '--quiet', ...files.slice(0, at), each]);
  return file;
}
