// The label book as tables: what its file holds and how a row becomes a label again. Equal statements of a pack stand once
// (`said`), addresses point at them, so that a lookup is one step into `label`.
import { type Label, type Tier, tiers } from '../model/label.ts';
import type { Value } from '../store/database.ts';

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

/** What a label says beside its address. */
export type Said = Omit<Label, 'chain' | 'address'>;

/** What `saidOfRow` reads. */
export const SAID_COLUMNS =
  'entity, category, role, source, date, valid_from, valid_to, confidence, tier, actor, cluster_definer';

/** Of a row of `said`, with the name of its pack. */
export function saidOfRow(
  [entity, category, role, source, date, from, to, confidence, tierName, actor, definer]: readonly Value[],
  pack: string,
): Said {
  const tier = tiers.find((name: Tier) => name === tierName);
  return {
    entity: entity as string,
    category: category as string,
    ...(role === null ? {} : { role: role as string }),
    source: source as string,
    ...(date === null ? {} : { date: Number(date) }),
    ...(from === null ? {} : { validFrom: Number(from) }),
    ...(to === null ? {} : { validTo: Number(to) }),
    ...(confidence === null ? {} : { confidence: Number(confidence) }),
    ...(tier === undefined ? {} : { tier }),
    ...(actor === null ? {} : { actor: actor as string }),
    ...(definer === 1 ? { clusterDefiner: true as const } : {}),
    pack,
  };
}
