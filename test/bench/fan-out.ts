// How much of the waiting is done at the same time: the fan-out behind 100 ms of latency at concurrency 1 and 8 (issue 2,
// check 5: at most a fifth). The tree of 84 wallets for both; the one of 1,364 at concurrency 8, and at 1 on demand.
import type { ResultJson } from '../../src/report/schema.ts';
import { type Chain, fanOut } from '../support/fan-out.ts';
import { serve } from '../support/serve.ts';
import { line, timed } from './timed.ts';

const LATENCY_MS = 100;

interface Run {
  readonly ms: number;
  readonly requests: number;
  readonly busiest: number;
  readonly bytes: string;
}

async function run(chain: Chain, hops: number, concurrency: number): Promise<Run> {
  const world = fanOut(chain, hops);
  const served = await serve(world.http, { latencyMs: LATENCY_MS });
  try {
    const names = ['mempool.space', 'blockstream.info', 'eth.blockscout.com'];
    const { ms, out } = await timed([
      world.seed,
      ...['--hops', '8', '--max-wallets', '5000', '--min-value', '0', '--json', '--no-store'],
      ...['--concurrency', String(concurrency)],
      ...names.flatMap((name) => ['--service', `${name}=${served.url}`]),
    ]);
    const { program: _, command: __, ...rest } = JSON.parse(out) as ResultJson;
    const bytes = JSON.stringify(rest);
    return { ms, requests: served.requests.length, busiest: served.busiest(), bytes };
  } finally {
    await served.close();
  }
}

function wallets(hops: number): number {
  return Array.from({ length: hops }, (_, hop) => 4 ** (hop + 1)).reduce((all, one) => all + one, 0);
}

function told(chain: Chain, hops: number, concurrency: number, { ms, requests, busiest }: Run): void {
  const seconds = (ms / 1000).toFixed(1);
  const name = `fan-out ${chain}, ${wallets(hops)} wallets, concurrency ${concurrency}`;
  line(name, `${seconds} s, ${requests} requests, at most ${busiest} at once`);
}

async function compared(chain: Chain, hops: number): Promise<void> {
  const many = await run(chain, hops, 8);
  told(chain, hops, 8, many);
  const alone = await run(chain, hops, 1);
  told(chain, hops, 1, alone);
  const same = many.bytes === alone.bytes ? 'the same bytes' : 'DIFFERENT BYTES';
  line('', `ratio 1/${(alone.ms / many.ms).toFixed(1)} (wanted: 1/5 or less), ${same}`);
}

/** `whole`: the full tree at concurrency 1 too, which takes a quarter of an hour. */
export async function benchFanOut(whole: 'whole' | 'small'): Promise<void> {
  for (const chain of ['bitcoin', 'ethereum'] as const) {
    await compared(chain, 3);
    if (whole === 'whole') await compared(chain, 5);
    else told(chain, 5, 8, await run(chain, 5, 8));
  }
}
