// Prices from CoinGecko, in any of its currencies: of the prices that it keeps around the moment asked the nearest one. It wants a
// key, and a free one reaches back a year.
import { z } from 'zod';
import type { AssetInfo } from '../model/asset.ts';
import type { Http } from '../model/http.ts';
import { answerOf } from './answer.ts';
import { type CoinWords, coinOf, NOT_ASKED } from './coin-of.ts';
import type { CoingeckoService } from './coingecko-services.ts';
import { isPrice, type PriceAnswer, type PriceAsked, type PriceSource } from './price.ts';

/** Seconds; also what is asked for. A price beyond is none. */
const FARTHEST = 4 * 3600;

const natives: Readonly<Record<string, string>> = {
  bitcoin: 'bitcoin',
  ethereum: 'ethereum',
  bnb: 'binancecoin',
  base: 'ethereum',
  tron: 'tron',
};
const platforms: Readonly<Record<string, string>> = {
  ethereum: 'ethereum',
  bnb: 'binance-smart-chain',
  base: 'base',
  tron: 'tron',
};

const WORDS: CoinWords = { natives, platforms, joint: '/contract/' };

export function coingeckoCoin(asset: AssetInfo): string | undefined {
  return coinOf(asset, WORDS);
}

export function coingeckoPrices(http: Http, service: CoingeckoService, currency: string): PriceSource {
  return {
    currency,
    name: 'CoinGecko',
    ask: async (questions, signal) =>
      Promise.all(questions.map((question) => priceOf(http, service, currency, question, signal))),
  };
}

/** `[[milliseconds, price], …]`, numbers as texts. */
const answerSchema = z.object({ prices: z.array(z.tuple([z.string().regex(/^\d{10,15}$/), z.unknown()])) });

async function priceOf(
  http: Http,
  service: CoingeckoService,
  currency: string,
  { asset, time }: PriceAsked,
  signal: AbortSignal,
): Promise<PriceAnswer> {
  const coin = coingeckoCoin(asset);
  if (coin === undefined) return NOT_ASKED;
  const query = {
    vs_currency: currency.toLowerCase(),
    from: String(time - FARTHEST),
    to: String(time + FARTHEST),
  };
  const request = { service, path: `/coins/${coin}/market_chart/range`, query };
  const answer = await answerOf(http, request, 'CoinGecko', signal);
  if ('missing' in answer) return answer;
  const parsed = answerSchema.safeParse(answer.json);
  if (!parsed.success) return { missing: 'what CoinGecko answered cannot be read' };
  return nearest(parsed.data.prices, time);
}

/** Of two equally near the earlier: it was known at the time. */
function nearest(rows: readonly (readonly [string, unknown])[], time: number): PriceAnswer {
  let best: { given: number; price: unknown } | undefined;
  for (const [milliseconds, price] of rows) {
    const given = Math.floor(Number(milliseconds) / 1000);
    if (best === undefined || isNearer(given, best.given, time)) best = { given, price };
  }
  if (best === undefined) return { missing: 'CoinGecko has no price of it at that time' };
  const { given, price } = best;
  if (Math.abs(given - time) > FARTHEST)
    return { missing: 'CoinGecko told a price of another time, more than 4 h away' };
  if (typeof price !== 'string' || !isPrice(price))
    return { missing: 'what CoinGecko answered is no positive price' };
  return { price: { text: price, source: 'CoinGecko', given } };
}

function isNearer(given: number, before: number, time: number): boolean {
  const [own, other] = [Math.abs(given - time), Math.abs(before - time)];
  return own < other || (own === other && given < before);
}
