// The label book as tables: what its file holds and how a row becomes a label again. Equal statements of a pack stand once
// (`said`), addresses point at them, so that a lookup is one step into `label`.
import { type Label, type Tier, tiers } from '../model/label.ts';

export const bookForms: readonly string[] = [
  `CREATE TABLE pack (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, how TEXT NOT NULL, installed INTEGER NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0, labels INTEGER NOT NULL DEFAULT 0, repeated INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0, actors INTEGER NOT NULL DEFAULT 0, newest INTEGER,
    url TEXT, licence TEXT, etag TEXT, last_modified TEXT, checked INTEGER);
  CREATE TABLE chain (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE said (
    id INTEGER PRIMARY KEY, pack INTEGER NOT NULL, entity TEXT NOT NULL, category TEXT NOT NULL, role TEXT,
    source TEXT NOT NULL, date INTEGER, valid_from INTEGER, valid_to INTEGER, confidence REAL, tier TEXT, actor TEXT,
    cluster_definer INTEGER);
  CREATE INDEX said_pack ON said (pack);
  CREATE TABLE label (
    address TEXT NOT NULL, chain INTEGER NOT NULL, said INTEGER NOT NULL, PRIMARY KEY (address, chain, said)) WITHOUT ROWID;
  CREATE TABLE actor (
    id TEXT NOT NULL, pack INTEGER NOT NULL, name TEXT NOT NULL, url TEXT, jurisdictions TEXT,
    PRIMARY KEY (id, pack)) WITHOUT ROWID`,
  // The link had stood in the source. What that was is in the files alone: each is read again when it is next imported or
  // fetched, though it did not change.
  `ALTER TABLE said ADD COLUMN url TEXT;
  UPDATE pack SET how = '', etag = NULL, last_modified = NULL`,
];

/** In place of a link that is the source itself, as most are: read a thousand times, it need not be told twice. */
export const SAME = '';

/** What a label says beside its address. */
export type Said = Omit<Label, 'chain' | 'address'>;

/**
 * Rows of `said` as one JSON text: what is fetched value by value takes the binding longer. JSON in SQLite rounds to 15
 * digits; 17 bring every number back.
 */
export const SAID_AS_JSON = `json_group_array(json_object('id', said.id, 'pack', pack, 'entity', entity, 'category', category,
  'role', role, 'source', source, 'url', said.url, 'date', date, 'validFrom', valid_from, 'validTo', valid_to, 'tier', tier, 'actor', actor,
  'confidence', iif(confidence IS NULL, NULL, printf('%!.17g', confidence)), 'clusterDefiner', cluster_definer))`;

/** A row in that text. */
export interface SaidRow {
  readonly id: number;
  readonly pack: number;
  readonly entity: string;
  readonly category: string;
  readonly role: string | null;
  readonly source: string;
  readonly url: string | null;
  readonly date: number | null;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly confidence: string | null;
  readonly tier: Tier | null;
  readonly actor: string | null;
  readonly clusterDefiner: number | null;
}

/**
 * With the name of its pack. Field by field: a lookup makes thousands of these, and spreading what may be absent took it
 * three times as long.
 */
export function saidOfRow(row: SaidRow, pack: string): Said {
  const { entity, category, source } = row;
  const said: { -readonly [field in keyof Said]: Said[field] } = { entity, category, source, pack };
  if (row.role !== null) said.role = row.role;
  if (row.url !== null) said.url = row.url === SAME ? source : row.url;
  if (row.date !== null) said.date = row.date;
  if (row.validFrom !== null) said.validFrom = row.validFrom;
  if (row.validTo !== null) said.validTo = row.validTo;
  if (row.confidence !== null) said.confidence = Number(row.confidence);
  if (row.tier !== null && tiers.includes(row.tier)) said.tier = row.tier;
  if (row.actor !== null) said.actor = row.actor;
  if (row.clusterDefiner === 1) said.clusterDefiner = true;
  return said;
}
