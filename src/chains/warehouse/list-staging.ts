// Transfer lists into blocks: every row is read twice, once to be checked in the order of the files, once in chain order.
// What a row may hold and how its transfers are named is chains/list; here is only what the size of bulk files asks for.
import { assetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { listColumns, placeListColumns } from '../list/columns.ts';
import { positioned } from '../list/positions.ts';
import type { Cells } from '../list/records.ts';
import { checkedRow, type ListRow, type Seen } from '../list/row.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import { type Duck, sqlText } from './duck.ts';
import { spansAbove } from './height-spans.ts';
import type { RefusedRow, Staged, StagedChain } from './import-plan.ts';
import type { Move, MovedBlock, MovedTx } from './moves.ts';

/** Cells remembered as seen, at most; a list names the same few again and again. */
const MOST_SEEN = 200_000;
const NAMES = listColumns.map(({ name }) => name);
const CELLS = NAMES.map((name) => `listed."${name}"`).join();
/** An id in hexadecimal is one in either case, as listTx has it. */
const TX = `CASE WHEN regexp_full_match(tx, '(0x)?[0-9a-fA-F]{64}') THEN lower(tx) ELSE tx END`;

export async function stageLists(
  files: readonly BulkFile[],
  duck: Duck,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  await duck.run(`CREATE TABLE listed AS ${files.map(selected).join(' UNION ALL ')}`);
  const refused: RefusedRow[] = [];
  const chains = new Map<string, ChainId>();
  let rows = 0;
  let seen: Seen = new Map();
  let known = 0;
  for await (const columns of duck.columns(`SELECT file, row, ${CELLS} FROM listed`)) {
    const part = tuples(columns);
    for (const tuple of part) {
      const row = checkedRow({ line: Number(tuple[1]), cells: cellsOf(tuple) }, seen);
      if (typeof row === 'string')
        refused.push({ file: files[Number(tuple[0])]?.path as string, row: Number(tuple[1]), why: row });
      else chains.set(String(tuple[2]), row.chain);
    }
    rows += part.length;
    known += part.length;
    if (known > MOST_SEEN) {
      seen = new Map();
      known = 0;
    }
    await onRows(rows);
  }
  await leaveOut(refused, files, duck);
  const names = [...chains].map(([text, id]) => `(${sqlText(text)}, ${sqlText(id)})`);
  if (names.length === 0) return { rows, refused, chains: [] };
  await duck.run(`CREATE TABLE named AS SELECT * FROM (VALUES ${names.join()}) AS name (text, id)`);
  const contradicting = await contradictions(files, duck);
  await leaveOut(contradicting, files, duck);
  for (const row of contradicting) refused.push(row);
  const staged: StagedChain[] = [];
  for (const chain of [...new Set(chains.values())].sort())
    staged.push(await stagedChain(chain, files, duck));
  return { rows, refused, chains: staged };
}

function selected(file: BulkFile, number: number): string {
  const { places, faults } = placeListColumns(file.names);
  if (faults.length > 0) throw badFile(file.path, faults.join('; '));
  const cells = NAMES.map((name) => {
    const at = places[name];
    if (at === undefined) return `NULL::VARCHAR AS "${name}"`;
    const type = file.types[at] as string;
    if (/^(DOUBLE|FLOAT)$/.test(type) && name === 'amount')
      throw badFile(file.path, `column amount is ${type}, which cannot hold every amount exactly`);
    return `coalesce(${type.startsWith('TIMESTAMP') ? `epoch(c${at})::BIGINT::VARCHAR` : `trim(c${at}::VARCHAR)`}, '') AS "${name}"`;
  });
  return `SELECT ${number} AS file, row, ${cells.join()} FROM ${file.from}`;
}

function tuples(columns: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row]));
}

function cellsOf(tuple: readonly unknown[]): Cells {
  const cells: Partial<Record<keyof Cells, string>> = {};
  for (const [at, name] of NAMES.entries()) {
    const cell = tuple[at + 2];
    if (cell !== null) cells[name] = cell as string;
  }
  return cells;
}

/** What rows say together: one height of a transaction, one number of decimals of an asset. */
async function contradictions(files: readonly BulkFile[], duck: Duck): Promise<RefusedRow[]> {
  const found = await duck.rows(`
    SELECT file, row, what FROM (
      SELECT file, row, height::BIGINT <> first_value(height::BIGINT) OVER of_tx AS wrong,
        'height ' || height || ' for a transaction that stands at ' || first_value(height) OVER of_tx AS what
      FROM listed JOIN named ON named.text = listed.chain
      WINDOW of_tx AS (PARTITION BY named.id, ${TX} ORDER BY file, row)
    ) WHERE wrong
    UNION ALL
    SELECT file, row, what FROM (
      SELECT file, row, ${decimals} <> first_value(${decimals}) OVER of_asset AS wrong,
        ${decimals} || ' decimals for an asset that has ' || first_value(${decimals}) OVER of_asset AS what
      FROM listed JOIN named ON named.text = listed.chain
      WINDOW of_asset AS (PARTITION BY named.id, asset ORDER BY file, row)
    ) WHERE wrong
    ORDER BY file, row`);
  return found.map(([file, row, why]) => ({
    file: files[Number(file)]?.path as string,
    row: Number(row),
    why: String(why),
  }));
}

async function leaveOut(
  refused: readonly RefusedRow[],
  files: readonly BulkFile[],
  duck: Duck,
): Promise<void> {
  if (refused.length === 0) return;
  const numbers = new Map(files.map(({ path }, number) => [path, number]));
  const rows = refused.map(({ file, row }) => `(${numbers.get(file)}, ${row})`);
  await duck.run(`DELETE FROM listed WHERE (file, row) IN (${rows.join()})`);
}

const decimals = `coalesce(try_cast(decimals AS INTEGER), 0)`;

async function stagedChain(chain: ChainId, files: readonly BulkFile[], duck: Duck): Promise<StagedChain> {
  const own = `FROM listed JOIN named ON named.text = listed.chain WHERE named.id = ${sqlText(chain)}`;
  const [[first, last] = []] = await duck.rows(`SELECT min(height::BIGINT), max(height::BIGINT) ${own}`);
  const assets = await duck.rows(`SELECT DISTINCT asset, ${decimals} ${own}`);
  const counts = await duck.rows(`SELECT file, count(*) ${own} GROUP BY file ORDER BY file`);
  return {
    chain,
    form: 'list',
    covered: [{ kind: 'list', first: Number(first), last: Number(last) }],
    assets: new Map(
      assets.map(([asset, places]) => [
        assetId(String(asset)),
        { symbol: String(asset), decimals: Number(places) },
      ]),
    ),
    files: counts.map(([file, rows]) => ({
      file: files[Number(file)] as BulkFile,
      kind: 'list',
      rows: Number(rows),
    })),
    async *blocks(above) {
      let seen: Seen = new Map();
      let known = 0;
      let block: ListRow[] = [];
      for await (const part of sortedRows(own, above, duck)) {
        for (const tuple of part) {
          const row = checkedRow({ line: Number(tuple[1]), cells: cellsOf(tuple) }, seen) as ListRow;
          if (block.length > 0 && block[0]?.height !== row.height) {
            yield blockOf(block);
            block = [];
          }
          block.push(row);
        }
        known += part.length;
        if (known > MOST_SEEN) {
          seen = new Map();
          known = 0;
        }
      }
      if (block.length > 0) yield blockOf(block);
    },
  };
}

/** Rows that are sorted at once. */
const SORTED = 500_000;

/** By height and as the files have them. */
async function* sortedRows(
  own: string,
  above: number,
  duck: Duck,
): AsyncIterable<readonly (readonly unknown[])[]> {
  const height = 'height::BIGINT';
  for (const { first, last } of await spansAbove(above, SORTED, { duck, height, rows: own })) {
    const sql = `SELECT file, row, ${CELLS} ${own} AND ${height} BETWEEN ${first} AND ${last} ORDER BY ${height}, file, row`;
    for await (const columns of duck.columns(sql)) yield tuples(columns);
  }
}

/** All rows of one height. */
function blockOf(rows: readonly ListRow[]): MovedBlock {
  const time = rows.reduce((last, row) => Math.max(last, row.time), 0);
  const byTx = new Map<TxId, Transfer[]>();
  for (const transfer of positioned(rows)) {
    const others = byTx.get(transfer.txId);
    if (others === undefined) byTx.set(transfer.txId, [transfer]);
    else others.push(transfer);
  }
  const transactions = [...byTx].map(([txId, transfers]): MovedTx => {
    const moves = transfers.map(
      ({ from, to, asset, amount, at }, slot): Move => ({
        from,
        to,
        asset,
        amount,
        slot,
        order: at?.order,
        late: (at?.time ?? time) - time,
      }),
    );
    return { txId, place: transfers[0]?.at?.txIndex, moves };
  });
  return { height: rows[0]?.height as number, time, hash: undefined, basis: 'list', transactions };
}
