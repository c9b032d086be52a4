// A wallet with a million rows is imported in bounded memory: a process of its own, with a small heap; and what DuckDB cannot
// sort at once in its own is stored row by row.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ImportRequest } from '../../../src/chains/warehouse/imported.ts';
import { TUNING, warehouseForms } from '../../../src/chains/warehouse/schema.ts';
import { storeChain } from '../../../src/chains/warehouse/store-chain.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import { KnownError } from '../../../src/model/errors.ts';
import { wallet } from '../../../src/model/place.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { built } from '../../cli/built.ts';
import { fresh, parquet } from './support.ts';

const script = `
const [dist, warehouse, file] = process.argv.slice(1);
const { importBulk } = await import(dist + '/chains/warehouse/import.js');
await importBulk({
  warehouse, paths: [file], chain: 'eip155:1', covers: undefined, refusing: 'whole-import', memory: '500MB', batch: 250000,
  now: 1, signal: new AbortController().signal, onProgress: () => {},
});
`;

test('a wallet with a million rows is imported with a heap of 64 MB', async () => {
  const program = await built();
  onTestFinished(() => program.remove());
  const W = `0x${'7'.repeat(40)}`;
  const file = await parquet(`
    SELECT '0x' || repeat('9', 40) AS token_address, '${W}' AS from_address,
      '0x' || lpad(printf('%x', n % 997), 40, 'e') AS to_address, (n + 1)::VARCHAR AS value,
      '0x' || lpad(printf('%x', n), 64, '0') AS transaction_hash, n % 50 AS log_index, n // 50 AS block_number,
      make_timestamp((1600000000 + n // 50) * 1000000) AS block_timestamp
    FROM range(1000000) AS row (n)`);
  const warehouse = fresh('w.db');
  const dist = join(dirname(dirname(program.bin)), 'dist');
  execFileSync(process.execPath, [
    ...['--max-old-space-size=64', '--input-type=module', '-e', script, dist, warehouse, file],
  ]);
  const database = await openDatabase(warehouse, 'read', warehouseForms);
  const own = database
    .prepare(
      `SELECT count(*) AS rows, min(height) AS first, max(height) AS last
       FROM leg WHERE wallet = (SELECT id FROM wallet WHERE hex(address) = ?)`,
    )
    .all('7'.repeat(40));
  database.close();
  expect(own).toMatchObject([{ rows: 1_000_000, first: 0, last: 19_999 }]);
}, 300_000);

test('what cannot be sorted at once in the memory allowed is stored row by row', async () => {
  const database = await openDatabase(fresh('w.db'), 'write', warehouseForms, TUNING);
  const short = new KnownError('memory-short', 'Too much.', { facts: [], hint: '' });
  const tried: unknown[] = [];
  const move = {
    ...{
      from: wallet(ETHEREUM, `0x${'1'.repeat(40)}` as never),
      to: wallet(ETHEREUM, `0x${'2'.repeat(40)}` as never),
    },
    ...{ asset: 'eip155:1/slip44:60' as never, amount: 5n, slot: 1, order: undefined, late: 0 },
  };
  const staging = {
    ...{ chain: ETHEREUM, form: 'evm', covered: [], assets: new Map(), files: [] },
    sets: {
      duck: {
        folder: '',
        run: async () => {},
        rows: async () => [],
        columns: async function* () {},
        close: () => {},
      },
      spans: async () => [{ first: 4, last: 9 }],
      async gathered(span: unknown) {
        tried.push(span);
        throw short;
      },
    },
    async *blocks() {
      const transactions = [{ txId: `0x${'a'.repeat(64)}` as never, place: 0, moves: [move] }];
      yield { height: 4, time: 1, hash: undefined, basis: 'index' as const, transactions };
    },
  };
  const request: ImportRequest = {
    ...{
      paths: [],
      chain: ETHEREUM,
      covers: undefined,
      refusing: 'whole-import',
      memory: '1GB',
      batch: 10,
      now: 1,
    },
    ...{ signal: new AbortController().signal, onProgress: () => {} },
  };
  const stored = await storeChain(database, staging, { rows: 1, refused: [], chains: [] }, 'import', request);
  const legs = database.prepare('SELECT dir, hex(amount) AS amount FROM leg ORDER BY dir').all();
  database.close();
  expect(tried).toEqual([{ first: 4, last: 9 }]);
  expect(stored).toEqual({ chain: ETHEREUM, blocks: 1, transfers: 1 });
  expect(legs).toEqual([
    { dir: 0, amount: '05' },
    { dir: 1, amount: '05' },
  ]);
});
