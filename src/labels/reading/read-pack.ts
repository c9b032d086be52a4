// One pack, of any form, as labels, actors and refused rows, in the order of the file. A broken row is named and left out;
// what is held at once is bounded. Neither the book (installed.ts) nor the ranking of labels (book.ts).
import { KnownError } from '../../model/errors.ts';
import type { Label } from '../../model/label.ts';
import { adapterRows, isAdapter } from './adapter-rows.ts';
import { csvRows } from './csv-rows.ts';
import { RowFault, TextFault } from './fault.ts';
import { jsonRows } from './json-rows.ts';
import { knownFile } from './known-files.ts';
import { type Bytes, linesOf, wholeText } from './lines.ts';
import { ofacRows } from './ofac-xml.ts';
import { type Defaults, labelsOfRow, type RefusedRow } from './row-labels.ts';
import { type Actor, type Include, type PackRow, tagPackRows } from './tagpack.ts';

export type PackFormat = 'csv' | 'json' | 'tagpack' | 'ofac' | 'adapter';

export interface Reading {
  /** Which pack its labels come from. */
  readonly name: string;
  /** Default: told by the first bytes and the name. */
  readonly format?: PackFormat | undefined;
  readonly defaults?: Defaults;
  readonly include?: Include;
}

export type ReadRow =
  | { readonly line: number; readonly labels: readonly Label[] }
  | { readonly line: number; readonly actor: Actor }
  | RefusedRow;

/**
 * `bytes`: gone through from the beginning as often as it is called. Throws KnownError `labels-unreadable` where the file as a
 * whole is no pack, perhaps after some of its rows.
 */
export function* readPack(bytes: () => Bytes, reading: Reading): Generator<ReadRow> {
  const { name } = reading;
  const defaults = { ...knownFile(name), ...reading.defaults };
  try {
    for (const row of rowsOf(bytes, reading, defaults)) yield read(row, name, defaults);
  } catch (error) {
    if (error instanceof TextFault) throw unreadable(name, error.message, error);
    throw error;
  }
}

function read(row: PackRow, pack: string, defaults: Defaults): ReadRow {
  if ('actor' in row) return row;
  const { line, cells, others = [], categories = [] } = row;
  if (typeof cells === 'string') return { line, why: cells };
  try {
    const labels = [cells, ...others].flatMap((one) => labelsOfRow(one, categories, pack, defaults));
    return { line, labels };
  } catch (error) {
    if (error instanceof RowFault) return { line, why: error.message };
    throw error;
  }
}

function* rowsOf(
  bytes: () => Bytes,
  { name, format, include }: Reading,
  defaults: Defaults,
): Generator<PackRow> {
  const { head, all } = begun(bytes());
  const start = /\S/.exec(head)?.[0];
  if (start === undefined) throw new TextFault('it is empty');
  switch (format ?? formatOf(start, head, name)) {
    case 'ofac':
      yield* ofacRows(all);
      break;
    case 'json':
      yield* jsonRows(all, start, defaults.entity);
      break;
    case 'adapter':
      yield* adapterRows(wholeText(all), defaults.entity);
      break;
    case 'tagpack':
      yield* tagPackRows(() => linesOf(bytes()), include ?? (() => undefined));
      break;
    case 'csv':
      yield* csvRows(linesOf(all), defaults);
  }
}

function formatOf(start: string, head: string, name: string): PackFormat {
  if (start === '<') return 'ofac';
  if (start === '[' || start === '{') return 'json';
  if (/\.js$/i.test(name) || isAdapter(head)) return 'adapter';
  return /\.ya?ml$/i.test(name) || /^(?:tags|actors|"tags"|"actors")\s*:/m.test(head) ? 'tagpack' : 'csv';
}

/** The first piece of the file, and the whole of it. */
function begun(bytes: Bytes): { readonly head: string; readonly all: Bytes } {
  const source = bytes[Symbol.iterator]();
  const first = source.next();
  if (first.done === true) return { head: '', all: [] };
  const head = new TextDecoder().decode(first.value);
  function* all(): Generator<Uint8Array> {
    yield first.value;
    for (let next = source.next(); next.done !== true; next = source.next()) yield next.value;
  }
  return { head, all: all() };
}

function unreadable(name: string, why: string, cause: unknown): KnownError {
  return new KnownError('labels-unreadable', `The labels of ${name} cannot be read: ${why}.`, {
    hint: 'Give CSV with a header such as chain,address,name,category,source,date,confidence, a JSON array of such objects, or one of the forms in docs/labels.md, in UTF-8.',
    exit: 2,
    cause,
  });
}
