// `npm run bench:warehouse [transfers]` (default 100,000; 1e7 is the size of the targets): import, disk and lookups of the
// warehouse beside the frozen baseline on the same transfers in the same run. Each part is a process of its own. Prints
// ratios; asserts none.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBulk } from '../../src/chains/warehouse/import.ts';
import { ledgersIn } from '../../src/chains/warehouse/ledger.ts';
import { openWarehouse } from '../../src/chains/warehouse/open.ts';
import { hexOf, packedQuery } from '../../src/chains/warehouse/packed-rows.ts';
import { readAmount } from '../../src/chains/warehouse/stored-amount.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import type { Ledger, Scope } from '../../src/model/ledger.ts';
import { wallet } from '../../src/model/place.ts';
import { line, partOf } from './timed.ts';
import { baselineIngest, baselineLookups } from './warehouse-baseline.ts';
import { benchCluster, type ClusterTold, clusterLibrary, clusterLines, SHARDS } from './warehouse-cluster.ts';
import {
  addressesOf,
  drawnFrontiers,
  drawnWallets,
  keptWorld,
  MANY,
  storedWorld,
} from './warehouse-world.ts';

interface Told {
  readonly seconds?: number;
  readonly rows?: number;
  readonly one?: number;
  readonly cold?: number;
  readonly many?: number;
  readonly peak: number;
}

/** Histories looked up one by one. */
const ONE = 400;

const [word = '1e5', folder = '', part = ''] = process.argv.slice(2);
if (part === '') await all(Number(word));
else await one(part);

async function all(size: number): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'trace-bench-warehouse-'));
  try {
    await one('generate', own, size);
    const names = [
      'baseline-ingest',
      'import',
      'baseline-lookups',
      'lookups',
      'baseline-cold',
      'cold',
    ] as const;
    const told = new Map(names.map((name) => [name, started(name, own)]));
    const of = (name: (typeof names)[number]): Told => told.get(name) as Told;
    const ratio = (mine: number | undefined, theirs: number | undefined) =>
      mine === undefined || theirs === undefined ? 'skipped' : `${(mine / theirs).toFixed(2)}x`;
    const beside = (mine: number | undefined, theirs: number | undefined) =>
      `${mine?.toFixed(3)} ms beside ${theirs?.toFixed(3)} ms of the baseline, ${ratio(mine, theirs)}`;
    const peaks = (mine: Told, theirs: Told) => `peak ${mine.peak} MB beside ${theirs.peak} MB`;
    const base = bytesOf(own, 'baseline.db');
    const seconds = of('import').seconds as number;
    line(
      `import of ${size} transfers`,
      `${seconds.toFixed(1)} s, ${Math.round(size / seconds)}/s, ${ratio(seconds, of('baseline-ingest').seconds)} of the ${of('baseline-ingest').seconds?.toFixed(1)} s of the baseline, ${peaks(of('import'), of('baseline-ingest'))}`,
    );
    const parts = await tableBytes(own);
    line(
      'disk',
      `${ratio(parts.legs, base)} for the transfers, ${ratio(parts.all, base)} with addresses and transaction ids, which the baseline lacks (${Math.round(parts.all / size)} and ${Math.round(base / size)} bytes a transfer)`,
    );
    line('one wallet, warm', beside(of('lookups').one, of('baseline-lookups').one));
    const cold = of('cold').cold;
    line(
      'one wallet, cold',
      cold === undefined
        ? 'skipped: the page cache cannot be dropped here'
        : beside(cold, of('baseline-cold').cold),
    );
    line(`${MANY} wallets at once`, beside(of('lookups').many, of('baseline-lookups').many));
    line(
      'the same as pages of a ledger',
      `${(of('lookups').seconds as number).toFixed(3)} s, names, whole transactions and positions included, ${peaks(of('lookups'), of('baseline-lookups'))}`,
    );
    const cluster =
      clusterLibrary() === undefined ? undefined : (started('cluster', own) as unknown as ClusterTold);
    clusterLines(size, cluster, of('baseline-lookups').many as number);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function started(name: string, folder: string): Told {
  return partOf(import.meta.url, ['0', folder, name]);
}

/** By itself, so that the generated world is gone when something is timed. */
function drawn(own: string) {
  const world = keptWorld(own);
  return {
    singles: drawnWallets(world, ONE, 2_000, 1),
    frontiers: drawnFrontiers(world),
  };
}

async function one(name: string, own = folder, size = 0): Promise<void> {
  const tell = (told: Omit<Told, 'peak'>): void => {
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stdout.write(JSON.stringify({ ...told, peak }));
  };
  const baseline = join(own, 'baseline.db');
  const warehouse = join(own, 'warehouse.db');
  if (name === 'generate') {
    mkdirSync(own, { recursive: true });
    await storedWorld(size, own);
    return;
  }
  if (name === 'baseline-ingest') {
    const world = keptWorld(own);
    const start = performance.now();
    baselineIngest(world, baseline);
    return tell({ seconds: (performance.now() - start) / 1000 });
  }
  if (name === 'import') {
    const start = performance.now();
    await importBulk({
      warehouse,
      paths: [join(own, 'token_transfers.parquet')],
      chain: ETHEREUM,
      covers: undefined,
      refusing: 'whole-import',
      memory: '1GB',
      batch: 250_000,
      now: 0,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    return tell({ seconds: (performance.now() - start) / 1000 });
  }
  if (name === 'cluster') return tell((await benchCluster(own, SHARDS)) as never);
  const { singles, frontiers } = drawn(own);
  const isCold = name.endsWith('cold');
  if (isCold && !dropped()) return tell({});
  if (name.startsWith('baseline')) {
    const lookups = baselineLookups(baseline);
    tell(isCold ? { cold: mean(singles, lookups.one) } : timesOf(lookups, singles, frontiers));
    lookups.close();
    return;
  }
  const { database } = await openWarehouse(warehouse);
  const numbers = new Map<number, number>();
  const find = database.prepare('SELECT id FROM wallet WHERE address = ? AND chain = 1');
  const asked = [...new Set([...singles, ...frontiers.flat()])];
  if (!isCold)
    for (const [at, address] of (await addressesOf(asked)).entries())
      numbers.set(asked[at] as number, find.all(Buffer.from(address.slice(2), 'hex'))[0]?.id as number);
  // As the baseline: rows in numbers.
  const columns = ['wallet', 'height', 'tx', 'slot', 'dir', 'peer', 'asset', hexOf('amount')];
  const range = packedQuery(database, columns, 'FROM leg WHERE wallet = ?');
  const ranges = packedQuery(
    database,
    columns,
    'FROM json_each(?) AS asked CROSS JOIN leg ON leg.wallet = asked.value WHERE dir = 0',
  );
  const read = (rows: readonly (readonly unknown[])[]): number => {
    for (const row of rows) readAmount(row[7] as string);
    return rows.length;
  };
  const lookups = {
    one: (at: number) => read(range(numbers.get(at) as number)),
    many: (all: readonly number[]) =>
      read(ranges(JSON.stringify(all.map((at) => numbers.get(at)).sort((a, b) => Number(a) - Number(b))))),
  };
  if (isCold) {
    const addresses = await addressesOf(singles);
    for (const [at, address] of addresses.entries())
      numbers.set(singles[at] as number, find.all(Buffer.from(address.slice(2), 'hex'))[0]?.id as number);
    dropped();
    return tell({ cold: mean(singles, lookups.one) });
  }
  const times = timesOf(lookups, singles, frontiers);
  const start = performance.now();
  await pages(await addressesOf(frontiers[0] as number[]), warehouse);
  tell({ ...times, seconds: (performance.now() - start) / 1000 });
}

/** Linux, and only root may. */
function dropped(): boolean {
  const file = '/proc/sys/vm/drop_caches';
  try {
    if (!existsSync(file)) return false;
    writeFileSync(file, '1');
    return true;
  } catch {
    return false;
  }
}

function mean(wallets: readonly number[], job: (wallet: number) => number): number {
  const start = performance.now();
  for (const each of wallets) job(each);
  return (performance.now() - start) / wallets.length;
}

interface Asked {
  one(wallet: number): number;
  many(wallets: readonly number[]): number;
}

function timesOf(
  { one: ask, many }: Asked,
  singles: readonly number[],
  frontiers: readonly (readonly number[])[],
) {
  for (const each of singles) ask(each);
  const each = mean(singles, ask);
  const times = frontiers.map((wallets) => {
    many(wallets);
    const start = performance.now();
    many(wallets);
    return performance.now() - start;
  });
  return { one: each, many: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number };
}

async function pages(addresses: readonly string[], file: string): Promise<void> {
  const ledger = (await ledgersIn(await openWarehouse(file)))[0] as Ledger;
  const signal = new AbortController().signal;
  const asOf = await ledger.head({}, signal);
  const scope: Scope = { asOf, hubLimit: 10_000, concurrency: 1, signal };
  const places = addresses.map((text) => wallet(ETHEREUM, text as never));
  for await (const page of ledger.transfersOf(places, scope)) if (page.hub) throw new Error('a hub');
}

function bytesOf(own: string, name: string): number {
  return readdirSync(own)
    .filter((file) => file.startsWith(name))
    .reduce((sum, file) => sum + statSync(join(own, file)).size, 0);
}

async function tableBytes(own: string): Promise<{ legs: number; all: number }> {
  const { database } = await openWarehouse(join(own, 'warehouse.db'));
  const [row] = [...database.prepare("SELECT sum(pgsize) FROM dbstat WHERE name = 'leg'").tuples()];
  database.close();
  return { legs: row?.[0] as number, all: bytesOf(own, 'warehouse.db') };
}
