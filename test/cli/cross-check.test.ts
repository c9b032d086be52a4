// --cross-check: each chain is asked of two services; where they differ is a gap with both figures, never a choice in silence.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Http, Request, Response } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type Chain, type FanOut, fanOut } from '../support/fan-out.ts';

const SECOND: Readonly<Record<'bitcoin' | 'ethereum', string>> = {
  bitcoin: 'blockstream.info',
  ethereum: 'api.etherscan.io',
};

const CROSSED = ['--cross-check'];

/** The service named answers as `changed` says, where it says anything; without a name, the second one. */
async function traced(
  world: FanOut,
  flags: readonly string[],
  changed: (request: Request, answer: Response) => Response | undefined = () => undefined,
  service = Object.values(SECOND),
) {
  const asked = new Set<string>();
  const http: Http = async (request, signal) => {
    asked.add(request.service);
    const answer = await world.http(request, signal);
    return (service.includes(request.service) ? changed(request, answer) : undefined) ?? answer;
  };
  const argv = [world.seed, '--min-value', '0', '--no-store', '--json', ...flags];
  const { code, out, err } = await cli(argv, { http, env: { TRACE_ETHERSCAN_KEY: 'KEY' } });
  const run = out === '' ? undefined : ((JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson);
  return { code, err, run: run as RunJson, asked: [...asked].sort() };
}

describe.each<[Chain & keyof typeof SECOND, string[]]>([
  ['bitcoin', ['blockstream.info', 'mempool.space']],
  ['ethereum', ['api.etherscan.io', 'eth.blockscout.com']],
])('on %s', (chain, services) => {
  const world = fanOut(chain, 2);

  test('two services that say the same give the figures of one, and no gap', async () => {
    const alone = await traced(world, []);
    const { code, run, asked } = await traced(world, CROSSED);
    expect([code, run.gaps, asked]).toEqual([0, [], services]);
    expect([run.held, run.statement]).toEqual([alone.run.held, alone.run.statement]);
    expect(alone.asked).toEqual(services.filter((name) => name !== SECOND[chain]));
  });

  test('what the second one cannot tell stands on the first alone, which is said of each place or coin', async () => {
    const alone = await traced(world, []);
    const { code, run } = await traced(world, CROSSED, () => ({ status: 503, headers: {}, body: 'gone' }));
    expect(code).toBe(0);
    expect(run.held).toEqual(alone.run.held);
    expect(new Set(run.gaps.map((gap) => gap.code))).toEqual(new Set(['not-cross-checked']));
    expect(run.gaps.some(({ address }) => address === world.seed)).toBe(true);
    for (const { why } of run.gaps) expect(why).toMatch(new RegExp(`alone: .*${SECOND[chain]}.*503`));
  });
});

test('on Ethereum a payment that one of them lacks is a gap with both figures and the transaction', async () => {
  const world = fanOut('ethereum', 2);
  const victim = world.levels[0]?.[1] as string;
  let lacked: { hash: string; value: string } | undefined;
  const { code, run } = await traced(world, CROSSED, ({ query }, answer) => {
    if (query?.action !== 'tokentx' || query.address !== victim.toLowerCase()) return undefined;
    const body = JSON.parse(answer.body) as { result: { hash: string; value: string; from: string }[] };
    lacked = body.result.filter(({ from }) => from === victim.toLowerCase()).at(-1);
    const result = body.result.filter(({ hash }) => hash !== lacked?.hash);
    return { ...answer, body: JSON.stringify({ ...body, result }) };
  });
  expect(code).toBe(3);
  const [gap, ...others] = run.gaps.filter(({ code: one }) => one === 'source-disagreement');
  expect(others).toEqual([]);
  expect(gap).toMatchObject({ address: victim, asset: world.asset, amount: lacked?.value });
  const figures =
    /blockscout\.com tells of (\d+) in and (\d+) out, api\.etherscan\.io of (\d+) in and (\d+) out/;
  const [, inOne, outOne, inOther, outOther] = figures.exec(gap?.why ?? '') ?? [];
  expect(inOne).toBe(inOther);
  expect(BigInt(outOne ?? 0) - BigInt(outOther ?? 0)).toBe(BigInt(lacked?.value ?? -1));
  expect(gap?.why).toContain(`only eth.blockscout.com has the movement in ${lacked?.hash}`);
});

test.each(['mempool.space', 'blockstream.info'])(
  'on Bitcoin a coin that is unspent for %s alone is a gap, and not said to be held',
  async (service) => {
    const world = fanOut('bitcoin', 2);
    const alone = await traced(world, []);
    let coin = '';
    const { code, run } = await traced(
      world,
      CROSSED,
      ({ path }, answer) => {
        const tx = /^\/tx\/([0-9a-f]{64})\/outspends$/.exec(path)?.[1];
        const spends = tx === undefined ? [] : (JSON.parse(answer.body) as { spent: boolean }[]);
        const index = spends.findIndex(({ spent }) => spent);
        if (tx === undefined || index < 0 || (coin !== '' && !coin.startsWith(tx))) return undefined;
        coin = `${tx}:${index}`;
        return { ...answer, body: JSON.stringify(spends.with(index, { spent: false })) };
      },
      [service],
    );
    expect(code).toBe(3);
    const gaps = run.gaps.filter(({ code: one }) => one === 'source-disagreement');
    expect(gaps).toHaveLength(1);
    const figures = [`${service} of no spending`, `${service} tells of no spending`];
    expect(figures.some((text) => gaps[0]?.why.includes(text))).toBe(true);
    expect(gaps[0]?.why).toMatch(new RegExp(`^Of the coin ${coin}: .*its spending in [0-9a-f]{64}`));
    // Where the first tells the spending it is followed as ever; else the coin is nobody's to hold.
    const held = new Set(alone.run.held.map(({ address }) => address));
    for (const { address } of run.held) expect(held).toContain(address);
    const lost = run.notFollowed.filter(({ reason }) => reason === 'source-failed');
    expect(lost.length).toBe(service === 'mempool.space' ? 1 : 0);
  },
);

test('a sealed run is derived again from the answers of both', async () => {
  const bundle = join(mkdtempSync(join(tmpdir(), 'trace-crossed-')), 'crossed.zip');
  const { code } = await traced(fanOut('ethereum', 2), [...CROSSED, '--bundle', bundle]);
  expect(code).toBe(0);
  const { out } = await cli(['verify', bundle, '--json']);
  const { layers } = JSON.parse(out) as { layers: { name: string; standing: string }[] };
  expect(layers.find(({ name }) => name === 'replay')?.standing).toBe('consistent');
});

test('two services that name different blocks are an error with both hashes', async () => {
  const world = fanOut('ethereum', 2);
  const { code, err } = await traced(world, CROSSED, ({ query }, answer) =>
    query?.action === 'eth_getBlockByNumber'
      ? { ...answer, body: answer.body.replace(/"hash":"0x[0-9a-f]{8}/, '"hash":"0xdeadbeef') }
      : undefined,
  );
  expect(code).toBe(1);
  expect(err).toMatch(/different blocks[\s\S]*eth\.blockscout\.com: 0x[\s\S]*api\.etherscan\.io: 0xdeadbeef/);
});

test('a payment as seed that only one of them knows is an error that says which', async () => {
  const world = fanOut('bitcoin', 2);
  const { body } = await world.http({ service: 's', path: `/address/${world.seed}/txs` });
  const [{ txid }] = JSON.parse(body) as [{ txid: string }];
  const http: Http = async (request, signal) =>
    request.service === 'blockstream.info' && request.path === `/tx/${txid}`
      ? { status: 404, headers: {}, body: 'Transaction not found' }
      : world.http(request, signal);
  const argv = ['--tx', `${txid}:0`, '--json', '--no-store', ...CROSSED];
  const { code, err } = await cli(argv, { http });
  expect(code).toBe(1);
  expect(err).toMatch(
    /source-disagreement[\s\S]*only mempool\.space: \d+[\s\S]*only blockstream\.info: nothing/,
  );
});

test('a chain with one service alone is refused before anybody is asked', async () => {
  const { code, err, asked } = await traced(fanOut('tron', 2), CROSSED);
  expect([code, asked]).toEqual([2, []]);
  expect(err).toContain('no second service to check tron against');
});

test('the REST API of Blockscout and Etherscan say the same, and two ways to ask one service are no check', async () => {
  const world = fanOut('ethereum', 2);
  const alone = await traced(world, []);
  const { code, run, asked } = await traced(world, [...CROSSED, '--source', 'blockscout-rest,etherscan']);
  expect([code, run.gaps, asked]).toEqual([0, [], ['api.etherscan.io', 'eth.blockscout.com']]);
  expect([run.held, run.statement]).toEqual([alone.run.held, alone.run.statement]);
  const twice = await traced(world, [...CROSSED, '--source', 'blockscout,blockscout-rest']);
  expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('no second service') as string]);
});
