// The gate for bulk rows, as SQL: a cell as text in one form, and what is wrong with it. Exact or refused; a column whose
// type cannot hold its amounts exactly is refused as a whole.
import type { BulkColumn, Holds } from './bulk-columns.ts';

const MOST = (2n ** 256n - 1n).toString();

const INTEGERS = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const DECIMALS = /^DECIMAL\(\d+,\s*(\d+)\)$/;

/** What a column of this type in a file cannot be read as; undefined: nothing stands against it. */
export function typeFault({ name, holds }: BulkColumn, type: string): string | undefined {
  const fits: Readonly<Record<Holds, boolean>> = {
    hash: type === 'VARCHAR',
    address: type === 'VARCHAR',
    count: type === 'VARCHAR' || INTEGERS.test(type) || DECIMALS.test(type) || type === 'BOOLEAN',
    amount: type === 'VARCHAR' || INTEGERS.test(type) || DECIMALS.test(type),
    time: type === 'VARCHAR' || INTEGERS.test(type) || type.startsWith('TIMESTAMP'),
    text: !type.includes('[]') && !type.startsWith('STRUCT'),
    nested: type.endsWith('[]') || type === 'VARCHAR' || type === 'JSON',
  };
  if (fits[holds]) return undefined;
  const why = /^(DOUBLE|FLOAT)$/.test(type) ? ', which cannot hold every amount exactly' : '';
  return `column ${name} is ${type}${why}`;
}

/** The cell as text: digits, lower-case hex, unix seconds; an empty cell is NULL. */
export function cellSql(holds: Holds, type: string, cell: string): string {
  const text = `nullif(${trimmed(cell)}, '')`;
  switch (holds) {
    case 'hash':
    case 'address':
      return `lower(${text})`;
    case 'time':
      return type.startsWith('TIMESTAMP')
        ? `epoch(${cell})::BIGINT::VARCHAR`
        : `CASE WHEN regexp_full_match(${text}, '[0-9]{1,10}') THEN ${text} ELSE epoch(try_cast(regexp_replace(${text}, ' ?(UTC|Z)$', '') AS TIMESTAMP))::BIGINT::VARCHAR END`;
    case 'count':
      if (type === 'BOOLEAN') return `${cell}::INTEGER::VARCHAR`;
      return DECIMALS.test(type) ? `regexp_replace(${text}, '\\.0+$', '')` : text;
    case 'amount':
      // GraphSense writes some round amounts as 199e17: as exact as digits.
      return DECIMALS.test(type)
        ? `regexp_replace(${text}, '\\.0+$', '')`
        : `CASE WHEN regexp_full_match(${text}, '[1-9][0-9]{0,36}[eE]\\+?[0-9]{1,2}') THEN regexp_extract(${text}, '^[0-9]+') || repeat('0', regexp_extract(${text}, '[0-9]+$')::INTEGER) ELSE ${text} END`;
    default:
      return text;
  }
}

/** `cell`: what cellSql made. NULL where nothing is wrong. */
export function faultSql({ name, holds, required }: BulkColumn, cell: string, original: string): string {
  const forms: Readonly<Record<Holds, readonly [string, string] | undefined>> = {
    hash: ['0x[0-9a-f]{64}', 'is no hash of 0x and 64 hexadecimal digits'],
    address: ['0x[0-9a-f]{40}', 'is no address of 0x and 40 hexadecimal digits'],
    count: ['[0-9]{1,15}', 'is no whole number in the safe range'],
    amount: ['0|[1-9][0-9]{0,77}', 'is no whole number of base units'],
    time: undefined,
    text: undefined,
    nested: undefined,
  };
  const form = forms[holds];
  const faults: string[] = [];
  if (required === 'yes') faults.push(`WHEN ${original} IS NULL THEN '${name} is empty'`);
  if (holds === 'amount') {
    faults.push(`WHEN ${cell} LIKE '-%' THEN '${name} is negative'`);
    faults.push(
      `WHEN length(${cell}) > 78 OR (length(${cell}) = 78 AND ${cell} > '${MOST}') THEN '${name} is more than 2^256 - 1'`,
    );
  }
  if (holds === 'time')
    faults.push(
      `WHEN ${original} IS NOT NULL AND ${cell} IS NULL THEN '${name} is neither unix seconds nor a time'`,
    );
  if (form !== undefined)
    faults.push(
      `WHEN ${cell} IS NOT NULL AND NOT regexp_full_match(${cell}, '${form[0]}') THEN '${name} ${form[1]}'`,
    );
  return faults.length === 0 ? 'NULL' : `CASE ${faults.join(' ')} END`;
}

/** DuckDB's own trim() costs as much as all else of a cell, even where there is nothing to take away. */
function trimmed(cell: string): string {
  return `CASE WHEN contains(${cell}::VARCHAR, ' ') THEN trim(${cell}::VARCHAR) ELSE ${cell}::VARCHAR END`;
}
