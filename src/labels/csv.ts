// A file in CSV, cut into records line by line, so that one broken quote costs one record and not the rest. Not what the
// cells mean (read.ts, cli/claims-file.ts).
import { CsvError, parse } from 'csv-parse/sync';

/** `cells` undefined: the record cannot be read, `why` says why. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[] | undefined;
  readonly why?: string;
}

/** Longest line, and longest record of several lines, in characters. */
export const MOST_CHARACTERS = 1_000_000;
/** Most lines that one quoted cell may run over: a quote that is never closed must not swallow the file. */
const MOST_LINES = 50;
const DELIMITERS = [',', ';', '\t', '|'] as const;

function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function quotes(text: string): number {
  return text.split('"').length - 1;
}

/** The lines of the record that begins at `start`: those up to the one that closes its quotes; undefined: none does. */
function gathered(lines: readonly string[], start: number): readonly string[] | undefined {
  let open = 0;
  let size = 0;
  for (let end = start; end < lines.length && end < start + MOST_LINES && size <= MOST_CHARACTERS; end += 1) {
    const line = lines[end] as string;
    open += quotes(line);
    size += line.length;
    if (open % 2 === 0) return lines.slice(start, end + 1);
  }
  return undefined;
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
export function* csvRecords(text: string, hash: 'comment' | 'text' = 'comment'): Generator<CsvRecord> {
  const lines = text.split(/\r\n|\n|\r/);
  const isPassedOver = (line: string): boolean =>
    line.trim() === '' || (hash === 'comment' && line.startsWith('#'));
  const header = lines.find((line) => !isPassedOver(line)) ?? '';
  const delimiter = delimiterOf(header);
  let at = 0;
  while (at < lines.length) {
    const line = at + 1;
    const first = lines[at] as string;
    if (first.length > MOST_CHARACTERS) {
      at += 1;
      yield { line, cells: undefined, why: `the line is longer than ${MOST_CHARACTERS} characters` };
      continue;
    }
    if (isPassedOver(first)) {
      at += 1;
      continue;
    }
    const own = gathered(lines, at);
    const cells = own === undefined ? undefined : cellsOf(own.join('\n'), delimiter);
    if (own === undefined || cells === undefined) {
      // A stray quote may pair with one of a later record: only this line is lost, the next is read by itself.
      at += 1;
      yield {
        line,
        cells: undefined,
        why: own === undefined ? 'its quotes do not close' : 'its quotes cannot be read',
      };
      continue;
    }
    at += own.length;
    if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
  }
}
