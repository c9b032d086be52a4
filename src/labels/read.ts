// Reads one label file, CSV or JSON. A broken row is named and left out, the rest loads; text of labels is kept raw, to
// be escaped where it is shown. Not the merging of files (book.ts).
import { type Address, normalAddress } from '../model/address.ts';
import { BITCOIN, type ChainId, chainName, chainOfList, isEvm } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Label } from '../model/label.ts';
import { unixTime } from '../model/time.ts';
import { categoryOf } from './categories.ts';
import { type LabelColumnName, placeLabelColumns } from './columns.ts';
import { csvRecords, MOST_CHARACTERS } from './csv.ts';
import { itemSpans } from './json-items.ts';

interface RefusedRow {
  readonly line: number;
  /** Never holds the cell itself: it may be a key that slipped into the file. */
  readonly why: string;
}

export interface ReadLabels {
  readonly labels: readonly Label[];
  readonly refused: readonly RefusedRow[];
}

type Row = ReadonlyMap<LabelColumnName, string>;
interface RawRow {
  readonly line: number;
  /** A text: why there is no row. */
  readonly row: Row | string;
}

const DAY = 86_400;
const LONGEST_ADDRESS = 200;
const TRON = 'tron:0x2b6653dc';

class Fault extends Error {}

/** Throws KnownError `labels-unreadable` where the file as a whole is no list of labels. `fileName` names the pack. */
export function readLabels(content: string | Uint8Array, fileName: string): ReadLabels {
  const text = textOf(content, fileName);
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) throw unreadable(fileName, 'it is empty');
  const rows = start === '[' || start === '{' ? jsonRows(text, fileName) : csvRows(text, fileName);
  const labels: Label[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, row } of rows) {
    const label = typeof row === 'string' ? row : labelOrFault(row, fileName);
    if (typeof label === 'string') refused.push({ line, why: label });
    else labels.push(label);
  }
  return { labels, refused };
}

function unreadable(fileName: string, why: string, cause?: unknown): KnownError {
  return new KnownError('labels-unreadable', `The labels of ${fileName} cannot be read: ${why}.`, {
    hint: 'Give CSV with a header such as chain,address,name,category,source,date,confidence, or a JSON array of such objects, in UTF-8.',
    exit: 2,
    cause,
  });
}

function textOf(content: string | Uint8Array, fileName: string): string {
  let text: string;
  try {
    text = typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw unreadable(fileName, 'it is not UTF-8 text', error);
  }
  if (text.includes('\0'))
    throw unreadable(fileName, 'it holds bytes of 0: it is no text, or text in UTF-16');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function* csvRows(text: string, fileName: string): Generator<RawRow> {
  let header: { places: ReadonlyMap<LabelColumnName, number>; width: number } | undefined;
  for (const { line, cells, why } of csvRecords(text)) {
    if (header === undefined) {
      if (cells === undefined) throw unreadable(fileName, `line ${line}, its header: ${why}`);
      const { places, missing } = placeLabelColumns(cells);
      if (missing.length > 0) throw unreadable(fileName, `its header names no column ${missing.join(', ')}`);
      header = { places, width: cells.length };
    } else if (cells === undefined) {
      yield { line, row: why ?? 'cannot be read' };
    } else if (cells.length !== header.width) {
      yield { line, row: `it has ${cells.length} cells under a header of ${header.width}` };
    } else {
      yield {
        line,
        row: new Map([...header.places].map(([name, at]) => [name, (cells[at] as string).trim()])),
      };
    }
  }
}

function* jsonRows(text: string, fileName: string): Generator<RawRow> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(fileName, 'it is no whole JSON; was it cut while it was written?', error);
  }
  const items = Array.isArray(value) ? value : (value as { labels?: unknown }).labels;
  if (!Array.isArray(items))
    throw unreadable(fileName, 'its JSON is neither an array nor an object with an array "labels"');
  const spans = itemSpans(text);
  for (const [index, item] of items.entries()) {
    const span = spans[index];
    const long = (span?.length ?? 0) > MOST_CHARACTERS;
    yield {
      line: span?.line ?? 1,
      row: long ? `it is longer than ${MOST_CHARACTERS} characters` : jsonRow(item),
    };
  }
}

function jsonRow(item: unknown): Row | string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return 'it is no JSON object';
  const entries = Object.entries(item).filter(([, cell]) => cell !== null);
  const { places, missing } = placeLabelColumns(entries.map(([key]) => key));
  if (missing.length > 0) return `it has no ${missing.join(', ')}`;
  const row = new Map<LabelColumnName, string>();
  for (const [name, at] of places) {
    const cell: unknown = entries[at]?.[1];
    if (typeof cell !== 'string' && typeof cell !== 'number') return `its ${name} is neither text nor number`;
    row.set(name, String(cell).trim());
  }
  return row;
}

function labelOrFault(row: Row, fileName: string): Label | string {
  try {
    return labelOf(row, fileName);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

function labelOf(row: Row, fileName: string): Label {
  const cell = (name: LabelColumnName): string => row.get(name) ?? '';
  const entity = cell('entity');
  const chain = chainOfList(cell('chain'));
  if (cell('chain') === '') throw new Fault('its chain is empty');
  if (chain === undefined) throw new Fault('its chain is no name of a chain');
  if (entity === '') throw new Fault('its name is empty');
  const address = addressOf(chain, cell('address'));
  const date = timeOf(row, 'date', 0);
  const validFrom = timeOf(row, 'valid_from', 0);
  const validTo = timeOf(row, 'valid_to', DAY - 1);
  if (validFrom !== undefined && validTo !== undefined && validFrom > validTo) {
    throw new Fault('it ends before it begins to hold');
  }
  const confidence = confidenceOf(cell('confidence'));
  return {
    chain,
    address,
    entity,
    category: categoryOf(cell('category')),
    source: sourceOf(cell('source'), cell('url'), fileName),
    pack: fileName,
    ...(cell('role') === '' ? {} : { role: cell('role') }),
    ...(date === undefined ? {} : { date }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function sourceOf(source: string, url: string, fileName: string): string {
  if (source === '') return url === '' ? `file:${fileName}` : url;
  return url === '' || url === source ? source : `${source} (${url})`;
}

/** By shape: checksums belong to the chains' own rooms. An address that no transfer names labels nothing. */
function addressOf(chain: ChainId, text: string): Address {
  if (text === '') throw new Fault('its address is empty');
  if (text.length > LONGEST_ADDRESS)
    throw new Fault(`its address is longer than ${LONGEST_ADDRESS} characters`);
  const shape = isEvm(chain) ? /^0x[0-9a-f]{40}$/i : shapes.get(chain);
  if (shape !== undefined && !shape.test(text))
    throw new Fault(`its address has not the form of one of ${chainName(chain)}`);
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw new Fault('its address holds control characters');
  return normalAddress(chain, text);
}

const shapes: ReadonlyMap<string, RegExp> = new Map([
  [BITCOIN, /^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,87}|BC1[02-9AC-HJ-NP-Z]{11,87})$/],
  [TRON, /^T[1-9A-HJ-NP-Za-km-z]{33}$/],
]);

/** `past`: seconds to add to a date without a time of day, so that a last day is whole. */
function timeOf(row: Row, name: 'date' | 'valid_from' | 'valid_to', past: number): number | undefined {
  const text = row.get(name) ?? '';
  if (text === '') return undefined;
  const time = unixTime(text);
  if (time === undefined)
    throw new Fault(`its ${name} is neither a date such as 2024-08-02 nor unix seconds`);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? time + past : time;
}

function confidenceOf(text: string): number | undefined {
  if (text === '') return undefined;
  const match = /^(\d{1,3}(?:\.\d{1,10})?|\.\d{1,10})(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value >= 0 && value <= 1)) throw new Fault('its confidence is no number from 0 to 1');
  return value;
}
