// Prices, and what reached services in their currency, as JSON.
import { type AssetId, formatUnits } from '../../model/asset.ts';
import { placeKey } from '../../model/place.ts';
import type { SourceFindings } from '../../trace/backward/findings.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AccountPrices, sourceName } from '../../trace/prices/of-account.ts';
import type { AssetValue, PriceFindings, PriceRow, Values } from '../../trace/prices/priced.ts';
import { placeJson } from '../json-parts.ts';
import type { RunJson } from '../schema.ts';
import type { SourcesJson } from '../sources/schema.ts';

type PricesJson = NonNullable<RunJson['prices']>;

export function pricesJson(prices: PriceFindings, { endpoints, entities }: Findings): PricesJson {
  const none: Values = new Map();
  return {
    currency: prices.currency,
    source: prices.source,
    ...(prices.sha256 === undefined ? {} : { sha256: prices.sha256 }),
    prices: prices.rows.map(rowJson),
    endpoints: endpoints.map(({ place, display }) => ({
      ...placeJson(place, display),
      values: valuesJson(prices.endpoints.get(placeKey(place)) ?? none),
    })),
    entities: entities.map(({ entity }) => ({
      entity,
      values: valuesJson(prices.entities.get(entity) ?? none),
    })),
  };
}

/** Of an account: what it received, and from whom as far as that is named. */
export function accountPricesJson(
  prices: AccountPrices,
  entities: SourceFindings['entities'],
): NonNullable<SourcesJson['prices']> {
  return {
    currency: prices.currency,
    source: prices.source,
    ...(prices.sha256 === undefined ? {} : { sha256: prices.sha256 }),
    prices: prices.rows.map(rowJson),
    received: byAssetJson(prices.received),
    entities: entities.map((group) => ({
      entity: group.entity ?? '',
      category: group.category,
      values: valuesJson(prices.entities.get(sourceName(group)) ?? new Map()),
    })),
    ...(prices.flagged === undefined ? {} : { flagged: valuesJson(prices.flagged) }),
  };
}

function rowJson({ asset, time, answer }: PriceRow): PricesJson['prices'][number] {
  if ('missing' in answer) return { asset, time, missing: answer.missing };
  const { text, source, given, confidence } = answer.price;
  return {
    asset,
    time,
    price: text,
    source,
    given,
    apart: Math.abs(given - time),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function valuesJson(values: Values): PricesJson['entities'][number]['values'] {
  return Object.fromEntries([...values].map(([convention, byAsset]) => [convention, byAssetJson(byAsset)]));
}

function byAssetJson(
  values: ReadonlyMap<AssetId, AssetValue>,
): NonNullable<SourcesJson['prices']>['received'] {
  return Object.fromEntries(
    [...values]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([asset, { value, transfers, unpriced }]) => [
        asset,
        {
          value: hundredths(value),
          transfers,
          ...(unpriced.transfers === 0
            ? {}
            : { unpriced: { transfers: unpriced.transfers, amount: unpriced.amount.toString() } }),
        },
      ]),
  );
}

/** `1234.50`: always two digits behind the point. */
export function hundredths(value: bigint): string {
  const [whole = '0', fraction = ''] = formatUnits(value, 2).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
