// Files of an EVM chain (blocks, transactions, traces, token transfers, tokens) into blocks: checked as SQL, joined over the
// kinds, and told in chain order. What one block's rows mean is evm-block.ts.

import { normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { type ChainId, chainName, isEvm, knownChains } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { coinLogs, tokenAsset } from '../evm/assets.ts';
import { moving, still } from '../evm/transfers.ts';
import type { Before } from './before.ts';
import { bulkColumns, type EvmKind, evmKinds } from './bulk-columns.ts';
import type { BulkFile } from './bulk-files.ts';
import { type CheckedTable, checkedTable, spansOf, sqlList } from './checked-files.ts';
import type { Duck } from './duck.ts';
import { type EvmRow, evmBlock, type RowKind } from './evm-block.ts';
import { evmSets } from './evm-sets.ts';
import type { Covered, RefusedRow, Span, Staged, StagedChain, ToldAsset } from './import-plan.ts';

type Tables = Readonly<Record<EvmKind, CheckedTable>>;

/** A call as the columns of one dialect or the other tell it. */
const TYPE = `lower(coalesce(trace_type, regexp_extract(trace_id, '^[a-z0-9]+'), 'call'))`;
const CALL = `CASE WHEN ${TYPE} = 'call' THEN lower(coalesce(call_type, 'call')) ELSE ${TYPE} END`;
const PATH = `coalesce(replace(trace_address, ',', '_'), regexp_extract(trace_id, '_0x[0-9a-fA-F]{64}_([0-9_]*)$', 1), '')`;
const ISSUED = `('reward', 'genesis')`;

const traceRule = `CASE
  WHEN status = '1' AND value <> '0' AND ${CALL} NOT IN (${sqlList([...moving, ...still, 'reward', 'genesis'])})
    THEN 'its type is none that is known'
  WHEN ${TYPE} NOT IN ${ISSUED} AND transaction_hash IS NULL THEN 'transaction_hash is empty'
  WHEN status = '1' AND value <> '0' AND to_address IS NULL THEN 'to_address is empty'
  WHEN status = '1' AND value <> '0' AND ${TYPE} NOT IN ${ISSUED} AND from_address IS NULL THEN 'from_address is empty'
  WHEN NOT regexp_full_match(${PATH}, '([0-9]{1,9}(_[0-9]{1,9})*)?') THEN 'trace_address is no path'
END`;
const transactionRule = `CASE
  WHEN from_address IS NULL THEN 'from_address is empty'
  WHEN receipt_status NOT IN ('0', '1') THEN 'receipt_status is neither 0 nor 1'
END`;

export async function stageEvm(
  files: ReadonlyMap<EvmKind, readonly BulkFile[]>,
  chain: ChainId | undefined,
  covers: Span | undefined,
  duck: Duck,
  before: Before,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  const own = evmChain(chain);
  const rules: Partial<Record<EvmKind, string>> = { traces: traceRule, transactions: transactionRule };
  const tables: Partial<Record<EvmKind, CheckedTable>> = {};
  let rows = 0;
  const refused: RefusedRow[] = [];
  for (const kind of evmKinds) {
    const table = await checkedTable(kind, files.get(kind) ?? [], bulkColumns[kind], duck, rules[kind]);
    tables[kind] = table;
    rows += table.rows;
    for (const row of table.refused) refused.push(row);
    await onRows(rows);
  }
  const all = tables as Tables;
  await joinTimes(all, own, duck, before);
  await joinPlaces(duck);
  for (const row of await unusable(all, duck)) refused.push(row);
  const staged: StagedChain = {
    chain: own,
    form: 'evm',
    covered: await coveredBy(all, covers, duck),
    assets: await toldAssets(own, duck),
    files: await rowsOfFiles(all, duck),
    sets: await evmSets(MOVES, duck),
    blocks: (above) => blocks(own, above, duck),
  };
  return { rows, refused, chains: [staged] };
}

function evmChain(chain: ChainId | undefined): ChainId {
  if (chain !== undefined && isEvm(chain) && knownChains.some(({ id }) => id === chain)) return chain;
  const names = knownChains.filter(({ id }) => isEvm(id)).map(({ name }) => name);
  throw new KnownError(
    'unknown-chain',
    chain === undefined
      ? 'These files do not say of which chain they are.'
      : `${chainName(chain)} is no chain that such files are read for.`,
    {
      facts: [`chains: ${names.join(', ')}`, 'nothing of this import was stored'],
      hint: 'Name it with --chain.',
      exit: 2,
    },
  );
}

/** `block_time (height, time, hash)`, of every height that a row stands at. */
async function joinTimes(
  { blocks: table }: Tables,
  chain: ChainId,
  duck: Duck,
  before: Before,
): Promise<void> {
  const told = ['transactions', 'traces', 'token_transfers'].map(
    (kind) =>
      `SELECT block_number::BIGINT AS height, block_timestamp::BIGINT AS time, NULL AS hash FROM ${kind}`,
  );
  const own = `SELECT number::BIGINT AS height, timestamp::BIGINT AS time, hash FROM ${table.name}`;
  await duck.run(`CREATE TABLE block_time AS
    SELECT height, min(time) AS time, max(time) AS other, max(hash) AS hash FROM (${[own, ...told].join(' UNION ALL ')}) GROUP BY height`);
  const missing = await duck.rows('SELECT height FROM block_time WHERE time IS NULL ORDER BY height');
  const times = await before.times(
    chain,
    missing.map(([height]) => Number(height)),
  );
  const found = [...times].map(([height, time]) => `(${height}, ${time})`);
  if (found.length > 0)
    await duck.run(
      `UPDATE block_time SET time = known.time, other = known.time FROM (VALUES ${found.join()}) AS known (height, time) WHERE known.height = block_time.height`,
    );
}

/** `tx_place (tx, place, call)`: the index of a transaction, and the number of its first call. */
async function joinPlaces(duck: Duck): Promise<void> {
  await duck.run(`CREATE TABLE tx_place AS
    SELECT tx, min(place) AS place, min(call) AS call, max(top) AS top FROM (
      SELECT hash AS tx, transaction_index::BIGINT AS place, NULL AS call, 0 AS top FROM transactions
      UNION ALL
      SELECT transaction_hash, transaction_index::BIGINT, trace_index::BIGINT, (${PATH} = '')::INTEGER
      FROM traces WHERE transaction_hash IS NOT NULL
    ) GROUP BY tx`);
}

/** What rows of several files say together; they are taken out. */
async function unusable(tables: Tables, duck: Duck): Promise<RefusedRow[]> {
  const refused: RefusedRow[] = [];
  async function takeOut(kind: EvmKind, wrong: string, why: string): Promise<void> {
    const found = await duck.rows(`SELECT file, row, ${why} FROM ${kind} WHERE ${wrong} ORDER BY file, row`);
    if (found.length === 0) return;
    for (const [file, row, text] of found)
      refused.push({
        file: tables[kind].files[Number(file)]?.path as string,
        row: Number(row),
        why: String(text),
      });
    await duck.run(`DELETE FROM ${kind} WHERE ${wrong}`);
  }
  const timeless = (height: string) =>
    `${height}::BIGINT IN (SELECT height FROM block_time WHERE time IS NULL OR other <> time)`;
  const untimed = (height: string) =>
    `'the time of block ' || ${height} || ' is not told, or told in two ways'`;
  await takeOut('blocks', timeless('number'), untimed('number'));
  for (const kind of ['transactions', 'traces', 'token_transfers'] as const)
    await takeOut(kind, timeless('block_number'), untimed('block_number'));
  const noTop = `hash NOT IN (SELECT tx FROM tx_place WHERE top = 1)`;
  await takeOut(
    'transactions',
    `receipt_status IS NULL AND value <> '0' AND ${noTop}`,
    `'whether it failed is not told: import the traces of its block too'`,
  );
  await takeOut(
    'transactions',
    `receipt_status = '1' AND value <> '0' AND coalesce(to_address, receipt_contract_address) IS NULL AND ${noTop}`,
    `'whom it paid is not told: import the traces of its block too'`,
  );
  return refused;
}

async function coveredBy(tables: Tables, covers: Span | undefined, duck: Duck): Promise<Covered[]> {
  const { transactions, traces, token_transfers: tokens } = tables;
  const hasFees =
    transactions.has.has('receipt_gas_used') &&
    (transactions.has.has('gas_price') || transactions.has.has('receipt_effective_gas_price'));
  const kinds: readonly (readonly [string, CheckedTable])[] = [
    ...(hasFees ? [['fee', transactions] as const] : []),
    ['native', transactions],
    ['native', traces],
    ['internal', traces],
    ['token', tokens],
  ];
  const covered: Covered[] = [];
  for (const [kind, table] of kinds)
    if (covers !== undefined) {
      if (table.files.length > 0) covered.push({ kind, ...covers });
    } else
      for (const { first, last } of await spansOf(table, 'block_number', duck))
        covered.push({ kind, first, last });
  return covered;
}

async function toldAssets(chain: ChainId, duck: Duck): Promise<ReadonlyMap<AssetId, ToldAsset>> {
  const rows = await duck.rows('SELECT address, symbol, decimals FROM tokens ORDER BY file, row');
  return new Map(
    rows.map(([address, symbol, decimals]) => {
      const places = /^\d{1,3}$/.test(String(decimals)) ? Number(decimals) : undefined;
      return [
        tokenAsset(chain, normalAddress(chain, String(address))),
        // uint8 by the standard; more is a lie that would only make amounts unreadable.
        { symbol: String(symbol), decimals: places !== undefined && places <= 255 ? places : undefined },
      ];
    }),
  );
}

async function rowsOfFiles(tables: Tables, duck: Duck): Promise<StagedChain['files']> {
  const files: { file: BulkFile; kind: string; rows: number }[] = [];
  for (const kind of evmKinds) {
    const { name, files: own } = tables[kind];
    const counts = new Map(
      (await duck.rows(`SELECT file, count(*) FROM ${name} GROUP BY file`)).map(([file, rows]) => [
        Number(file),
        Number(rows),
      ]),
    );
    for (const [number, file] of own.entries()) files.push({ file, kind, rows: counts.get(number) ?? 0 });
  }
  return files;
}

const gasPrice = 'coalesce(receipt_effective_gas_price, gas_price)';

/** Every movement of the chain, and a row for each block that has none. */
const MOVES = `
  SELECT block_number::BIGINT AS height, hash AS tx, 'fee' AS kind, 0 AS number, '' AS path, from_address AS payer, NULL AS payee,
    NULL AS contract, (receipt_gas_used::HUGEINT * ${gasPrice}::HUGEINT)::VARCHAR AS amount
  FROM transactions WHERE receipt_gas_used <> '0' AND ${gasPrice} <> '0'
  UNION ALL
  SELECT block_number::BIGINT, hash, 'value', 0, '', from_address, coalesce(to_address, receipt_contract_address), NULL, value
  FROM transactions LEFT JOIN tx_place ON tx_place.tx = hash
  WHERE value <> '0' AND receipt_status = '1' AND coalesce(top, 0) = 0
  UNION ALL
  SELECT block_number::BIGINT, transaction_hash, CASE WHEN ${TYPE} IN ${ISSUED} THEN ${TYPE} WHEN ${PATH} = '' THEN 'value' ELSE 'call' END,
    coalesce(trace_index::BIGINT, 0), ${PATH}, from_address, to_address, NULL, value
  FROM traces WHERE value <> '0' AND status = '1' AND ${CALL} NOT IN (${sqlList(still)})
  UNION ALL
  SELECT block_number::BIGINT, transaction_hash, 'event', log_index::BIGINT, '', from_address, to_address, token_address, value
  FROM token_transfers WHERE value <> '0' AND lower(token_address) NOT IN (${sqlList(coinLogs)})
  UNION ALL
  SELECT height, NULL, 'block', 0, '', NULL, NULL, NULL, NULL FROM block_time WHERE time IS NOT NULL`;

async function* blocks(chain: ChainId, above: number, duck: Duck): ReturnType<StagedChain['blocks']> {
  const sql = `
    SELECT move.height::DOUBLE, time::DOUBLE, block_time.hash, move.tx, kind, number::DOUBLE, path, payer, payee, contract, amount,
      place::DOUBLE, call::DOUBLE
    FROM (${MOVES}) AS move JOIN block_time ON block_time.height = move.height LEFT JOIN tx_place ON tx_place.tx = move.tx
    WHERE move.height > ${above} ORDER BY move.height, place, move.tx, kind, number, path, payer, payee, amount`;
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
