// What an import is given that it must not take: each is named, nothing of it is stored, and memory stays bounded.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { built } from '../../cli/built.ts';
import { cli } from '../../support/cli.ts';
import { csv } from '../list/support.ts';
import { fresh, imported, parquet, warehouseOf, written } from './support.ts';

const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;

/** One token transfer, with these columns of other SQL. */
function transferSql(other: Readonly<Record<string, string>> = {}): string {
  const columns = {
    token_address: `'${address(9)}'`,
    from_address: `'${address(1)}'`,
    to_address: `'${address(2)}'`,
    value: "'5'",
    transaction_hash: `'${hash(1)}'`,
    log_index: '0::BIGINT',
    block_number: '7::BIGINT',
    block_timestamp: "TIMESTAMP '2020-01-01 00:00:00'",
    ...other,
  };
  return `SELECT ${Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join()}`;
}

async function refusal(...argv: readonly string[]): Promise<string> {
  const file = fresh('w.db');
  const { code, err } = await imported(file, ...argv);
  const status = await cli(['warehouse', 'status', `sqlite:${file}`, '--json']);
  expect([code, JSON.parse(status.out).chains]).toEqual([2, []]);
  expect(existsSync(`${file}.sorting`)).toBe(false);
  return err;
}

describe('a Parquet file', () => {
  test.each([
    ['value', '5::DOUBLE', 'column value is DOUBLE, which cannot hold every amount exactly'],
    ['value', '5::FLOAT', 'column value is FLOAT, which cannot hold every amount exactly'],
    ['value', "'5'::BLOB", 'column value is BLOB'],
    ['value', '5.5::DECIMAL(38, 9)', 'row 1: value is no whole number of base units'],
    ['value', '-5::BIGINT', 'row 1: value is negative'],
    ['value', "'1e3x'", 'row 1: value is no whole number of base units'],
    ['value', "repeat('9', 78)", 'row 1: value is more than 2^256 - 1'],
    ['value', 'NULL::VARCHAR', 'row 1: value is empty'],
    ['block_number', '7::DOUBLE', 'column block_number is DOUBLE'],
    ['block_number', '-7::BIGINT', 'row 1: block_number is no whole number'],
    ['block_number', "DATE '2020-01-01'", 'column block_number is DATE'],
    ['block_timestamp', "'yesterday'", 'row 1: block_timestamp is neither unix seconds nor a time'],
    ['block_timestamp', 'true', 'column block_timestamp is BOOLEAN'],
    ['transaction_hash', "'\\xAB'::BLOB", 'column transaction_hash is BLOB'],
    ['from_address', "['a']", 'column from_address is VARCHAR[]'],
    ['to_address', "'nobody'", 'row 1: to_address is no address'],
  ])('whose %s is %s', async (name, sql, why) => {
    expect(await refusal('--chain', 'ethereum', await parquet(transferSql({ [name]: sql })))).toContain(why);
  });

  test('that is right is taken, whatever integer types it has', async () => {
    const file = await parquet(
      transferSql({ value: '5::UBIGINT', log_index: '0::UTINYINT', block_number: '7::UINTEGER' }),
    );
    expect((await imported(fresh('w.db'), '--chain', 'ethereum', file)).out).toContain(
      '1 transfers in 1 blocks',
    );
  });

  test('that is cut off, wherever, or is none', async () => {
    const rows = `${transferSql({ log_index: 'i', value: 'hash(i)::VARCHAR' })} FROM range(4000) AS r(i)`;
    const bytes = readFileSync(await parquet(rows));
    for (const length of [0, 3, 4, 100, Math.floor(bytes.length / 2), bytes.length - 4, bytes.length - 1])
      expect(await refusal('--chain', 'ethereum', written('cut.parquet', bytes.subarray(0, length)))).toMatch(
        /cut\.parquet cannot be imported: it is no whole Parquet file/,
      );
    expect(await refusal('--chain', 'ethereum', written('none.parquet', 'a,b\n1,2\n'))).toContain(
      'no whole Parquet file',
    );
  }, 30_000);

  test('one bad file among good ones keeps all of them out', async () => {
    const good = await parquet(transferSql());
    const cut = written('cut.parquet', readFileSync(good).subarray(0, 300));
    expect(await refusal('--chain', 'ethereum', good, cut)).toContain('cut.parquet cannot be imported');
  });
});

describe('text that is cut off', () => {
  const rows = Array.from(
    { length: 3000 },
    (_, at) => `demo,t${at},${at + 1},${1_600_000_000 + at},0,S,A,USD,${at + 1},0`,
  );

  test('inside a packed file is no shorter list', async () => {
    const packed = gzipSync(csv(...rows));
    for (const length of [packed.length - 1, packed.length - 9, Math.floor(packed.length / 2)])
      expect(await refusal(written('cut.csv.gz', packed.subarray(0, length)))).toMatch(
        /\[bad-bulk-(file|row)\]/,
      );
  });

  test('inside an object of JSON lines', async () => {
    const line = JSON.stringify({ hash: 'a', block_number: 1, block_timestamp: 1, inputs: [], outputs: [] });
    expect(await refusal(written('cut.json', `${line}\n${line.slice(0, 30)}`))).toContain('[bad-bulk-file]');
  });
});

test('a chain that is not known is no chain', async () => {
  const unknown = await imported(fresh('w.db'), '--chain', 'nochain', await parquet(transferSql()));
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('--chain')]);
  expect(await refusal(written('a.csv', csv('no chain,t,1,100,0,S,A,USD,1,0')))).toContain('is no chain');
  // A list chain has no blocks, and Bitcoin no token transfers.
  for (const chain of ['bitcoin', 'tron'])
    expect(await refusal('--chain', chain, await parquet(transferSql()))).toContain('[unknown-chain]');
});

test('two imports at once: one is done, the other is told so, and afterwards there is all of one', async () => {
  const rows = Array.from(
    { length: 3000 },
    (_, at) => `demo,t${at},${at + 1},${1_600_000_000 + at},0,S,A,USD,1,0`,
  );
  const file = fresh('w.db');
  const told = await Promise.all([1, 2].map(() => imported(file, written('a.csv', csv(...rows)))));
  expect(told.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(told.map(({ err }) => err).join('')).toContain('[import-running]');
  expect((await imported(file, written('a.csv', csv(...rows)))).out).toContain('nothing new');
});

test('a disk that is full from the beginning is named, too', async (context) => {
  const folder = fresh('disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return context.skip('only root may mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  const list = written('a.csv', csv('demo,t1,1,100,0,S,A,USD,1,0'));
  for (const free of [0, 40, 200, 400]) {
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(2 ** 20 - free * 1024 - 8192));
    const { code, err } = await imported(join(folder, `w${free}.db`), list);
    expect([free, code, err]).toEqual([free, 1, expect.stringContaining('[disk-full]')]);
    execFileSync('sh', ['-c', `rm -rf ${folder}/*`]);
  }
}, 30_000);

/** Gives wallet W a million rows, straight into the tables, then reads them as a ledger does, whole and as a hub. */
const million = `
const [dist, file] = process.argv.slice(1);
const { ledgersIn } = await import(dist + '/chains/warehouse/ledger.js');
const { openWarehouse } = await import(dist + '/chains/warehouse/open.js');
const { TUNING, warehouseForms } = await import(dist + '/chains/warehouse/schema.js');
const { openDatabase } = await import(dist + '/store/database.js');
const database = await openDatabase(file, 'write', warehouseForms, TUNING);
database.exec(\`
  BEGIN;
  WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 1000000)
  INSERT INTO tx (id, chain, height, place, wallet, legs, name)
    SELECT 1000 + n, 1, 10 + n / 8, NULL, (SELECT id FROM wallet WHERE address = 'W'), 1, 'n' || n FROM row;
  INSERT INTO block (chain, height, time, hash, basis) SELECT DISTINCT 1, height, 300 + height, NULL, 1 FROM tx WHERE id > 1000;
  INSERT INTO leg (wallet, height, tx, slot, dir, peer, asset, ord, late, amount)
    SELECT wallet, height, id, 0, 0, (SELECT id FROM wallet WHERE address = 'E'), 1, NULL, 0, x'01' FROM tx WHERE id > 1000;
  COMMIT\`);
database.close();
const [ledger] = await ledgersIn(await openWarehouse(file));
const signal = new AbortController().signal;
const top = await ledger.head({}, signal);
const subject = { kind: 'wallet', chain: ledger.chain, address: 'W' };
const told = [];
for (const [height, hubLimit] of [[62510, Infinity], [top.height, 10000]]) {
  const sum = { transfers: 0, pending: 0, largest: 0, hub: false };
  const scope = { asOf: { ...top, height }, hubLimit, concurrency: 1, signal };
  for await (const { transfers, pending, hub } of ledger.transfersOf([subject], scope)) {
    sum.transfers += transfers.length;
    sum.pending += pending.length;
    sum.largest = Math.max(sum.largest, transfers.length, pending.length);
    sum.hub ||= hub === true;
  }
  told.push(sum);
}
process.stdout.write(JSON.stringify(told));
`;

test('a wallet with a million rows is read in bounded memory, and as a hub without its rows', async () => {
  const program = await built();
  onTestFinished(() => program.remove());
  const file = await warehouseOf(
    written('a.csv', csv('demo,t0,1,100,0,S,W,USD,5,0', 'demo,t1,2,200,0,W,E,USD,5,0')),
  );
  // The rows as objects would take several times this.
  const argv = [
    '--max-old-space-size=160',
    '--input-type=module',
    '-e',
    million,
    join(dirname(dirname(program.bin)), 'dist'),
    file,
  ];
  const [whole, hub] = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
  // Eight a block: row 500,007 is the last of block 62,510. And the two of the list.
  expect([whole.transfers, whole.pending]).toEqual([500_009, 499_993]);
  expect(whole.largest).toBeLessThanOrEqual(20_000);
  expect(hub).toEqual({ transfers: 0, pending: 0, largest: 0, hub: true });
}, 240_000);
