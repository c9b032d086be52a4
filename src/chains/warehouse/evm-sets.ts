// Blocks of an EVM chain as sets: what evm-block.ts and write.ts make of them row by row, made by DuckDB at once, for blocks of
// which a file has nothing yet. Only of fees, payments and token transfers: calls and rewards are numbered row by row. Not how
// they are stored (write-sets.ts).
import { ZERO } from '../evm/transfers.ts';
import { type Duck, insertRows, STATEMENT_ROWS } from './duck.ts';
import { slotOf } from './evm-slots.ts';
import { spansAbove } from './height-spans.ts';
import type { Span } from './import-plan.ts';
import type { Basis } from './moves.ts';
import { storedAmount } from './stored-amount.ts';

/** What is stored of a span, by its numbers. */
export interface GatheredSet {
  readonly blocks: readonly (readonly [height: number, time: number, hash: string | null, basis: Basis])[];
  /** undefined: the coin of the chain. */
  readonly contracts: readonly (string | undefined)[];
  readonly transfers: number;
}

export interface EvmSets {
  readonly duck: Duck;
  /** Of heights above this one, ascending, each of about so many movements, or of one block. */
  spans(above: number, most: number): Promise<readonly Span[]>;
  /** Makes `set_block`, `set_move` and `set_tx`, transactions numbered from 1 in chain order. Throws ToldTwice. */
  gathered(span: Span): Promise<GatheredSet>;
}

/** A movement stands in several rows, which are told alike or not: no set, but looked at row by row. */
export class ToldTwice extends Error {}

/** Where there are calls or rewards: undefined. */
export async function evmSets(duck: Duck): Promise<EvmSets | undefined> {
  const [other] = await duck.rows(
    `SELECT 1 FROM move WHERE kind NOT IN ('fee', 'value', 'event', 'block') LIMIT 1`,
  );
  if (other !== undefined) return undefined;
  await duck.run('CREATE TABLE big_amount (amount VARCHAR, hex VARCHAR)');
  const [joined] = await duck.rows('SELECT 1 FROM transactions LIMIT 1');
  // Read several times: what is joined is worth being kept, token transfers alone are read again as fast.
  const kept = joined === undefined ? 'VIEW' : 'TABLE';
  return {
    duck,
    spans: (above, most) => spansAbove(above, most, { duck, rows: 'FROM move' }),
    gathered: (span) => gathered(span, kept, duck),
  };
}

async function gathered(span: Span, kept: 'VIEW' | 'TABLE', duck: Duck): Promise<GatheredSet> {
  const within = `BETWEEN ${span.first} AND ${span.last}`;
  await duck.run(`
    CREATE OR REPLACE TEMP ${kept} set_move AS SELECT height, tx,
      CASE kind WHEN 'fee' THEN ${slotOf('fee', 0)} WHEN 'value' THEN ${slotOf('value', 0)}
        ELSE number * 4 + ${slotOf('event', 0)} END AS slot,
      kind, nullif(payer, '${ZERO}') AS payer, nullif(payee, '${ZERO}') AS payee, contract, amount, hex(try_cast(amount AS HUGEINT)) AS hex
    FROM move WHERE kind <> 'block' AND height ${within}`);
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_tx AS
    SELECT row_number() OVER (ORDER BY height, place, tx) AS id, * FROM (
      SELECT height, move.tx, min(place) AS place, min(slot // 4) FILTER (WHERE kind = 'event') AS event, count(*) AS moves, count(*) FILTER (WHERE payer IS NOT NULL OR payee IS NOT NULL) AS legs
      FROM set_move AS move LEFT JOIN tx_place ON tx_place.tx = move.tx GROUP BY height, move.tx)`);
  const [double] = await duck.rows(`
    SELECT 1 FROM set_move SEMI JOIN (SELECT height, tx FROM set_tx WHERE moves > 1) AS several
      ON several.tx = set_move.tx AND several.height = set_move.height
    GROUP BY set_move.height, set_move.tx, slot HAVING count(*) > 1 LIMIT 1`);
  if (double !== undefined) throw new ToldTwice();
  // The first numbering that all transactions of the block have, as in evm-block.ts.
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_block AS
    SELECT block_time.height, any_value(time) AS time, any_value(hash) AS hash, CASE
      WHEN coalesce(bool_and(place IS NOT NULL) FILTER (WHERE tx IS NOT NULL), true) THEN 'index'
      WHEN bool_and(event IS NOT NULL) THEN 'event' ELSE 'none' END AS basis
    FROM block_time LEFT JOIN set_tx ON set_tx.height = block_time.height
    WHERE block_time.height ${within} AND time IS NOT NULL GROUP BY block_time.height`);
  const blocks = await duck.rows('SELECT height, time, hash, basis FROM set_block ORDER BY height');
  const contracts = await duck.rows('SELECT DISTINCT contract FROM set_move ORDER BY contract');
  const [[transfers] = []] = await duck.rows('SELECT count(*) FROM set_move');
  await addBigAmounts(duck);
  return {
    blocks: blocks.map(([height, time, hash, basis]) => [
      Number(height),
      Number(time),
      hash as string | null,
      basis as Basis,
    ]),
    contracts: contracts.map(([text]) => (text ?? undefined) as string | undefined),
    transfers: Number(transfers),
  };
}

/** DuckDB has no integers of 256 bits: those of more than 128 get their bytes here. */
async function addBigAmounts(duck: Duck): Promise<void> {
  await duck.run(`
    CREATE OR REPLACE TEMP TABLE set_big AS SELECT DISTINCT amount FROM set_move WHERE length(amount) > 38 AND hex IS NULL
    AND amount NOT IN (SELECT amount FROM big_amount)`);
  for (let from = 0; ; from += STATEMENT_ROWS) {
    const part = await duck.rows(
      `SELECT amount FROM set_big WHERE rowid BETWEEN ${from} AND ${from + STATEMENT_ROWS - 1}`,
    );
    if (part.length === 0) return;
    const pairs = part.map(
      ([text]) => `('${text}', '${storedAmount(BigInt(String(text))).toString('hex')}')`,
    );
    await insertRows(duck, 'big_amount', pairs);
  }
}

/** Of a row of `set_tx`, joined to its row of `set_block`: where it stands. */
export const PLACE = `CASE set_block.basis WHEN 'index' THEN place WHEN 'event' THEN event END`;
