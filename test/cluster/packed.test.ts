// What the servers make of a movement's columns (cluster-packed.ts) comes back as it was written, whatever stands in them; and
// a warehouse of an older form says the same as ever, brought over in one go or in several.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clusterHistories } from '../../src/chains/warehouse/cluster-histories.ts';
import { copyLegs } from '../../src/chains/warehouse/cluster-older-forms.ts';
import type { ClusterWarehouse } from '../../src/chains/warehouse/cluster-open.ts';
import { ownerPlace } from '../../src/chains/warehouse/stored-owner.ts';
import { clusterAccess } from '../../src/cli/warehouse-name.ts';
import type { World } from '../../src/cli/world.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Cell } from '../../src/store/cluster.ts';
import { claimedCluster, importClaim } from '../../src/store/cluster-claim.ts';
import { cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { filled, imported, list, onAll, opened, reader, SMALL, said } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

let shards: readonly Shard[] = [];
beforeAll(async () => {
  shards = await startCluster(2);
});
afterAll(() => stopCluster(shards));

const CHAIN = 'list:x' as ChainId;
const TX = 'f0'.repeat(32);
/** Hexadecimal in every way that is nearly that of an address, and not at all. */
const TEXTS = [
  ...[`0x${TX}`, TX, TX.toUpperCase(), `0x${TX.toUpperCase()}`, `0X${TX}`, `0x0x${TX}`, `${TX}f`, `0x${TX}f`],
  ...[
    '0x',
    '0',
    '00',
    'ab',
    'aB',
    'g0',
    '0xg0',
    '0x 0',
    'list:x/erc20:0xab',
    'list:x/erc20:0xAb',
    'x/erc20:0xab',
  ],
  ...[
    'list:x/erc20:0x',
    'list:x/erc20:',
    '\0',
    '\u0001ab',
    'é',
    '😀 "\'\\\n\t',
    'z'.repeat(254),
    'z'.repeat(255),
  ],
  ...['00'.repeat(254), '00'.repeat(255), 'z'.repeat(70_000)],
];
const NUMBERS = [0, 1, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1, 2 ** 48, 2 ** 53 - 1];
const AMOUNTS = [
  0n,
  1n,
  255n,
  256n,
  2n ** 48n,
  2n ** 64n - 1n,
  2n ** 64n,
  2n ** 128n,
  2n ** 255n,
  2n ** 256n - 1n,
];
const COLUMN_NAMES =
  'wallet chain height tx slot dir peer place time asset ord amount sink legs version batch'.split(' ');
const COLUMNS = COLUMN_NAMES.join(', ');

const at = <T>(of: readonly T[], nth: number): T => of[nth % of.length] as T;
/** One movement for each text, at heights that ascend, with numbers of every width, below zero where one may be. */
const MOVES = TEXTS.map((text, nth) => ({
  height: nth < NUMBERS.length ? at(NUMBERS, nth) : 2 ** 53 - 1,
  tx: `${nth < NUMBERS.length ? '' : String.fromCodePoint(97 + nth)}${text}`,
  slot: at(NUMBERS, nth + 1),
  dir: nth % 2,
  peer: text,
  place: nth % 3 === 0 ? null : at(NUMBERS, nth + 2),
  time: nth % 5 === 0 ? -1 - at(NUMBERS, nth) : at(NUMBERS, nth + 3),
  asset: at(TEXTS, nth + 1),
  ord: nth % 4 === 0 ? null : nth % 7 === 0 ? -5 : at(NUMBERS, nth + 4),
  amount: at(AMOUNTS, nth),
  legs: at([1, 255, 256, 2 ** 32 - 1], nth),
}));

describe('a movement', () => {
  test('comes back as it was written', async () => {
    const name = nameOf(shards, 'packed');
    expect((await cli(['warehouse', 'init', name])).code).toBe(0);
    const cluster = await opened(name);
    const row = (
      wallet: string,
      { height, tx, slot, dir, peer, place, time, asset, ord, amount, legs }: (typeof MOVES)[0],
    ): Cell[] => [
      ...[wallet, CHAIN, height, tx, slot, dir, peer, place, time, asset, ord, `${amount}`, 0, legs, 1, 1],
    ];
    await cluster.insert(
      'history',
      COLUMN_NAMES,
      MOVES.map((move) => row('W', move)),
    );
    // A fee, an issue and a burning have no peer.
    const sinks = ['issued', 'fee', 'burnt'] as const;
    await cluster.insert(
      'history',
      COLUMN_NAMES,
      sinks.map((_, nth) => {
        const own = row('script:00', { ...(MOVES[0] as (typeof MOVES)[0]), height: nth, peer: '', dir: 0 });
        return own.with(COLUMN_NAMES.indexOf('sink'), -1 - nth);
      }),
    );
    const asReader = await opened(name, reader);
    const read = clusterHistories(
      { cluster: asReader, told: 'batch <= 1' } as unknown as ClusterWarehouse,
      CHAIN,
    );
    const found = await read.ofWallets(['W', 'script:00', 'nobody'], -1, 2 ** 53 - 1);
    const own = ownerPlace(CHAIN, 'W');
    const expected = MOVES.map(({ tx, dir, peer, place, ord, legs, ...same }) => {
      const other = ownerPlace(CHAIN, peer);
      const [from, to] = dir === 0 ? [own, other] : [other, own];
      const move = { ...same, txId: tx, from, to, place: place ?? undefined, order: ord ?? undefined };
      return { wallet: 'W', legs, move };
    });
    expect(found.filter(({ wallet }) => wallet === 'W')).toEqual(expected);
    expect(await read.partOf('W', -1, 2 ** 53 - 1, 5)).toEqual(expected.slice(0, 4));
    expect(found.filter(({ wallet }) => wallet === 'script:00').map(({ move }) => move.to)).toEqual(
      sinks.map((kind) => ({ kind, chain: CHAIN })),
    );
    // As many and as long as one question may name.
    const many = (letter: string): string[] =>
      Array.from({ length: 1_000 }, (_, nth) => `${letter}${nth}`.padEnd(87, letter));
    const [asset] = MOVES.map((move) => move.asset) as [string];
    const only = { assets: [asset, ...many('a').slice(1)], keeps: () => true, keepsOther: () => true };
    const some = await read.ofWallets(['W', ...many('w').slice(1)], -1, 2 ** 53 - 1, only);
    expect(some).toEqual(expected.filter(({ legs, move }) => legs > 1 || move.asset === asset));
    expect(some.length).toBeLessThan(expected.length);
    await asReader.close();
    await cluster.close();
  });
});

/** As the second and third form had it. */
const LEG = `wallet String, chain LowCardinality(String), height Int64, tx String CODEC(ZSTD), slot Int64, dir UInt8, peer String CODEC(ZSTD),
  place Nullable(Int64), time Int64, asset LowCardinality(String), ord Nullable(Int64), amount UInt256 CODEC(ZSTD), sink Int8,
  legs UInt32, version UInt32, batch UInt32`;

/** A table of movements as older forms had it, with those of these hosts. */
async function withLegs(name: string, database: string): Promise<void> {
  for (const sql of [
    `CREATE TABLE ${database}.leg_local (${LEG}) ENGINE = ReplacingMergeTree(version) PRIMARY KEY (wallet, chain, height) ORDER BY (wallet, chain, height, tx, slot, dir)`,
    `CREATE TABLE ${database}.leg AS ${database}.leg_local ENGINE = Distributed('trace2', '${database}', 'leg_local', cityHash64(wallet))`,
  ])
    await onAll(name, sql);
  await onAll(
    name,
    `INSERT INTO ${database}.leg (${COLUMNS}) SETTINGS distributed_foreground_insert = 1 SELECT ${COLUMNS} FROM ${database}.history_local`,
  );
}

/** Of each table of a warehouse, on all shards. */
async function rowsOf(name: string, database: string): Promise<unknown> {
  const cluster = await opened(name);
  const counts: unknown[] = [];
  for (const host of cluster.name.hosts)
    counts.push(
      await cluster.rowsOf(
        host,
        `SELECT name, toString(total_rows) FROM system.tables WHERE database = '${database}' AND endsWith(name, '_local') AND name <> 'form_local' ORDER BY name`,
      ),
    );
  await cluster.close();
  return counts;
}

describe.each([2, 3])('a warehouse of form %i', (form) => {
  async function older(database: string): Promise<{ name: string; before: unknown; rows: unknown }> {
    const name = await filled(nameOf(shards, database), list(...SMALL));
    for (const table of ['history', 'batch'])
      await onAll(name, `OPTIMIZE TABLE ${database}.${table}_local FINAL`);
    const before = await said(name, 'x:S', '--json', '--min-value', '0');
    const rows = await rowsOf(name, database);
    await withLegs(name, database);
    for (const sql of [
      `DROP TABLE ${database}.history SYNC`,
      `DROP TABLE ${database}.history_local SYNC`,
      `TRUNCATE TABLE ${database}.form_local`,
      `ALTER TABLE ${database}.form DROP COLUMN weights`,
      `ALTER TABLE ${database}.form_local DROP COLUMN weights`,
      `INSERT INTO ${database}.form_local VALUES (${form})`,
    ])
      await onAll(name, sql);
    const { code, err } = await cli(['x:S', '--ledger', name]);
    expect([code, err]).toEqual([1, expect.stringContaining('older form')]);
    return { name, before, rows };
  }

  const init = async (name: string) =>
    expect(await cli(['warehouse', 'init', name])).toMatchObject({ code: 0 });

  test('says the same once it is brought over, has nothing twice, and takes further files', async () => {
    const database = `older${form}`;
    const { name, before, rows } = await older(database);
    await init(name);
    expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
    expect(await rowsOf(name, database)).toEqual(rows);
    const longer = list(...SMALL, 'x,t4,4,1600000300,1,E,Z,U,5,0');
    expect((await imported(name, longer)).code).toBe(0);
    const whole = await filled(nameOf(shards, `anew${form}`), list(...SMALL));
    expect((await imported(whole, longer)).code).toBe(0);
    expect(await said(name, 'x:S', '--json')).toEqual(await said(whole, 'x:S', '--json'));
  });

  test('is left as it is while an import runs', async () => {
    const database = `busy${form}`;
    const { name } = await older(database);
    const rows = await rowsOf(name, database);
    const cluster = await opened(name);
    const claim = await claimedCluster(
      cluster,
      clusterAccess({ env: {} } as unknown as World),
      importClaim(database),
    );
    const { code, err } = await cli(['warehouse', 'init', name]);
    expect([code, err]).toEqual([1, expect.stringContaining('import-running')]);
    await claim.giveUp();
    await cluster.close();
    expect(await rowsOf(name, database)).toEqual(rows);
    await init(name);
  });

  test('is brought over by another init where one was cut off', async () => {
    const database = `cut${form}`;
    const { name, before, rows } = await older(database);
    await init(name);
    // As if it had come no further than to some of the rows of one shard.
    await withLegs(name, database);
    const [first] = shards as [Shard];
    await onAll(
      name,
      `ALTER TABLE ${database}.history_local DELETE WHERE tx <> 't1' SETTINGS mutations_sync = 1`,
    );
    await onAll(name.replace(/\/\/[^/]+/, `//${first.host}`), `TRUNCATE TABLE ${database}.history_local`);
    await onAll(name, `TRUNCATE TABLE ${database}.form_local`);
    await onAll(name, `INSERT INTO ${database}.form_local (number) VALUES (${form})`);
    await init(name);
    await onAll(name, `OPTIMIZE TABLE ${database}.history_local FINAL`);
    expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
    expect(await rowsOf(name, database)).toEqual(rows);
  });
});

test('rows are copied in parts of any size, whatever their wallets are called', async () => {
  const name = nameOf(shards, 'parts');
  expect((await cli(['warehouse', 'init', name])).code).toBe(0);
  const cluster = await opened(name);
  const wallets = ["a'b", 'a\\', 'a"b', 'ä', "')--", '😀', 'W', 'X'];
  const rows = wallets.flatMap((wallet, nth) =>
    Array.from({ length: nth + 1 }, (_, height): Cell[] => [
      ...[wallet, nth % 2 === 0 ? 'list:x' : 'list:y', height, `t${nth}`, 0, 0, 'P', null],
      ...[7, 'U', null, '1', 0, 1, 1, 1],
    ]),
  );
  await withLegs(name, 'parts');
  await cluster.insert('leg', COLUMN_NAMES, rows);
  const asked = (table: string) =>
    cluster.rows(
      `SELECT wallet, chain, toString(count()), toString(sum(height)) FROM parts.${table} GROUP BY wallet, chain ORDER BY wallet`,
    );
  for (const most of [1, 2, 3, 7, 100]) {
    await onAll(name, 'TRUNCATE TABLE parts.history_local');
    await copyLegs(cluster, cluster.name.hosts, () => {}, most);
    expect(await asked('history')).toEqual(await asked('leg'));
  }
  // By ranges of their hashes: none of the first shard is above one of the second.
  const [low, high] = await Promise.all(
    cluster.name.hosts.map(async (host) => {
      const [range] = await cluster.rowsOf(
        host,
        'SELECT toString(min(cityHash64(wallet))), toString(max(cityHash64(wallet))) FROM parts.history_local',
      );
      return range?.map(BigInt as (cell: Cell) => bigint) as [bigint, bigint];
    }),
  );
  expect(low?.[1]).toBeLessThan(2n ** 63n);
  expect(high?.[0]).toBeGreaterThanOrEqual(2n ** 63n);
  await cluster.close();
});
