// `trace warehouse init clickhouse://…` and all that can go wrong between the program and a cluster, on real servers.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cluster } from '../../src/store/cluster.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { opened, reader } from './support.ts';

// An answer is asked for again for some fifteen seconds before it is given up.
vi.setConfig({ testTimeout: 120_000 });

let shards: readonly Shard[] = [];

beforeAll(async () => {
  shards = await startCluster(3);
});
afterAll(() => stopCluster(shards));

function init(name: string, env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return cli(['warehouse', 'init', name], { env });
}

async function run(name: string, sql: string): Promise<void> {
  const cluster = await opened(name);
  await cluster.run(cluster.name.hosts[0] as string, sql);
  await cluster.close();
}

const COLUMNS = '(wallet, height, tx, slot, dir, peer, amount)';
/** `wallet`, `height`; a movement of 2^256 − 1 from wallet 9. */
const LEG = (wallet: number, height: number) =>
  `('w${wallet}', ${height}, 't', 0, 1, 'w9', toUInt256('${2n ** 256n - 1n}'))`;

describe('init', () => {
  test('makes the tables on every shard, and may be given again', async () => {
    const name = nameOf(shards);
    expect(await init(name)).toMatchObject({ code: 0, out: `${name}: ready\n` });
    expect(await init(name)).toMatchObject({ code: 0 });
    const cluster = await opened(name, reader);
    for (const host of cluster.name.hosts)
      expect(
        await cluster.rowsOf(
          host,
          "SELECT engine, toUInt32(count()) FROM system.tables WHERE database = 'bulk' GROUP BY engine ORDER BY engine",
        ),
        // Eleven, and the number of the form, each here and over all.
      ).toEqual([
        ['Distributed', 12],
        ['ReplacingMergeTree', 12],
      ]);
    await cluster.close();
  });

  test('a row that comes again is read once before any merge, its amount whole', async () => {
    const name = nameOf(shards, 'twice');
    await init(name);
    const cluster = await opened(name);
    for (const host of cluster.name.hosts) await cluster.run(host, 'SYSTEM STOP MERGES twice.history_local');
    const rows = Array.from({ length: 30 }, (_, wallet) => LEG(wallet, 7)).join(', ');
    for (const part of [0, 1])
      await run(
        name,
        `INSERT INTO twice.history ${COLUMNS} SETTINGS distributed_foreground_insert = 1 VALUES ${rows} -- ${part}`,
      );
    const asked = 'SELECT toUInt32(count()), toString(max(amount)) FROM twice.history';
    expect(await cluster.rows(asked)).toEqual([[60, `${2n ** 256n - 1n}`]]);
    expect(await cluster.rows(`${asked} FINAL`)).toEqual([[30, `${2n ** 256n - 1n}`]]);
    // Each on one shard, and on every shard some.
    const counts: number[] = [];
    for (const host of cluster.name.hosts)
      counts.push(
        Number(
          (await cluster.rowsOf(host, 'SELECT toUInt32(count()) FROM twice.history_local FINAL'))[0]?.[0],
        ),
      );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    await cluster.close();
  });

  test('brings a warehouse of the first form to the newest, and makes room of its empty tables', async () => {
    const name = nameOf(shards, 'older');
    const cluster = await opened(name);
    // As the first version of this program made them.
    for (const host of cluster.name.hosts)
      for (const sql of [
        'CREATE DATABASE older',
        'CREATE TABLE older.form_local (number UInt32) ENGINE = ReplacingMergeTree ORDER BY number',
        "CREATE TABLE older.form AS older.form_local ENGINE = Distributed('trace3', 'older', 'form_local', number)",
        'CREATE TABLE older.leg_local (wallet UInt64, height UInt32, amount UInt256) ENGINE = ReplacingMergeTree ORDER BY (wallet, height)',
        "CREATE TABLE older.leg AS older.leg_local ENGINE = Distributed('trace3', 'older', 'leg_local', wallet)",
        'INSERT INTO older.form_local VALUES (1)',
      ])
        await cluster.run(host, sql);
    const asked = await cli(['list:A', '--ledger', name]);
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('older form')]);
    expect(await init(name)).toMatchObject({ code: 0 });
    expect(
      await cluster.rows(
        'SELECT type FROM system.columns WHERE database = {database:String} AND table = {table:String} AND name = {column:String}',
        { database: 'older', table: 'history', column: 'wallet' },
      ),
    ).toEqual([['String']]);
    expect((await cli(['warehouse', 'status', name])).out).toBe('empty\n');
    await cluster.close();
  });

  test('leaves a warehouse of a newer version as it is', async () => {
    const name = nameOf(shards, 'newer');
    await init(name);
    await run(name, 'INSERT INTO newer.form_local (number) VALUES (99)');
    const { code, err } = await init(name);
    expect(code).toBe(1);
    expect(err).toContain('database-unusable');
    expect(err).toContain('newer version');
  });

  test('names a shard that was left out', async () => {
    const { code, err } = await init(nameOf(shards, 'partly').replace(`,${shards[2]?.host}`, ''));
    expect(code).toBe(1);
    expect(err).toContain('cluster-incomplete');
    expect(err).toContain(`port ${shards[2]?.tcp}`);
  });

  test.each([
    ['who may only read', reader],
    ['with a wrong password', { CLICKHOUSE_USER: 'reader', CLICKHOUSE_PASSWORD: 'wrong' }],
    ['whose answers leave lost shards out', { CLICKHOUSE_USER: 'careless', CLICKHOUSE_PASSWORD: 'half' }],
    ['whose answers end early', { CLICKHOUSE_USER: 'hasty', CLICKHOUSE_PASSWORD: 'half' }],
  ])('refuses a user %s, and makes nothing', async (_, env) => {
    const { code, err } = await init(nameOf(shards, 'refused'), env);
    expect(code).toBe(1);
    expect(err).toContain('cluster-refused');
    expect(err).not.toContain(env.CLICKHOUSE_PASSWORD);
    const cluster = await opened(nameOf(shards));
    expect(await cluster.rows("SELECT name FROM system.databases WHERE name = 'refused'")).toEqual([]);
    await cluster.close();
  });

  test.each([
    ['8123', {}],
    ['8443, over TLS', { CLICKHOUSE_SECURE: '1' }],
  ])('asks a host that is named without its port at %s', async (port, env) => {
    const { code, err } = await init('clickhouse://127.0.0.9/bulk', env);
    expect(code).toBe(1);
    expect(err).toContain(`ECONNREFUSED 127.0.0.9:${port.slice(0, 4)}`);
  });

  test('takes no password on the command line', async () => {
    expect((await init(`clickhouse://user:secret@${shards[0]?.host}/bulk`)).code).toBe(2);
  });
});

describe('an answer', () => {
  const COUNT = 'SELECT toUInt32(count()) FROM lost.history FINAL';
  const SLOW =
    'SELECT toUInt32(sum(n)) FROM (SELECT 1 + sleepEachRow(0.5) AS n FROM lost.history SETTINGS max_block_size = 1)';

  beforeAll(async () => {
    const name = nameOf(shards, 'lost');
    await init(name);
    const cluster = await opened(name);
    for (const [at, host] of cluster.name.hosts.entries()) {
      const rows = [0, 1, 2].map((wallet) => LEG(3 * at + wallet, 7)).join(', ');
      await cluster.run(host, `INSERT INTO lost.history_local ${COLUMNS} VALUES ${rows}`);
    }
    await cluster.close();
  });

  test('with an integer that JSON would round is refused', async () => {
    const cluster = await opened(nameOf(shards));
    await expect(cluster.rows('SELECT toUInt64(1)')).rejects.toMatchObject({ code: 'cluster-failed' });
    await cluster.close();
  });

  test('that fails after rows were sent is no answer', async () => {
    const cluster = await opened(nameOf(shards));
    const late = "SELECT toUInt32(throwIf(number = 3000000, 'late')) FROM system.numbers LIMIT 4000000";
    // The server cuts the connection: it is asked again, and in the end told.
    await expect(cluster.rows(late)).rejects.toMatchObject({ code: 'cluster-unreachable' });
    await cluster.close();
  });

  test('is asked of another host when one is lost, and whole once the shard is back', async () => {
    const [first] = shards as [Shard];
    const cluster = await opened(nameOf(shards, 'lost'));
    await first.kill();
    await expect(cluster.rows(COUNT)).rejects.toMatchObject({ code: 'cluster-unreachable' });
    // Of the other hosts alone: what needs no lost shard.
    expect(await cluster.rows('SELECT 1')).toEqual([[1]]);
    const [answer] = await Promise.all([cluster.rows(COUNT), first.start()]);
    expect(answer).toEqual([[9]]);
    await cluster.close();
  });

  /** Killed while the answer is being made: half a second for each of its three rows on each shard. */
  async function killedInTheMiddle(cluster: Cluster, shard: Shard) {
    const state = { answered: false };
    const answer = cluster
      .rows(SLOW)
      .catch((error: { code: string }) => error.code)
      .finally(() => {
        state.answered = true;
      });
    await wait(700);
    expect(state.answered).toBe(false);
    await shard.kill();
    return { answer };
  }

  test('of which a shard is killed in the middle is an error while it is gone', async () => {
    const [, , last] = shards as [Shard, Shard, Shard];
    const cluster = await opened(nameOf(shards, 'lost'));
    const { answer } = await killedInTheMiddle(cluster, last);
    expect(await answer).toBe('cluster-unreachable');
    await last.start();
    await cluster.close();
  });

  test('of which a shard is killed in the middle and comes back is whole or an error', async () => {
    const [first] = shards as [Shard];
    const cluster = await opened(nameOf(shards, 'lost'));
    // The one that was asked, so that the connection itself is cut.
    const { answer } = await killedInTheMiddle(cluster, first);
    await first.start();
    // Which of them, the time that the restart takes decides.
    expect([[[9]], 'cluster-unreachable']).toContainEqual(await answer);
    await Promise.all(shards.map((shard) => shard.ready()));
    expect(await cluster.rows(SLOW)).toEqual([[9]]);
    await cluster.close();
  });
});
