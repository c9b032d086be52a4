// The columns of a label file and the other names they go by. docs/labels.md prints this table.
import { columnName } from '../model/column-name.ts';

export const labelColumns = [
  {
    name: 'chain',
    aliases: ['network', 'blockchain', 'currency', 'coin'],
    meaning: 'name, alias or CAIP-2 id; no such column: the form of each address tells',
  },
  {
    name: 'address',
    aliases: ['addr', 'account', 'wallet', 'banned_address', 'contract_address'],
    meaning: 'in any of its forms',
  },
  {
    name: 'entity',
    aliases: [
      'name',
      'label',
      'name_tag',
      'nametag',
      'tag',
      'owner',
      'actor',
      'wallet_tag',
      'contract_tag',
      'etherscan_tag',
      'arkham_entity',
      'arkhamentity',
      'arkham_label',
      'arkhamlabel',
      'exchange',
      'key',
    ],
    meaning: 'who it is said to be',
  },
  {
    name: 'category',
    aliases: ['type', 'kind', 'label_type', 'entity_type', 'entitytype', 'abuse', 'etherscan_labels'],
    meaning: 'see the table of categories',
  },
  {
    name: 'source',
    aliases: ['reference', 'origin', 'data_source'],
    meaning: 'who says so; empty = the `url`, or the file itself',
  },
  {
    name: 'url',
    aliases: ['source_url', 'link'],
    meaning: 'where the source says so; empty = the `source`, where that is a link',
  },
  {
    name: 'date',
    aliases: ['since', 'as_of', 'asof', 'lastmod', 'updated'],
    meaning: 'since when the source has said so',
  },
  {
    name: 'confidence',
    aliases: ['score'],
    meaning: '0 to 1, or per cent with its sign, as the source grades itself',
  },
  { name: 'role', aliases: ['wallet_type'], meaning: 'hot-wallet, deposit, cold-wallet, contract, …' },
  {
    name: 'valid_from',
    aliases: ['validfrom', 'from_date', 'start'],
    meaning: 'first moment for which it holds',
  },
  {
    name: 'valid_to',
    aliases: ['validto', 'valid_until', 'to_date', 'end'],
    meaning: 'last moment for which it holds; a date without a time: to the end of that day, UTC',
  },
  {
    name: 'tier',
    aliases: ['trust'],
    meaning: 'who stands behind it: `analyst`, `owner`, `official`, `curated`, `explorer` or `inferred`',
  },
  { name: 'actor_id', aliases: ['entity_id'], meaning: 'one short name for one owner, such as `binance`' },
  {
    name: 'cluster_definer',
    aliases: ['is_cluster_definer'],
    meaning: 'true: the source says it of the whole cluster of the address',
  },
] as const;

export type LabelColumnName = (typeof labelColumns)[number]['name'];

/** A label without these is none. */
const REQUIRED: readonly LabelColumnName[] = ['address', 'entity'];

/** One of these columns that stands there twice under one name; of two names of a column the proper one counts. */
export function columnTwice(names: readonly string[]): string | undefined {
  const known = names.map(columnName);
  const ours: ReadonlySet<string> = new Set(labelColumns.flatMap(({ name, aliases }) => [name, ...aliases]));
  return known.find((name, index) => ours.has(name) && known.indexOf(name) !== index);
}

/** Which cell holds which column; the proper name goes before its aliases, these in the order of the table. */
export function placeLabelColumns(names: readonly string[]): {
  readonly places: ReadonlyMap<LabelColumnName, number>;
  readonly missing: readonly LabelColumnName[];
} {
  const known = names.map(columnName);
  const places = new Map<LabelColumnName, number>();
  for (const { name, aliases } of labelColumns) {
    const found = [name, ...aliases].map((word) => known.indexOf(word)).find((at) => at >= 0);
    if (found !== undefined) places.set(name, found);
  }
  return { places, missing: REQUIRED.filter((name) => !places.has(name)) };
}
