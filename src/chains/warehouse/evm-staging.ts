// Files of an EVM chain (blocks, transactions, traces, token transfers, tokens): checked as SQL and joined over the kinds. What
// moves in them is evm-moves.ts.
import { normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { type ChainId, chainName, isEvm, knownChains } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { tokenAsset } from '../evm/assets.ts';
import { moving, still } from '../evm/transfers.ts';
import type { Before } from './before.ts';
import { bulkColumns, type EvmKind, evmKinds } from './bulk-columns.ts';
import type { BulkFile } from './bulk-files.ts';
import { type CheckedTable, checkedTable, spansOf, sqlList } from './checked-files.ts';
import type { Duck } from './duck.ts';
import { blocksOfMoves, CALL, ISSUED, moveView, PATH, TYPE } from './evm-moves.ts';
import { evmSets } from './evm-sets.ts';
import type { Covered, RefusedRow, Span, Staged, StagedChain, ToldAsset } from './import-plan.ts';

type Tables = Readonly<Record<EvmKind, CheckedTable>>;

const traceRule = `CASE
  WHEN status = 1 AND value <> '0' AND ${CALL} NOT IN (${sqlList([...moving, ...still, 'reward', 'genesis'])})
    THEN 'its type is none that is known'
  WHEN ${TYPE} NOT IN ${ISSUED} AND transaction_hash IS NULL THEN 'transaction_hash is empty'
  WHEN status = 1 AND value <> '0' AND to_address IS NULL THEN 'to_address is empty'
  WHEN status = 1 AND value <> '0' AND ${TYPE} NOT IN ${ISSUED} AND from_address IS NULL THEN 'from_address is empty'
  WHEN NOT regexp_full_match(${PATH}, '([0-9]{1,9}(_[0-9]{1,9})*)?') THEN 'trace_address is no path'
END`;
const transactionRule = `CASE
  WHEN from_address IS NULL THEN 'from_address is empty'
  WHEN receipt_status NOT IN (0, 1) THEN 'receipt_status is neither 0 nor 1'
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
  await moveView(duck);
  const staged: StagedChain = {
    chain: own,
    form: 'evm',
    covered: await coveredBy(all, covers, duck),
    assets: await toldAssets(own, duck),
    files: await rowsOfFiles(all, duck),
    sets: await evmSets(duck),
    blocks: (above) => blocksOfMoves(own, above, duck),
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
    (kind) => `SELECT block_number AS height, block_timestamp::BIGINT AS time, NULL AS hash FROM ${kind}`,
  );
  const own = `SELECT number AS height, timestamp::BIGINT AS time, hash FROM ${table.name}`;
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
      SELECT hash AS tx, transaction_index AS place, NULL AS call, 0 AS top FROM transactions
      UNION ALL
      SELECT transaction_hash, transaction_index, trace_index, (${PATH} = '')::INTEGER
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
    `${height} IN (SELECT height FROM block_time WHERE time IS NULL OR other <> time)`;
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
    `receipt_status = 1 AND value <> '0' AND coalesce(to_address, receipt_contract_address) IS NULL AND ${noTop}`,
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
