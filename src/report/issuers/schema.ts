// The JSON of what issuers can do and have done to what is held.
import { z } from 'zod';

/** Of a place at which something is held. */
export const frozenShape = {
  state: z.enum(['free', 'frozen']),
  frozen: z
    .strictObject({
      by: z.string(),
      since: z.number().int().describe('unix seconds'),
      tx: z.string(),
    })
    .optional(),
};

/** `units`: base units as decimal text, as everywhere in a result. */
export function issuerSchemaOf<S extends z.ZodType>(units: S) {
  const byConvention = z.record(z.string().describe('convention'), units);
  return z
    .strictObject({
      asset: z.string(),
      issuer: z.string().describe('who can freeze what a wallet has of it'),
      asked: z.boolean().describe('false: nobody could be asked, what is called free may be frozen'),
      free: byConvention.describe('of what is held: could still be frozen'),
      frozen: byConvention.describe('of what is held'),
      destroyed: byConvention.describe('of what is burnt: by the issuer'),
      seeds: z
        .array(z.strictObject({ seed: z.string(), since: z.number().int().describe('unix seconds') }))
        .describe('seeds that are frozen themselves'),
      wallets: z.strictObject({ free: z.number().int(), frozen: z.number().int() }),
    })
    .describe('seeds and explored wallets alone; absent where nothing stands that an issuer has power over');
}
