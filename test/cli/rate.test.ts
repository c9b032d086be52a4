// How requests are spent: the allowed rate is used while there is work, and nothing is asked twice (issue 4, "Speed").
import { describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { fakeTime } from '../net/fake-time.ts';
import { counting } from '../support/asked-again.ts';
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
  /** When each request was sent, in milliseconds. */
  readonly times: readonly number[];
  readonly again: readonly string[];
}

/** On a clock that waiting alone moves. */
async function spent(chain: Chain, hops: number): Promise<Spent> {
  const world = fanOut(chain, hops);
  const time = fakeTime();
  const { http: answer, again } = counting(world.http);
  const times: number[] = [];
  const http: Http = async (request, signal) => {
    times.push(time.now());
    await time.sleep(LATENCY_MS);
    return answer(request, signal);
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
  return { times, again: again() };
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
    expect((await run).again).toEqual([]);
  });
});
