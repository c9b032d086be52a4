// Transactions of a coin chain as one table of DuckDB, whatever kind of file they come from: `coin`. Lists of inputs and
// outputs come as lists (Parquet, JSON) or as text (CSV, in JSON or as Python prints them). Not what is wrong with a row.
import { placeColumns } from '../../model/columns.ts';
import { coinColumns } from './bulk-columns.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import { cellSql, typeFault } from './checked-sql.ts';
import type { Duck } from './duck.ts';

/** `odd`: the file tells a value that is no exact one; NULL values are those that it does not tell. */
export const COIN_TABLE = `CREATE TABLE coin (
  file INTEGER, row BIGINT, hash VARCHAR, height BIGINT, time BIGINT, block_hash VARCHAR, place BIGINT,
  ins STRUCT(tx VARCHAR, vout BIGINT, value BIGINT, odd BOOLEAN, address VARCHAR)[], outs STRUCT(value BIGINT, script VARCHAR)[])`;

/** What of a list that came as text is read, all of it as text. */
const AS_TEXT = {
  inputs:
    '[{"spent_transaction_hash":"VARCHAR","spent_output_index":"VARCHAR","value":"VARCHAR","addresses":["VARCHAR"],"address":"VARCHAR"}]',
  outputs: '[{"script_hex":"VARCHAR","value":"VARCHAR"}]',
} as const;

export async function readCoins(files: readonly BulkFile[], duck: Duck): Promise<void> {
  await duck.run(COIN_TABLE);
  for (const [number, file] of files.entries()) await duck.run(`INSERT INTO coin ${selected(file, number)}`);
}

/** Values in satoshi; the AWS dataset has them in BTC, as floating-point numbers that tell each satoshi. */
function satSql(type: string, value: string): string {
  if (/"?value"? DOUBLE/.test(type))
    return `CASE WHEN round(${value} * 1e8) / 1e8 = ${value} THEN round(${value} * 1e8)::BIGINT END`;
  const text = `${value}::VARCHAR`;
  return `CASE WHEN regexp_full_match(${text}, '[0-9]{1,16}([.]0+)?') THEN regexp_extract(${text}, '^[0-9]+')::BIGINT END`;
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
  const optional = (name: 'block_hash' | 'index', sql: (text: string) => string): string =>
    places[name] === undefined ? 'NULL' : sql(cell(name));
  const inputs = listSql(file, 'inputs', typeOf('inputs'), cell('inputs'));
  const outputs = listSql(file, 'outputs', typeOf('outputs'), cell('outputs'));
  return `SELECT ${number}, row, lower(${cell('hash')}::VARCHAR), try_cast(${cell('block_number')} AS BIGINT),
    try_cast(${cellSql('time', typeOf('block_timestamp'), cell('block_timestamp'))} AS BIGINT),
    ${optional('block_hash', (text) => `lower(${text}::VARCHAR)`)}, ${optional('index', (text) => `try_cast(${text} AS BIGINT)`)},
    ${inputs}, ${outputs} FROM ${file.from}`;
}

function listSql(file: BulkFile, name: 'inputs' | 'outputs', told: string, cell: string): string {
  // A file of coinbases alone has inputs of no type.
  if (told === 'JSON[]' && name === 'inputs') return '[]';
  const isText = told === 'VARCHAR' || told === 'JSON';
  const type = isText ? AS_TEXT[name].replaceAll('"', ' ') : told;
  const has = (field: string): boolean => new RegExp(`[( {"]${field}[": ]`).test(type);
  const needed =
    name === 'inputs' ? ['spent_transaction_hash', 'spent_output_index'] : ['script_hex', 'value'];
  for (const field of needed) if (!has(field)) throw badFile(file.path, `${name} have no ${field}`);
  const list = isText ? parsedSql(name, cell) : `coalesce(${cell}, [])`;
  if (name === 'outputs')
    return `[struct_pack(value := ${satSql(type, 'o.value')}, script := lower(o.script_hex)) FOR o IN ${list}]`;
  const value = has('value') ? "nullif(i.value::VARCHAR, 'null')" : 'NULL::VARCHAR';
  const sat = has('value') ? satSql(type, 'i.value') : 'NULL::BIGINT';
  const address = has('addresses') ? 'i.addresses[1]' : has('address') ? 'i.address' : 'NULL';
  return `[struct_pack(tx := lower(i.spent_transaction_hash), vout := try_cast(i.spent_output_index AS BIGINT), value := ${sat}, odd := ${value} IS NOT NULL AND ${sat} IS NULL, address := ${address}::VARCHAR) FOR i IN ${list}]`;
}

/** NULL where the text is no list; an empty cell is an empty list. */
function parsedSql(name: 'inputs' | 'outputs', cell: string): string {
  const text = `trim(${cell}::VARCHAR)`;
  const python = `regexp_replace(regexp_replace(replace(${text}, '''', '"'), '\\bNone\\b', 'null', 'g'), '\\b(True|False)\\b', '"\\1"', 'g')`;
  const parsed = (json: string): string => `from_json(${json}, '${AS_TEXT[name]}')`;
  return `CASE WHEN coalesce(${text}, '') = '' THEN [] WHEN NOT starts_with(${text}, '[') THEN NULL WHEN json_valid(${text}) THEN ${parsed(text)} WHEN json_valid(${python}) THEN ${parsed(python)} END`;
}
