// The JSON of what reached services in a currency. A part of schema.ts.
import { z } from 'zod';

export function priceSchemaOf<P extends z.ZodRawShape, U extends z.ZodType>(place: z.ZodObject<P>, units: U) {
  const money = z.string().regex(/^\d+\.\d\d$/);
  const value = z.strictObject({
    value: money.describe('the sum of its transfers, each rounded half up to hundredths'),
    transfers: z.number().int(),
    unpriced: z
      .strictObject({ transfers: z.number().int(), amount: units })
      .optional()
      .describe('no price: it stays in its asset, and the value is at least'),
  });
  const values = z.record(z.string().describe('convention'), z.record(z.string().describe('asset'), value));
  return z
    .strictObject({
      currency: z.string(),
      source: z.string(),
      sha256: z.string().optional().describe('of a file'),
      prices: z.array(
        z.strictObject({
          asset: z.string(),
          time: z.number().int().describe('of the transfer, unix seconds: for when it was asked'),
          price: z.string().optional().describe('of one whole unit, as it was told'),
          source: z.string().optional(),
          given: z.number().int().optional().describe('unix seconds: of when the price is'),
          apart: z.number().int().optional().describe('seconds between the two'),
          confidence: z.string().optional().describe('as the service tells it'),
          missing: z.string().optional().describe('why there is no price'),
        }),
      ),
      endpoints: z.array(place.extend({ values })),
      entities: z.array(z.strictObject({ entity: z.string(), values })),
    })
    .describe('with --prices: beside the exact amounts, in no line of the statement; none under poison');
}

/** Of an account. `prices`: of a run, whose pieces it shares. */
export function accountPriceSchemaOf<P extends z.ZodRawShape, U extends z.ZodType>({
  shape,
}: ReturnType<typeof priceSchemaOf<P, U>>) {
  const { currency, source, sha256, prices, entities } = shape;
  const { entity, values } = entities.element.shape;
  return z
    .strictObject({
      currency,
      source,
      sha256,
      prices,
      received: values.valueType.describe('all that arrived, by asset'),
      entities: z.array(z.strictObject({ entity, category: z.string(), values })),
      flagged: values.optional().describe('of trace account: what came from flagged wallets'),
    })
    .describe('with --prices: beside the exact amounts; none under poison');
}
