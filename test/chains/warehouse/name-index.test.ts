// The index by which transactions are found: left out while an import brings more than is there, and there in the end.
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { imported, warehouseOf, written } from './support.ts';

const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const HEADER =
  'token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp';

/** A transfer in each of these blocks. */
function transfers(first: number, last: number): string {
  const rows = Array.from({ length: last - first + 1 }, (_, at) => {
    const height = first + at;
    return `${address(9)},${address(1)},${address(2)},${height},0x${String(height).padStart(64, '0')},0,${height},${1_600_000_000 + height}`;
  });
  return written('token_transfers.csv', `${[HEADER, ...rows].join('\n')}\n`);
}

function indexes(warehouse: string): unknown[] {
  const database = new Libsql(warehouse);
  const found = database.prepare("SELECT name FROM sqlite_master WHERE name = 'tx_name'").all();
  database.close();
  return found;
}

test('is there after an import, after a second one, and after one that was begun without it', async () => {
  const warehouse = await warehouseOf(transfers(1, 20), '--chain', 'ethereum');
  expect(indexes(warehouse)).toEqual([{ name: 'tx_name' }]);
  // More than is there: it is left out and made again.
  expect((await imported(warehouse, transfers(21, 90), '--chain', 'ethereum')).code).toBe(0);
  expect(indexes(warehouse)).toEqual([{ name: 'tx_name' }]);
  const killed = new Libsql(warehouse);
  killed.exec('DROP INDEX tx_name');
  killed.close();
  expect((await imported(warehouse, transfers(91, 92), '--chain', 'ethereum')).code).toBe(0);
  expect(indexes(warehouse)).toEqual([{ name: 'tx_name' }]);
});

test('is made before blocks that are there are told again, so that what contradicts them is found', async () => {
  const warehouse = await warehouseOf(transfers(1, 3), '--chain', 'ethereum');
  const before = indexes(warehouse);
  const other = written(
    'token_transfers.csv',
    `${HEADER}\n${address(9)},${address(1)},${address(2)},77,0x${'2'.padStart(64, '0')},0,2,1600000002\n${Array.from(
      { length: 9 },
      (_, n) =>
        `${address(9)},${address(1)},${address(2)},5,0x${String(n + 10).padStart(64, '0')},0,${n + 10},${1_600_000_010 + n}`,
    ).join('\n')}\n`,
  );
  const { code, err } = await imported(warehouse, other, '--chain', 'ethereum');
  expect(code).toBe(1);
  expect(err).toContain('block 2: a transfer says something else in the warehouse');
  expect(indexes(warehouse)).toEqual(before);
});
