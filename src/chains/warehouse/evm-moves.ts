// The movements of an EVM chain that its files tell, by height, in DuckDB, and read from it block by block. Not the
// files (evm-staging.ts), nor what one block's rows mean (evm-block.ts).
import type { ChainId } from '../../model/chain.ts';
import { coinLogs } from '../evm/assets.ts';
import { still } from '../evm/transfers.ts';
import { sqlList } from './checked-files.ts';
import type { Duck } from './duck.ts';
import { type EvmRow, evmBlock, type RowKind } from './evm-block.ts';
import { spansAbove } from './height-spans.ts';
import type { Span, StagedChain } from './import-plan.ts';

/** A call as the columns of one dialect or the other tell it. */
export const TYPE = `lower(coalesce(trace_type, regexp_extract(trace_id, '^[a-z0-9]+'), 'call'))`;
export const CALL = `CASE WHEN ${TYPE} = 'call' THEN lower(coalesce(call_type, 'call')) ELSE ${TYPE} END`;
export const PATH = `coalesce(replace(trace_address, ',', '_'), regexp_extract(trace_id, '_0x[0-9a-fA-F]{64}_([0-9_]*)$', 1), '')`;
export const ISSUED = `('reward', 'genesis')`;

const gasPrice = 'coalesce(receipt_effective_gas_price, gas_price)';

/**
 * What no transaction pays has no name that files must tell, may be told by several of them, and may come twice: two uncles of
 * one miner earn the same. It came as often as one file tells it, or as there are different numbers for it in all of them.
 */
const ISSUED_ONCE = `
  SELECT height, kind, payee, value, min(number) AS number,
    greatest(max(in_file), count(DISTINCT trace_id), count(DISTINCT trace_index)) AS times
  FROM (
    SELECT *, count(DISTINCT coalesce(trace_id, trace_index::VARCHAR)) OVER own
      + count(*) FILTER (WHERE trace_id IS NULL AND trace_index IS NULL) OVER own AS in_file
    FROM (
      SELECT block_number AS height, ${TYPE} AS kind, to_address AS payee, value, file, trace_id, trace_index,
        coalesce(trace_index, 0) AS number
      FROM traces WHERE value <> '0' AND status = 1 AND ${TYPE} IN ${ISSUED})
    WINDOW own AS (PARTITION BY height, kind, payee, value, file))
  GROUP BY height, kind, payee, value`;

/** Every movement of the chain, and a row for each of its blocks. */
const MOVES = `
  SELECT block_number AS height, hash AS tx, 'fee' AS kind, 0 AS number, '' AS path, from_address AS payer, NULL AS payee,
    NULL AS contract, (receipt_gas_used::HUGEINT * ${gasPrice}::HUGEINT)::VARCHAR AS amount
  FROM transactions WHERE receipt_gas_used <> 0 AND ${gasPrice} <> '0'
  UNION ALL
  SELECT block_number, hash, 'value', 0, '', from_address, coalesce(to_address, receipt_contract_address), NULL, value
  FROM transactions LEFT JOIN tx_place ON tx_place.tx = hash
  WHERE value <> '0' AND receipt_status = 1 AND coalesce(top, 0) = 0
  UNION ALL
  SELECT block_number, transaction_hash, CASE WHEN ${PATH} = '' THEN 'value' ELSE 'call' END,
    coalesce(trace_index, 0), ${PATH}, from_address, to_address, NULL, value
  FROM traces WHERE value <> '0' AND status = 1 AND ${CALL} NOT IN (${sqlList(still)}) AND ${TYPE} NOT IN ${ISSUED}
  UNION ALL
  SELECT height, NULL, kind, number, '', NULL, payee, NULL, value
  FROM (SELECT *, unnest(range(times)) FROM issued)
  UNION ALL
  SELECT block_number, transaction_hash, 'event', log_index, '', from_address, to_address, token_address, value
  FROM token_transfers WHERE value <> '0' AND token_address NOT IN (${sqlList(coinLogs)})
  UNION ALL
  SELECT height, NULL, 'block', 0, '', NULL, NULL, NULL, NULL FROM block_time WHERE time IS NOT NULL`;

/** `move`, out of `transactions`, `traces`, `token_transfers`, `block_time` and `tx_place`: made anew of any range of heights. */
export async function moveView(duck: Duck): Promise<void> {
  await duck.run(`CREATE TABLE issued AS ${ISSUED_ONCE}`);
  await duck.run(`CREATE VIEW move AS ${MOVES}`);
}

/** Movements that are sorted at once. */
const SORTED = 1_000_000;

export async function* blocksOfMoves(
  chain: ChainId,
  above: number,
  duck: Duck,
): ReturnType<StagedChain['blocks']> {
  for (const span of await spansAbove(above, SORTED, { duck, rows: 'FROM move' }))
    yield* blocksOf(chain, span, duck);
}

async function* blocksOf(
  chain: ChainId,
  { first, last }: Span,
  duck: Duck,
): ReturnType<StagedChain['blocks']> {
  const sql = `
    SELECT move.height::DOUBLE, time::DOUBLE, block_time.hash, move.tx, kind, number::DOUBLE, path, payer, payee, contract, amount,
      place::DOUBLE, call::DOUBLE
    FROM move JOIN block_time ON block_time.height = move.height LEFT JOIN tx_place ON tx_place.tx = move.tx
    WHERE move.height BETWEEN ${first} AND ${last}
    ORDER BY move.height, place, move.tx, kind, number, path, payer, payee, amount`;
  let rows: EvmRow[] = [];
  let head: { height: number; time: number; hash: string | undefined } | undefined;
  for await (const columns of duck.columns(sql)) {
    const [heights, times, hashes, , kinds] = columns as readonly (readonly never[])[];
    for (const [at, height] of (heights as readonly number[]).entries()) {
      if (head !== undefined && head.height !== height) {
        yield evmBlock(chain, head, rows);
        rows = [];
        head = undefined;
      }
      head ??= { height, time: times?.[at] as unknown as number, hash: hashes?.[at] ?? undefined };
      if (kinds?.[at] !== 'block') rows.push(evmRow(columns, at));
    }
  }
  if (head !== undefined) yield evmBlock(chain, head, rows);
}

const ROOT: readonly number[] = [];

function evmRow(columns: readonly (readonly unknown[])[], at: number): EvmRow {
  const cell = <T>(column: number): T | undefined => (columns[column]?.[at] ?? undefined) as T | undefined;
  const path = cell<string>(6) ?? '';
  return {
    tx: cell(3),
    kind: cell(4) as RowKind,
    number: cell(5) as number,
    path: path === '' ? ROOT : path.split('_').map(Number),
    payer: cell(7),
    payee: cell(8),
    contract: cell(9),
    amount: BigInt(cell<string>(10) as string),
    place: cell(11),
    call: cell(12),
  };
}
