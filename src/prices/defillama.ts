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
/** Moments of coins in one request: longer addresses are refused. */
const MOST_MOMENTS = 50;

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
      const moments = new Map<string, { readonly coin: string; readonly time: number }>();
      for (const { asset, time } of questions) {
        const coin = llamaCoin(asset);
        if (coin !== undefined) moments.set(`${coin}|${time}`, { coin, time });
      }
      const sorted = [...moments.values()].sort((a, b) =>
        a.coin === b.coin ? a.time - b.time : a.coin < b.coin ? -1 : 1,
      );
      const requests: (typeof sorted)[] = [];
      for (let at = 0; at < sorted.length; at += MOST_MOMENTS)
        requests.push(sorted.slice(at, at + MOST_MOMENTS));
      const told = new Map<string, PriceAnswer>();
      await Promise.all(
        requests.map(async (own) => {
          const answer = await asked(http, own, signal);
          for (const { coin, time } of own) told.set(`${coin}|${time}`, priceIn(answer, coin, time));
        }),
      );
      return questions.map(({ asset, time }) => told.get(`${llamaCoin(asset)}|${time}`) ?? NOT_ASKED);
    },
  };
}

/** Number texts as they stand: a price is never a float. */
const rowSchema = z.object({
  price: z.unknown(),
  timestamp: z.string().regex(/^\d{1,11}$/),
  confidence: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,20})?$/)
    .nullish(),
});
type Row = z.infer<typeof rowSchema>;
const coinSchema = z.object({ prices: z.array(rowSchema) });
const answerSchema = z.object({ coins: z.record(z.string(), z.unknown()) });
type Told = Readonly<Record<string, unknown>> | string;

/** A text: why there is no answer. */
async function asked(
  http: Http,
  moments: readonly { readonly coin: string; readonly time: number }[],
  signal: AbortSignal,
): Promise<Told> {
  const times: Record<string, number[]> = {};
  for (const { coin, time } of moments) {
    const own = times[coin] ?? [];
    times[coin] = own;
    own.push(time);
  }
  const query = { coins: JSON.stringify(times), searchWidth: `${FARTHEST / 3600}h` };
  const answer = await answerOf(
    http,
    { service: LLAMA, path: '/batchHistorical', query },
    'DefiLlama',
    signal,
  );
  if ('missing' in answer) return answer.missing;
  const parsed = answerSchema.safeParse(answer.json);
  return parsed.success ? parsed.data.coins : 'what DefiLlama answered cannot be read';
}

/**
 * Each record has its own moment and none of the one that was asked for: of all records of the coin the nearest is the one
 * that this moment was answered with, or nearer. Of two equally near the earlier: it was known at the time.
 */
function priceIn(told: Told, coin: string, time: number): PriceAnswer {
  if (typeof told === 'string') return { missing: told };
  const records = Object.hasOwn(told, coin) ? coinSchema.safeParse(told[coin]) : undefined;
  if (records?.success === false) return { missing: 'what DefiLlama answered cannot be read' };
  const apart = ({ timestamp }: Row): number => Math.abs(Number(timestamp) - time);
  const [nearest] = (records?.data.prices ?? []).toSorted(
    (a, b) => apart(a) - apart(b) || Number(a.timestamp) - Number(b.timestamp),
  );
  if (nearest === undefined) return { missing: 'DefiLlama has no price of it at that time' };
  if (apart(nearest) > FARTHEST)
    return { missing: 'DefiLlama told a price of another time, more than 4 h away' };
  const { price: text, timestamp, confidence } = nearest;
  if (typeof text !== 'string' || !isPrice(text))
    return { missing: 'what DefiLlama answered is no positive price' };
  if (confidence != null && Number(confidence) < LEAST_CONFIDENCE)
    return { missing: `DefiLlama is not sure of its price (confidence below ${LEAST_CONFIDENCE})` };
  return {
    price: {
      text,
      source: 'DefiLlama',
      given: Number(timestamp),
      ...(confidence == null ? {} : { confidence }),
    },
  };
}
