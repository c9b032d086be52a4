// DefiLlama's answers, those that are true and those that are not: only a positive price of about the time asked is a price.
import { describe, expect, test } from 'vitest';
import { type AssetInfo, assetId } from '../../src/model/asset.ts';
import { KnownError } from '../../src/model/errors.ts';
import type { Http, Request } from '../../src/model/http.ts';
import { llamaCoin, llamaPrices } from '../../src/prices/defillama.ts';

const TIME = 1_672_531_200;
const USDT = asset('eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7', 'USDT');
const COIN = 'ethereum:0xdac17f958d2ee523a2206206994597c13d831ec7';
const { signal } = new AbortController();

function asset(id: string, symbol: string, genuine = true): AssetInfo {
  return { id: assetId(id), symbol, decimals: 6, genuine };
}

function told(body: string, status = 200): { http: Http; asked: Request[] } {
  const asked: Request[] = [];
  return {
    asked,
    http: async (request) => {
      asked.push(request);
      return { status, headers: {}, body };
    },
  };
}

const row = (text: string) => `{"coins":{"${COIN}":{"symbol":"USDT","prices":[{${text}}]}}}`;
const answered = async (body: string, status?: number) =>
  (await llamaPrices(told(body, status).http).ask([{ asset: USDT, time: TIME }], signal))[0];

test('a price is told with its digits as they came, its moment and how sure the service is', async () => {
  expect(
    await answered(row('"price":0.99980000000000000001,"timestamp":1672527600,"confidence":0.99')),
  ).toEqual({
    price: { text: '0.99980000000000000001', source: 'DefiLlama', given: 1_672_527_600, confidence: '0.99' },
  });
});

describe('is no price', () => {
  test.each([
    ['a coin it does not know', '{"coins":{}}', 'has no price of it'],
    ['a negative one', row('"price":-1,"timestamp":1672527600'), 'no positive price'],
    ['nothing', row('"price":0,"timestamp":1672527600'), 'no positive price'],
    ['null', row('"price":null,"timestamp":1672527600'), 'no positive price'],
    ['a word', row('"price":"NaN","timestamp":1672527600'), 'no positive price'],
    ['one without a moment', row('"price":1'), 'cannot be read'],
    ['an answer without records', `{"coins":{"${COIN}":{"symbol":"USDT","prices":[]}}}`, 'has no price'],
    // 4 h and a second before.
    ['one of another time', row('"price":1,"timestamp":1672516799'), 'of another time'],
    ['one it is not sure of', row('"price":1,"timestamp":1672527600,"confidence":0.2'), 'not sure'],
    ['NaN itself', row('"price":NaN,"timestamp":1672527600'), 'cannot be read'],
    ['a web page', '<html><body>busy</body></html>', 'cannot be read'],
    ['an answer cut off', '{"coins":{"ethereum', 'cannot be read'],
    ['a list', '[]', 'cannot be read'],
    [
      'what is inherited by every object',
      '{"coins":{"constructor":{"price":1,"timestamp":1}}}',
      'has no price',
    ],
  ])('%s', async (_what, body, missing) => {
    expect(await answered(body)).toEqual({ missing: expect.stringContaining(missing) });
  });

  test('a refusal, nor a service that cannot be reached: told alike, so that a replay tells the same', async () => {
    const missing = { missing: 'DefiLlama did not answer' };
    expect(await answered('{}', 500)).toEqual(missing);
    const http: Http = async () => {
      throw new KnownError('network-failed', 'no', { facts: [], hint: '', exit: 1 });
    };
    expect(await llamaPrices(http).ask([{ asset: USDT, time: TIME }], signal)).toEqual([missing]);
  });
});

test('of several records each moment has the nearest, of two equally near the earlier', async () => {
  const at = (timestamp: number, price: number): string =>
    `{"timestamp":${timestamp},"price":${price},"confidence":0.9}`;
  // In no order, as the service gives them, and none says which moment it answers.
  const records = [at(TIME + 3700, 4), at(TIME - 100, 2), at(TIME + 100, 3), at(TIME - 7200, 1)];
  const { http, asked } = told(`{"coins":{"${COIN}":{"symbol":"USDT","prices":[${records.join(',')}]}}}`);
  const times = [TIME, TIME + 3600, TIME - 7000, TIME + 30_000];
  const answers = await llamaPrices(http).ask(
    times.map((time) => ({ asset: USDT, time })),
    signal,
  );
  expect(answers.map((answer) => ('price' in answer ? answer.price.text : answer.missing))).toEqual([
    '2',
    '4',
    '1',
    'DefiLlama told a price of another time, more than 4 h away',
  ]);
  expect(asked).toHaveLength(1);
});

test('fifty moments are asked for at once, coin by coin', async () => {
  const { http, asked } = told('{"coins":{}}');
  await llamaPrices(http).ask(
    Array.from({ length: 120 }, (_, n) => ({ asset: USDT, time: TIME + n })),
    signal,
  );
  const counts = asked.map(({ query }) => JSON.parse(query?.coins ?? '{}')[COIN].length);
  expect(counts).toEqual([50, 50, 20]);
});

test('coins are named by chain and contract, and one request asks for several', async () => {
  const { http, asked } = told('{"coins":{}}');
  const ether = asset('eip155:1/slip44:60', 'ETH');
  const forged = asset('eip155:1/erc20:0x1111111111111111111111111111111111111111', 'USDT', false);
  await llamaPrices(http).ask(
    [USDT, ether, forged].map((each) => ({ asset: each, time: TIME })),
    signal,
  );
  expect(asked.map(({ service, path, query }) => ({ service, path, query }))).toEqual([
    {
      service: 'coins.llama.fi',
      path: '/batchHistorical',
      query: { coins: `{"coingecko:ethereum":[${TIME}],"${COIN}":[${TIME}]}`, searchWidth: '4h' },
    },
  ]);
  expect(llamaCoin(forged)).toBeUndefined();
  expect(llamaCoin(asset('bip122:000000000019d6689c085ae165831e93/slip44:0', 'BTC'))).toBe(
    'coingecko:bitcoin',
  );
  expect(llamaCoin(asset('tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'USDT'))).toBe(
    'tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  );
});
