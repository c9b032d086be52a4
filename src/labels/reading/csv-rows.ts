// Rows of a table (CSV) or of a plain list: an address a line, perhaps with a name. Proofs of reserves, exports of explorers
// and DefiLlama's list are tables whose header says what they are; exports of transfers name a payer and a payee in each
// row (party-columns.ts). Not the making of labels (row-labels.ts).
import { chainByForm } from '../chain-words.ts';
import { columnTwice, type LabelColumnName, placeLabelColumns } from '../columns.ts';
import { type CsvRecord, csvRecords } from './csv.ts';
import { TextFault } from './fault.ts';
import type { Line } from './lines.ts';
import { type Party, partiesOf, partyRow } from './party-columns.ts';
import type { Defaults, RawRow } from './row-labels.ts';

/** Records before the header, such as the totals at the top of a proof of reserves. */
const MOST_BEFORE = 200;

interface Header {
  readonly places: ReadonlyMap<LabelColumnName, number>;
  readonly width: number;
  readonly kind: 'table' | 'reserves';
  /** Of an export of transfers: where payer and payee stand. */
  readonly parties?: readonly Party[];
}

/** `defaults`: what the user, or the name of the file, says for rows that do not. Throws TextFault. */
export function* csvRows(lines: Iterable<Line>, { entity, chain }: Defaults): Generator<RawRow> {
  let header: Header | 'list' | undefined;
  let first: { readonly missing: readonly string[]; readonly line: number } | undefined;
  let before = 0;
  for (const record of csvRecords(lines)) {
    const { line, cells, why } = record;
    if (header === undefined) {
      if (cells === undefined) throw new TextFault(`line ${line}, its header: ${why}`);
      if (before === 0 && isAddress(cells[0] ?? '', chain)) header = 'list';
      else {
        const found = headerOf(cells, entity);
        const twice = 'places' in found ? columnTwice(cells) : undefined;
        if (twice !== undefined)
          throw new TextFault(`line ${line}, its header: the column ${twice} stands there twice`);
        if ('places' in found) header = found;
        else first ??= { missing: found.missing, line };
        before += 1;
        if (before > MOST_BEFORE) break;
        continue;
      }
    }
    if (cells === undefined) yield { line, cells: why ?? 'cannot be read' };
    else if (header === 'list') yield listRow(record, entity);
    else yield tableRow(line, cells, header);
  }
  if (header === undefined && first !== undefined)
    throw new TextFault(`its header names no column ${first.missing.join(', ')}`);
}

/** Where the chain is known it may be one whose addresses have no form here; no column has a name like that. */
function isAddress(cell: string, chain: string | undefined): boolean {
  const text = cell.trim();
  return chainByForm(text) !== undefined || (chain !== undefined && /^(?=.*\d)[A-Za-z0-9]{25,}$/.test(text));
}

function headerOf(
  cells: readonly string[],
  entity: string | undefined,
): Header | { readonly missing: readonly string[] } {
  const { places, missing } = placeLabelColumns(cells);
  const parties = partiesOf(cells);
  if (!places.has('address') && parties.length > 0)
    return { places, width: cells.length, kind: 'table', parties };
  const names = cells.map((cell) => cell.trim().toLowerCase());
  // Who signed is said in the message: "I am an OKX address".
  const message = names.indexOf('message');
  if (places.has('address') && !places.has('entity') && message >= 0)
    return { places: new Map([...places, ['entity', message]]), width: cells.length, kind: 'reserves' };
  const wanted = entity === undefined ? missing : missing.filter((name) => name !== 'entity');
  if (wanted.length > 0) return { missing: wanted };
  return { places, width: cells.length, kind: 'table' };
}

function tableRow(line: number, cells: readonly string[], header: Header): RawRow {
  const { places, width, kind, parties } = header;
  // The last columns of a proof of reserves (second signatures, keys) are left off where they are empty.
  const least = kind === 'reserves' ? Math.max(...places.values()) + 1 : width;
  if (cells.length < least || cells.length > width)
    return { line, cells: `it has ${cells.length} cells under a header of ${width}` };
  if (parties !== undefined) return partyRow(line, cells.map(plain), places, parties);
  const row = new Map([...places].map(([name, at]) => [name, plain(cells[at] as string)] as const));
  return kind === 'table' ? { line, cells: row } : reservesRow(line, row);
}

function reservesRow(line: number, row: Map<LabelColumnName, string>): RawRow {
  const message = row.get('entity') ?? '';
  const signer = /\bI am (?:an? )?(.{1,40}?)(?:'s)? (?:address|wallet)/i.exec(message)?.[1];
  if (signer === undefined) row.delete('entity');
  else row.set('entity', signer);
  // A column of this name says which kind of coin it is.
  row.delete('category');
  row.set('tier', 'owner');
  return { line, cells: row, categories: ['exchange'] };
}

/** `address` or `address;"name;other name"`: the first name is the name. */
function listRow({ line, cells }: CsvRecord, entity: string | undefined): RawRow {
  const [address = '', names = ''] = cells ?? [];
  const name = plain(names).split(';')[0]?.trim() || entity;
  if (name === undefined) return { line, cells: 'it names nobody (--entity says whose such a list is)' };
  return {
    line,
    cells: new Map([
      ['address', address.trim()],
      ['entity', name],
    ]),
  };
}

/** An apostrophe before a formula was put there for spreadsheets, by our own export among others. */
function plain(cell: string): string {
  const text = cell.trim();
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
