// A transfer list as text, cut into records with their line numbers. Two forms: CSV (comma, semicolon or tab) and JSON
// lines. Says nothing of what the cells mean (row.ts).
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { isSafeNumber, parse as parseJson } from 'lossless-json';
import { type ListColumnName, listColumns, placeListColumns } from './columns.ts';

export type Cells = Readonly<Partial<Record<ListColumnName, string>>>;

export interface ListRecord {
  /** Where the record begins; with quoted line breaks inside, where it ends. */
  readonly line: number;
  /** A column that the record lacks altogether is absent; an empty cell is ''. */
  readonly cells: Cells | undefined;
  /** Why there are no cells. */
  readonly fault?: string;
}

interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t'] as const;
const LINE_END = /\r\n|\n|\r/;

/** All records in file order, those that cannot be read with their fault. A fault at line 1 may be one of the header. */
export function listRecords(text: string): Iterable<ListRecord> {
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) return [{ line: 1, cells: undefined, fault: 'the file is empty' }];
  if (start === '[') {
    return [
      { line: 1, cells: undefined, fault: 'this is a JSON array; a list in JSON has one object a line' },
    ];
  }
  return start === '{' ? jsonRecords(text) : csvRecords(text);
}

function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Most exports quote nothing, and csv-parse takes a second for 100,000 rows of them; without a quote, CSV is split. */
function* splitRows(text: string, delimiter: string): Generator<RawRow> {
  for (const [index, line] of text.split(LINE_END).entries()) {
    yield { line: index + 1, cells: line.split(delimiter) };
  }
}

function quotedRows(text: string, delimiter: string): readonly RawRow[] | ListRecord {
  try {
    const parsed = parseCsv(text, {
      delimiter,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
    }) as unknown as readonly {
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }[];
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    // The message of the parser quotes the cell, and nobody has looked yet at what that is.
    return { line, cells: undefined, fault: `the quotes of this record cannot be read (${error.code})` };
  }
}

interface Header {
  readonly width: number;
  readonly found: readonly { readonly name: ListColumnName; readonly at: number }[];
}

function headerOf(names: readonly string[]): Header | readonly string[] {
  const { places, faults } = placeListColumns(names);
  if (faults.length > 0) return faults;
  const found = listColumns.flatMap(({ name }) => {
    const at = places[name];
    return at === undefined ? [] : [{ name, at }];
  });
  return { width: names.length, found };
}

function* csvRecords(text: string): Generator<ListRecord> {
  const delimiter = delimiterOf(text.trimStart().split(LINE_END, 1)[0] ?? '');
  const rows = text.includes('"') ? quotedRows(text, delimiter) : splitRows(text, delimiter);
  if ('line' in rows) {
    yield rows;
    return;
  }
  let header: Header | undefined;
  for (const { line, cells } of rows) {
    // Spreadsheets leave rows of nothing but delimiters.
    if (cells.every((cell) => cell === '' || cell.trim() === '')) continue;
    if (header !== undefined) {
      yield csvRecord(line, cells, header);
      continue;
    }
    const read = headerOf(cells);
    if (!('found' in read)) {
      for (const fault of read) yield { line, cells: undefined, fault };
      return;
    }
    header = read;
  }
}

function csvRecord(line: number, cells: readonly string[], { width, found }: Header): ListRecord {
  if (cells.length !== width) {
    return { line, cells: undefined, fault: `${cells.length} cells under a header of ${width}` };
  }
  const named: Partial<Record<ListColumnName, string>> = {};
  for (const { name, at } of found) named[name] = (cells[at] as string).trim();
  return { line, cells: named };
}

class Unreadable extends Error {}

/** A number is taken by its digits as written. One that a JSON writer cannot have kept exact is refused. */
function exactNumber(digits: string): string {
  if (!isSafeNumber(digits) || (/^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)))) {
    throw new Unreadable('a number is beyond what JSON numbers keep exactly: write it in quotes');
  }
  return digits;
}

function* jsonRecords(text: string): Generator<ListRecord> {
  // Objects of one export have the same keys in the same order: the columns are looked for once for each set of keys.
  const known = new Map<string, ReturnType<typeof placeListColumns>>();
  for (const [index, source] of text.split(LINE_END).entries()) {
    if (source.trim() === '') continue;
    yield { line: index + 1, ...jsonCells(source, known) };
  }
}

function jsonCells(
  source: string,
  known: Map<string, ReturnType<typeof placeListColumns>>,
): { readonly cells: Cells | undefined; readonly fault?: string } {
  let value: unknown;
  try {
    value = parseJson(source, null, exactNumber);
  } catch (error) {
    const fault = error instanceof Unreadable ? error.message : 'this line is no whole JSON object';
    return { cells: undefined, fault };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { cells: undefined, fault: 'this line is no JSON object' };
  }
  const keys = Object.keys(value);
  const signature = JSON.stringify(keys);
  const columns = known.get(signature) ?? placeListColumns(keys);
  known.set(signature, columns);
  if (columns.faults.length > 0) return { cells: undefined, fault: columns.faults.join('; ') };
  const cells: Partial<Record<ListColumnName, string>> = {};
  for (const { name } of listColumns) {
    const at = columns.places[name];
    if (at === undefined) continue;
    const cell = (value as Record<string, unknown>)[keys[at] as string];
    if (cell !== null && typeof cell !== 'string')
      return { cells: undefined, fault: `${name} is neither text nor number` };
    cells[name] = (cell ?? '').trim();
  }
  return { cells };
}
