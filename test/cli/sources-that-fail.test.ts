// Sources that fail (issue 4, item 7): whatever passes leaves no trace in the result, on made-up worlds of each chain and on the
// recorded cases; what does not pass is a gap that names what is missing.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { replaying } from '../../src/net/replaying.ts';
import { readTape } from '../../src/net/tape.ts';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { anyhow, failing, failures } from '../support/failing.ts';
import { type Chain, type FanOut, fanOut } from '../support/fan-out.ts';

const chains: readonly Chain[] = ['bitcoin', 'ethereum', 'tron'];

/** A clock that only sleeping moves. */
function clock() {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}

function traced(world: FanOut, http: Http, ...more: string[]): Promise<CliResult> {
  const argv = [world.seed, '--min-value', '0', '--no-store', '--json', ...more];
  return cli(argv, { http, ...clock() });
}

/** The block of the run. Named, since a server that is behind would be believed about a last block. */
function heightOf({ out }: CliResult): string {
  return String(runsOf(out)[0]?.asOf[0]?.height);
}

describe.each(chains)('on %s', (chain) => {
  const world = fanOut(chain, 2);
  const lucky = traced(world, world.http);

  test.each([...failures])('three times in turn for each request, "%s" leaves no trace', async (failure) => {
    const asOf = heightOf(await lucky);
    const expected = await traced(world, world.http, '--as-of', asOf);
    expect(expected).toMatchObject({ code: 0, err: '' });
    const http = failing(world.http, (_, call) => (call < 3 ? failure : undefined));
    expect(await traced(world, http, '--as-of', asOf)).toEqual(expected);
  });

  test('neither do three in turn of any kind, at any concurrency', async () => {
    const asOf = heightOf(await lucky);
    const expected = await traced(world, world.http, '--as-of', asOf);
    for (const concurrency of ['1', '8']) {
      const http = failing(world.http, anyhow(3));
      const { out, ...ended } = await traced(world, http, '--as-of', asOf, '--concurrency', concurrency);
      expect(ended).toEqual({ code: 0, err: '' });
      expect(runsOf(out)).toEqual(runsOf(expected.out));
    }
  });

  test('a service that is gone after the first block is a gap that names who could not be asked about', async () => {
    let asked = 0;
    const http: Http = async (request, signal) => {
      asked += 1;
      if (asked > 12) return { status: 503, headers: {}, body: 'gone' };
      return world.http(request, signal);
    };
    const { code, out } = await traced(world, http);
    expect(code).toBe(3);
    const [run] = runsOf(out) as [RunJson];
    const failed = run.gaps.filter((gap) => gap.code === 'source-failed');
    for (const { why } of failed) expect(why).toMatch(/503|source-failed/);
    // Each place at which value was lost is named, on Bitcoin by its coin.
    const lost = run.notFollowed.filter(({ reason }) => reason === 'source-failed');
    expect(lost.length).toBeGreaterThan(0);
    const untold = failed.map(({ address, why }) => address ?? /the coin [0-9a-f]{64}:\d+/.exec(why)?.[0]);
    if (chain === 'bitcoin') expect(new Set(untold).size).toBeGreaterThanOrEqual(lost.length);
    else for (const { address } of lost) expect(untold).toContain(address);
    expect(run.statement.every(({ residual }) => residual === '0')).toBe(true);
  });
});

function runsOf(out: string): readonly RunJson[] {
  return (JSON.parse(out) as ResultJson).runs as RunJson[];
}

describe('on ethereum by the REST API of Blockscout', () => {
  const world = fanOut('ethereum', 2);
  const by = (source: string, http: Http, ...more: string[]) =>
    traced(world, http, '--source', source, ...more);

  test('three failures in turn for each request leave no trace, and all that is told is what the other lists tell', async () => {
    const listed = await traced(world, world.http);
    const asOf = heightOf(listed);
    const expected = await by('blockscout-rest', world.http, '--as-of', asOf);
    expect(expected).toMatchObject({ code: 0, err: '' });
    const [one, other] = [runsOf(listed.out)[0], runsOf(expected.out)[0]] as [RunJson, RunJson];
    expect([other.held, other.statement, other.gaps]).toEqual([one.held, one.statement, one.gaps]);
    for (const failure of failures) {
      const http = failing(world.http, (_, call) => (call < 3 ? failure : undefined));
      expect(await by('blockscout-rest', http, '--as-of', asOf)).toEqual(expected);
    }
  });

  test('is asked where the lists by block ranges fail, and they where it fails', async () => {
    const expected = runsOf((await traced(world, world.http)).out)[0] as RunJson;
    const without =
      (isGone: (path: string, query: Readonly<Record<string, string>>) => boolean): Http =>
      async (request, signal) =>
        isGone(request.path, request.query ?? {})
          ? { status: 503, headers: {}, body: 'gone' }
          : world.http(request, signal);
    const lists = without((path, { module }) => path === '/api' && module === 'account');
    const rest = without((path) => path.startsWith('/api/v2/'));
    for (const [source, http] of [
      ['blockscout,blockscout-rest', lists],
      ['blockscout-rest,blockscout', rest],
    ] as const) {
      const { code, out } = await by(source, http);
      const run = runsOf(out)[0] as RunJson;
      expect([code, run.held, run.statement, run.gaps]).toEqual([0, expected.held, expected.statement, []]);
      expect(run.services).toEqual(expected.services);
    }
  });
});

test.each(['colonial', 'ronin', 'reuters'])(
  'the case of %s, asked of services that fail each request three times, gives what its tape gives',
  async (name) => {
    const folder = join('fixtures/cases', name);
    const expected = await cli(['run', folder, '--json']);
    const tape = await readTape(join(folder, 'tape'));
    // The last block is not named in every case: nobody is behind.
    const kinds = failures.filter((failure) => failure !== 'stale');
    const http = failing(replaying(tape), anyhow(3, kinds));
    const record = join(mkdtempSync(join(tmpdir(), 'trace-failing-')), 'tape.jsonl');
    const { code, out } = await cli(['run', folder, '--json', '--record', record], { http, ...clock() });
    expect(code).toBe(expected.code);
    expect(runsOf(out)).toEqual(runsOf(expected.out));
    expect((await readTape(record)).rows).toEqual(tape.rows);
  },
);
