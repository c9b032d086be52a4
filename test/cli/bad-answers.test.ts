// What services answer by mistake (issue 2, "Bad input"; shared/reference/apis.md §13), through real sockets: passing
// trouble leaves no trace in the result, lasting trouble is a gap that names place, service and next step, with exit 3,
// while the rest is reported; and nothing that failed is told as though there were nothing.
import { describe, expect, test } from 'vitest';
import type { Http, Request } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import type { CliResult } from '../support/cli.ts';
import { type EsploraTx, esploraWorld, fromFlat } from '../support/esplora-world.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { type Chain, type FanOut, fanOut } from '../support/fan-out.ts';
import type { Fault, Served, ServeOptions } from '../support/serve.ts';
import { cliAgainst, serving } from './loopback.ts';

const worlds: Readonly<Record<Chain, FanOut>> = {
  bitcoin: fanOut('bitcoin', 2),
  ethereum: fanOut('ethereum', 2),
  tron: fanOut('tron', 2),
};
const SERVICE: Readonly<Record<Chain, string>> = {
  bitcoin: 'mempool.space',
  ethereum: 'eth.blockscout.com',
  tron: 'api.trongrid.io',
};

/** A clock that only sleeping moves. */
function clock() {
  let now = 1_700_000_000_000;
  const naps: number[] = [];
  return {
    naps,
    now: () => now,
    sleep: async (ms: number) => {
      naps.push(ms);
      now += ms;
    },
  };
}

async function traced(world: FanOut, fault: NonNullable<ServeOptions['fault']>, ...flags: string[]) {
  const served = await serving(world.http, { fault });
  const time = clock();
  const argv = [world.seed, '--min-value', '0', '--no-store', ...flags];
  const result = await cliAgainst({ [SERVICE[world.chain]]: served.url }, argv, time);
  return { ...result, served, naps: time.naps };
}

const runs = new Map<Chain, Promise<CliResult>>();
/** The bytes of a run without trouble. */
async function untroubled(chain: Chain): Promise<string> {
  const run = runs.get(chain) ?? traced(worlds[chain], () => 'pass', '--json');
  runs.set(chain, run);
  const { code, out, err } = await run;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

/** The transaction by which a wallet pays its children, as the fake service has it. */
async function paymentOf(world: FanOut, address: string): Promise<string> {
  const { body } = await world.http({ service: 's', path: `/address/${address}/txs` });
  const txs = JSON.parse(body) as EsploraTx[];
  const tx = txs.find(
    ({ vin, vout }) =>
      vout.length > 2 && vin.every(({ prevout }) => prevout?.scriptpubkey_address === address),
  );
  return tx?.txid as string;
}

/** What is asked for the seed's own history, and for what one wallet one hop further did with the money. */
async function questionAbout(
  world: FanOut,
  who: 'the seed' | 'one wallet',
): Promise<(request: Request) => boolean> {
  const address = who === 'the seed' ? world.seed : (world.levels[0]?.[1] as string);
  if (world.chain === 'ethereum')
    return ({ query }) => query?.action === 'tokentx' && query.address === address.toLowerCase();
  if (world.chain === 'tron') return ({ path }) => path === `/v1/accounts/${address}/transactions/trc20`;
  if (who === 'the seed') return ({ path }) => path === `/address/${address}/txs/chain`;
  const txid = await paymentOf(world, address);
  return ({ path }) => path === `/tx/${txid}`;
}

/** The wallet that is in trouble, and those that its money goes on to. */
function concerned(world: FanOut): Set<string> {
  const [first, second] = world.levels as [string[], string[]];
  return new Set([first[1] as string, second[0] as string, ...second.slice(4, 8)]);
}

const inFull = (body: string, status = 200, headers: Record<string, string> = {}): Fault => ({
  status,
  headers,
  body,
});
const HTML = '<!DOCTYPE html><html><head><title>Just a moment…</title></head></html>';

/** Answers that stay as they are, however often one asks. */
const lasting: readonly (readonly [string, Readonly<Record<Chain, Fault>>])[] = [
  ['a web page with status 200', alike(inFull(HTML, 200, { 'content-type': 'text/html' }))],
  ['a web page that says it is JSON', alike(inFull(HTML, 200, { 'content-type': 'application/json' }))],
  ['an empty body', alike(inFull(''))],
  [
    'an empty page',
    {
      bitcoin: inFull('[]'),
      ethereum: inFull('{"status":"1","message":"OK","result":[]}'),
      tron: inFull('{"success":true,"data":[],"meta":{"page_size":0}}'),
    },
  ],
  ['null', alike(inFull('null'))],
  ['half a JSON text', alike(inFull('[{"txid":"ab'))],
  ['a body that breaks off', alike('cut')],
  ['429 for ever', alike(inFull('slow down', 429))],
  ['429 with Retry-After for ever', alike(inFull('slow down', 429, { 'retry-after': '3' }))],
  ['429 that wants an hour', alike(inFull('slow down', 429, { 'retry-after': '3600' }))],
  ['500 for ever', alike(inFull('oops', 500))],
  ['403', alike(inFull('banned', 403))],
  [
    '200 with an error inside',
    {
      bitcoin: inFull('{"error":"backend busy"}'),
      ethereum: inFull('{"status":"0","message":"NOTOK","result":null}'),
      tron: inFull('{"success":false,"error":"backend busy","statusCode":500}'),
    },
  ],
  [
    '200 with a rate limit inside',
    {
      bitcoin: inFull('Too Many Requests'),
      ethereum: inFull('{"status":"0","message":"Too Many Requests","result":null}'),
      tron: inFull('{"Error":"The key exceeds the frequency limit(30)"}'),
    },
  ],
  [
    'the answer to another question',
    {
      bitcoin: await answerAboutAnother('bitcoin'),
      ethereum: await answerAboutAnother('ethereum'),
      tron: await answerAboutAnother('tron'),
    },
  ],
];

/** True answers of the same service to another question. */
async function answerAboutAnother(chain: Chain): Promise<Fault> {
  const world = worlds[chain];
  const other = world.levels[0]?.[2] as string;
  const query = { module: 'account', action: 'tokentx', address: other.toLowerCase() };
  const requests: Readonly<Record<Chain, () => Promise<Omit<Request, 'service'>>>> = {
    bitcoin: async () => ({ path: `/tx/${await paymentOf(world, other)}` }),
    ethereum: async () => ({ path: '/api', query }),
    tron: async () => ({
      path: `/v1/accounts/${other}/transactions/trc20`,
      query: { order_by: 'block_timestamp,asc' },
    }),
  };
  return inFull((await world.http({ service: 's', ...(await requests[chain]()) })).body);
}

function alike(fault: Fault): Readonly<Record<Chain, Fault>> {
  return { bitcoin: fault, ethereum: fault, tron: fault };
}

function expectGaps(run: RunJson, chain: Chain): void {
  const gaps = run.gaps.filter(({ code }) => code.startsWith('source-'));
  expect(gaps.length).toBeGreaterThan(0);
  expect(gaps.map(({ why }) => why).join('\n')).toContain(SERVICE[chain]);
  for (const { why } of gaps)
    expect(why).toMatch(/\b(ask|run|try|check|name|replay)\b.*\b(again|another|connection|source)/i);
}

describe.each<Chain>(['bitcoin', 'ethereum', 'tron'])('on %s', (chain) => {
  const world = worlds[chain];

  describe.each(lasting)('%s', (_, faults) => {
    test('for one wallet is a gap; all others are reported as ever', async () => {
      const isTroubled = await questionAbout(world, 'one wallet');
      const { code, out } = await traced(
        world,
        (request) => (isTroubled(request) ? faults[chain] : 'pass'),
        '--json',
      );
      expect(code).toBe(3);
      const run = JSON.parse(out) as RunJson;
      expectGaps(run, chain);
      const victim = world.levels[0]?.[1] as string;
      const lost = run.notFollowed.filter(({ reason }) => reason === 'source-failed');
      expect(lost.map(({ address }) => address)).toEqual([victim]);
      const held = new Map<string, bigint>();
      for (const { address, amounts } of run.held) {
        const amount = BigInt(amounts.fifo?.[world.asset] ?? '0');
        held.set(address, (held.get(address) ?? 0n) + amount);
      }
      const touched = concerned(world);
      for (const [address, amount] of world.balances)
        if (!touched.has(address)) expect([address, held.get(address)]).toEqual([address, amount]);
      const row = run.statement.find(
        ({ asset, convention }) => asset === world.asset && convention === 'fifo',
      );
      expect(row?.residual).toBe('0');
      expect(BigInt(row?.notFollowed['source-failed'] ?? '0')).toBeGreaterThan(0n);
    });

    test('for the seed is a gap, and never "nothing left"', async () => {
      const isTroubled = await questionAbout(world, 'the seed');
      const fault = (request: Request) => (isTroubled(request) ? faults[chain] : 'pass');
      const { code, out } = await traced(world, fault, '--json');
      expect(code).toBe(3);
      const run = JSON.parse(out) as RunJson;
      expectGaps(run, chain);
      expect(run.gaps.some(({ address }) => address === world.seed)).toBe(true);
      const text = await traced(world, fault);
      expect(text.code).toBe(3);
      for (const said of [run.summary.join('\n'), text.out]) expect(said).not.toMatch(/nothing left/i);
    });
  });

  test.each<[string, Fault, number]>([
    ['429', inFull('slow down', 429), 0],
    ['429 with Retry-After', inFull('slow down', 429, { 'retry-after': '7' }), 7_000],
    ['503 with Retry-After', inFull('busy', 503, { 'retry-after': '7' }), 7_000],
    ['500', inFull('oops', 500), 0],
    ['a body that breaks off', 'cut', 0],
  ])('%s on the first call of each request leaves no trace in the result', async (_, fault, wait) => {
    const expected = await untroubled(chain);
    const { code, out, err, naps } = await traced(
      world,
      (__, call) => (call === 1 ? fault : 'pass'),
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(expected);
    expect(Math.max(...naps)).toBeGreaterThanOrEqual(wait);
    if (wait > 0) expect(naps.filter((ms) => ms >= wait).length).toBeGreaterThan(0);
  });

  test('trouble before the first block is known is an error that names service and next step', async () => {
    for (const fault of [inFull(HTML), inFull('', 500), 'cut'] as const) {
      const { code, out, err } = await traced(world, () => fault, '--json');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(SERVICE[chain]);
      expect(err).toMatch(/^ {2}next: \S/m);
      expect(err).not.toMatch(/^\s+at /m);
    }
  });

  test('trouble with the last question, whether the block still stands, is a gap and no lost result', async () => {
    const asked = new Map<string, number>();
    const { code, out } = await traced(
      world,
      (request) => {
        // On Tron the block of the run is the node's last one, and is asked for by number only at the end.
        if (request.path.endsWith('/getblockbynum')) return inFull('oops', 500);
        const isBlock =
          request.path.startsWith('/block-height/') ||
          request.body?.includes('eth_getBlockByNumber') === true;
        const key = `${request.path} ${request.body}`;
        asked.set(key, (asked.get(key) ?? 0) + (isBlock ? 1 : 0));
        return (asked.get(key) ?? 0) > 1 ? inFull('oops', 500) : 'pass';
      },
      '--json',
    );
    expect(code).toBe(3);
    const run = JSON.parse(out) as RunJson;
    expect(run.gaps.length).toBeGreaterThan(0);
    expect(run.held.length).toBeGreaterThan(10);
  });
});

test('a key of TronGrid that is suspended for 30 seconds is waited for', async () => {
  const error = 'The key exceeds the frequency limit(15), and the query server is suspended for 30s';
  const suspended = inFull(JSON.stringify({ success: false, error, statusCode: 403 }), 403);
  const { code, out, naps } = await traced(
    worlds.tron,
    (_, call) => (call < 3 ? suspended : 'pass'),
    '--json',
  );
  expect(code).toBe(0);
  expect(out).toBe(await untroubled('tron'));
  expect(naps.length).toBeGreaterThan(0);
});

describe('a number beyond 2^53 as a JSON number', () => {
  test('in an Esplora output is a gap, not a rounded amount', async () => {
    const world = worlds.bitcoin;
    const txid = await paymentOf(world, world.levels[0]?.[1] as string);
    const { body } = await world.http({ service: 's', path: `/tx/${txid}` });
    const broken = body.replace(/"value":\d+/g, '"value":9007199254740993');
    const { code, out } = await traced(
      world,
      ({ path }) => (path === `/tx/${txid}` ? inFull(broken) : 'pass'),
      '--json',
    );
    expect(code).toBe(3);
    expect(out).not.toMatch(/"900719925474099[2-9]"/);
    expectGaps(JSON.parse(out) as RunJson, 'bitcoin');
  });

  test('in an explorer row is a gap, not a rounded amount', async () => {
    const world = worlds.ethereum;
    const isTroubled = await questionAbout(world, 'one wallet');
    const served: Http = async (request) => {
      const response = await world.http(request);
      if (!isTroubled(request)) return response;
      return { ...response, body: response.body.replace(/"value":"\d+"/, '"value":9007199254740993') };
    };
    const { code, out } = await traced({ ...world, http: served }, () => 'pass', '--json');
    expect(code).toBe(3);
    expect(out).not.toMatch(/"900719925474099[2-9]"/);
    expectGaps(JSON.parse(out) as RunJson, 'ethereum');
  });
});

/** One seed, given `count` coins by a stranger, each of which it spends by itself: one transaction more than `count`. */
function manyCoins(count: number): { seed: string; http: Http } {
  const [seed, payee, stranger] = worlds.bitcoin.levels[0] as [string, string, string];
  const at = (n: number) => ({ height: 1_000 + n, time: 1_640_995_200 + 600 * n });
  const given = 'b'.repeat(64);
  const coins = Array.from({ length: count }, (_, n) => ({ n, addr: seed, value: 10_000 }));
  const txs = [
    {
      txid: given,
      ...at(0),
      fee: 0,
      vin: [{ txid: 'c'.repeat(64), n: 0, addr: stranger, value: 10_000 * count }],
      vout: coins,
    },
    ...coins.map((coin) => ({
      txid: coin.n.toString(16).padStart(8, '0').padStart(64, 'a'),
      ...at(coin.n + 1),
      fee: 100,
      vin: [{ ...coin, txid: given }],
      vout: [{ n: 0, addr: payee, value: 9_900 }],
    })),
  ];
  const answer = esploraWorld(fromFlat(txs), { tipHeight: 1_000 + count + 10 });
  return { seed, http: async (request) => answer(request) };
}

function manyPayments(count: number): { seed: string; http: Http } {
  const names = worlds.ethereum.levels[0] as readonly string[];
  const [seed, payee] = names.map((name) => name.toLowerCase()) as [string, string];
  const txs = Array.from(
    { length: count },
    (_, n): EvmTx => ({
      hash: `0x${n.toString(16).padStart(8, '0').padStart(64, 'a')}`,
      ...{ block: 1_000 + n, index: 0, time: 1_640_995_200 + 12 * n },
      ...{ from: seed, to: payee, value: 10n ** 15n, gasUsed: 21_000n, gasPrice: 0n },
    }),
  );
  return { seed, http: explorerWorld(txs, { tip: 1_000 + count + 200 }).http };
}

async function tracedTo(service: string, seed: string, served: Served) {
  const argv = [seed, '--min-value', '0', '--no-store', '--json', '--hops', '0'];
  const more = { ...clock(), env: { TRACE_ETHERSCAN_KEY: 'KEY' } };
  const flags = service === 'api.etherscan.io' ? ['--source', 'etherscan'] : [];
  const { code, out, err } = await cliAgainst({ [service]: served.url }, [...argv, ...flags], more);
  return { code, run: JSON.parse(out) as RunJson, err };
}

describe('a page that repeats', () => {
  test('the same history without it is whole', async () => {
    const coins = manyCoins(60);
    const one = await tracedTo('mempool.space', coins.seed, await serving(coins.http));
    expect(one).toMatchObject({ code: 0, run: { gaps: [] } });
    expect(BigInt(one.run.seeds[0]?.injected['bip122:000000000019d6689c085ae165831e93/slip44:0'] ?? 0)).toBe(
      600_000n,
    );
    const payments = manyPayments(1_500);
    const other = await tracedTo('api.etherscan.io', payments.seed, await serving(payments.http));
    expect(other.run.gaps.filter(({ code }) => code.startsWith('source-'))).toEqual([]);
    expect(other.run.explored.transfers).toBe(1_500);
  });

  test('from Esplora, which does not know its cursor, is a gap', async () => {
    const { seed, http } = manyCoins(60);
    const first = `/address/${seed}/txs/chain`;
    const served = await serving(async (request) =>
      http(request.path.startsWith(`${first}/`) ? { ...request, path: first } : request),
    );
    const { code, run } = await tracedTo('mempool.space', seed, served);
    expect(code).toBe(3);
    expectGaps(run, 'bitcoin');
    expect(run.summary.join(' ')).toMatch(/see the gaps/);
  });

  test('from Etherscan, whatever blocks it is asked for, is a gap', async () => {
    const { seed, http } = manyPayments(1_500);
    const served = await serving(async (request) =>
      http(
        request.query?.action === 'txlist'
          ? { ...request, query: { ...request.query, startblock: '0' } }
          : request,
      ),
    );
    const { code, run } = await tracedTo('api.etherscan.io', seed, served);
    expect(code).toBe(3);
    expect(run.gaps.map(({ code: one }) => one)).toContain('source-disagreement');
  });
});

test('where the first service fails for good, the second answers, and nothing is lost', async () => {
  const world = worlds.bitcoin;
  const broken = await serving(world.http, { fault: () => inFull(HTML) });
  const whole = await serving(world.http);
  const argv = [world.seed, '--min-value', '0', '--no-store', '--json'];
  const urls = { 'mempool.space': broken.url, 'blockstream.info': whole.url };
  const { code, out, err } = await cliAgainst(urls, argv, clock());
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(await untroubled('bitcoin'));
});
