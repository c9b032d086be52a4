// Prices from DefiLlama's coins API, in dollars, without a key. An unknown coin is silently absent from its answers, and the
// price may be of hours earlier or later: both are told, neither passes for a price of the moment.
import { z } from 'zod';
import type { AssetInfo } from '../model/asset.ts';
import type { Http } from '../model/http.ts';
import { answerOf } from './answer.ts';
import { type CoinWords, coinOf, NOT_ASKED } from './coin-of.ts';
import { LLAMA } from './llama-service.ts';
import { isPrice, type PriceAnswer, type PriceSource } from './price.ts';

/** Seconds; also what is asked for. */
const FARTHEST = 4 * 3600;
/** A price of which the service itself is less sure is none. */
const LEAST_CONFIDENCE = 0.5;
/** Longer addresses of a request are refused. */
const MOST_COINS = 100;

const platforms: Readonly<Record<string, string>> = {
  ethereum: 'ethereum',
  bnb: 'bsc',
  base: 'base',
  tron: 'tron',
};
const natives: Readonly<Record<string, string>> = {
  bitcoin: 'coingecko:bitcoin',
  ethereum: 'coingecko:ethereum',
  bnb: 'coingecko:binancecoin',
  base: 'coingecko:ethereum',
  tron: 'coingecko:tron',
};

const WORDS: CoinWords = { natives, platforms, joint: ':' };

export function llamaCoin(asset: AssetInfo): string | undefined {
  return coinOf(asset, WORDS);
}

export function llamaPrices(http: Http): PriceSource {
  return {
    currency: 'USD',
    name: 'DefiLlama',
    async ask(questions, signal) {
      const byTime = new Map<number, Set<string>>();
      for (const { asset, time } of questions) {
        const coin = llamaCoin(asset);
        if (coin !== undefined) byTime.set(time, (byTime.get(time) ?? new Set()).add(coin));
      }
      const requests = [...byTime].flatMap(([time, coins]) => {
        const all = [...coins].sort();
        const parts: { time: number; coins: string[] }[] = [];
        for (let at = 0; at < all.length; at += MOST_COINS)
          parts.push({ time, coins: all.slice(at, at + MOST_COINS) });
        return parts;
      });
      const told = new Map<string, PriceAnswer>();
      await Promise.all(
        requests.map(async ({ time, coins }) => {
          const answer = await asked(http, time, coins, signal);
          for (const coin of coins) told.set(`${time}|${coin}`, priceIn(answer, coin, time));
        }),
      );
      return questions.map(({ asset, time }) => {
        return told.get(`${time}|${llamaCoin(asset)}`) ?? NOT_ASKED;
      });
    },
  };
}

/** Number texts as they stand: a price is never a float. */
const coinSchema = z.object({
  price: z.string(),
  timestamp: z.string().regex(/^\d{1,11}$/),
  confidence: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,20})?$/)
    .optional(),
});
const answerSchema = z.object({ coins: z.record(z.string(), z.unknown()) });
type Told = Readonly<Record<string, unknown>> | string;

/** A text: why there is no answer. */
async function asked(http: Http, time: number, coins: readonly string[], signal: AbortSignal): Promise<Told> {
  const path = `/prices/historical/${time}/${coins.join(',')}`;
  const query = { searchWidth: `${FARTHEST / 3600}h` };
  const answer = await answerOf(http, { service: LLAMA, path, query }, 'DefiLlama', signal);
  if ('missing' in answer) return answer.missing;
  const parsed = answerSchema.safeParse(answer.json);
  return parsed.success ? parsed.data.coins : 'what DefiLlama answered cannot be read';
}

function priceIn(told: Told, coin: string, time: number): PriceAnswer {
  if (typeof told === 'string') return { missing: told };
  if (!Object.hasOwn(told, coin)) return { missing: 'DefiLlama has no price of it at that time' };
  const row = coinSchema.safeParse(told[coin]);
  if (!row.success || !isPrice(row.data.price))
    return { missing: 'what DefiLlama answered is no positive price' };
  const { price: text, timestamp, confidence } = row.data;
  const given = Number(timestamp);
  if (Math.abs(given - time) > FARTHEST)
    return { missing: 'DefiLlama told a price of another time, more than 4 h away' };
  if (confidence !== undefined && Number(confidence) < LEAST_CONFIDENCE)
    return { missing: `DefiLlama is not sure of its price (confidence below ${LEAST_CONFIDENCE})` };
  return {
    price: { text, source: 'DefiLlama', given, ...(confidence === undefined ? {} : { confidence }) },
  };
}
