// How a warehouse is named on the command line: `sqlite:FILE`, or `clickhouse://HOST,…/DATABASE?cluster=NAME`.
import type { ClusterAccess, ClusterName } from '../store/cluster.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

const SQLITE = 'sqlite:';
/** No `@`: a password on the command line can be read by others. */
const CLUSTER = /^clickhouse:\/\/([\w.:[\]-]+(?:,[\w.:[\]-]+)*)\/([A-Za-z_]\w*)(?:\?cluster=([\w-]+))?$/;

/** The file behind a name; undefined: the text names no warehouse. */
export function warehouseFile(text: string): string | undefined {
  return text.startsWith(SQLITE) && text.length > SQLITE.length ? text.slice(SQLITE.length) : undefined;
}

/** Throws KnownError `bad-flag`. */
export function namedWarehouse(flag: string, text: string): string {
  const file = warehouseFile(text);
  if (file === undefined) throw badFlag(flag, text, 'sqlite:FILE');
  return file;
}

/** The cluster behind a name; undefined: the text names none. */
export function clusterNamed(text: string): ClusterName | undefined {
  const [, hosts, database, cluster] = CLUSTER.exec(text) ?? [];
  if (hosts === undefined || database === undefined) return undefined;
  return { hosts: hosts.split(','), database, cluster: cluster ?? 'default' };
}

/** By the names that ClickHouse's own programs know. */
export function clusterAccess({ env }: World): ClusterAccess {
  return {
    user: env.CLICKHOUSE_USER ?? 'default',
    password: env.CLICKHOUSE_PASSWORD ?? '',
    transport: env.CLICKHOUSE_SECURE === '1' ? 'https' : 'http',
  };
}
