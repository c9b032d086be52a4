// How requests are spent: the allowed rate is used while there is work, and nothing is asked twice (issue 4, "Speed").
import { describe, expect, test } from 'vitest';
import type { Http, Request } from '../../src/model/http.ts';
import { requestKey } from '../../src/net/request-key.ts';
import { fakeTime } from '../net/fake-time.ts';
import { cli } from '../support/cli.ts';
import { type Chain, fanOut } from '../support/fan-out.ts';
import { written } from '../support/listed.ts';

const SERVICE: Readonly<Record<Chain, string>> = {
  bitcoin: 'mempool.space',
  ethereum: 'eth.blockscout.com',
  tron: 'api.trongrid.io',
};
const LATENCY_MS = 100;
const PER_SECOND = 20;

interface Spent {
  readonly requests: readonly Request[];
  /** When each was sent, in milliseconds. */
  readonly times: readonly number[];
}

/** On a clock that waiting alone moves. */
async function spent(chain: Chain, hops: number): Promise<Spent> {
  const world = fanOut(chain, hops);
  const time = fakeTime();
  const requests: Request[] = [];
  const times: number[] = [];
  const http: Http = async (request, signal) => {
    requests.push(request);
    times.push(time.now());
    await time.sleep(LATENCY_MS);
    return world.http(request, signal);
  };
  const service = { url: 'http://127.0.0.1:1', perSecond: PER_SECOND, inFlight: 8 };
  const config = written('config.json', JSON.stringify({ services: { [SERVICE[chain]]: service } }));
  const argv = [world.seed, '--min-value', '0', '--no-store', '--json', '--config', config];
  const { code, err } = await cli([...argv, '--concurrency', '8', '--max-wallets', '5000'], {
    http,
    now: time.now,
    sleep: time.sleep,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { requests, times };
}

describe.each<[Chain, number]>([
  ['bitcoin', 5],
  ['ethereum', 3],
  ['tron', 3],
])('on %s', (chain, hops) => {
  const run = spent(chain, hops);

  test('at least nine tenths of the allowed rate are used, and never more than all of it', async () => {
    const { times } = await run;
    const seconds = ((times.at(-1) as number) - (times[0] as number)) / 1000;
    expect(seconds).toBeGreaterThan(5);
    expect((times.length - 1) / seconds).toBeGreaterThanOrEqual(0.9 * PER_SECOND);
    for (const [index, at] of times.entries())
      expect((times[index + PER_SECOND] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(1000);
  });

  test('nothing is asked twice but whether the block of the run still stands', async () => {
    const { requests } = await run;
    const asked = new Map<string, number>();
    for (const request of requests) asked.set(requestKey(request), (asked.get(requestKey(request)) ?? 0) + 1);
    const again = [...asked].filter(([, times]) => times > 1).map(([key]) => key);
    expect(again.filter((key) => !/block-height|eth_getBlockByNumber|getblockbynum/.test(key))).toEqual([]);
    expect(again.length).toBeLessThanOrEqual(1);
  });
});
