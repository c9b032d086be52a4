// Who tells the prices of a run: a service or a file, in which currency, and whether stablecoins are taken as one unit of it.
import type { Http } from '../model/http.ts';
import type { PriceSource } from '../prices/price.ts';
import type { ReadInput } from './evidence-notes.ts';
import type { Given } from './flags.ts';
import { badFlag } from './usage.ts';

/** `--prices` is one of these, else a file. */
const priceServices = ['defillama', 'coingecko', 'coingecko-pro'] as const;
type PriceService = (typeof priceServices)[number];

function serviceNamed(word: string | undefined): PriceService | undefined {
  return priceServices.find((name) => name === word);
}

export function namesPriceService(given: Given): boolean {
  return serviceNamed(given.prices) !== undefined;
}

/** Everything is loaded only where prices are asked for. */
export async function pricesOf(
  given: Given,
  { http, read }: { readonly http?: Http | undefined; readonly read: ReadInput },
): Promise<PriceSource | undefined> {
  const { prices, stablecoinsAtOne: atOne } = given;
  if (prices === undefined) {
    if (given.currency !== undefined) throw badFlag('--currency', given.currency, '--prices beside it');
    if (atOne === true) throw badFlag('--stablecoins-at-one', '', '--prices beside it');
    return undefined;
  }
  const currency = (given.currency ?? 'USD').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency))
    throw badFlag('--currency', currency, 'three letters, such as USD or EUR');
  if (atOne === true && currency !== 'USD')
    throw badFlag('--stablecoins-at-one', currency, 'USD: they are pegged to the dollar');
  const source = await sourceOf(prices, currency, { http, read });
  if (atOne !== true) return source;
  const { stablecoinsAtOne } = await import('../prices/stablecoins.ts');
  return stablecoinsAtOne(source);
}

async function sourceOf(
  prices: string,
  currency: string,
  { http, read }: { readonly http: Http | undefined; readonly read: ReadInput },
): Promise<PriceSource> {
  const service = serviceNamed(prices);
  if (service === undefined) {
    const { readPrices } = await import('./prices-file.ts');
    return readPrices(await read(prices, '--prices'), prices, currency);
  }
  if (http === undefined)
    throw badFlag('--prices', prices, 'a file: a transfer list is asked instead of any service');
  if (service !== 'defillama') {
    const { coingeckoPrices } = await import('../prices/coingecko.ts');
    const host = service === 'coingecko' ? 'api.coingecko.com' : 'pro-api.coingecko.com';
    return coingeckoPrices(http, host, currency);
  }
  if (currency !== 'USD')
    throw badFlag('--currency', currency, 'USD: DefiLlama tells no other; or another of --prices');
  const { llamaPrices } = await import('../prices/defillama.ts');
  return llamaPrices(http);
}
