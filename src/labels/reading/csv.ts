// CSV cut into records line by line, so that one broken quote costs one record and not the rest. Not what the cells mean
// (csv-rows.ts, cli/claims-file.ts).
import { CsvError, parse } from 'csv-parse/sync';
import { type Line, MOST_CHARACTERS } from './lines.ts';

/** `cells` undefined: the record cannot be read, `why` says why. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[] | undefined;
  readonly why?: string;
}

/** Most lines that one quoted cell may run over: a quote that is never closed must not swallow the file. */
const MOST_LINES = 50;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** By the first line: what follows its address, in a list; in a table what it has most of. */
function delimiterOf(header: string): string {
  const afterAddress = /^"?[A-Za-z0-9:]{25,}"?([,;\t|])/.exec(header)?.[1];
  if (afterAddress !== undefined) return afterAddress;
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function quotes(text: string): number {
  return text.split('"').length - 1;
}

function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const [record, second] = parse(text, { delimiter, relax_column_count: true });
    return second === undefined ? record : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** All records, the header first. Blank lines are passed over, and lines that begin with `#` where these are comments. */
export function* csvRecords(
  lines: Iterable<Line>,
  hash: 'comment' | 'text' = 'comment',
): Generator<CsvRecord> {
  const source = lines[Symbol.iterator]();
  const ahead: Line[] = [];
  let delimiter: string | undefined;
  function at(index: number): Line | undefined {
    while (ahead.length <= index) {
      const { done, value } = source.next();
      if (done === true) return undefined;
      ahead.push(value);
    }
    return ahead[index];
  }
  /** The lines of the record that begins here: up to the one that closes its quotes; undefined: none does. */
  function gathered(): readonly string[] | undefined {
    const own: string[] = [];
    let open = 0;
    let size = 0;
    for (let index = 0; index < MOST_LINES && size <= MOST_CHARACTERS; index += 1) {
      const text = at(index)?.text;
      if (text === undefined) return undefined;
      own.push(text);
      open += quotes(text);
      size += text.length;
      if (open % 2 === 0) return own;
    }
    return undefined;
  }
  for (let first = at(0); first !== undefined; first = at(0)) {
    const { line, text } = first;
    if (text === undefined) {
      ahead.shift();
      yield { line, cells: undefined, why: `the line is longer than ${MOST_CHARACTERS} characters` };
      continue;
    }
    if (text.trim() === '' || (hash === 'comment' && text.startsWith('#'))) {
      ahead.shift();
      continue;
    }
    delimiter ??= delimiterOf(text);
    const own = gathered();
    const cells = own === undefined ? undefined : cellsOf(own.join('\n'), delimiter);
    if (own === undefined || cells === undefined) {
      // A stray quote may pair with one of a later record: only this line is lost, the next is read by itself.
      ahead.shift();
      yield {
        line,
        cells: undefined,
        why: own === undefined ? 'its quotes do not close' : 'its quotes cannot be read',
      };
      continue;
    }
    ahead.splice(0, own.length);
    if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
  }
}
