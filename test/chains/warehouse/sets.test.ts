// What an import stores as sets is what it stores row by row, and what a hand computation says.
import { expect, test } from 'vitest';
import { importBulk } from '../../../src/chains/warehouse/import.ts';
import { warehouseForms } from '../../../src/chains/warehouse/schema.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { fresh, imported, parquet, warehouseOf, written } from './support.ts';

const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const CHAIN = ['--chain', 'ethereum'];
const csvOf = (name: string, header: string, rows: readonly (readonly unknown[])[]): string =>
  written(`${name}.csv`, `${[header, ...rows.map((row) => row.join())].join('\n')}\n`);
const blocks = (...rows: (readonly unknown[])[]) => csvOf('blocks', 'number,hash,timestamp', rows);
const transactions = (...rows: (readonly unknown[])[]) =>
  csvOf(
    'transactions',
    'hash,block_number,transaction_index,from_address,to_address,value,receipt_gas_used,gas_price,receipt_status',
    rows,
  );
const tokens = (...rows: (readonly unknown[])[]) =>
  csvOf(
    'token_transfers',
    'token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp',
    rows,
  );

/** Everything, by names: numbers are given in another order. */
async function contents(warehouse: string): Promise<Record<string, (readonly unknown[])[]>> {
  const database = await openDatabase(warehouse, 'read', warehouseForms);
  const all = (sql: string) => [...database.prepare(sql).tuples()];
  const found = {
    legs: all(
      `SELECT lower(hex(own.address)), leg.height, lower(hex(tx.name)), slot, dir, iif(peer < 0, peer, lower(hex(other.address))),
         asset.name, ord, late, lower(hex(amount))
       FROM leg JOIN wallet AS own ON own.id = leg.wallet LEFT JOIN wallet AS other ON other.id = leg.peer
       JOIN tx ON tx.id = leg.tx JOIN asset ON asset.id = leg.asset ORDER BY 1, 2, 3, 4, 5`,
    ),
    transactions: all(
      `SELECT hex(name), height, place, legs, hex(home.address) FROM tx LEFT JOIN wallet AS home ON home.id = tx.wallet
       ORDER BY height, tx.id`,
    ),
    mates: all(
      `SELECT hex(name), hex(address) FROM mate JOIN tx ON tx.id = mate.tx JOIN wallet ON wallet.id = mate.wallet ORDER BY 1, 2`,
    ),
    blocks: all('SELECT height, time, hex(hash), basis FROM block ORDER BY 1'),
    wallets: all('SELECT hex(address) FROM wallet ORDER BY 1'),
  };
  database.close();
  return found;
}

/** The last block alone first: what comes then is there in part, and is stored row by row. */
async function byRows(last: string, ...files: readonly string[]): Promise<string> {
  const warehouse = await warehouseOf(last, ...CHAIN);
  const { code, err } = await imported(warehouse, ...files, ...CHAIN);
  if (code !== 0) throw new Error(err);
  return warehouse;
}

const [A, B, C, NOBODY, TOKEN] = [0xa, 0xb, 0xc, 0, 0xee].map(address) as [
  string,
  string,
  string,
  string,
  string,
];
const short = (n: number): string => address(n).slice(2);

test('fees, payments and events of a block, as a hand computation has them', async () => {
  const MOST = 2n ** 256n - 1n;
  const warehouse = await warehouseOf(
    blocks([7, hash(0xb7), 1_500_000_000], [8, hash(0xb8), 1_500_000_012]),
    transactions(
      [hash(1), 7, 1, A, B, 256, 2, 3, 1],
      // It failed, and paid its fee.
      [hash(2), 7, 0, B, A, 5, 1, 255, 0],
    ),
    tokens(
      // What its owner sent himself stands once; what is made and destroyed at its owner alone.
      [TOKEN, A, A, 1, hash(1), 9, 7, 1_500_000_000],
      [TOKEN, NOBODY, C, MOST, hash(1), 3, 7, 1_500_000_000],
      [TOKEN, C, NOBODY, 2n ** 127n, hash(1), 4, 7, 1_500_000_000],
      [TOKEN, NOBODY, NOBODY, 8, hash(1), 5, 7, 1_500_000_000],
      [TOKEN, NOBODY, NOBODY, 8, hash(3), 6, 8, 1_500_000_012],
    ),
    ...CHAIN,
  );
  const found = await contents(warehouse);
  const [one, two] = [hash(1).slice(2), hash(2).slice(2)];
  const [coin, token] = ['eip155:1/slip44:60', `eip155:1/erc20:${TOKEN}`];
  expect(found.legs).toEqual([
    // Fee 2 × 3; 256 of value; event 9.
    [short(0xa), 7, one, 0, 0, -2, coin, null, 0, '06'],
    [short(0xa), 7, one, 1, 0, short(0xb), coin, null, 0, '0100'],
    [short(0xa), 7, one, 9 * 4 + 3, 0, short(0xa), token, null, 0, '01'],
    [short(0xb), 7, one, 1, 1, short(0xa), coin, null, 0, '0100'],
    [short(0xb), 7, two, 0, 0, -2, coin, null, 0, 'ff'],
    [short(0xc), 7, one, 3 * 4 + 3, 1, -1, token, null, 0, 'f'.repeat(64)],
    [short(0xc), 7, one, 4 * 4 + 3, 0, -3, token, null, 0, `80${'0'.repeat(30)}`],
  ]);
  expect(found.transactions?.map(([name, height, place, , home]) => [name, height, place, home])).toEqual([
    [two, 7, 0, short(0xb).toUpperCase()],
    [one, 7, 1, short(0xa).toUpperCase()],
    [hash(3).slice(2), 8, 6, ''],
  ]);
  expect(found.mates).toEqual([[one, short(0xc).toUpperCase()]]);
  // 2: by the index of transactions; 4: by events.
  expect(found.blocks).toEqual([
    [7, 1_500_000_000, hash(0xb7).slice(2).toUpperCase(), 2],
    [8, 1_500_000_012, hash(0xb8).slice(2).toUpperCase(), 4],
  ]);
});

/** Amounts of every length, several transfers and payers of one transaction, makers and takers among them. */
const world = (from: number, rows: number): Promise<string> =>
  parquet(`
    SELECT '0x' || lpad(printf('%x', n % 7), 40, 'e') AS token_address,
      CASE WHEN n % 11 = 0 THEN '${NOBODY}' ELSE '0x' || lpad(printf('%x', (n * 31) % 97), 40, '1') END AS from_address,
      CASE WHEN n % 13 = 0 THEN '${NOBODY}' ELSE '0x' || lpad(printf('%x', (n * 17) % 97), 40, '1') END AS to_address,
      CASE n % 4 WHEN 0 THEN n::VARCHAR WHEN 1 THEN (2::HUGEINT ** (n % 120))::HUGEINT::VARCHAR
        WHEN 2 THEN '1' || repeat('7', (n % 76)::INTEGER) ELSE '9' || repeat('3', (n % 60)::INTEGER) END AS value,
      '0x' || sha256('t' || (n // 3)) AS transaction_hash, n % 30 AS log_index, n // 30 AS block_number,
      make_timestamp((1600000000 + n // 30) * 1000000) AS block_timestamp
    FROM (SELECT ${from} + i AS n FROM range(${rows}) AS t (i))`);

test('is what is stored row by row of the same files, and so is a second import beside the first', async () => {
  const [all, first, second, last] = await Promise.all([
    world(30, 6_000),
    world(30, 2_970),
    world(3_000, 3_030),
    world(6_000, 30),
  ]);
  const rows = await contents(await byRows(last, all));
  expect(rows.legs?.length).toBeGreaterThan(10_000);
  expect(await contents(await warehouseOf(all, ...CHAIN))).toEqual(rows);
  const several = fresh('several.db');
  const told: string[] = [];
  await importBulk({
    ...{ warehouse: several, paths: [all], chain: ETHEREUM, covers: undefined, refusing: 'whole-import' },
    // So few that there are several sets, each of several spans.
    ...{ memory: '500MB', batch: 10, now: 1, signal: new AbortController().signal },
    onProgress: ({ doing, transfers }) => void told.push(`${doing} ${transfers}`),
  });
  expect(await contents(several)).toEqual(rows);
  expect(told.filter((line) => line.startsWith('storing')).length).toBeGreaterThan(5);
  expect(told.filter((line) => line.startsWith('sorting')).length).toBeGreaterThan(50);
  expect(told.at(-1)).toBe('storing 6000');
  const parts = await warehouseOf(first, ...CHAIN);
  expect((await imported(parts, second, ...CHAIN)).code).toBe(0);
  expect(await contents(parts)).toEqual(rows);
}, 60_000);

test('rows that two files tell alike are stored once, and refused where they differ', async () => {
  const event = (value: number) => tokens([TOKEN, A, B, value, hash(1), 3, 7, 1_500_000_000]);
  const twice = await warehouseOf(event(5), event(5), ...CHAIN);
  expect((await contents(twice)).legs).toEqual((await contents(await warehouseOf(event(5), ...CHAIN))).legs);
  const { code, err } = await imported(fresh('w.db'), event(5), event(6), ...CHAIN);
  expect([code, err]).toEqual([1, expect.stringContaining('in two ways')]);
});

test('a block of nothing, and what nobody pays to nobody, row by row too', async () => {
  const empty = () => blocks([7, hash(0xb7), 1_500_000_000], [8, hash(0xb8), 1_500_000_012]);
  expect((await contents(await warehouseOf(empty(), ...CHAIN))).blocks?.map(([height]) => height)).toEqual([
    7, 8,
  ]);
  const none = () => tokens([TOKEN, NOBODY, NOBODY, 8, hash(3), 6, 7, 1_500_000_000]);
  const sets = await contents(await warehouseOf(empty(), none(), ...CHAIN));
  expect(sets.transactions).toEqual([[hash(3).slice(2), 7, 6, 0, '']]);
  const last = blocks([8, hash(0xb8), 1_500_000_012]);
  expect(await contents(await byRows(last, empty(), none()))).toEqual(sets);
});
