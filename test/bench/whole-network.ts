// `npm run bench:network [transfers] [folder]` (default 100,000): questions about a whole network out of a warehouse. A forward
// trace end to end beside the engine alone, from the same answers in memory; ten thousand flagged wallets at once; the wallets
// that received and paid most; deposit addresses of all. Each part is a process of its own. Asserts nothing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgersIn } from '../../src/chains/warehouse/ledger.ts';
import { openWarehouse } from '../../src/chains/warehouse/open.ts';
import { main } from '../../src/cli/main.ts';
import { realWorld } from '../../src/cli/world.ts';
import { gatherLabels } from '../../src/labels/gather-labels.ts';
import { normalAddress } from '../../src/model/address.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { placeKey, wallet } from '../../src/model/place.ts';
import type { Seed, SeedId } from '../../src/model/seed.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import { remembering } from '../../src/trace/remembering.ts';
import { traceQuestion } from '../../src/trace/trace.ts';
import { type NetworkFiles, networkIn } from './network-world.ts';
import { line, partOf } from './timed.ts';

interface Told {
  readonly seconds: number;
  /** Of all threads. Times of a busy machine say little without it. */
  readonly processor: number;
  /** MB. */
  readonly peak: number;
  readonly wallets?: number;
  readonly transfers?: number;
}

const HOPS = 6;
const WALLETS = 2_000;
/** Flagged wallets of the one trace. */
const SEEDS = 5;

const [size = '1e5', folder = '', ...part] = process.argv.slice(2);
if (part.length === 0) await all(Number(size), folder);
else await one(folder, part);

async function all(transfers: number, kept: string): Promise<void> {
  const own = kept === '' ? mkdtempSync(join(tmpdir(), 'trace-bench-network-')) : kept;
  try {
    const files = await networkIn(own, transfers);
    const run = (...argv: readonly string[]): Told =>
      started(own, [
        'run',
        ...argv,
        '--labels',
        files.labels,
        '--no-book',
        '--json',
        '-o',
        join(own, 'out.json'),
      ]);
    const asked = (...argv: readonly string[]): Told =>
      run(
        ...argv,
        '--ledger',
        `sqlite:${files.warehouse}`,
        '--min-value',
        '0',
        '--max-wallets',
        `${WALLETS}`,
      );
    const engine = started(own, ['engine']);
    const whole = asked(...seedsIn(files), '--hops', `${HOPS}`);
    const ratio = (mine: number, theirs: number): string => `${(mine / theirs).toFixed(2)}x`;
    line(
      `trace of ${HOPS} hops, engine alone`,
      `${text(engine)}, ${engine.wallets} wallets explored, ${engine.transfers} transfers`,
    );
    line(
      '  the same end to end',
      `${text(whole)}, ${ratio(whole.seconds, engine.seconds)} (processor ${ratio(whole.processor, engine.processor)})`,
    );
    line(
      '10,000 flagged wallets, 1,000 accounts',
      text(asked('exposure', '--wallets', files.flagged, '--accounts', files.accounts)),
    );
    const warehouse = `sqlite:${files.warehouse}`;
    line('received and paid most, of all', text(run('warehouse', 'top', warehouse)));
    line(
      '  of those that 10,000 dealt with',
      text(run('warehouse', 'top', warehouse, '--wallets', files.flagged)),
    );
    line('deposit addresses of all', text(run('warehouse', 'deposits', warehouse)));
  } finally {
    if (kept === '') rmSync(own, { recursive: true, force: true });
  }
}

function text({ seconds, processor, peak }: Told): string {
  return `${seconds.toFixed(1)} s (processor ${processor.toFixed(1)} s), peak ${peak} MB`;
}

function started(own: string, argv: readonly string[]): Told {
  const start = performance.now();
  const told = partOf<Told>(import.meta.url, ['0', own, ...argv]);
  return argv[0] === 'run' ? { ...told, seconds: (performance.now() - start) / 1000 } : told;
}

async function one(own: string, [name, ...argv]: readonly string[]): Promise<void> {
  const found = name === 'engine' ? await engineAlone(await networkIn(own, 0)) : await commandOf(argv);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ peak, ...found }));
}

function seedsIn({ flagged }: Pick<NetworkFiles, 'flagged'>): string[] {
  return readFileSync(flagged, 'utf8').split('\n').slice(0, SEEDS);
}

function processor(since = process.cpuUsage()): number {
  return (since.user + since.system) / 1e6;
}

/** 3: of such an import no history is whole, and every one says so. */
async function commandOf(argv: readonly string[]): Promise<Omit<Told, 'peak'>> {
  const code = await main([...argv, '--quiet'], realWorld());
  if (code !== 0 && code !== 3) throw new Error(`trace ${argv.join(' ')} ended with ${code}`);
  return { seconds: 0, processor: processor() };
}

/** Asked twice: the answers of the first run are the memory of the second, whose time is taken. */
async function engineAlone({ warehouse, flagged, labels }: NetworkFiles): Promise<Omit<Told, 'peak'>> {
  const ledgers = new Map<typeof ETHEREUM, Ledger>(
    (await ledgersIn(await openWarehouse(warehouse))).map((ledger) => [ledger.chain, ledger]),
  );
  const { asking, recalling } = remembering(ledgers);
  const { signal } = new AbortController();
  const block = await (ledgers.get(ETHEREUM) as Ledger).head({}, signal);
  const gathered = gatherLabels();
  await gathered.take(labels, readFileSync(labels));
  const question = {
    seeds: seedsIn({ flagged }).map((text): Seed => {
      const place = wallet(ETHEREUM, normalAddress(ETHEREUM, text));
      return { kind: 'wallet', id: placeKey(place) as string as SeedId, place };
    }),
    asOf: new Map([[ETHEREUM, block]]),
    labels: gathered.book(),
    options: {
      ...defaultOptions,
      hops: HOPS,
      maxWallets: WALLETS,
      minValue: { kind: 'share', numerator: 0n, denominator: 1n },
    },
    totals: 'left',
    sensitivity: 'left',
    signal,
    onProgress: () => {},
  } as const;
  await traceQuestion({ ...question, ledgers: asking });
  const start = performance.now();
  const before = process.cpuUsage();
  const { explored } = await traceQuestion({ ...question, ledgers: recalling });
  return {
    seconds: (performance.now() - start) / 1000,
    processor: processor(process.cpuUsage(before)),
    wallets: explored.places,
    transfers: explored.transfers,
  };
}
