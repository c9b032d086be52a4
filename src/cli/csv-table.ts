// A CSV file of named columns, row by row, as an option names one: what is wrong with the file as a whole refuses it, what is
// wrong with a row stands in its place. What the cells mean is the caller's business.
import { csvRecords } from '../labels/reading/csv.ts';
import { linesIn } from '../labels/reading/lines.ts';
import { type Column, placeColumns } from '../model/columns.ts';
import type { KnownError } from '../model/errors.ts';

export interface Table<Name extends string> {
  readonly rows: readonly {
    readonly line: number;
    /** Every column, empty where the file lacks it; a text: why the row cannot be read. */
    readonly row: ReadonlyMap<Name, string> | string;
  }[];
  /** Columns that mean nothing here. */
  readonly unread: readonly string[];
}

/** Throws what `refusal` makes. */
export function tableIn<C extends Column>(
  bytes: Uint8Array,
  columns: readonly C[],
  refusal: (facts: readonly string[], cause?: unknown) => KnownError,
): Table<C['name']> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refusal(['it is no text in UTF-8'], error);
  }
  // A case number may begin with `#`: such a line is a row like every other.
  const [header, ...records] = csvRecords(linesIn([text]), 'text');
  if (header?.cells === undefined) throw refusal([header?.why ?? 'it is empty']);
  const { places, faults, unread } = placeColumns(columns, header.cells);
  if (faults.length > 0) throw refusal(faults.map((fault) => `line ${header.line}: ${fault}`));
  if (records.length === 0) throw refusal(['it holds a header and no row']);
  const width = header.cells.length;
  const rows = records.map(({ line, cells, why = '' }) => {
    if (cells === undefined) return { line, row: why };
    if (cells.length !== width)
      return { line, row: `it has ${cells.length} cells under a header of ${width}` };
    return {
      line,
      row: new Map(
        columns.map(({ name }): [C['name'], string] => {
          const at = places[name as C['name']];
          return [name, at === undefined ? '' : (cells[at] as string).trim()];
        }),
      ),
    };
  });
  return { rows, unread };
}
