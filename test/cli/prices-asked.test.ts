// `--prices defillama` through the whole program: asked, recorded, sealed and replayed like every other answer.
//
//   Of the Colonial ransom 75.00034246 BTC arrived at 1DToN8Q6… at 1620496070, here at 57912.34567 USD 70 s before:
//   75 × 57912.34567 = 4,343,425.92525, and 0.00034246 × 57912.34567 = 19.8326618981482: 4,343,445.7579…, rounded 4,343,445.76
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KnownError } from '../../src/model/errors.ts';
import type { Http, Request, Response } from '../../src/model/http.ts';
import { replaying } from '../../src/net/replaying.ts';
import { readTape } from '../../src/net/tape.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-prices-asked-'));
const labels = join(folder, 'labels.csv');
writeFileSync(
  labels,
  'chain,address,name,category,source\nbitcoin,1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X,Desk,exchange,made up\n',
);
const asked = ['15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '--labels', labels, '--no-store'];
const argv = [...asked, '--prices', 'defillama'];
const ANSWER =
  '{"coins":{"coingecko:bitcoin":{"symbol":"BTC","prices":[{"price":57912.34567,"timestamp":1620496000,"confidence":0.99}]}}}';
const chain = await readTape('fixtures/cases/colonial/tape');

type Answering = (request: Request, times: number) => Response;

function world(price: Answering): { http: Http; asked: Request[] } {
  const tape = replaying(chain);
  const requests: Request[] = [];
  return {
    asked: requests,
    http: async (request, signal) => {
      if (request.service !== 'coins.llama.fi') return tape(request, signal);
      requests.push(request);
      return price(request, requests.length);
    },
  };
}

const good: Response = { status: 200, headers: {}, body: ANSWER };

test('is asked once for the moment, and the value is the amount times the price', async () => {
  const { http, asked: requests } = world(() => good);
  const { out } = await cli([...argv, '--json'], { http });
  expect(requests.map(({ path, query }) => [path, query?.coins])).toEqual([
    ['/batchHistorical', '{"coingecko:bitcoin":[1620496070]}'],
  ]);
  const { prices } = JSON.parse(out) as ResultJson;
  expect(prices?.prices).toEqual([
    {
      asset: expect.stringContaining('slip44:0'),
      time: 1_620_496_070,
      price: '57912.34567',
      source: 'DefiLlama',
      given: 1_620_496_000,
      apart: 70,
      confidence: '0.99',
    },
  ]);
  expect(Object.values(prices?.entities[0]?.values.fifo ?? {})).toEqual([
    { value: '4343445.76', transfers: 1 },
  ]);
});

test.each<[string, Answering]>([
  ['a price', () => good],
  ['a refusal', () => ({ status: 404, headers: {}, body: 'no' })],
  ['a service that fails for good', () => ({ status: 500, headers: {}, body: '' })],
  [
    'a service that cannot be reached',
    () => {
      throw new KnownError('network-failed', 'no', { facts: [], hint: '', exit: 1 });
    },
  ],
])('recorded or sealed, a replay gives the same bytes: %s', async (name, answer) => {
  const tape = join(folder, `${name}.jsonl`);
  const bundle = join(folder, `${name}.trace.zip`);
  const told = [...argv, '--json'];
  const { out } = await cli([...told, '--record', tape, '--bundle', bundle], { http: world(answer).http });
  const first = JSON.parse(out) as ResultJson;
  expect(first.prices?.prices).toHaveLength(1);
  const again = JSON.parse((await cli([...told, '--replay', tape])).out) as ResultJson;
  expect(again.prices).toEqual(first.prices);
  expect(again.summary).toEqual(first.summary);
  const verified = await cli(['verify', bundle]);
  expect(verified.out.replace(/\s+/g, ' ')).toContain('the result is the same, byte for byte');
});

test('failing three times in turn changes not one byte, and failing for good costs the value alone', async () => {
  const lucky = (await cli([...argv, '--json'], { http: world(() => good).http })).out;
  const faults: Response[] = [
    { status: 429, headers: {}, body: 'slow down' },
    { status: 200, headers: {}, body: '<html>busy</html>' },
    { status: 200, headers: {}, body: ANSWER.slice(0, 40) },
  ];
  const unlucky = world((_request, times) => faults[times - 1] ?? good);
  expect((await cli([...argv, '--json'], { http: unlucky.http })).out).toBe(lucky);
  expect(unlucky.asked).toHaveLength(4);
  const down = await cli(argv, { http: world(() => ({ status: 500, headers: {}, body: '' })).http });
  const flat = down.out.replace(/\s+/g, ' ');
  expect(flat).toContain('Desk no value (one transfer of BTC without a price)');
  expect(flat).toContain('75.00034246 BTC');
  expect(flat).toContain('DefiLlama did not answer');
});

test('CoinGecko is asked in the currency of the run, and a key stays out of tape and result', async () => {
  const { http } = world(() => good);
  const requests: Request[] = [];
  const key = 'CG-0123456789abcdefghijklm';
  const tape = join(folder, 'coingecko.jsonl');
  const more = ['--prices', 'coingecko', '--currency', 'eur', '--json', '--record', tape];
  const { out } = await cli([...asked, ...more], {
    env: { TRACE_KEY_API_COINGECKO_COM: key },
    online: (services) => async (request, signal) => {
      if (request.service !== 'api.coingecko.com') return http(request, signal);
      requests.push(request);
      const row = services.get(request.service);
      expect(row?.key).toEqual({ in: 'header', name: 'x-cg-demo-api-key', value: key });
      return { status: 200, headers: {}, body: '{"prices":[[1620496000000,57912.34567]]}' };
    },
  });
  expect(requests.map(({ query }) => query?.vs_currency)).toEqual(['eur']);
  const { prices } = JSON.parse(out) as ResultJson;
  expect(prices).toMatchObject({ currency: 'EUR', source: 'CoinGecko' });
  expect(Object.values(prices?.entities[0]?.values.fifo ?? {})).toEqual([
    { value: '4343445.76', transfers: 1 },
  ]);
  expect(`${out}${readFileSync(tape, 'utf8')}`).not.toContain(key);
});

test('DefiLlama tells dollars alone: another currency is refused before anything is asked', async () => {
  const { code, err } = await cli([...argv, '--currency', 'EUR'], { http: world(() => good).http });
  expect(code).toBe(2);
  expect(err).toContain('DefiLlama tells no other');
});
