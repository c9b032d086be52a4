// What a JSON result says of prices, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import { placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import { type AccountPrices, sourceName } from '../../trace/prices/of-account.ts';
import type { AssetValue, PriceFindings, PriceRow, Values } from '../../trace/prices/priced.ts';
import type { RunJson } from '../schema.ts';
import type { SourcesJson } from '../sources/schema.ts';
import type { Places } from './places.ts';

type PricesJson = NonNullable<RunJson['prices']>;

export function pricesOf(
  { currency, source, sha256, prices, endpoints, entities }: PricesJson,
  at: Places,
): PriceFindings {
  return {
    currency,
    source,
    ...(sha256 === undefined ? {} : { sha256 }),
    rows: prices.map(rowOf),
    endpoints: new Map(endpoints.map((row) => [placeKey(at.of(row)), valuesOf(row.values)])),
    entities: new Map(entities.map(({ entity, values }) => [entity, valuesOf(values)])),
  };
}

export function accountPricesOf({
  currency,
  source,
  sha256,
  prices,
  received,
  entities,
  flagged,
}: NonNullable<SourcesJson['prices']>): AccountPrices {
  return {
    currency,
    source,
    ...(sha256 === undefined ? {} : { sha256 }),
    rows: prices.map(rowOf),
    received: byAssetOf(received),
    // Groups to which nothing came under a convention that adds up have none.
    entities: new Map(
      entities.flatMap((row) =>
        Object.keys(row.values).length === 0 ? [] : [[sourceName(row), valuesOf(row.values)]],
      ),
    ),
    ...(flagged === undefined ? {} : { flagged: valuesOf(flagged) }),
  };
}

function rowOf({ asset, time, price, ...told }: PricesJson['prices'][number]): PriceRow {
  const { source = '', given = time, confidence, missing = '' } = told;
  return {
    asset: asset as AssetId,
    time,
    answer:
      price === undefined
        ? { missing }
        : { price: { text: price, source, given, ...(confidence === undefined ? {} : { confidence }) } },
  };
}

function valuesOf(json: PricesJson['entities'][number]['values']): Values {
  return new Map(
    Object.entries(json).map(([convention, byAsset]) => [convention as ConventionName, byAssetOf(byAsset)]),
  );
}

function byAssetOf(json: NonNullable<SourcesJson['prices']>['received']): ReadonlyMap<AssetId, AssetValue> {
  return new Map(
    Object.entries(json).map(([asset, { value, transfers, unpriced }]): [AssetId, AssetValue] => [
      asset as AssetId,
      {
        value: BigInt(value.replace('.', '')),
        transfers,
        unpriced: { transfers: unpriced?.transfers ?? 0, amount: BigInt(unpriced?.amount ?? 0) },
      },
    ]),
  );
}
