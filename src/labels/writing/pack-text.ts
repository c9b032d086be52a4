// Labels as a file that this program reads again without loss: CSV and JSON with the columns of docs/labels.md, or a
// GraphSense TagPack. Piece by piece, since a book may hold more than memory does.
import { type ChainId, chainInfo } from '../../model/chain.ts';
import { isLink, type Label } from '../../model/label.ts';
import { type LabelColumnName, labelColumns } from '../columns.ts';
import type { ExportFormat } from './export-formats.ts';

export function* packText(labels: Iterable<Label>, format: ExportFormat): Generator<string> {
  if (format === 'csv') yield* csv(labels);
  else if (format === 'json') yield* json(labels);
  else yield* tagPack(labels);
}

/** In the words of the columns; without what the label does not say. */
function cellsOf(label: Label): ReadonlyMap<LabelColumnName, string> {
  const cells = new Map<LabelColumnName, string>([
    ['chain', chainWord(label.chain)],
    ['address', label.address],
    ['entity', label.entity],
    ['category', label.category],
    ['source', label.source],
  ]);
  const more: readonly (readonly [LabelColumnName, string | number | undefined])[] = [
    ['url', label.url],
    ['role', label.role],
    ['date', label.date],
    ['valid_from', label.validFrom],
    ['valid_to', label.validTo],
    ['confidence', label.confidence],
    ['tier', label.tier],
    ['actor_id', label.actor],
    ['cluster_definer', label.clusterDefiner === true ? 'true' : undefined],
  ];
  for (const [name, value] of more) if (value !== undefined) cells.set(name, String(value));
  return cells;
}

/** A chain that only a list knows is told by its plain word. */
function chainWord(chain: ChainId): string {
  return chainInfo(chain)?.name ?? (chain.startsWith('list:') ? chain.slice('list:'.length) : chain);
}

const names = labelColumns.map(({ name }) => name);

function* csv(labels: Iterable<Label>): Generator<string> {
  yield `${names.join(',')}\r\n`;
  for (const label of labels) {
    const cells = cellsOf(label);
    yield `${names.map((name) => csvCell(cells.get(name) ?? '')).join(',')}\r\n`;
  }
}

/** An apostrophe before what a spreadsheet would calculate; reading takes it off again. */
function csvCell(text: string): string {
  const plain = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;|\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function* json(labels: Iterable<Label>): Generator<string> {
  let before = '[\n';
  for (const label of labels) {
    yield `${before}${JSON.stringify(Object.fromEntries(cellsOf(label)))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Fields that TagPacks have a name for; all others stand in `context`, which the schema leaves to the writer. */
const tagFields: Partial<Record<LabelColumnName, string>> = {
  address: 'address',
  entity: 'label',
  source: 'source',
  actor_id: 'actor',
  cluster_definer: 'is_cluster_definer',
};

function* tagPack(labels: Iterable<Label>): Generator<string> {
  yield '# Written by fundtrace. Confidence is in each context: the ids of TagPacks are coarser.\n';
  yield "title: 'Exported labels'\ncreator: fundtrace\ntags:\n";
  for (const label of labels) {
    const context: Record<string, string> = {};
    const fields: string[] = [];
    for (const [name, text] of cellsOf(label)) {
      const field = tagFields[name];
      if (name === 'chain') fields.push(`currency: ${scalar(text)}`, `network: ${scalar(text)}`);
      else if (name === 'date') fields.push(`lastmod: ${scalar(isoOf(Number(text)))}`);
      else if (name === 'url' && text === label.source && isLink(text)) continue;
      else if (name === 'category') fields.push(`category: ${scalar(text)}`);
      else if (field === undefined) context[name] = text;
      else fields.push(`${field}: ${scalar(text)}`);
    }
    if (Object.keys(context).length > 0)
      fields.push(`context: ${scalar(JSON.stringify({ fundtrace: context }))}`);
    yield `- ${fields.join('\n  ')}\n`;
  }
}

/**
 * JSON text is a YAML scalar in double quotes: whatever the text holds, it stays one. What that would escape goes in single
 * quotes where it can, which are read four times as fast.
 */
function scalar(text: string): string {
  const quoted = JSON.stringify(text);
  return quoted.includes('\\') && /^[^'\p{Cc}]*$/u.test(text) ? `'${text}'` : quoted;
}

function isoOf(time: number): string {
  return new Date(time * 1000).toISOString().replace('T', ' ').replace('.000Z', '');
}
