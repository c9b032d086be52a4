// Blocks that are new to a file into it, as sets: numbered, sorted and written as text of one width by DuckDB, taken apart and
// stored by SQLite, so that nothing is done row by row in between. Both work at once: DuckDB on what comes next. What is stored
// is what write.ts stores of the same blocks.
import { availableParallelism } from 'node:os';
import { normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { chainInfo } from '../../model/chain.ts';
import { tokenAsset } from '../evm/assets.ts';
import { insertRows } from './duck.ts';
import { type EvmSets, type GatheredSet, PLACE } from './evm-sets.ts';
import type { Span } from './import-plan.ts';
import { bases } from './moves.ts';
import { multiRow } from './multi-row.ts';
import { insertPacked, type Packed, packedRows } from './packed-insert.ts';
import { type MeasuredLegs, measuredLegs, sortedLegs } from './set-legs.ts';
import { digits, numberWallets, type SetTarget } from './set-wallets.ts';
import { sinkNumber } from './stored-place.ts';
import { storedText } from './stored-text.ts';

export interface SetWriter {
  /**
   * Spans that follow each other as one set, which goes through the table of transfers once. Within a transaction of the
   * database. Throws ToldTwice.
   */
  write(spans: readonly Span[], beside: Beside): Promise<Counted>;
}

/** What goes on while a set is written. */
export interface Beside {
  readonly signal: AbortSignal;
  /** Up to a height all is numbered, and so many movements of the set. Nothing is stored for good. */
  onNumbered(height: number, transfers: number): void;
  /** What else is to be done with the file while DuckDB sorts. */
  whileSorting(): void;
}

export interface Counted {
  readonly blocks: number;
  readonly transfers: number;
}

/** Made ready by DuckDB; what it returns stores it. */
type Step = () => Promise<() => void | Promise<void>>;

export async function setWriter(target: SetTarget, sets: EvmSets): Promise<SetWriter> {
  const { database, duck, chainNumber } = target;
  await duck.run('CREATE OR REPLACE TABLE set_wallet (address VARCHAR, id BIGINT)');
  // One core is SQLite's.
  await duck.run(`SET threads = ${Math.max(1, availableParallelism() - 1)}`);
  const hadWallets =
    database.prepare('SELECT 1 FROM wallet WHERE chain = ? LIMIT 1').all(chainNumber).length > 0;
  return {
    async write(spans, { signal, onNumbered, whileSorting }) {
      await duck.run(
        'CREATE OR REPLACE TABLE set_leg (tx BIGINT, height BIGINT, slot BIGINT, payer BIGINT, payee BIGINT, sink TINYINT, asset INTEGER, amount VARCHAR)',
      );
      const last = { wallet: highest(target, 'wallet'), tx: highest(target, 'tx') };
      const counted = { blocks: 0, transfers: 0 };
      const numbered = spans.map(
        (span, part): Step =>
          async () => {
            const set = await sets.gathered(span);
            await numberAssets(target, set.contracts);
            const wallets = await numberWallets(target, hadWallets, last, part);
            const packed = [wallets, ...(await numberTransactions(target, last, part))];
            return async () => {
              storeBlocks(target, set);
              for (const each of packed) await insertPacked(database, each, signal);
              counted.blocks += set.blocks.length;
              counted.transfers += set.transfers;
              onNumbered(span.last, counted.transfers);
            };
          },
      );
      let legs: MeasuredLegs;
      const measured: Step = async () => {
        legs = await measuredLegs(target, last.wallet);
        return () => {
          if (legs.movements !== counted.transfers) throw new Error('movements were lost on their way');
          whileSorting();
        };
      };
      const sorted: Step = async () => {
        const files = await sortedLegs(target, legs);
        return async () => {
          let stored = 0;
          for (const each of files) stored += await insertPacked(database, each, signal);
          if (stored !== legs.rows) throw new Error('movements at their parties were lost on their way');
        };
      };
      for await (const store of ahead([...numbered, measured, sorted])) await store();
      return counted;
    },
  };
}

/** One after the other, each while the one before it is in use. */
async function* ahead<T>(jobs: readonly (() => Promise<T>)[]): AsyncGenerator<T> {
  let next = jobs[0]?.();
  try {
    for (let at = 1; next !== undefined; at += 1) {
      const done = await next;
      next = jobs[at]?.();
      // Until it is waited for it may fail unheard.
      next?.catch(() => {});
      yield done;
    }
  } finally {
    // Whoever wants no more of them may close what it works with.
    await next?.catch(() => {});
  }
}

function highest({ database }: SetTarget, table: 'wallet' | 'tx'): number {
  return Number(database.prepare(`SELECT max(id) AS id FROM ${table}`).all()[0]?.id ?? 0);
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
  await duck.run('CREATE OR REPLACE TEMP TABLE set_asset (contract VARCHAR, id BIGINT)');
  const rows = contracts.map((contract, at) => `('${contract ?? ''}', ${numbers.get(names[at] as string)})`);
  await insertRows(duck, 'set_asset', rows);
}

const WHOLE_BYTES = `coalesce(big_amount.hex, CASE WHEN length(move.hex) % 2 = 1 THEN '0' || move.hex ELSE move.hex END)`;

/**
 * Into `set_leg`: the movements in numbers. Transactions, each with the wallet at which it is to be found, and further wallets
 * of those that have several.
 */
async function numberTransactions(
  { chain, chainNumber, duck }: SetTarget,
  last: { tx: number },
  part: number,
): Promise<readonly Packed[]> {
  const before = last.tx;
  await duck.run(`
    INSERT INTO set_leg SELECT ${before} + set_tx.id AS tx, move.height, slot, own.id AS payer, other.id AS payee,
      CASE WHEN kind = 'fee' THEN ${sinkNumber({ kind: 'fee', chain })} ELSE ${sinkNumber({ kind: 'burnt', chain })} END AS sink,
      set_asset.id AS asset, ${WHOLE_BYTES} AS amount
    FROM set_move AS move JOIN set_tx ON set_tx.tx = move.tx AND set_tx.height = move.height
    JOIN set_asset ON set_asset.contract = coalesce(move.contract, '')
    LEFT JOIN big_amount ON big_amount.amount = move.amount
    LEFT JOIN set_here AS own ON own.address = move.payer LEFT JOIN set_here AS other ON other.address = move.payee`);
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_home AS SELECT tx, arg_min(coalesce(payer, payee), slot) AS wallet FROM set_leg WHERE tx > ${before} GROUP BY tx`);
  const [[transactions] = []] = await duck.rows('SELECT count(*) FROM set_tx');
  last.tx += Number(transactions);
  const tx = String(last.tx).length;
  const wallet = await digits(duck, `set_leg WHERE tx > ${before}`, 'greatest(payer, payee)');
  const rows = packedRows(
    duck,
    'tx',
    part,
    [
      { name: 'id', kind: 'integer', sql: 'set_home.tx', width: tx },
      { name: 'chain', kind: 'always', value: chainNumber },
      {
        name: 'height',
        kind: 'integer',
        sql: 'set_tx.height',
        width: await digits(duck, 'set_tx', 'height'),
      },
      { name: 'place', kind: 'maybe', sql: PLACE, width: 15 },
      { name: 'wallet', kind: 'maybe', sql: 'set_home.wallet', width: wallet },
      { name: 'legs', kind: 'integer', sql: 'legs', width: await digits(duck, 'set_tx', 'legs') },
      { name: 'name', kind: 'bytes', sql: 'substr(set_tx.tx, 3)', width: 64 },
    ],
    `FROM set_tx JOIN set_home ON set_home.tx = ${before} + set_tx.id JOIN set_block ON set_block.height = set_tx.height
     ORDER BY set_tx.id`,
  );
  const mates = packedRows(
    duck,
    'mate',
    part,
    [
      { name: 'tx', kind: 'integer', sql: 'tx', width: tx },
      { name: 'wallet', kind: 'integer', sql: 'own', width: wallet },
    ],
    `FROM (
      SELECT DISTINCT set_leg.tx, coalesce(payer, payee) AS own FROM set_leg
      JOIN set_tx ON set_leg.tx = ${before} + set_tx.id AND moves > 1 JOIN set_home ON set_home.tx = set_leg.tx
      WHERE set_leg.tx > ${before} AND own <> set_home.wallet
    ) ORDER BY tx, own`,
  );
  await duck.run(`${rows.sql};${mates.sql}`);
  return [rows, mates];
}
