// Helpers of the cluster suites: the same files in a warehouse of each kind, and what a run says of each.
import { clusterAccess, clusterNamed } from '../../src/cli/warehouse-name.ts';
import type { World } from '../../src/cli/world.ts';
import { type Cluster, type ClusterName, openCluster } from '../../src/store/cluster.ts';
import { HEADER } from '../chains/list/support.ts';
import { written } from '../chains/warehouse/support.ts';
import { type CliResult, cli } from '../support/cli.ts';

export const reader = { CLICKHOUSE_USER: 'reader', CLICKHOUSE_PASSWORD: 'read only' };

export function imported(warehouse: string, ...argv: readonly string[]): Promise<CliResult> {
  return cli(['warehouse', 'import', '--to', warehouse, '--quiet', ...argv]);
}

/** A warehouse that is ready, with these files. Throws unless it went well. */
export async function filled(warehouse: string, ...argv: readonly string[]): Promise<string> {
  for (const { code, err } of [
    await cli(['warehouse', 'init', warehouse]),
    await imported(warehouse, ...argv),
  ])
    if (code !== 0) throw new Error(err);
  return warehouse;
}

/** What a run says, but for the name of what was asked. */
export async function said(warehouse: string, ...argv: readonly string[]): Promise<CliResult> {
  return withoutName(warehouse, await cli([...argv, '--ledger', warehouse]));
}

/** So of `trace warehouse deposits`. */
export async function inferred(warehouse: string, ...argv: readonly string[]): Promise<CliResult> {
  return withoutName(warehouse, await cli(['warehouse', 'deposits', warehouse, ...argv, '--json']));
}

/** So of `trace warehouse top`. */
export async function ranked(warehouse: string, ...argv: readonly string[]): Promise<CliResult> {
  return withoutName(warehouse, await cli(['warehouse', 'top', warehouse, ...argv, '--json']));
}

function withoutName(warehouse: string, { code, out, err }: CliResult): CliResult {
  const unnamed = (text: string): string =>
    text
      .replaceAll(warehouse, 'WAREHOUSE')
      .replaceAll(warehouse.replace(/^sqlite:/, ''), 'WAREHOUSE')
      .replaceAll('transfer list WAREHOUSE', 'warehouse WAREHOUSE')
      .replaceAll("'WAREHOUSE'", 'WAREHOUSE');
  return { code, out: unnamed(out), err: unnamed(err) };
}

export function opened(name: string, env: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const { signal } = new AbortController();
  return openCluster(clusterNamed(name) as ClusterName, clusterAccess({ env } as unknown as World), signal);
}

/** On every host by itself. */
export async function onAll(name: string, sql: string): Promise<void> {
  const cluster = await opened(name);
  for (const host of cluster.name.hosts) await cluster.run(host, sql);
  await cluster.close();
}

export const list = (...rows: readonly string[]): string =>
  written('list.csv', `${[HEADER, ...rows].join('\n')}\n`);

/** S is given 90, pays A 60 and B 30; A passes 60 on to E, in one transaction with B's 30. */
export const SMALL = [
  'x,t0,1,1600000000,1,mint,S,U,90,0',
  'x,t1,2,1600000100,1,S,A,U,60,0',
  'x,t2,2,1600000100,2,S,B,U,30,0',
  'x,t3,3,1600000200,1,A,E,U,60,0',
  'x,t3,3,1600000200,2,B,E,U,30,0',
];
const LABELS = 'chain,address,name,category,source\nx,E,Exchange,exchange,x\n';

/** What arrived at the exchange, by the trace's own words. */
export async function arrived(name: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const argv = ['x:S', '--ledger', name, '--labels', written('labels.csv', LABELS), '--json'];
  const { code, out, err } = await cli([...argv, '--min-value', '0'], { env });
  if (code !== 0) return `${code} ${err}`;
  return JSON.parse(out).endpoints.map(
    ({ place, amounts }: { place: { name: string }; amounts: { amount: string }[] }) => [place, amounts],
  );
}
