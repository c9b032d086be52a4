// Blocks that are new to a file into it, as sets: numbered and sorted by DuckDB, taken apart and stored by SQLite, so that
// nothing is done row by row in between. What is stored is what write.ts stores of the same blocks.
import { normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { chainInfo } from '../../model/chain.ts';
import { tokenAsset } from '../evm/assets.ts';
import { insertRows } from './duck.ts';
import { type GatheredSet, PLACE } from './evm-sets.ts';
import { bases } from './moves.ts';
import { multiRow } from './multi-row.ts';
import { insertPacked, type PackedColumn } from './packed-insert.ts';
import { digits, highest, type SetTarget, storeWallets } from './set-wallets.ts';
import { sinkNumber } from './stored-place.ts';
import { storedText } from './stored-text.ts';

export interface SetWriter {
  /** What was gathered last. Within a transaction of the database. */
  write(set: GatheredSet, signal: AbortSignal): Promise<void>;
}

export async function setWriter(target: SetTarget): Promise<SetWriter> {
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
      await storeMates(target, signal);
      await storeLegs(target, signal);
    },
  };
}

function storeBlocks({ database, chain, chainNumber }: SetTarget, { blocks }: GatheredSet): void {
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
  { chain, assets, duck }: SetTarget,
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

const WHOLE_BYTES = `coalesce(big_amount.hex, CASE WHEN length(move.hex) % 2 = 1 THEN '0' || move.hex ELSE move.hex END)`;

/** `set_leg`: movements in numbers; `set_home`: of each transaction the wallet at which it is to be found. */
async function storeTransactions(
  { database, chain, chainNumber, duck }: SetTarget,
  signal: AbortSignal,
): Promise<void> {
  const last = highest(database, 'tx');
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
        kind: 'maybe',
        sql: 'set_home.wallet',
        width: await digits(duck, 'set_home', 'wallet'),
      },
      { name: 'legs', kind: 'integer', sql: 'legs', width: await digits(duck, 'set_tx', 'legs') },
      { name: 'name', kind: 'bytes', sql: 'set_tx.tx[3:]', width: 64 },
    ],
    `${numbered} ORDER BY set_tx.id`,
    signal,
  );
}

/** Further payers of transactions. */
async function storeMates({ database, duck }: SetTarget, signal: AbortSignal): Promise<void> {
  const width = await digits(duck, 'set_leg', 'greatest(payer, payee)');
  await insertPacked(
    database,
    duck,
    'mate',
    [
      { name: 'tx', kind: 'integer', sql: 'tx', width: await digits(duck, 'set_home', 'tx') },
      { name: 'wallet', kind: 'integer', sql: 'own', width },
    ],
    `FROM (
      SELECT DISTINCT set_leg.tx, coalesce(payer, payee) AS own FROM set_leg JOIN set_home ON set_home.tx = set_leg.tx
      WHERE own <> set_home.wallet
    ) ORDER BY tx, own`,
    signal,
  );
}

async function storeLegs({ database, chain, duck }: SetTarget, signal: AbortSignal): Promise<void> {
  const wide = async (column: string): Promise<number> => digits(duck, 'set_leg', column);
  const wallet = await wide('greatest(payer, payee)');
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
