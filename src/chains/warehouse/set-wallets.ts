// Wallets of what is stored as sets: those that a file has keep their numbers, new ones get theirs in the order of their
// addresses.
import type { ChainId } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import { type Duck, insertRows, STATEMENT_ROWS } from './duck.ts';
import type { Interned } from './intern.ts';
import { type Packed, packedRows } from './packed-insert.ts';
import { packedQuery } from './packed-rows.ts';

/** A chain of a file, and where its sets are. */
export interface SetTarget {
  readonly database: Database;
  readonly chain: ChainId;
  readonly chainNumber: number;
  readonly assets: Interned;
  readonly duck: Duck;
}

/**
 * `set_wallet` is of all spans, `set_here` of this one; new wallets are numbered by address, so that their index grows in
 * order.
 */
export async function numberWallets(
  target: SetTarget,
  hadWallets: boolean,
  last: { wallet: number },
  part: number,
): Promise<Packed> {
  const { duck, chainNumber } = target;
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_here AS SELECT own.address, id FROM (
      SELECT payer AS address FROM set_move UNION SELECT payee FROM set_move
    ) AS own LEFT JOIN set_wallet ON set_wallet.address = own.address WHERE own.address IS NOT NULL`);
  if (hadWallets) await findWallets(target);
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_new AS
    SELECT ${last.wallet} + row_number() OVER (ORDER BY address) AS id, address FROM set_here WHERE id IS NULL`);
  await duck.run('INSERT INTO set_wallet SELECT address, id FROM set_new');
  await duck.run('DELETE FROM set_here WHERE id IS NULL');
  await duck.run('INSERT INTO set_here SELECT address, id FROM set_new');
  const [[highest] = []] = await duck.rows('SELECT max(id) FROM set_new');
  last.wallet = Number(highest ?? last.wallet);
  const packed = packedRows(
    duck,
    'wallet',
    part,
    [
      { name: 'id', kind: 'integer', sql: 'id', width: String(last.wallet).length },
      { name: 'chain', kind: 'always', value: chainNumber },
      { name: 'address', kind: 'bytes', sql: 'substr(address, 3)', width: 40 },
    ],
    'FROM set_new ORDER BY id',
  );
  await duck.run(packed.sql);
  return packed;
}

/** Those of `set_here` that the file has get their numbers, there and in `set_wallet`. */
async function findWallets({ database, duck, chainNumber }: SetTarget): Promise<void> {
  const find = packedQuery(
    database,
    ['asked.value', 'wallet.id'],
    'FROM json_each(?) AS asked CROSS JOIN wallet ON wallet.address = unhex(substr(asked.value, 3)) AND wallet.chain = ?',
  );
  await duck.run(
    'CREATE OR REPLACE TEMP TABLE set_asked AS SELECT row_number() OVER () AS nth, address FROM set_here WHERE id IS NULL',
  );
  await duck.run('CREATE OR REPLACE TEMP TABLE set_found (address VARCHAR, id BIGINT)');
  for (let from = 1; ; from += STATEMENT_ROWS) {
    const part = await duck.rows(
      `SELECT address FROM set_asked WHERE nth BETWEEN ${from} AND ${from + STATEMENT_ROWS - 1}`,
    );
    if (part.length === 0) break;
    const found = find(JSON.stringify(part.flat()), chainNumber);
    await insertRows(
      duck,
      'set_found',
      found.map(([address, id]) => `('${address}', ${id})`),
    );
  }
  await duck.run('INSERT INTO set_wallet FROM set_found');
  await duck.run(
    'UPDATE set_here SET id = set_found.id FROM set_found WHERE set_found.address = set_here.address',
  );
}

/** Of the largest number in a column, or in what is reckoned from it, where none is below zero. */
export async function digits(duck: Duck, table: string, column: string): Promise<number> {
  const [[most] = []] = await duck.rows(`SELECT max(${column}) FROM ${table}`);
  return String(most ?? 0).length;
}
