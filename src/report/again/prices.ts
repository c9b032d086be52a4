// What a JSON result says of prices, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import { placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { AssetValue, PriceFindings, PriceRow, Values } from '../../trace/prices/priced.ts';
import type { RunJson } from '../schema.ts';
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
    Object.entries(json).map(([convention, byAsset]) => [
      convention as ConventionName,
      new Map(
        Object.entries(byAsset).map(([asset, { value, transfers, unpriced }]): [AssetId, AssetValue] => [
          asset as AssetId,
          {
            value: BigInt(value.replace('.', '')),
            transfers,
            unpriced: { transfers: unpriced?.transfers ?? 0, amount: BigInt(unpriced?.amount ?? 0) },
          },
        ]),
      ),
    ]),
  );
}
