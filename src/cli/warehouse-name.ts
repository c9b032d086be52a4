// How a warehouse is named on the command line: `sqlite:FILE`, or `clickhouse://HOST,…/DATABASE?cluster=NAME`.
import type { WarehouseName } from '../chains/warehouse/opened.ts';
import type { ClusterAccess, ClusterName } from '../store/cluster.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

const SQLITE = 'sqlite:';
const CLICKHOUSE = 'clickhouse:';
const FORMS = 'sqlite:FILE, or clickhouse://HOST:PORT,.../DATABASE?cluster=NAME, without a password';
/** No `@`: a password on the command line can be read by others. */
const CLUSTER = /^clickhouse:\/\/([\w.:[\]-]+(?:,[\w.:[\]-]+)*)\/([A-Za-z_]\w*)(?:\?cluster=([\w-]+))?$/;

/** undefined: the text names none. Throws KnownError `bad-flag`. */
export function warehouseNamed(flag: string, text: string, world: World): WarehouseName | undefined {
  if (text.startsWith(SQLITE) && text.length > SQLITE.length)
    return { kind: 'file', file: text.slice(SQLITE.length) };
  if (!text.startsWith(CLICKHOUSE)) return undefined;
  const cluster = clusterNamed(text);
  // What stands before an @ may be a password.
  if (cluster === undefined) throw badFlag(flag, text.replace(/\/\/.*@/s, '//…@'), FORMS);
  return { kind: 'cluster', cluster, access: clusterAccess(world), signal: world.signal };
}

/** Throws KnownError `bad-flag`. */
export function namedWarehouse(flag: string, text: string, world: World): WarehouseName {
  const name = warehouseNamed(flag, text, world);
  if (name === undefined) throw badFlag(flag, text, FORMS);
  return name;
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
