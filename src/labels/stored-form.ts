// The label book as tables: what its file holds and how a row becomes a label again. Equal statements of a pack stand once
// (`said`), addresses point at them, so that a lookup is one step into `label`.
import { type Label, type Tier, tiers } from '../model/label.ts';
import type { Row } from '../store/database.ts';

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
];

/**
 * Rows of `said` as one JSON text: what is fetched value by value takes the binding longer. JSON in SQLite rounds to 15
 * digits; 17 bring every number back.
 */
export const SAID_AS_JSON = `json_group_array(json_object('id', said.id, 'pack', pack, 'entity', entity, 'category', category,
  'role', role, 'source', source, 'date', date, 'valid_from', valid_from, 'valid_to', valid_to, 'tier', tier, 'actor', actor,
  'confidence', iif(confidence IS NULL, NULL, printf('%!.17g', confidence)), 'cluster_definer', cluster_definer))`;

/** What a label says beside its address. */
export type Said = Omit<Label, 'chain' | 'address'>;

/** Of a row of `said`, with the name of its pack. */
export function saidOfRow(row: Row, pack: string): Said {
  const tier = tiers.find((name: Tier) => name === row.tier);
  return {
    entity: row.entity as string,
    category: row.category as string,
    ...(row.role === null ? {} : { role: row.role as string }),
    source: row.source as string,
    ...(row.date === null ? {} : { date: Number(row.date) }),
    ...(row.valid_from === null ? {} : { validFrom: Number(row.valid_from) }),
    ...(row.valid_to === null ? {} : { validTo: Number(row.valid_to) }),
    ...(row.confidence === null ? {} : { confidence: Number(row.confidence) }),
    ...(tier === undefined ? {} : { tier }),
    ...(row.actor === null ? {} : { actor: row.actor as string }),
    ...(row.cluster_definer === 1 ? { clusterDefiner: true as const } : {}),
    pack,
  };
}
