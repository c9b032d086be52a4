// Prices from CoinGecko, in any of its currencies: of the prices that it keeps around the moment asked the nearest one. It wants a
// key, and a free one reaches back a year.
import { z } from 'zod';
import type { AssetInfo } from '../model/asset.ts';
import type { Http } from '../model/http.ts';
import { answerOf } from './answer.ts';
import { type CoinWords, coinOf, NOT_ASKED } from './coin-of.ts';
import type { CoingeckoService } from './coingecko-services.ts';
import { isPrice, type PriceAnswer, type PriceSource } from './price.ts';

/** Seconds; also what is asked for. A price beyond is none. */
const FARTHEST = 4 * 3600;
/** Up to 90 days it tells a price each hour, beyond one a day. */
const LONGEST = 90 * 86_400;

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
    async ask(questions, signal) {
      const moments = new Map<string, Set<number>>();
      for (const { asset, time } of questions) {
        const coin = coingeckoCoin(asset);
        if (coin !== undefined) moments.set(coin, (moments.get(coin) ?? new Set()).add(time));
      }
      const told = new Map<string, PriceAnswer>();
      const spans = [...moments].flatMap(([coin, times]) =>
        spansOf([...times]).map((own) => ({ coin, own })),
      );
      await Promise.all(
        spans.map(async ({ coin, own }) => {
          const answer = await asked({ http, service, currency, signal }, coin, own);
          for (const time of own)
            told.set(
              `${coin}|${time}`,
              typeof answer === 'string' ? { missing: answer } : nearest(answer, time),
            );
        }),
      );
      return questions.map(({ asset, time }) => told.get(`${coingeckoCoin(asset)}|${time}`) ?? NOT_ASKED);
    },
  };
}

/** Moments that one request can tell by the hour. */
function spansOf(times: readonly number[]): number[][] {
  const spans: number[][] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && time - (last[0] as number) <= LONGEST - 2 * FARTHEST) last.push(time);
    else spans.push([time]);
  }
  return spans;
}

/** `[[milliseconds, price], …]`, numbers as texts. */
const answerSchema = z.object({ prices: z.array(z.tuple([z.string().regex(/^\d{10,15}$/), z.unknown()])) });
type Rows = z.infer<typeof answerSchema>['prices'];

interface Asking {
  readonly http: Http;
  readonly service: CoingeckoService;
  readonly currency: string;
  readonly signal: AbortSignal;
}

/** A text: why there is no answer. `times`: in their order. */
async function asked(
  { http, service, currency, signal }: Asking,
  coin: string,
  times: readonly number[],
): Promise<Rows | string> {
  const query = {
    vs_currency: currency.toLowerCase(),
    from: String((times[0] as number) - FARTHEST),
    to: String((times.at(-1) as number) + FARTHEST),
  };
  const request = { service, path: `/coins/${coin}/market_chart/range`, query };
  const answer = await answerOf(http, request, 'CoinGecko', signal);
  if ('missing' in answer) return answer.missing;
  const parsed = answerSchema.safeParse(answer.json);
  return parsed.success ? parsed.data.prices : 'what CoinGecko answered cannot be read';
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
