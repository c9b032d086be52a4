// How well the tracer finds what is known to be true, case by case: the same figures for `npm run bench:accuracy`, for
// docs/accuracy.md and for its test. What is known comes from publications, experts, or a world of our own making.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opened } from '../../src/evidence/manifest.ts';
import type { Http } from '../../src/model/http.ts';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { cli } from './cli.ts';
import { type EsploraTx, esploraWorld } from './esplora-world.ts';
import { type Chain, fanOut } from './fan-out.ts';
import { asTransferList, LAUNDERNET, worldOf } from './laundernet.ts';

const RULES = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'] as const;

interface Known {
  readonly name: string;
  /** Where the truth comes from. */
  readonly source: string;
  readonly argv: readonly string[];
  readonly run?: string;
  readonly http?: Http;
  /** Addresses at which money is known to have ended. */
  readonly terminals: readonly string[];
  /** Of these, those that money can have reached in the order of time. */
  readonly reachable: number;
  readonly asset: string;
}

export interface Accuracy {
  readonly name: string;
  readonly source: string;
  readonly terminals: number;
  readonly reachable: number;
  readonly reached: number;
  /** Per mille of what left the seeds and did not come back, at named endpoints, by rule; rounded down. */
  readonly attributed: readonly number[];
  /** Of all statements together; always 0. */
  readonly residual: bigint;
  readonly requests: number;
}

const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
const FIRST_BLOCKS = '../shared/data/btc-esplora/mainnet_blocks_1_255.json';

/** `here`: what the repository brings. `shared`: what lies beside it, where it does. */
function known(where: 'here' | 'shared'): Known[] {
  const folder = mkdtempSync(join(tmpdir(), 'trace-accuracy-'));
  if (where === 'here')
    return [
      {
        name: 'Colonial Pipeline, the seizure',
        source: 'N.D. Cal. 3:21-mj-70945',
        argv: ['run', 'fixtures/cases/colonial'],
        run: 'seizure',
        terminals: ['bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls'],
        reachable: 1,
        asset: BTC,
      },
      ...(['bitcoin', 'ethereum'] as const).map((chain) => generated(chain, folder)),
    ];
  return [
    ...(existsSync(FIRST_BLOCKS) ? [firstPayments()] : []),
    ...(existsSync(LAUNDERNET) ? [laundering('lifi', 33, folder), laundering('xscam', 449, folder)] : []),
  ];
}

/** 340 wallets in four hops, every eighth of the last at an exchange. */
function generated(chain: Chain, folder: string): Known {
  const world = fanOut(chain, 4);
  const terminals = world.levels.at(-1)?.filter((_, index) => index % 8 === 0) ?? [];
  const labels = join(folder, `${chain}.csv`);
  const rows = terminals.map((address) => `${chain},${address},Made-up Exchange,exchange,generated`);
  writeFileSync(labels, ['chain,address,name,category,source', ...rows, ''].join('\n'));
  return {
    name: `generated fan-out, ${chain}`,
    source: 'test/support/fan-out.ts',
    argv: [world.seed, '--labels', labels, '--min-value', '0', '--max-wallets', '5000', '--no-store'],
    http: world.http,
    terminals,
    reachable: terminals.length,
    asset: world.asset,
  };
}

function firstPayments(): Known {
  const txs = JSON.parse(readFileSync(FIRST_BLOCKS, 'utf8')) as EsploraTx[];
  const answer = esploraWorld(txs, { tipHeight: 255 });
  return {
    name: 'first payments of Bitcoin',
    source: 'the chain, blocks 1 to 255',
    argv: [
      '--tx',
      '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9:0',
      ...['--as-of', '255', '--min-value', '0', '--no-store'],
    ],
    http: async (request) => answer(request),
    terminals: ['1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3', '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S'],
    reachable: 2,
    asset: BTC,
  };
}

function laundering(name: 'lifi' | 'xscam', reachable: number, folder: string): Known {
  const world = worldOf(name);
  const { file, labels } = asTransferList(world, mkdtempSync(join(folder, name)));
  return {
    name: `laundernet, ${name}`,
    source: 'AnonymousMFTracer/dataset, traced by hand',
    argv: [
      ...world.seeds,
      '--ledger',
      file,
      '--labels',
      labels,
      '--min-value',
      '0',
      '--hops',
      '1000',
      '--max-wallets',
      '100000',
    ],
    terminals: [...new Set(world.endpoints)],
    reachable,
    asset: 'USD',
  };
}

export async function accuracies(where: 'here' | 'shared'): Promise<Accuracy[]> {
  const all: Accuracy[] = [];
  for (const each of known(where)) all.push(await accuracyOf(each));
  return all;
}

async function accuracyOf({
  name,
  source,
  argv,
  run: wanted,
  http,
  terminals,
  reachable,
  asset,
}: Known): Promise<Accuracy> {
  const bundle = join(mkdtempSync(join(tmpdir(), 'trace-accuracy-')), 'bundle.zip');
  const { code, out, err } = await cli(
    [...argv, '--convention', 'all', '--json', '--quiet', '--bundle', bundle],
    http === undefined ? {} : { http },
  );
  if (code !== 0) throw new Error(`${name}: exit ${code}\n${err}`);
  const result = JSON.parse(out) as ResultJson;
  const run = result.runs.find((each) => wanted === undefined || each.name === wanted) as RunJson;
  const found = new Set([...run.endpoints, ...run.held].map(({ address }) => address.toLowerCase()));
  const own = run.statement.filter((row) => row.asset === asset);
  const access = opened(readFileSync(bundle)).parts.get('access.jsonl');
  const lines =
    access === undefined ? [] : Buffer.from(access).toString('utf8').trimEnd().split('\n').slice(1);
  return {
    name,
    source,
    terminals: terminals.length,
    reachable,
    reached: terminals.filter((address) => found.has(address.toLowerCase())).length,
    attributed: RULES.map((rule) => {
      const rows = own.filter(({ convention }) => convention === rule);
      const total = (of: (row: (typeof rows)[number]) => string): bigint =>
        rows.reduce((sum, row) => sum + BigInt(of(row)), 0n);
      const net =
        total((row) => row.injected) - total((row) => row.returned) - total((row) => row.reachedSeed);
      return net === 0n ? 0 : Number((total((row) => row.endpoints) * 1000n) / net);
    }),
    residual: run.statement.reduce((sum, { residual }) => sum + BigInt(residual), 0n),
    requests: lines.reduce((sum, line) => sum + (JSON.parse(line) as { asked: number }).asked, 0),
  };
}

/** Lines of a Markdown table, its head first. */
export function accuracyTable(rows: readonly Accuracy[]): string[] {
  const cells = rows.map((row) => [
    row.name,
    row.source,
    `${row.reached} of ${row.reachable}${row.terminals === row.reachable ? '' : ` (${row.terminals} listed)`}`,
    ...row.attributed.map((share) => `${Math.floor(share / 10)}.${share % 10} %`),
    String(row.residual),
    String(row.requests),
  ]);
  const head = ['case', 'truth from', 'terminals found', ...RULES, 'residual', 'requests'];
  return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
}
