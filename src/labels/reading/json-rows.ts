// Rows of a JSON file, in the forms that packs have: a list of objects or of addresses; etherscan-labels (an object by
// address); addresses by name; one mining pool; and `labels` in an outer object. Held whole, so its size is bounded.
import { chainByForm } from '../chain-words.ts';
import { type LabelColumnName, placeLabelColumns } from '../columns.ts';
import { TextFault } from './fault.ts';
import { jsonItems, notWhole } from './json-items.ts';
import { type Bytes, MOST_CHARACTERS, textOf, wholeText } from './lines.ts';
import type { RawRow } from './row-labels.ts';

type Cells = Map<LabelColumnName, string>;

/** `start`: its first character. `entity`: a name for rows that have none, if the user gave one. Throws TextFault. */
export function* jsonRows(bytes: Bytes, start: string, entity: string | undefined): Generator<RawRow> {
  if (start === '[') {
    yield* listRows(textOf(bytes), entity);
    return;
  }
  const text = wholeText(bytes);
  const value = parsed(text);
  if (isObject(value) && Array.isArray(value.labels) && !Array.isArray(value.addresses))
    yield* listRows([text], entity);
  else if (isObject(value) && typeof value.name === 'string' && Array.isArray(value.addresses))
    yield* named(value.name, value.addresses, ['mining-pool']);
  else if (isObject(value) && isByAddress(value)) yield* byAddress(value);
  else if (isObject(value) && isByName(value))
    for (const [name, addresses] of Object.entries(value)) yield* named(name, addresses as unknown[], []);
  else throw new TextFault('its JSON is neither a list of labels nor one of the forms in docs/labels.md');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw notWhole(error);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isByAddress(value: Record<string, unknown>): boolean {
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([, item]) => isObject(item) && Array.isArray(item.labels));
}

function isByName(value: Record<string, unknown>): boolean {
  const lists = Object.values(value);
  const isList = (list: unknown): list is unknown[] => Array.isArray(list);
  return (
    lists.every(isList) &&
    lists.flat().some((item) => typeof item === 'string' && chainByForm(item) !== undefined)
  );
}

function* listRows(pieces: Iterable<string>, entity: string | undefined): Generator<RawRow> {
  for (const { line, text } of jsonItems(pieces)) {
    if (text === undefined) yield { line, cells: `it is longer than ${MOST_CHARACTERS} characters` };
    else yield itemRow(line, parsed(text), entity);
  }
}

function itemRow(line: number, item: unknown, entity: string | undefined): RawRow {
  if (typeof item === 'string' && chainByForm(item.trim()) !== undefined)
    return { line, cells: cellsOf(item, entity) };
  return objectRow(line, item, entity);
}

function cellsOf(address: string, entity: string | undefined): Cells {
  const cells: Cells = new Map([['address', address.trim()]]);
  if (entity !== undefined && entity !== '') cells.set('entity', entity.trim());
  return cells;
}

function objectRow(line: number, item: unknown, entity: string | undefined): RawRow {
  if (!isObject(item)) return { line, cells: 'it is no JSON object' };
  const entries = Object.entries(item).filter(([, cell]) => cell !== null);
  const { places, missing } = placeLabelColumns(entries.map(([key]) => key));
  const wanted = entity === undefined ? missing : missing.filter((name) => name !== 'entity');
  if (wanted.length > 0) return { line, cells: `it has no ${wanted.join(', ')}` };
  const cells: Cells = new Map();
  let categories: readonly string[] = [];
  for (const [name, at] of places) {
    const cell: unknown = entries[at]?.[1];
    if (name === 'category' && Array.isArray(cell) && cell.every((word) => typeof word === 'string'))
      categories = cell;
    else if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
      cells.set(name, String(cell).trim());
    else return { line, cells: `its ${name} is neither text nor number` };
  }
  return { line, cells, categories };
}

/** etherscan-labels: `{"0x…": {"name": "Binance 14", "labels": ["binance", "exchange"]}}`. Lines are told by the address. */
function* byAddress(value: Record<string, unknown>): Generator<RawRow> {
  let line = 0;
  for (const [address, item] of Object.entries(value)) {
    line += 1;
    const { name, labels } = item as { name?: unknown; labels: unknown[] };
    const categories = labels.filter((word) => typeof word === 'string');
    if (typeof name !== 'string' || categories.length !== labels.length)
      yield { line, cells: 'its name or one of its labels is no text' };
    // An address without a name tag of its own is known by the first label it stands under.
    else yield { line, cells: cellsOf(address, name.trim() || categories[0]), categories };
  }
}

function* named(
  name: string,
  addresses: readonly unknown[],
  categories: readonly string[],
): Generator<RawRow> {
  for (const address of addresses)
    yield typeof address === 'string'
      ? { line: 1, cells: cellsOf(address, name), categories }
      : { line: 1, cells: 'its address is no text' };
}
