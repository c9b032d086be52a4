// `npm run bench:scale [transfers…]` (default 1e5 1e6; 1e7 and 5e7 want 8 and 40 GB of disk): what a warehouse costs at each size,
// as the rows of the table in docs/scale.md. Each part is a process of its own. Asserts nothing.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgersIn } from '../../src/chains/warehouse/ledger.ts';
import { openWarehouse } from '../../src/chains/warehouse/open.ts';
import { main } from '../../src/cli/main.ts';
import { realWorld } from '../../src/cli/world.ts';
import { normalAddress } from '../../src/model/address.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import type { Ledger, Scope } from '../../src/model/ledger.ts';
import { type WalletPlace, wallet } from '../../src/model/place.ts';
import { drawn, networkFiles, stored } from './network-world.ts';
import { partOf } from './timed.ts';

interface Told {
  readonly seconds: number;
  /** MB. */
  readonly peak: number;
  /** Milliseconds a wallet, one by one. */
  readonly one?: number;
  /** Rows of all that were asked for. */
  readonly rows?: number;
}

const ONE = 300;
const MANY = 1_000;
const parts = ['draw', 'import', 'lookups', 'trace'] as const;
type Part = (typeof parts)[number];

const [first = '1e5', folder, part] = process.argv.slice(2);
if (folder !== undefined && parts.some((name) => name === part))
  await tell(part as Part, folder, Number(first));
else all(process.argv.length > 2 ? process.argv.slice(2) : ['1e5', '1e6']);

function all(sizes: readonly string[]): void {
  const head = [
    'transfers',
    'import',
    'peak of the import',
    'bytes a transfer',
    'one wallet',
    `${MANY} wallets as pages`,
    'trace of 6 hops, 2,000 wallets',
  ];
  console.log(`| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
  for (const size of sizes.map(Number)) console.log(`| ${rowOf(size).join(' | ')} |`);
}

function rowOf(size: number): string[] {
  const own = mkdtempSync(join(tmpdir(), 'trace-bench-scale-'));
  try {
    const told = Object.fromEntries(parts.map((name) => [name, started(size, own, name)])) as Record<
      Part,
      Told
    >;
    const bytes = readdirSync(own)
      .filter((file) => file.startsWith('network.db'))
      .reduce((sum, file) => sum + statSync(join(own, file)).size, 0);
    return [
      size.toLocaleString('en'),
      `${told.import.seconds.toFixed(1)} s, ${Math.round(size / told.import.seconds).toLocaleString('en')} a second`,
      `${told.import.peak} MB`,
      `${Math.round(bytes / size)}`,
      `${(told.lookups.one as number).toFixed(2)} ms`,
      `${told.lookups.seconds.toFixed(2)} s for ${(told.lookups.rows as number).toLocaleString('en')} transfers`,
      `${told.trace.seconds.toFixed(1)} s, ${told.trace.peak} MB`,
    ];
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function started(size: number, own: string, name: Part): Told {
  return partOf(import.meta.url, [`${size}`, own, name]);
}

async function tell(name: Part, own: string, size: number): Promise<void> {
  const files = networkFiles(own);
  const start = performance.now();
  let more: Partial<Told> = {};
  if (name === 'draw') await drawn(own, size);
  else if (name === 'import') await stored(files);
  else if (name === 'lookups') more = await lookups(files.warehouse, addressesIn(files.flagged));
  else await traced(own);
  const seconds = (performance.now() - start) / 1000;
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ seconds, peak, ...more }));
}

function addressesIn(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

/** Warm: each is asked for twice, and the second time counts. */
async function lookups(file: string, addresses: readonly string[]): Promise<Partial<Told>> {
  const ledger = (await ledgersIn(await openWarehouse(file)))[0] as Ledger;
  const signal = new AbortController().signal;
  const scope: Scope = { asOf: await ledger.head({}, signal), hubLimit: 10_000, concurrency: 1, signal };
  const places = addresses.map((text) => wallet(ETHEREUM, normalAddress(ETHEREUM, text)));
  const singles = places.slice(0, ONE);
  const many = places.slice(ONE, ONE + MANY);
  async function each(): Promise<void> {
    for (const place of singles) await rowsOf(ledger, [place], scope);
  }
  await each();
  const one = (await timed(each)) / singles.length;
  let rows = await rowsOf(ledger, many, scope);
  const seconds =
    (await timed(async () => {
      rows = await rowsOf(ledger, many, scope);
    })) / 1000;
  return { one, seconds, rows };
}

async function rowsOf(ledger: Ledger, places: readonly WalletPlace[], scope: Scope): Promise<number> {
  let rows = 0;
  for await (const { transfers } of ledger.transfersOf(places, scope)) rows += transfers.length;
  return rows;
}

async function timed(job: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await job();
  return performance.now() - start;
}

/** 3: of token transfers alone no history is whole, and every one says so. */
async function traced(own: string): Promise<void> {
  const { warehouse, labels, flagged } = networkFiles(own);
  const code = await main(
    [
      ...[...addressesIn(flagged).slice(0, 5), '--ledger', `sqlite:${warehouse}`, '--labels', labels],
      ...['--no-book', '--quiet', '--json', '-o', join(own, 'out.json')],
      ...['--hops', '6', '--max-wallets', '2000', '--min-value', '0'],
    ],
    realWorld(),
  );
  if (code !== 0 && code !== 3) throw new Error(`the trace ended with ${code}`);
}
