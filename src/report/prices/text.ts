// What reached services in a currency, in words: beside an endpoint, for each service in the summary, and where prices came from.
import type { AssetId } from '../../model/asset.ts';
import { placeKey } from '../../model/place.ts';
import { AT_ONE } from '../../prices/stablecoins.ts';
import type { SourceFindings } from '../../trace/backward/findings.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { EndpointFinding, Findings } from '../../trace/findings.ts';
import { sourceName } from '../../trace/prices/of-account.ts';
import type { AssetValue, PriceFindings } from '../../trace/prices/priced.ts';
import { type AssetBook, durationText, grouped, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { hundredths } from './json.ts';

function transfersText(many: number): string {
  return many === 1 ? 'one transfer' : `${many} transfers`;
}

/** `1,234.50 USD`; `at least …` where a part has no price, which is then named. */
function valueText(values: ReadonlyMap<AssetId, AssetValue>, currency: string, book: AssetBook): string {
  const rows = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = rows.reduce((total, [, { value }]) => total + value, 0n);
  const unpriced = rows.flatMap(([asset, { unpriced: part }]) =>
    part.transfers === 0
      ? []
      : [`${transfersText(part.transfers)} of ${symbolOf(book, asset)} without a price`],
  );
  if (rows.every(([, { transfers, unpriced: part }]) => part.transfers === transfers))
    return `no value (${unpriced.join(', ')})`;
  const amount = `${grouped(hundredths(sum))} ${currency}`;
  return unpriced.length === 0 ? amount : `at least ${amount} (${unpriced.join(', ')})`;
}

/** Beneath an endpoint, of the asset of its table. */
export function endpointValue(
  { place }: EndpointFinding,
  asset: AssetId,
  { prices, options }: Findings,
  book: AssetBook,
): string[] {
  const values = prices?.endpoints.get(placeKey(place))?.get(options.conventions[0] as ConventionName);
  const value = values?.get(asset);
  if (prices === undefined || value === undefined) return [];
  return [`at the prices of its arrivals: ${valueText(new Map([[asset, value]]), prices.currency, book)}`];
}

/** Services named in the sentence; the others stand in the section. */
const NAMED = 4;

export function valueSentences({ prices, entities, options }: Findings, book: AssetBook): string[] {
  const headline = options.conventions[0] as ConventionName;
  if (prices === undefined) return [];
  const parts = entities.flatMap(({ entity }) => {
    const values = prices.entities.get(entity)?.get(headline);
    return values === undefined ? [] : [`${forTerminal(entity)} ${valueText(values, prices.currency, book)}`];
  });
  if (parts.length === 0) return [];
  const more = parts.length - NAMED;
  const named = [...parts.slice(0, NAMED), ...(more > 0 ? [`${more} more in the JSON result`] : [])];
  return [
    `In ${prices.currency}, each transfer at the price of its time (${headline}): ${named.join('; ')}. ${atOneText(prices)}${rowsText(prices)}`,
  ];
}

/** Of an account: what it received, from named sources, and from flagged wallets where these were asked about. */
export function accountValueSentences(
  { prices, entities, options }: SourceFindings,
  book: AssetBook,
): string[] {
  if (prices === undefined || prices.received.size === 0) return [];
  const { currency, flagged } = prices;
  const headline = options.conventions[0] as ConventionName;
  const parts = entities.flatMap((group) => {
    const values = prices.entities.get(sourceName(group))?.get(headline);
    return values === undefined
      ? []
      : [`${valueText(values, currency, book)} from ${forTerminal(group.entity ?? '')}`];
  });
  const more = parts.length - NAMED;
  const named = [...parts.slice(0, NAMED), ...(more > 0 ? [`${more} more in the JSON result`] : [])];
  const flags = flagged?.get(headline);
  const ofFlagged = flags === undefined ? [] : [`${valueText(flags, currency, book)} from flagged wallets`];
  const of = [...named, ...ofFlagged];
  const told = of.length === 0 ? '' : `; of it (${headline}) ${of.join('; ')}`;
  return [
    `In ${currency}, each transfer at the price of its time: ${valueText(prices.received, currency, book)} arrived${told}. ${atOneText(prices)}${rowsText(prices)}`,
  ];
}

type Rows = Pick<PriceFindings, 'rows' | 'source'>;

function atOneText({ rows }: Rows): string {
  return rows.some(({ answer }) => 'price' in answer && answer.price.source === AT_ONE)
    ? 'Stablecoins are taken as 1 USD, as asked (--stablecoins-at-one), whatever they were worth. '
    : '';
}

/** Where the prices came from, and how far they lie from the transfers. */
function rowsText({ rows, source }: Rows): string {
  const apart = rows.flatMap(({ time, answer }) =>
    'price' in answer ? [Math.abs(answer.price.given - time)] : [],
  );
  const reasons = [
    ...new Set(rows.flatMap(({ answer }) => ('missing' in answer ? [answer.missing] : []))),
  ].sort();
  const found =
    apart.length === 0
      ? `No price from ${forTerminal(source)}`
      : `Prices from ${forTerminal(source)}, at most ${durationText(Math.max(...apart))} from their transfers, each value rounded half up to hundredths`;
  return `${found}${reasons.length === 0 ? '' : `; without a price: ${reasons.map(forTerminal).join('; ')}`}.`;
}
