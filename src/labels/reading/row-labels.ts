// From the cells of one row to labels: one for each category that this program knows, so that no word of a source decides
// over another. What a row does not say the pack may (`Defaults`). Text is kept raw; it is escaped where it is shown.
import { isLink, type Label, type Tier, tiers } from '../../model/label.ts';
import { unixTime } from '../../model/time.ts';
import { categoryOf, isKnownCategory } from '../categories.ts';
import { placeOf } from '../chain-words.ts';
import type { LabelColumnName } from '../columns.ts';
import { RowFault } from './fault.ts';
import { refuseLookAlike } from './look-alike.ts';

export type Cells = ReadonlyMap<LabelColumnName, string>;

/** For rows that do not say it themselves. */
export interface Defaults {
  readonly chain?: string;
  readonly entity?: string;
  readonly category?: string;
  readonly source?: string;
  /** Where `source` says so: not of rows that have a source of their own. */
  readonly url?: string;
  readonly date?: number;
  readonly tier?: Tier;
  /** A name is followed by others of the same owner, each after a semicolon; the first is the one that counts. */
  readonly names?: 'several';
}

export interface RawRow {
  readonly line: number;
  /** A text: why there is no row. */
  readonly cells: Cells | string;
  /** Of further addresses of the row: it is read with all of them or not at all. */
  readonly others?: readonly Cells[];
  /** Beside the cell `category`. */
  readonly categories?: readonly string[];
}

export interface RefusedRow {
  readonly line: number;
  readonly why: string;
}

const DAY = 86_400;

/** Throws RowFault. `pack` is who says so where nobody else does. */
export function labelsOfRow(
  cells: Cells,
  categories: readonly string[],
  pack: string,
  defaults: Defaults,
): Label[] {
  const cell = (name: LabelColumnName): string => cells.get(name) ?? '';
  const place = placeOf(cells.get('chain') ?? defaults.chain, cell('address'));
  const entity = nameOf(cell('entity'), defaults) || (defaults.entity ?? '');
  if (entity === '') throw new RowFault('its name is empty');
  refuseLookAlike(entity);
  const date = timeOf(cells, 'date', 0) ?? defaults.date;
  const validFrom = timeOf(cells, 'valid_from', 0);
  const validTo = timeOf(cells, 'valid_to', DAY - 1);
  if (validFrom !== undefined && validTo !== undefined && validFrom > validTo)
    throw new RowFault('it ends before it begins to hold');
  const confidence = confidenceOf(cell('confidence'));
  const tier = tierOf(cell('tier')) ?? defaults.tier;
  const said = {
    ...sourceOf(cell('source'), cell('url'), pack, defaults),
    pack,
    ...(cell('role') === '' ? {} : { role: cell('role') }),
    ...(date === undefined ? {} : { date }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(tier === undefined ? {} : { tier }),
    ...(cell('actor_id') === '' ? {} : { actor: cell('actor_id') }),
    ...(isTrue(cell('cluster_definer')) ? { clusterDefiner: true as const } : {}),
  };
  return categoriesOf([cell('category'), ...categories], defaults.category).map((category) => ({
    ...place,
    entity,
    category,
    ...said,
  }));
}

function nameOf(text: string, { names }: Defaults): string {
  return names === 'several' ? (text.split(';')[0] as string).trim() : text;
}

/** All that this program knows, each once; else the first that the row has. */
function categoriesOf(words: readonly string[], otherwise: string | undefined): readonly string[] {
  const all = words.filter((word) => word.trim() !== '').map(categoryOf);
  const known = all.filter(isKnownCategory);
  if (known.length > 0) return [...new Set(known)];
  return [all[0] ?? categoryOf(otherwise ?? '')];
}

/** A source that is a page is its own link. */
function sourceOf(
  source: string,
  url: string,
  pack: string,
  defaults: Defaults,
): { readonly source: string; readonly url?: string } {
  const who = source || defaults.source || url || `file:${pack}`;
  const common = source === '' ? defaults.url : undefined;
  const where = url || common || (isLink(who) ? who : '');
  return where === '' ? { source: who } : { source: who, url: where };
}

/** `past`: seconds to add to a date without a time of day, so that a last day is whole. */
function timeOf(cells: Cells, name: 'date' | 'valid_from' | 'valid_to', past: number): number | undefined {
  const text = cells.get(name) ?? '';
  if (text === '') return undefined;
  const time = unixTime(text);
  if (time === undefined)
    throw new RowFault(`its ${name} is neither a date such as 2024-08-02 nor unix seconds`);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? time + past : time;
}

function confidenceOf(text: string): number | undefined {
  if (text === '') return undefined;
  // As many digits as an export writes: 29.1% is 0.29100000000000004.
  const match = /^(\d{1,3}(?:\.\d{1,20})?|\.\d{1,20})(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value >= 0 && value <= 1)) throw new RowFault('its confidence is no number from 0 to 1');
  return value;
}

function tierOf(text: string): Tier | undefined {
  if (text === '') return undefined;
  const tier = tiers.find((name) => name === text.toLowerCase());
  if (tier === undefined) throw new RowFault(`its tier is none of ${tiers.join(', ')}`);
  return tier;
}

function isTrue(text: string): boolean {
  return /^(?:true|yes|1)$/i.test(text);
}
