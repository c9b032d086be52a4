// The ClickHouse part of `npm run bench:warehouse`: import, a frontier and a trace on shards, which are real servers on this
// machine (test/cluster/nodes.ts). Prints figures; asserts none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { among } from '../../src/chains/warehouse/cluster-histories.ts';
import { importToCluster } from '../../src/chains/warehouse/cluster-import.ts';
import { ledgersOn } from '../../src/chains/warehouse/cluster-ledger.ts';
import { openClusterWarehouse } from '../../src/chains/warehouse/cluster-open.ts';
import { ofPacked, packedTogether, packedTold, unpacked } from '../../src/chains/warehouse/cluster-packed.ts';
import { makeClusterWarehouse } from '../../src/chains/warehouse/cluster-schema.ts';
import { clusterNamed } from '../../src/cli/warehouse-name.ts';
import type { Address } from '../../src/model/address.ts';
import type { AssetId } from '../../src/model/asset.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { type OwnerPlace, placeKey, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import { type ClusterName, openCluster } from '../../src/store/cluster.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import { traceQuestion } from '../../src/trace/trace.ts';
import { nameOf, startCluster, stopCluster } from '../cluster/nodes.ts';
import { line } from './timed.ts';
import { addressesOf, drawnFrontiers, drawnWallets, keptWorld } from './warehouse-world.ts';

export const SHARDS = 2;
const access = { user: 'default', password: '', transport: 'http' } as const;
const HOPS = 6;
const WALLETS = 2_000;

export interface ClusterTold {
  readonly seconds: number;
  readonly merging: number;
  /** Milliseconds. */
  readonly many: number;
  readonly rows: number;
  readonly together: number;
  readonly oneByOne: number;
  readonly explored: number;
}

/** Where `npm run test:cluster` puts the server; undefined: it has not been run. */
export function clusterLibrary(): string | undefined {
  const builds = ['linux-x64-gnu', 'linux-arm64-gnu'].map((build) => `lib-${build}`);
  const files = builds.map((build) => join(process.cwd(), `.cluster/node_modules/@chdb/${build}/libchdb.so`));
  return files.find(existsSync);
}

export function clusterLines(size: number, told: ClusterTold | undefined, baseline: number): void {
  if (told === undefined) {
    line('ClickHouse', 'skipped: npm run test:cluster installs its server');
    return;
  }
  const { seconds, merging, many, rows, together, oneByOne, explored } = told;
  line(
    `ClickHouse, import, ${SHARDS} shards`,
    `${seconds.toFixed(1)} s, ${Math.round(size / seconds)}/s; its parts become one in ${merging.toFixed(1)} s more`,
  );
  line(
    'ClickHouse, 1000 wallets at once',
    `${many.toFixed(1)} ms for ${rows} rows, ${(many / baseline).toFixed(2)}x of the baseline`,
  );
  line(
    `ClickHouse, trace of ${HOPS} hops`,
    `${(together / 1000).toFixed(1)} s for ${explored} wallets, ${(oneByOne / together).toFixed(1)} times faster than one wallet a query (${(oneByOne / 1000).toFixed(1)} s)`,
  );
}

export async function benchCluster(own: string, count: number): Promise<ClusterTold> {
  process.env.CHDB_LIBRARY ??= clusterLibrary();
  const shards = await startCluster(count);
  try {
    const name = clusterNamed(nameOf(shards)) as ClusterName;
    const { signal } = new AbortController();
    await makeClusterWarehouse(name, access, signal);
    const start = performance.now();
    await importToCluster(
      {
        paths: [join(own, 'token_transfers.parquet')],
        chain: ETHEREUM,
        covers: undefined,
        refusing: 'whole-import',
        memory: '1GB',
        batch: 250_000,
        now: 0,
        signal,
        onProgress: () => {},
      },
      name,
      access,
    );
    const seconds = (performance.now() - start) / 1000;
    const merging = await merged(name);
    return { seconds, merging, ...(await frontiers(name, own)), ...(await traces(name, own)) };
  } finally {
    await stopCluster(shards);
  }
}

/** What servers do by and by: the parts of the import become one on each shard, as those of a cluster at rest are. In seconds. */
async function merged(name: ClusterName): Promise<number> {
  const cluster = await openCluster(name, access, new AbortController().signal);
  const start = performance.now();
  for (const host of name.hosts)
    await cluster.run(host, `OPTIMIZE TABLE ${name.database}.history_local FINAL`);
  await cluster.close();
  return (performance.now() - start) / 1000;
}

/** As the ledger asks, but as the baseline only for what a thousand wallets paid; with amounts as numbers of any size. */
async function frontiers(name: ClusterName, own: string): Promise<Pick<ClusterTold, 'many' | 'rows'>> {
  const { cluster, told } = await openClusterWarehouse(name, access, new AbortController().signal);
  async function asked(wallets: readonly string[]): Promise<number> {
    const sql = packedTogether(
      `FROM ${name.database}.history PREWHERE ${among(wallets)} WHERE ${packedTold(told)} AND ${ofPacked('dir')} = 0`,
    );
    const found = await cluster.bytes(sql, { chain: ETHEREUM }, (bytes) => unpacked(ETHEREUM, bytes));
    return found.reduce((sum, { legs }) => sum + legs.length, 0);
  }
  const all = await frontiersOf(own);
  let rows = 0;
  for (const wallets of all) rows += await asked(wallets);
  const times: number[] = [];
  for (const wallets of all) {
    const start = performance.now();
    await asked(wallets);
    times.push(performance.now() - start);
  }
  await cluster.close();
  const many = times.sort((a, b) => a - b)[Math.floor(all.length / 2)] as number;
  return { many, rows: Math.round(rows / all.length) };
}

/** By itself, so that the generated world is gone when something is timed. */
function frontiersOf(own: string): Promise<string[][]> {
  return Promise.all(drawnFrontiers(keptWorld(own)).map(addressesOf));
}

async function traces(
  name: ClusterName,
  own: string,
): Promise<Pick<ClusterTold, 'together' | 'oneByOne' | 'explored'>> {
  const warehouse = await openClusterWarehouse(name, access, new AbortController().signal);
  const [ledger] = (await ledgersOn(warehouse)) as [Ledger];
  // Tokens of the generated world are on no list of genuine ones, which a trace hardly follows.
  const assetInfo = (id: AssetId) => ({ id, symbol: 'T', decimals: 0, genuine: true });
  // The first whose money goes far: that of some reaches hubs alone.
  const seeds = await addressesOf(drawnWallets(keptWorld(own), 20, 100, 11));
  let place = wallet(ETHEREUM, seeds[0] as Address);
  let together = await traced({ ...ledger, assetInfo }, place);
  for (const seed of seeds.slice(1)) {
    if (together.explored >= 0.9 * WALLETS) break;
    place = wallet(ETHEREUM, seed as Address);
    together = await traced({ ...ledger, assetInfo }, place);
  }
  const oneByOne = await traced(
    {
      ...ledger,
      assetInfo,
      async *transfersOf(places, scope) {
        for (const each of places) yield* ledger.transfersOf([each], scope);
      },
    },
    place,
  );
  if (together.said !== oneByOne.said) throw new Error('two answers to one question');
  await warehouse.cluster.close();
  return { together: together.ms, oneByOne: oneByOne.ms, explored: together.explored };
}

async function traced(ledger: Ledger, place: OwnerPlace) {
  const { signal } = new AbortController();
  const start = performance.now();
  const found = await traceQuestion({
    seeds: [{ kind: 'wallet', id: placeKey(place) as string as SeedId, place }],
    ledgers: new Map([[ETHEREUM, ledger]]),
    asOf: new Map([[ETHEREUM, await ledger.head({}, signal)]]),
    labels: { of: () => [] },
    options: {
      ...defaultOptions,
      conventions: ['fifo'],
      hops: HOPS,
      maxWallets: WALLETS,
      minValue: { kind: 'units', text: '0' },
    },
    totals: 'left',
    sensitivity: 'left',
    signal,
    onProgress: () => {},
  });
  const ms = performance.now() - start;
  const said = JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  return { ms, said, explored: found.explored.places };
}
