// GraphSense TagPacks and ActorPacks as rows. Fields beside the list stand for all tags that lack them; `header: !include FILE`
// takes them from a file beside it. Schema: https://github.com/graphsense/graphsense-tagpack-tool (tagpack_schema.yaml).
import type { Tier } from '../../model/label.ts';
import { chainByForm } from '../chain-words.ts';
import type { LabelColumnName } from '../columns.ts';
import { TextFault } from './fault.ts';
import type { Line } from './lines.ts';
import type { RawRow } from './row-labels.ts';
import type { YamlItem } from './yaml-items.ts';
import { yamlPack } from './yaml-pack.ts';
import { yamlText } from './yaml-text.ts';

/** The text of a file that a pack includes; undefined where there is none that may be read. */
export type Include = (name: string) => string | undefined;

/** Who an `actor` id of TagPacks means. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly url?: string;
  readonly jurisdictions?: string;
}

export type PackRow = RawRow | { readonly line: number; readonly actor: Actor };

type Fields = Readonly<Record<string, unknown>>;

/** Levels of tagpack-tool's confidence.csv in per cent, and who stands behind such a tag. */
const confidences: ReadonlyMap<string, readonly [level: number, tier?: Tier]> = new Map([
  ['override', [100, 'curated']],
  ['ownership', [100, 'owner']],
  ['manual_transaction', [90, 'curated']],
  ['service_api', [70, 'curated']],
  ['authority_data', [60, 'official']],
  ['trusted_provider', [50, 'curated']],
  ['service_data', [50, 'curated']],
  ['forensic', [50, 'curated']],
  ['untrusted_transaction', [40, 'curated']],
  ['web_crawl', [20, 'explorer']],
  ['heuristic', [10, 'inferred']],
  ['unknown', [5]],
]);

/** Throws TextFault. */
export function* tagPackRows(lines: () => Iterable<Line>, include: Include): Generator<PackRow> {
  const { list, header, items } = yamlPack(lines);
  const common = headerOf(header, include);
  for (const item of items) yield list === 'tags' ? tagRow(item, common) : actorRow(item);
}

const INCLUDE = /^header\s*:\s*!include\s+(["']?)([^"'\s#]+)\1\s*(?:#.*)?$/m;

function headerOf(text: string, include: Include): Fields {
  const name = INCLUDE.exec(text)?.[2];
  const own = fieldsOf(text.replace(INCLUDE, ''));
  if (name === undefined) return own;
  const included = include(name);
  if (included === undefined)
    throw new TextFault('the header that it includes is not there, or not beside it');
  return { ...fieldsOf(included), ...own };
}

function fieldsOf(text: string): Fields {
  const parsed = yamlText(text);
  if ('why' in parsed) throw new TextFault(`its header: ${parsed.why}`);
  const { value } = parsed;
  if (value === null || value === '') return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new TextFault('its header is no set of fields');
  return value as Fields;
}

/** Which field of a tag fills which cell, the first that is there. */
const cellFields: readonly (readonly [LabelColumnName, ...string[]])[] = [
  ['address', 'address'],
  ['entity', 'label', 'actor'],
  ['source', 'source'],
  ['date', 'lastmod'],
  ['actor_id', 'actor'],
  ['cluster_definer', 'is_cluster_definer'],
];

function tagRow({ line, value }: YamlItem, header: Fields): RawRow {
  if (typeof value === 'string') return { line, cells: value };
  const tag = { ...header, ...value };
  const cells = new Map<LabelColumnName, string>();
  for (const [name, ...fields] of cellFields) {
    const found = fields.map((field) => tag[field]).find((cell) => cell !== undefined && cell !== '');
    if (found === undefined) continue;
    if (typeof found !== 'string') return { line, cells: `its ${name} is no text` };
    cells.set(name, found.trim());
  }
  if (!cells.has('address'))
    return {
      line,
      cells: tag.tx_hash === undefined ? 'it has no address' : 'it is of a transaction, not of an address',
    };
  const chain = [tag.network, tag.currency].find((word) => typeof word === 'string' && word.trim() !== '');
  if (typeof chain === 'string') cells.set('chain', chainWord(chain.trim(), cells.get('address') as string));
  if (typeof tag.confidence === 'string') {
    const [level, tier] = confidences.get(tag.confidence.trim()) ?? [];
    if (level !== undefined) cells.set('confidence', String(level / 100));
    if (tier !== undefined) cells.set('tier', tier);
  }
  for (const [name, text] of ownContext(tag.context)) cells.set(name, text);
  const categories = [tag.category, tag.abuse, tag.concepts].flatMap(words);
  return { line, cells, categories };
}

const OWN_CONTEXT: readonly LabelColumnName[] = [
  'role',
  'url',
  'valid_from',
  'valid_to',
  'confidence',
  'tier',
];

/** What our own export (writing/pack-text.ts) puts into `context`; that of others is theirs. */
function ownContext(context: unknown): [LabelColumnName, string][] {
  if (typeof context !== 'string' || !context.startsWith('{"fundtrace":')) return [];
  let own: unknown;
  try {
    own = (JSON.parse(context) as { fundtrace: unknown }).fundtrace;
  } catch {
    return [];
  }
  if (typeof own !== 'object' || own === null) return [];
  const fields = new Map<string, unknown>(Object.entries(own));
  return OWN_CONTEXT.flatMap((name) => {
    const text = fields.get(name);
    return typeof text === 'string' ? [[name, text] as [LabelColumnName, string]] : [];
  });
}

/** `currency` may name a token, which is no chain: the form of the address tells then, if it can. */
function chainWord(word: string, address: string): string {
  return tokens.has(word.toUpperCase()) ? (chainByForm(address) ?? word) : word;
}

const tokens = new Set(['USDT', 'USDC', 'OMNI', 'BEP2', 'ERC-20', 'TOKEN']);

/** A field that may be one word or a list of them. */
function words(field: unknown): string[] {
  if (typeof field === 'string') return [field.trim()];
  return Array.isArray(field) ? field.filter((word) => typeof word === 'string') : [];
}

function actorRow({ line, value }: YamlItem): PackRow {
  if (typeof value === 'string') return { line, cells: value };
  const { id, label, uri, jurisdictions } = value;
  if (typeof id !== 'string' || id.trim() === '') return { line, cells: 'it has no id' };
  if (typeof label !== 'string' || label.trim() === '') return { line, cells: 'it has no label' };
  const places = words(jurisdictions).join(', ');
  return {
    line,
    actor: {
      id: id.trim(),
      name: label.trim(),
      ...(typeof uri === 'string' && uri !== '' ? { url: uri } : {}),
      ...(places === '' ? {} : { jurisdictions: places }),
    },
  };
}
