// Files of bitcoin-etl, and of the public datasets made with it, into blocks of whole transactions. Outputs are told by their
// scripts, as everywhere; the output that an input spends is looked up where it was made, and only where that is not at hand
// is the address believed that the file has for it.

import { BITCOIN, type ChainId, chainName } from '../../model/chain.ts';
import { placeColumns } from '../../model/columns.ts';
import { KnownError } from '../../model/errors.ts';
import type { TxId } from '../../model/place.ts';
import { scriptOfAddress } from '../bitcoin/script-place.ts';
import type { Before, Coin } from './before.ts';
import { coinColumns } from './bulk-columns.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import { cellSql, typeFault } from './checked-sql.ts';
import type { StoredCoins } from './coins.ts';
import type { Duck } from './duck.ts';
import type { Covered, RefusedRow, Span, Staged, StagedChain } from './import-plan.ts';
import type { MovedBlock, MovedTx } from './moves.ts';

/** Values in satoshi; the AWS dataset has them in BTC, as floating-point numbers that tell each satoshi. */
function satSql(type: string, value: string): string {
  return /"?value"? DOUBLE/.test(type)
    ? `CASE WHEN round(${value} * 1e8) / 1e8 = ${value} THEN round(${value} * 1e8)::BIGINT END`
    : `try_cast(${value} AS BIGINT)`;
}

function selected(file: BulkFile, number: number): string {
  const { places, faults } = placeColumns(coinColumns, file.names);
  if (faults.length > 0) throw badFile(file.path, faults.join('; '));
  const typeOf = (name: keyof typeof places): string => file.types[places[name] as number] as string;
  for (const column of coinColumns) {
    const fault = places[column.name] === undefined ? undefined : typeFault(column, typeOf(column.name));
    if (fault !== undefined) throw badFile(file.path, fault);
  }
  const cell = (name: keyof typeof places): string => `c${places[name]}`;
  const [ins, outs] = [typeOf('inputs'), typeOf('outputs')];
  const needed = [
    [ins, 'spent_transaction_hash'],
    [ins, 'spent_output_index'],
    [outs, 'script_hex'],
    [outs, 'value'],
  ] as const;
  // A file of coinbases alone has inputs of no type.
  for (const [type, name] of needed)
    if (!type.includes(name) && type !== 'JSON[]')
      throw badFile(file.path, `${type === ins ? 'inputs' : 'outputs'} have no ${name}`);
  const address = ins.includes('addresses')
    ? 'i.addresses[1]'
    : ins.includes('address')
      ? 'i.address'
      : 'NULL';
  const inputs =
    ins === 'JSON[]'
      ? '[]'
      : `[struct_pack(tx := i.spent_transaction_hash, vout := i.spent_output_index::BIGINT, value := ${satSql(ins, 'i.value')}, address := ${address}) FOR i IN coalesce(${cell('inputs')}, [])]`;
  const optional = (name: 'block_hash' | 'index', sql: (text: string) => string): string =>
    places[name] === undefined ? 'NULL' : sql(cell(name));
  return `SELECT ${number} AS file, row, lower(${cell('hash')}::VARCHAR) AS hash, try_cast(${cell('block_number')} AS BIGINT) AS height,
    try_cast(${cellSql('time', typeOf('block_timestamp'), cell('block_timestamp'))} AS BIGINT) AS time,
    ${optional('block_hash', (text) => `lower(${text}::VARCHAR)`)} AS block_hash, ${optional('index', (text) => `try_cast(${text} AS BIGINT)`)} AS place,
    ${inputs} AS ins, [struct_pack(value := ${satSql(outs, 'o.value')}, script := lower(o.script_hex)) FOR o IN ${cell('outputs')}] AS outs
    FROM ${file.from}`;
}

const SUM_IN = 'list_sum([i.value FOR i IN ins])';
const SUM_OUT = 'list_sum([o.value FOR o IN outs])';
const FAULT = `CASE
  WHEN hash IS NULL OR NOT regexp_full_match(hash, '[0-9a-f]{64}') THEN 'hash is no id of 64 hexadecimal digits'
  WHEN height IS NULL OR height < 0 THEN 'block_number is no whole number'
  WHEN time IS NULL THEN 'block_timestamp is neither unix seconds nor a time'
  WHEN len(outs) = 0 THEN 'outputs is empty'
  WHEN len([1 FOR o IN outs IF o.value IS NULL OR o.value < 0 OR o.script IS NULL OR NOT regexp_full_match(o.script, '([0-9a-f]{2})*')]) > 0
    THEN 'an output has no exact value or no script'
  WHEN len([1 FOR i IN ins IF i.value IS NULL OR i.value < 0 OR i.tx IS NULL OR i.vout IS NULL OR NOT regexp_full_match(i.tx, '[0-9a-f]{64}')]) > 0
    THEN 'an input does not say exactly what it spends'
  WHEN len(ins) > 0 AND ${SUM_IN} < ${SUM_OUT} THEN 'it pays more than it spends'
END`;

export async function stageCoins(
  files: readonly BulkFile[],
  chain: ChainId | undefined,
  covers: Span | undefined,
  duck: Duck,
  before: Before,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  if (chain !== undefined && chain !== BITCOIN)
    throw new KnownError('unknown-chain', `${chainName(chain)} is no chain that such files are read for.`, {
      facts: ['transactions with inputs and outputs are read for bitcoin'],
      hint: 'Name another chain with --chain, or none.',
      exit: 2,
    });
  await duck.run(`CREATE TABLE coin AS ${files.map(selected).join(' UNION ALL ')}`);
  const [[rows] = []] = await duck.rows('SELECT count(*) FROM coin');
  await onRows(Number(rows));
  const wrong = await duck.rows(
    `SELECT file, row, ${FAULT} AS why FROM coin WHERE why IS NOT NULL ORDER BY file, row`,
  );
  await duck.run(`DELETE FROM coin WHERE ${FAULT} IS NOT NULL`);
  const refused = wrong.map(
    ([file, row, why]): RefusedRow => ({
      file: files[Number(file)]?.path as string,
      row: Number(row),
      why: String(why),
    }),
  );
  // Two files may tell of the same transaction; only the two coinbases that were made twice stand in two blocks.
  await duck.run(
    `CREATE TABLE made AS SELECT hash AS tx, unnest(outs).script AS script, generate_subscripts(outs, 1) - 1 AS vout FROM (SELECT hash, any_value(outs) AS outs FROM coin GROUP BY hash)`,
  );
  const spans = await duck.rows(
    'SELECT file, count(*), min(height), max(height) FROM coin GROUP BY file ORDER BY file',
  );
  const covered = spans.map(
    ([, , first, last]): Covered => ({
      kind: 'coin',
      ...(covers ?? { first: Number(first), last: Number(last) }),
    }),
  );
  const staged: StagedChain = {
    chain: BITCOIN,
    form: 'coin',
    covered,
    assets: new Map(),
    files: spans.map(([file, own]) => ({
      file: files[Number(file)] as BulkFile,
      kind: 'coins',
      rows: Number(own),
    })),
    blocks: (above) => blocks(above, duck, before),
  };
  return { rows: Number(rows), refused, chains: [staged] };
}

interface RawInput extends Coin {
  readonly value: number;
  readonly address: string | null;
  readonly script: string | null;
}

async function* blocks(above: number, duck: Duck, before: Before): ReturnType<StagedChain['blocks']> {
  const sql = `
    WITH spent AS (
      SELECT hash, height, unnest(ins) AS i, generate_subscripts(ins, 1) AS nth FROM (SELECT DISTINCT ON (hash, height) * FROM coin WHERE height > ${above})
    ), known AS (
      SELECT hash, height, list(struct_pack(tx := i.tx, vout := i.vout, value := i.value, address := i.address, script := made.script) ORDER BY nth) AS ins
      FROM spent LEFT JOIN made ON made.tx = i.tx AND made.vout = i.vout GROUP BY hash, height
    )
    SELECT coin.height::DOUBLE, coin.time::DOUBLE, block_hash, coin.hash, coalesce(to_json(known.ins), '[]')::VARCHAR, to_json(outs)::VARCHAR, place::DOUBLE
    FROM (SELECT DISTINCT ON (hash, height) * FROM coin WHERE height > ${above}) AS coin
    LEFT JOIN known ON known.hash = coin.hash AND known.height = coin.height
    ORDER BY coin.height, place, coin.hash`;
  let head: Pick<MovedBlock, 'height' | 'time' | 'hash'> | undefined;
  let transactions: MovedTx[] = [];
  const whole = (): MovedBlock => {
    const basis = transactions.every(({ place }) => place !== undefined) ? 'index' : 'none';
    const placed = basis === 'index' ? transactions : transactions.map((tx) => ({ ...tx, place: undefined }));
    return { ...(head as MovedBlock), basis, transactions: placed };
  };
  for await (const columns of duck.columns(sql)) {
    const [heights, times, hashes, ids, ins, outs, places] = columns as readonly (readonly unknown[])[];
    const spent = (ins ?? []).map((text) => JSON.parse(text as string) as RawInput[]);
    const scripts = await before.scripts(spent.flat().filter(({ script }) => script === null));
    for (const [at, height] of (heights as readonly number[]).entries()) {
      if (head !== undefined && head.height !== height) {
        yield whole();
        head = undefined;
        transactions = [];
      }
      head ??= { height, time: times?.[at] as number, hash: (hashes?.[at] as string | null) ?? undefined };
      const txId = ids?.[at] as TxId;
      transactions.push({
        txId,
        place: (places?.[at] as number | null) ?? undefined,
        moves: [],
        coins: coinsOf(txId, spent[at] ?? [], JSON.parse(outs?.[at] as string), scripts),
      });
    }
  }
  if (head !== undefined) yield whole();
}

function coinsOf(
  txId: TxId,
  ins: readonly RawInput[],
  outs: readonly { readonly value: number; readonly script: string }[],
  scripts: ReadonlyMap<string, string>,
): StoredCoins {
  return {
    ins: ins.map(({ tx, vout, value, address, script }, at) => {
      const found =
        script ?? scripts.get(`${tx}:${vout}`) ?? (address === null ? undefined : scriptOfAddress(address));
      if (found === undefined)
        throw new KnownError('coin-unknown', `Input ${at} of transaction ${txId} spends what nobody tells.`, {
          facts: [
            `it spends ${tx}:${vout}, which is in no file and not in the warehouse, and has no address`,
          ],
          hint: 'Import the blocks before these first.',
        });
      return [tx, vout, found, value];
    }),
    outs: outs.map(({ value, script }) => [value, script]),
  };
}
