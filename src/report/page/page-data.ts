// What the page carries of a run beside its tables: places and the transfers that carry anything, for pictures, filters and
// the list. Amounts are decimal text in base units; nothing here is reckoned.
import type { Network } from '../graph/network.ts';

export interface PagePlace {
  /** Who stands there, if somebody says so; for a transaction or a sink its own word. */
  readonly name: string;
  /** Empty where the place has none. */
  readonly address: string;
  readonly chain: string;
  readonly role: Network['nodes'][number]['role'];
  readonly category: string;
  readonly reason: string;
}

export interface PageAsset {
  readonly id: string;
  readonly symbol: string;
  /** Absent: unknown, amounts are base units. */
  readonly decimals?: number;
}

/** tx, unix seconds, from, to, asset (numbers of rows), whole amount, what it carries by convention. */
export type PageTransfer = readonly [
  tx: string,
  time: number,
  from: number,
  to: number,
  asset: number,
  amount: string,
  carried: readonly string[],
];

export interface PageData {
  /** The first is the headline. */
  readonly conventions: readonly string[];
  readonly assets: readonly PageAsset[];
  readonly places: readonly PagePlace[];
  /** In chain order. */
  readonly transfers: readonly PageTransfer[];
}

/** `first`: assets in the order in which the page offers them; others follow by id. */
export function pageData({ nodes, edges, conventions }: Network, first: readonly string[]): PageData {
  const places = new Map(nodes.map(({ id }, index) => [id, index]));
  const infos = new Map(edges.map((edge) => [edge.asset, edge]));
  const ids = [
    ...first.filter((id) => infos.has(id)),
    ...[...infos.keys()].filter((id) => !first.includes(id)).sort(),
  ];
  const assets = new Map(ids.map((id, index) => [id, index]));
  return {
    conventions,
    assets: ids.map((id) => {
      const { symbol = id, decimals = '' } = infos.get(id) ?? {};
      return { id, symbol, ...(decimals === '' ? {} : { decimals: Number(decimals) }) };
    }),
    places: nodes.map(({ label, address, chain, role, category, reason }) => ({
      name: label,
      address,
      chain,
      role,
      category,
      reason,
    })),
    transfers: edges.map((edge) => [
      edge.tx,
      Date.parse(edge.time) / 1000,
      places.get(edge.source) as number,
      places.get(edge.target) as number,
      assets.get(edge.asset) as number,
      edge.amount,
      conventions.map((name) => edge.carried[name] ?? '0'),
    ]),
  };
}
