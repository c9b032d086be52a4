// The network as two tables, in the columns that Gephi and spreadsheets expect. Amounts are exact base units as text.
import { stringify } from '../csv-text.ts';
import { forCell } from '../escape.ts';
import type { Network } from './network.ts';

export function nodeRows({ nodes, synthetic }: Network): string[][] {
  const head = [
    'Id',
    'Label',
    'kind',
    'chain',
    'address',
    'entity',
    'category',
    'role',
    'reason',
    'synthetic',
  ];
  return [
    head,
    ...nodes.map(({ id, label, kind, chain, address, entity, category, role, reason }) => [
      id,
      label,
      kind,
      chain,
      address,
      entity,
      category,
      role,
      reason,
      synthetic ?? '',
    ]),
  ];
}

export function edgeRows({ edges, conventions, synthetic }: Network): string[][] {
  const head = ['Source', 'Target', 'Type', 'Id', 'chain', 'tx', 'height', 'time', 'asset', 'symbol'];
  return [
    [...head, 'decimals', 'amount', ...conventions.map((name) => `carried_${name}`), 'synthetic'],
    ...edges.map((edge) => [
      edge.source,
      edge.target,
      'Directed',
      edge.id,
      edge.chain,
      edge.tx,
      edge.height,
      edge.time,
      edge.asset,
      edge.symbol,
      edge.decimals,
      edge.amount,
      ...conventions.map((name) => edge.carried[name] ?? '0'),
      synthetic ?? '',
    ]),
  ];
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify(rows.map((row) => row.map(forCell)));
}
