// Where CoinGecko is, for the two kinds of key that it gives: a key of one kind is refused at the other's address.
import { judgeJson } from './judge.ts';

export const coingeckoServices = [
  {
    name: 'api.coingecko.com',
    baseUrl: 'https://api.coingecko.com/api/v3',
    perSecond: 1.5,
    inFlight: 4,
    judge: judgeJson,
    keyHeader: 'x-cg-demo-api-key',
  },
  {
    name: 'pro-api.coingecko.com',
    baseUrl: 'https://pro-api.coingecko.com/api/v3',
    perSecond: 4,
    inFlight: 4,
    judge: judgeJson,
    keyHeader: 'x-cg-pro-api-key',
  },
] as const;

export type CoingeckoService = (typeof coingeckoServices)[number]['name'];
