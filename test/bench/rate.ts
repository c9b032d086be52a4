// How much of a service's allowance is used while there is work: the fan-out at concurrency 8, behind 100 ms of latency and a
// limit of 20 requests a second (issue 4, "Speed": at least 90 %). Taken by the clock of the server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseLine, caseRequests } from '../support/case-requests.ts';
import { type Chain, fanOut } from '../support/fan-out.ts';
import { serve } from '../support/serve.ts';
import { line, timed } from './timed.ts';

const LATENCY_MS = 100;
const PER_SECOND = 20;
const CONCURRENCY = 8;
const NAMES: Readonly<Record<Chain, string>> = {
  bitcoin: 'mempool.space',
  ethereum: 'eth.blockscout.com',
  tron: 'api.trongrid.io',
};

async function used(chain: Chain, hops: number): Promise<void> {
  const world = fanOut(chain, hops);
  const served = await serve(world.http, { latencyMs: LATENCY_MS });
  const folder = mkdtempSync(join(tmpdir(), 'trace-rate-'));
  try {
    const config = join(folder, 'config.json');
    const service = { url: served.url, perSecond: PER_SECOND, inFlight: CONCURRENCY };
    writeFileSync(config, JSON.stringify({ services: { [NAMES[chain]]: service } }));
    await timed([
      world.seed,
      ...['--hops', '8', '--max-wallets', '5000', '--min-value', '0', '--json', '--no-store'],
      ...['--concurrency', String(CONCURRENCY), '--config', config],
    ]);
    told(
      chain,
      served.requests.map(({ at }) => at),
    );
  } finally {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function told(chain: Chain, times: readonly number[]): void {
  const seconds = ((times.at(-1) as number) - (times[0] as number)) / 1000;
  const share = (100 * (times.length - 1)) / (seconds * PER_SECOND);
  const most = Math.max(
    ...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length),
  );
  line(
    `rate ${chain}, ${PER_SECOND} a second, ${LATENCY_MS} ms, concurrency ${CONCURRENCY}`,
    `${share.toFixed(1)} % of the rate used (wanted: 90), ${times.length} requests in ${seconds.toFixed(1)} s, at most ${most} in a second`,
  );
}

export async function benchRate(): Promise<void> {
  for (const each of await caseRequests()) line('requests of a case', caseLine(each));
  // One question on Bitcoin answers for several wallets.
  await used('bitcoin', 5);
  await used('ethereum', 3);
  await used('tron', 3);
}
