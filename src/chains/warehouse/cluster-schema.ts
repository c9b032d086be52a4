// The tables of a warehouse on a ClickHouse cluster: those of schema.ts, each on every shard (`NAME_local`) and over all of
// them (`NAME`). A change is a further form at the end of the list, never an edit of one that clusters have.
import { KnownError } from '../../model/errors.ts';
import { type Cluster, type ClusterAccess, type ClusterName, openCluster } from '../../store/cluster.ts';
import { claimedCluster, importClaim } from '../../store/cluster-claim.ts';
import { isMissing } from '../../store/cluster-errors.ts';
import { copyLegs, dropLegs } from './cluster-older-forms.ts';
import { PACKED } from './cluster-packed.ts';

interface Table {
  readonly name: string;
  /** Beside `batch`, which all of them have. */
  readonly columns: string;
  /** What of a row is its own: a row that comes again replaces itself. */
  readonly key: string;
  /** As much of the key as finds a row. */
  readonly index: string;
  /** SQL of a number, of which a shard has as many as its weight says: of so many in all. */
  readonly shard: string | ((weights: number) => string);
  /** Of rows with one key the one stays that has the most of this. */
  readonly newest: string;
}

/**
 * What schema.ts has, in ClickHouse's types, and names in place of numbers: addresses, ids and assets stand in every row as
 * they are written, so that no row has to be looked up before another is written, and an answer needs no second table. A
 * wallet's history is one range of one shard, and so is a transaction.
 *
 * `batch`: with which part of which import a row came; rows of one that is not done are nobody's (cluster-batches.ts).
 * `history`: every transfer at each of its parties; `legs`: how many its transaction has, as far as was known at `version`.
 * It stands by the hash of its wallet: a number is found in an index several times as fast as a text. Each shard has a range of
 * them (`byRange`), so that to be asked for another's wallets costs it next to nothing. `packed`: cluster-packed.ts.
 * `move`: every transfer once, by its transaction. `peer`, `payer`, `payee`: empty where it is none, which `sink` tells
 * (stored-place.ts). `tx`: where a transaction stands. `coins`: one of a coin chain, whole; `spend`: who spent a coin.
 */
const MOVED =
  'place Nullable(Int64), time Int64, asset LowCardinality(String), ord Nullable(Int64), amount UInt256 CODEC(ZSTD), sink Int8';
const CHAIN = 'chain LowCardinality(String)';
const TX = 'tx String CODEC(ZSTD)';

function table(name: string, columns: string, key: string, more: Partial<Table> = {}): Table {
  return { name, columns, key, index: key, shard: 'cityHash64(chain)', newest: 'batch', ...more };
}

/** Of all hashes of wallets the first shard has the lowest. */
function byRange(weights: number): string {
  if (weights < 2) return '0';
  return `intDiv(cityHash64(wallet), ${(2n ** 64n + BigInt(weights) - 1n) / BigInt(weights)})`;
}

const ofTx = { shard: 'cityHash64(tx)' };
const TABLES: readonly Table[] = [
  table('batch', `number UInt32, import String, ${CHAIN}, height Int64, done UInt8`, 'number', {
    newest: 'done',
    shard: 'number',
  }),
  table('chain', `${CHAIN}, form String`, 'chain, batch'),
  table('asset', `${CHAIN}, name String, symbol Nullable(String), decimals Nullable(Int32)`, 'chain, name', {
    shard: 'cityHash64(name)',
  }),
  table('block', `${CHAIN}, height Int64, time Int64, hash Nullable(String), basis UInt8`, 'chain, height', {
    shard: 'height',
  }),
  table('tx', `${TX}, ${CHAIN}, height Int64`, 'tx, chain, height', { ...ofTx, index: 'tx' }),
  table(
    'history',
    `wallet String, ${CHAIN}, height Int64, ${TX}, slot Int64, dir UInt8, peer String CODEC(ZSTD), ${MOVED}, legs UInt32, version UInt32,
     packed String MATERIALIZED ${PACKED} CODEC(LZ4)`,
    'cityHash64(wallet), height, wallet, chain, tx, slot, dir',
    { index: 'cityHash64(wallet), height', shard: byRange, newest: 'version' },
  ),
  table(
    'move',
    `${CHAIN}, height Int64, ${TX}, slot Int64, payer String CODEC(ZSTD), payee String CODEC(ZSTD), ${MOVED}`,
    'chain, height, tx, slot',
    { ...ofTx, index: 'chain, height, tx' },
  ),
  table('coins', `${CHAIN}, ${TX}, height Int64, time Int64, body String CODEC(ZSTD)`, 'chain, tx, height', {
    ...ofTx,
    index: 'chain, tx',
  }),
  table('spend', `${CHAIN}, ${TX}, vout Int64, spender String CODEC(ZSTD)`, 'chain, tx, vout, batch', {
    ...ofTx,
    index: 'chain, tx',
  }),
  table(
    'source',
    `${CHAIN}, sha256 String, name String, kind String, rows UInt64, refused UInt64, imported Int64`,
    'chain, sha256, batch',
  ),
  table('coverage', `${CHAIN}, kind String, first Int64, last Int64`, 'chain, kind, first, batch'),
];

/** Form 1 had numbers in place of names, and no import: its tables are empty, and make room. */
const FIRST: readonly string[] =
  'chain asset wallet block tx mate leg coins spend source progress coverage'.split(' ');
const FORM = 4;
/** Small granules: what is read is ranges of a few rows, which costs half of what it does with four times as large ones. */
const GRANULES = 'index_granularity = 128, min_compress_block_size = 4096';

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
    const older = name.hosts.filter((host) => [2, 3].includes(found.get(host) as number));
    // Rows of an import that began before would come to where they are copied from.
    const claim =
      older.length === 0 ? undefined : await claimedCluster(cluster, access, importClaim(name.database));
    try {
      const weights = await weightsOf(cluster, found);
      const behind = [...found].filter(([, form]) => form !== FORM);
      for (const [host, form] of behind) await makeTables(cluster, host, form, weights);
      await checkAllShards(cluster);
      await copyLegs(cluster, older, () => {
        signal.throwIfAborted();
        claim?.check();
      });
      // Last: a form that is told is whole.
      for (const [host] of behind)
        await cluster.run(
          host,
          `INSERT INTO ${name.database}.form_local (number, weights) VALUES (${FORM}, ${weights})`,
        );
      for (const host of name.hosts) await dropLegs(cluster, host);
    } finally {
      await claim?.giveUp();
    }
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
  if (Number(form) > FORM)
    throw unusable(host, database, NEWER, 'Use the newer version, or another database.');
  return Number(form);
}

const NEWER = 'it was written by a newer version of this program';

function unusable(host: string, database: string, reason: string, hint: string): KnownError {
  return new KnownError('database-unusable', 'A stored warehouse cannot be used.', {
    facts: [`cluster: ${host}`, `database: ${database}`, `reason: ${reason}`],
    hint,
  });
}

/** Throws KnownError `no-warehouse`, `database-unusable`. */
export async function checkForm({ name, rows }: Cluster): Promise<void> {
  const { database, hosts } = name;
  const host = hosts.join(', ');
  const [[oldest, newest] = []] = await rows(
    `SELECT min(form), max(form) FROM (SELECT max(number) AS form FROM ${database}.form GROUP BY shardNum())`,
  ).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new KnownError('no-warehouse', 'There is no warehouse.', {
      facts: [`cluster: ${host}`, `database: ${database}`],
      hint: 'Make one: trace warehouse init.',
      exit: 2,
    });
  });
  if (Number(newest) > FORM)
    throw unusable(host, database, NEWER, 'Use the newer version, or another database.');
  if (Number(oldest) < FORM)
    throw unusable(host, database, 'it is of an older form', 'Bring it to the newest: trace warehouse init.');
}

/**
 * The weights of all shards together, as they were when the warehouse was made: rows that come again have to come to the shard
 * where they are, so that a shard that is added later gets no histories.
 */
async function weightsOf(
  { name: { database, cluster }, rows, rowsOf }: Cluster,
  found: ReadonlyMap<string, number>,
): Promise<number> {
  const [ready] = [...found].find(([, form]) => form === FORM) ?? [];
  if (ready !== undefined) {
    const [[weights] = []] = await rowsOf(
      ready,
      `SELECT max(weights) FROM ${database}.form_local WHERE number = ${FORM}`,
    );
    return Number(weights);
  }
  const shards = await rows(
    'SELECT any(shard_weight) FROM system.clusters WHERE cluster = {cluster:String} GROUP BY shard_num',
    { cluster },
  );
  return shards.reduce((sum, [weight]) => sum + Number(weight), 0);
}

async function makeTables(
  { name, run }: Cluster,
  host: string,
  from: number,
  weights: number,
): Promise<void> {
  const { database, cluster } = name;
  const make = async ({ name: own, columns, key, index, shard, newest }: Table) => {
    await run(
      host,
      `CREATE TABLE IF NOT EXISTS ${database}.${own}_local (${columns}) ENGINE = ReplacingMergeTree(${newest}) PRIMARY KEY (${index}) ORDER BY (${key}) SETTINGS ${GRANULES}`,
    );
    const at = typeof shard === 'string' ? shard : shard(weights);
    await run(
      host,
      `CREATE TABLE IF NOT EXISTS ${database}.${own} AS ${database}.${own}_local ENGINE = Distributed('${cluster}', '${database}', '${own}_local', ${at})`,
    );
  };
  await run(host, `CREATE DATABASE IF NOT EXISTS ${database}`);
  await make(table('form', 'number UInt32', 'number', { newest: '', shard: 'number' }));
  for (const form of ['form_local', 'form'])
    await run(host, `ALTER TABLE ${database}.${form} ADD COLUMN IF NOT EXISTS weights UInt32`);
  if (from === 1)
    for (const old of FIRST.flatMap((own) => [own, `${own}_local`]))
      await run(host, `DROP TABLE IF EXISTS ${database}.${old} SYNC`);
  for (const each of TABLES)
    await make(each.name === 'batch' ? each : { ...each, columns: `${each.columns}, batch UInt32` });
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
