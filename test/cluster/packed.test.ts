// What the servers make of a movement's columns (cluster-packed.ts) comes back as it was written, whatever stands in them; and
// a warehouse from before they made it says the same as ever, brought over in one go or in several.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clusterHistories } from '../../src/chains/warehouse/cluster-histories.ts';
import type { ClusterWarehouse } from '../../src/chains/warehouse/cluster-open.ts';
import { addPacked } from '../../src/chains/warehouse/cluster-second-form.ts';
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
const COLUMNS =
  'wallet chain height tx slot dir peer place time asset ord amount sink legs version batch'.split(' ');

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
      'leg',
      COLUMNS,
      MOVES.map((move) => row('W', move)),
    );
    // A fee, an issue and a burning have no peer.
    const sinks = ['issued', 'fee', 'burnt'] as const;
    await cluster.insert(
      'leg',
      COLUMNS,
      sinks.map((_, nth) => {
        const own = row('script:00', { ...(MOVES[0] as (typeof MOVES)[0]), height: nth, peer: '', dir: 0 });
        return own.with(COLUMNS.indexOf('sink'), -1 - nth);
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
    await asReader.close();
    await cluster.close();
  });
});

describe('a warehouse of the second form', () => {
  /** As the second form has it, and what it says as the third. */
  async function older(database: string): Promise<{ name: string; before: unknown }> {
    const name = await filled(nameOf(shards, database), list(...SMALL));
    const before = await said(name, 'x:S', '--json', '--min-value', '0');
    for (const sql of [
      `ALTER TABLE ${database}.leg DROP COLUMN packed`,
      `ALTER TABLE ${database}.leg_local DROP COLUMN packed`,
      `TRUNCATE TABLE ${database}.form_local`,
      `INSERT INTO ${database}.form_local VALUES (2)`,
    ])
      await onAll(name, sql);
    const { code, err } = await cli(['x:S', '--ledger', name]);
    expect([code, err]).toEqual([1, expect.stringContaining('older form')]);
    return { name, before };
  }

  const init = async (name: string) =>
    expect(await cli(['warehouse', 'init', name])).toMatchObject({ code: 0 });

  /** Parts of each shard that have it. */
  async function kept(name: string, database: string): Promise<number[]> {
    const cluster = await opened(name);
    const parts: number[] = [];
    for (const host of cluster.name.hosts) {
      const [[count] = []] = await cluster.rowsOf(
        host,
        `SELECT toString(count()) FROM system.parts_columns
         WHERE active AND database = '${database}' AND table = 'leg_local' AND column = 'packed'`,
      );
      parts.push(Number(count));
    }
    await cluster.close();
    return parts;
  }

  test('says the same once all of its rows are made over, and nothing before; and takes further ones', async () => {
    const { name, before } = await older('second');
    await onAll(name, 'SYSTEM STOP MERGES second.leg_local');
    const state = { ended: false };
    const ready = init(name).finally(() => {
      state.ended = true;
    });
    const cluster = await opened(name);
    await vi.waitFor(
      async () =>
        expect(
          await cluster.rows(
            "SELECT count() > 0 FROM system.mutations WHERE database = 'second' AND NOT is_done",
          ),
        ).toEqual([[1]]),
      30_000,
    );
    await cluster.close();
    expect(state.ended).toBe(false);
    expect(Math.min(...(await kept(name, 'second')))).toBe(0);
    expect((await cli(['x:S', '--ledger', name])).err).toContain('older form');
    await onAll(name, 'SYSTEM START MERGES second.leg_local');
    await ready;
    expect(Math.min(...(await kept(name, 'second')))).toBeGreaterThan(0);
    expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
    const longer = list(...SMALL, 'x,t4,4,1600000300,1,E,Z,U,5,0');
    expect((await imported(name, longer)).code).toBe(0);
    const whole = await filled(nameOf(shards, 'anew'), list(...SMALL));
    expect((await imported(whole, longer)).code).toBe(0);
    expect(await said(name, 'x:S', '--json')).toEqual(await said(whole, 'x:S', '--json'));
  });

  test('is left as it is while an import runs', async () => {
    const { name } = await older('busy');
    const cluster = await opened(name);
    const claim = await claimedCluster(
      cluster,
      clusterAccess({ env: {} } as unknown as World),
      importClaim('busy'),
    );
    const { code, err } = await cli(['warehouse', 'init', name]);
    expect([code, err]).toEqual([1, expect.stringContaining('import-running')]);
    await claim.giveUp();
    const added = "SELECT name FROM system.columns WHERE database = 'busy' AND name = 'packed'";
    for (const host of cluster.name.hosts) expect(await cluster.rowsOf(host, added)).toEqual([]);
    await cluster.close();
    await init(name);
  });

  test.each([
    [1, 'the column of one shard is there'],
    [2, 'the column is there, and not yet over all shards'],
  ])('is brought over by another init where one was cut off: %i', async (hosts) => {
    const database = `cut${hosts}`;
    const { name, before } = await older(database);
    await init(name);
    const cluster = await opened(name);
    // As if it had come no further than this.
    for (const host of cluster.name.hosts)
      await cluster.run(host, `ALTER TABLE ${database}.leg DROP COLUMN packed`);
    for (const host of cluster.name.hosts.slice(hosts))
      await cluster.run(host, `ALTER TABLE ${database}.leg_local DROP COLUMN packed`);
    await onAll(name, `TRUNCATE TABLE ${database}.form_local`);
    await onAll(name, `INSERT INTO ${database}.form_local VALUES (2)`);
    await cluster.close();
    await init(name);
    expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
  });
});

test('a value that was never stored, and is made for the question, is right', async () => {
  const name = await filled(nameOf(shards, 'unstored'), list(...SMALL));
  const before = await said(name, 'x:S', '--json', '--min-value', '0');
  for (const table of ['leg', 'leg_local'])
    await onAll(name, `ALTER TABLE unstored.${table} DROP COLUMN packed`);
  for (const table of ['leg_local', 'leg'] as const) await onAll(name, addPacked('unstored', table));
  expect(await said(name, 'x:S', '--json', '--min-value', '0')).toEqual(before);
});
