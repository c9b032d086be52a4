// Blocks that are new to a file into it, as sets: numbered and sorted by DuckDB, taken apart and stored by SQLite, so that
// nothing is done row by row in between. What is stored is what write.ts stores of the same blocks.
import { normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import { tokenAsset } from '../evm/assets.ts';
import type { Duck } from './duck.ts';
import { type GatheredSet, PLACE } from './evm-sets.ts';
import type { Interned } from './intern.ts';
import { bases } from './moves.ts';
import { multiRow } from './multi-row.ts';
import { insertPacked, type PackedColumn } from './packed-insert.ts';
import { packedQuery } from './packed-rows.ts';
import { sinkNumber } from './stored-place.ts';
import { storedText } from './stored-text.ts';

/** Rows of one statement. */
const ROWS = 2_000;

export interface SetWriter {
  /** What was gathered last. Within a transaction of the database. */
  write(set: GatheredSet, signal: AbortSignal): Promise<void>;
}

/** A chain of a file. */
interface Target {
  readonly database: Database;
  readonly chain: ChainId;
  readonly chainNumber: number;
  readonly assets: Interned;
  readonly duck: Duck;
}

export async function setWriter(target: Target): Promise<SetWriter> {
  const { database, duck, chainNumber } = target;
  await duck.run('CREATE OR REPLACE TABLE set_wallet (address VARCHAR, id BIGINT)');
  const hadWallets =
    database.prepare('SELECT 1 FROM wallet WHERE chain = ? LIMIT 1').all(chainNumber).length > 0;
  return {
    async write(set, signal) {
      storeBlocks(target, set);
      await numberAssets(target, set.contracts);
      await storeWallets(target, hadWallets, signal);
      await storeTransactions(target, signal);
      await storeLegs(target, signal);
    },
  };
}

function storeBlocks({ database, chain, chainNumber }: Target, { blocks }: GatheredSet): void {
  const add = multiRow(database, 'INSERT INTO block (chain, height, time, hash, basis)', 5);
  for (const [height, time, hash, basis] of blocks)
    add.add([
      chainNumber,
      height,
      time,
      hash === null ? null : storedText(chain, hash),
      bases.indexOf(basis),
    ]);
  add.flush();
}

async function numberAssets(
  { chain, assets, duck }: Target,
  contracts: GatheredSet['contracts'],
): Promise<void> {
  const names = contracts.map((contract) =>
    contract === undefined
      ? (chainInfo(chain)?.native.id as AssetId)
      : tokenAsset(chain, normalAddress(chain, contract)),
  );
  const numbers = assets.numbers(new Set(names));
  await duck.run('CREATE OR REPLACE TABLE set_asset (contract VARCHAR, id BIGINT)');
  const rows = contracts.map((contract, at) => `('${contract ?? ''}', ${numbers.get(names[at] as string)})`);
  await insertRows(duck, 'set_asset', rows);
}

async function insertRows(duck: Duck, table: string, rows: readonly string[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS)
    await duck.run(`INSERT INTO ${table} VALUES ${rows.slice(from, from + ROWS).join()}`);
}

/** `set_wallet` is of all spans; new wallets are numbered by address, so that their index grows in order. */
async function storeWallets(target: Target, hadWallets: boolean, signal: AbortSignal): Promise<void> {
  const { database, duck, chainNumber } = target;
  await duck.run(`
    CREATE OR REPLACE TABLE set_new AS SELECT row_number() OVER (ORDER BY address) AS nth, address FROM (
      SELECT payer AS address FROM set_move UNION SELECT payee FROM set_move
    ) WHERE address IS NOT NULL AND address NOT IN (SELECT address FROM set_wallet)`);
  if (hadWallets) await findWallets(target);
  const last = await highest(database, 'wallet');
  await duck.run(`
    CREATE OR REPLACE TABLE set_new AS SELECT ${last} + row_number() OVER (ORDER BY nth) AS id, address FROM set_new
    WHERE address NOT IN (SELECT address FROM set_wallet)`);
  await insertPacked(
    database,
    duck,
    'wallet',
    [
      { name: 'id', kind: 'integer', sql: 'id', width: await digits(duck, 'set_new', 'id') },
      { name: 'chain', kind: 'always', value: chainNumber },
      { name: 'address', kind: 'bytes', sql: 'address[3:]', width: 40 },
    ],
    'FROM set_new ORDER BY id',
    signal,
  );
  await duck.run('INSERT INTO set_wallet SELECT address, id FROM set_new');
}

/** Those of `set_new` that the file has go into `set_wallet`. */
async function findWallets({ database, duck, chainNumber }: Target): Promise<void> {
  const find = packedQuery(
    database,
    ['asked.value', 'wallet.id'],
    'FROM json_each(?) AS asked CROSS JOIN wallet ON wallet.address = unhex(substr(asked.value, 3)) AND wallet.chain = ?',
  );
  for (let from = 1; ; from += ROWS) {
    const part = await duck.rows(
      `SELECT address FROM set_new WHERE nth BETWEEN ${from} AND ${from + ROWS - 1}`,
    );
    if (part.length === 0) return;
    const found = find(JSON.stringify(part.flat()), chainNumber);
    await insertRows(
      duck,
      'set_wallet',
      found.map(([address, id]) => `('${address}', ${id})`),
    );
  }
}

const WHOLE_BYTES = `coalesce(big_amount.hex, CASE WHEN length(move.hex) % 2 = 1 THEN '0' || move.hex ELSE move.hex END)`;

/** `set_leg`: movements in numbers; `set_home`: of each transaction the wallet at which it is to be found. */
async function storeTransactions(
  { database, chain, chainNumber, duck }: Target,
  signal: AbortSignal,
): Promise<void> {
  const last = await highest(database, 'tx');
  await duck.run(`
    CREATE OR REPLACE TABLE set_leg AS
    SELECT ${last} + set_tx.id AS tx, move.height, slot, own.id AS payer, other.id AS payee,
      CASE WHEN kind = 'fee' THEN ${sinkNumber({ kind: 'fee', chain })} ELSE ${sinkNumber({ kind: 'burnt', chain })} END AS sink,
      set_asset.id AS asset, ${WHOLE_BYTES} AS amount
    FROM set_move AS move JOIN set_tx ON set_tx.tx = move.tx AND set_tx.height = move.height
    JOIN set_asset ON set_asset.contract = coalesce(move.contract, '')
    LEFT JOIN big_amount ON big_amount.amount = move.amount
    LEFT JOIN set_wallet AS own ON own.address = move.payer LEFT JOIN set_wallet AS other ON other.address = move.payee`);
  await duck.run(`
    CREATE OR REPLACE TABLE set_home AS SELECT tx, arg_min(coalesce(payer, payee), slot) AS wallet FROM set_leg GROUP BY tx`);
  const numbered = `FROM set_tx JOIN set_home ON set_home.tx = ${last} + set_tx.id JOIN set_block ON set_block.height = set_tx.height`;
  await insertPacked(
    database,
    duck,
    'tx',
    [
      { name: 'id', kind: 'integer', sql: 'set_home.tx', width: await digits(duck, 'set_home', 'tx') },
      { name: 'chain', kind: 'always', value: chainNumber },
      {
        name: 'height',
        kind: 'integer',
        sql: 'set_tx.height',
        width: await digits(duck, 'set_tx', 'height'),
      },
      { name: 'place', kind: 'maybe', sql: PLACE, width: 15 },
      {
        name: 'wallet',
        kind: 'integer',
        sql: 'set_home.wallet',
        width: await digits(duck, 'set_home', 'wallet'),
      },
      { name: 'legs', kind: 'integer', sql: 'legs', width: await digits(duck, 'set_tx', 'legs') },
      { name: 'name', kind: 'bytes', sql: 'set_tx.tx[3:]', width: 64 },
    ],
    `${numbered} ORDER BY set_tx.id`,
    signal,
  );
  const mates = await duck.rows(`
    SELECT DISTINCT set_leg.tx, coalesce(payer, payee) AS own FROM set_leg JOIN set_home ON set_home.tx = set_leg.tx
    WHERE own <> set_home.wallet ORDER BY 1, 2`);
  const add = multiRow(database, 'INSERT INTO mate (tx, wallet)', 2);
  for (const [tx, wallet] of mates) add.add([Number(tx), Number(wallet)]);
  add.flush();
}

async function storeLegs({ database, chain, duck }: Target, signal: AbortSignal): Promise<void> {
  const wide = async (column: string): Promise<number> => digits(duck, 'set_leg', column);
  const wallet = Math.max(await wide('payer'), await wide('payee'));
  const [[longest] = []] = await duck.rows('SELECT coalesce(max(length(amount)), 0) FROM set_leg');
  const columns: readonly PackedColumn[] = [
    { name: 'wallet', kind: 'integer', sql: 'wallet', width: wallet },
    { name: 'height', kind: 'integer', sql: 'height', width: await wide('height') },
    { name: 'tx', kind: 'integer', sql: 'tx', width: await wide('tx') },
    { name: 'slot', kind: 'integer', sql: 'slot', width: await wide('slot') },
    { name: 'dir', kind: 'integer', sql: 'dir', width: 1 },
    { name: 'peer', kind: 'integer', sql: 'peer', width: Math.max(wallet, 2) },
    { name: 'asset', kind: 'integer', sql: 'asset', width: await wide('asset') },
    { name: 'ord', kind: 'always', value: null },
    { name: 'late', kind: 'always', value: 0 },
    { name: 'amount', kind: 'bytes', sql: 'amount', width: Number(longest) },
  ];
  const legs = `(
    SELECT payer AS wallet, height, tx, slot, 0 AS dir, coalesce(payee, sink) AS peer, asset, amount FROM set_leg WHERE payer IS NOT NULL
    UNION ALL
    SELECT payee, height, tx, slot, 1, coalesce(payer, ${sinkNumber({ kind: 'issued', chain })}), asset, amount FROM set_leg
    WHERE payee IS NOT NULL AND payee IS DISTINCT FROM payer
  )`;
  await insertPacked(database, duck, 'leg', columns, `FROM ${legs} ORDER BY wallet, tx, slot`, signal);
}

async function highest(database: Database, table: 'wallet' | 'tx'): Promise<number> {
  return Number(database.prepare(`SELECT max(id) AS id FROM ${table}`).all()[0]?.id ?? 0);
}

/** Of the largest number in a column that holds none below zero. */
async function digits(duck: Duck, table: string, column: string): Promise<number> {
  const [[most] = []] = await duck.rows(`SELECT max(${column}) FROM ${table}`);
  return String(most ?? 0).length;
}
