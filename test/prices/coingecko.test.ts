// CoinGecko's answers, those that are true and those that are not: only a positive price of about the time asked is a price.
import { describe, expect, test } from 'vitest';
import { type AssetInfo, assetId } from '../../src/model/asset.ts';
import type { Http, Request } from '../../src/model/http.ts';
import { coingeckoCoin, coingeckoPrices } from '../../src/prices/coingecko.ts';

const TIME = 1_700_000_000;
const { signal } = new AbortController();
const ether = asset('eip155:1/slip44:60');

function asset(id: string, genuine = true): AssetInfo {
  return { id: assetId(id), symbol: 'X', decimals: 18, genuine };
}

async function answered(body: string, status = 200, asked: Request[] = []) {
  const http: Http = async (request) => {
    asked.push(request);
    return { status, headers: {}, body };
  };
  return (
    await coingeckoPrices(http, 'api.coingecko.com', 'EUR').ask([{ asset: ether, time: TIME }], signal)
  )[0];
}

test('the nearest price counts, of two equally near the earlier, with its digits as they came', async () => {
  const asked: Request[] = [];
  const body = '{"prices":[[1700000100000,3],[1699999900000,1850.1200000000000000001],[1699990000000,1]]}';
  expect(await answered(body, 200, asked)).toEqual({
    price: { text: '1850.1200000000000000001', source: 'CoinGecko', given: 1_699_999_900 },
  });
  expect(asked).toMatchObject([
    {
      service: 'api.coingecko.com',
      path: '/coins/ethereum/market_chart/range',
      query: { vs_currency: 'eur', from: '1699985600', to: '1700014400' },
    },
  ]);
});

test('moments of one coin within 90 days are asked for together, each with its own nearest price', async () => {
  const asked: Request[] = [];
  const day = 86_400;
  const http: Http = async (request) => {
    asked.push(request);
    const body = `{"prices":[[${TIME * 1000},10],[${(TIME + 80 * day) * 1000},20],[${(TIME + 200 * day) * 1000},30]]}`;
    return { status: 200, headers: {}, body };
  };
  const times = [TIME + 200 * day, TIME + 80 * day, TIME];
  const answers = await coingeckoPrices(http, 'api.coingecko.com', 'EUR').ask(
    times.map((time) => ({ asset: ether, time })),
    signal,
  );
  expect(answers.map((answer) => ('price' in answer ? answer.price.text : answer.missing))).toEqual([
    '30',
    '20',
    '10',
  ]);
  // 4 h before the first and behind the last of each.
  expect(asked.map(({ query }) => [Number(query?.from) - TIME, Number(query?.to) - TIME])).toEqual([
    [-14_400, 80 * day + 14_400],
    [200 * day - 14_400, 200 * day + 14_400],
  ]);
});

describe('is no price', () => {
  test.each([
    ['none at that time', '{"prices":[]}', 200, 'no price of it'],
    ['a negative one', '{"prices":[[1700000000000,-1]]}', 200, 'no positive price'],
    ['nothing', '{"prices":[[1700000000000,0.0]]}', 200, 'no positive price'],
    ['null', '{"prices":[[1700000000000,null]]}', 200, 'no positive price'],
    // 4 h and a second before.
    ['one of another time', '{"prices":[[1699985599000,1]]}', 200, 'of another time'],
    ['NaN', '{"prices":[[1700000000000,NaN]]}', 200, 'cannot be read'],
    ['a row of one cell', '{"prices":[[1700000000000]]}', 200, 'cannot be read'],
    ['a web page', '<html></html>', 200, 'cannot be read'],
    [
      'a day beyond the year of a free key',
      '{"error":{"status":{"error_code":10012}}}',
      401,
      'refuses to answer',
    ],
    ['a coin it does not know', '{"error":"coin not found"}', 404, 'did not answer'],
  ])('%s', async (_what, body, status, missing) => {
    expect(await answered(body, status)).toEqual({ missing: expect.stringContaining(missing) });
  });
});

test('coins are named by chain and contract, forged ones not at all', () => {
  const usdt = 'eip155:56/erc20:0x55d398326f99059ff775485246999027b3197955';
  expect(coingeckoCoin(asset(usdt))).toBe(
    'binance-smart-chain/contract/0x55d398326f99059ff775485246999027b3197955',
  );
  expect(coingeckoCoin(asset(usdt, false))).toBeUndefined();
  expect(coingeckoCoin(asset('tron:0x2b6653dc/slip44:195'))).toBe('tron');
});
