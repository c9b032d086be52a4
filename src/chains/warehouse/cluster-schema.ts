// The tables of a warehouse on a ClickHouse cluster: those of schema.ts, each on every shard (`NAME_local`) and over all of
// them (`NAME`). A change is a further form at the end of the list, never an edit of one that clusters have.
import { KnownError } from '../../model/errors.ts';
import { type Cluster, type ClusterAccess, type ClusterName, openCluster } from '../../store/cluster.ts';

interface Table {
  readonly name: string;
  readonly columns: string;
  /** What of a row is its own: a row that comes again replaces itself. */
  readonly key: string;
  readonly shard: string;
}

/**
 * The columns of schema.ts, in ClickHouse's types; addresses, names and hashes as they are written. A wallet's history is
 * one range of one shard, and what belongs to a transaction stands on the shard of its number.
 */
const FIRST: readonly Table[] = [
  { name: 'chain', columns: 'id UInt32, name String, form String', key: 'id', shard: 'id' },
  {
    name: 'asset',
    columns: 'id UInt32, chain UInt32, name String, symbol Nullable(String), decimals Nullable(UInt16)',
    key: 'chain, name',
    shard: 'cityHash64(name)',
  },
  {
    name: 'wallet',
    columns: 'id UInt64, chain UInt32, address String',
    key: 'address, chain',
    shard: 'cityHash64(address)',
  },
  {
    name: 'block',
    columns: 'chain UInt32, height UInt32, time UInt32, hash Nullable(String), basis UInt8',
    key: 'chain, height',
    shard: 'height',
  },
  {
    name: 'tx',
    columns:
      'id UInt64, chain UInt32, height Int64, place Nullable(UInt32), wallet Nullable(UInt64), legs UInt32, name String, INDEX by_name name TYPE bloom_filter GRANULARITY 1',
    key: 'id',
    shard: 'id',
  },
  { name: 'mate', columns: 'tx UInt64, wallet UInt64', key: 'tx, wallet', shard: 'tx' },
  {
    name: 'leg',
    columns:
      'wallet UInt64, height UInt32, tx UInt64, slot Int64, dir UInt8, peer Int64, asset UInt32, ord Nullable(Int64), late Int64, amount UInt256',
    key: 'wallet, height, tx, slot, dir',
    shard: 'wallet',
  },
  { name: 'coins', columns: 'tx UInt64, body String', key: 'tx', shard: 'tx' },
  { name: 'spend', columns: 'tx UInt64, vout UInt32, spender UInt64', key: 'tx, vout', shard: 'tx' },
  {
    name: 'source',
    columns:
      'sha256 String, chain UInt32, name String, kind String, rows UInt64, refused UInt64, imported UInt32',
    key: 'sha256, chain',
    shard: 'chain',
  },
  {
    name: 'progress',
    columns: 'import String, chain UInt32, height UInt32',
    key: 'import, chain',
    shard: 'chain',
  },
  {
    name: 'coverage',
    columns: 'chain UInt32, kind String, first UInt32, last UInt32',
    key: 'chain, kind, first',
    shard: 'chain',
  },
];

const clusterForms: readonly (readonly Table[])[] = [FIRST];

/**
 * Makes an empty warehouse, or brings an older one to its newest form, on every host that is named; what was cut off is
 * finished by the next one. Throws KnownError `database-unusable` before anything is made, `cluster-incomplete` and those of
 * openCluster.
 */
export async function makeClusterWarehouse(
  name: ClusterName,
  access: ClusterAccess,
  signal: AbortSignal,
): Promise<void> {
  const cluster = await openCluster(name, access, signal);
  try {
    const found = new Map<string, number>();
    for (const host of name.hosts) found.set(host, await formOf(cluster, host));
    for (const [host, form] of found) await migrate(cluster, host, form);
    await checkAllShards(cluster);
  } finally {
    await cluster.close();
  }
}

/** 0: there is none. */
async function formOf({ name, rowsOf }: Cluster, host: string): Promise<number> {
  const { database } = name;
  const tables = await rowsOf(
    host,
    `SELECT name FROM system.tables WHERE database = '${database}' AND name = 'form_local'`,
  );
  if (tables.length === 0) return 0;
  const [[form] = []] = await rowsOf(host, `SELECT max(number) FROM ${database}.form_local`);
  if (Number(form) > clusterForms.length)
    throw new KnownError('database-unusable', 'A stored warehouse cannot be used.', {
      facts: [
        `cluster: ${host}`,
        `database: ${database}`,
        'reason: it was written by a newer version of this program',
      ],
      hint: 'Use the newer version, or another database.',
    });
  return Number(form);
}

async function migrate({ name, run }: Cluster, host: string, from: number): Promise<void> {
  const { database, cluster } = name;
  const make = async (table: string, columns: string, key: string, shard: string) => {
    await run(
      host,
      `CREATE TABLE IF NOT EXISTS ${database}.${table}_local (${columns}) ENGINE = ReplacingMergeTree ORDER BY (${key})`,
    );
    await run(
      host,
      `CREATE TABLE IF NOT EXISTS ${database}.${table} AS ${database}.${table}_local ENGINE = Distributed('${cluster}', '${database}', '${table}_local', ${shard})`,
    );
  };
  if (from === 0) {
    await run(host, `CREATE DATABASE IF NOT EXISTS ${database}`);
    await make('form', 'number UInt32', 'number', 'number');
  }
  for (let at = from; at < clusterForms.length; at += 1) {
    for (const { name: table, columns, key, shard } of clusterForms[at] as readonly Table[])
      await make(table, columns, key, shard);
    // Last: a form that is told is whole.
    await run(host, `INSERT INTO ${database}.form_local VALUES (${at + 1})`);
  }
}

/** Each host was told by name; a shard of the cluster that was not has no tables. */
async function checkAllShards({ name, rows }: Cluster): Promise<void> {
  const { database, cluster } = name;
  const missing = await rows(
    `SELECT host_name, port FROM system.clusters WHERE cluster = {cluster:String} AND shard_num NOT IN (
       SELECT shard_num FROM clusterAllReplicas({cluster:String}, view(
         SELECT shardNum() AS shard_num FROM system.tables WHERE database = {database:String} AND name = 'form_local')))
     ORDER BY shard_num`,
    { cluster, database },
  );
  if (missing.length === 0) return;
  throw new KnownError('cluster-incomplete', 'A shard of the cluster was not named, and has no warehouse.', {
    facts: missing.map(([host, port]) => `shard: ${host}, port ${port} between the servers`),
    hint: 'Name a host of every shard: clickhouse://HOST:8123,HOST:8123/DATABASE?cluster=NAME.',
  });
}
