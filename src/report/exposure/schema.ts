// The JSON of accounts that were asked about. A part of ../schema.ts.
import { z } from 'zod';

/** `place`, `sums`, `amounts`, `bounds`: as everywhere in a result. */
export function exposureSchemaOf<
  P extends z.ZodType,
  S extends z.ZodType,
  A extends z.ZodType,
  B extends z.ZodType,
>({ place, sums, amounts, bounds }: { place: P; sums: S; amounts: A; bounds: B }) {
  return z.strictObject({
    file: z.strictObject({ name: z.string(), sha256: z.string() }),
    accounts: z
      .array(
        z.strictObject({
          account: z.string().describe('as in the file; without a name its address'),
          places: z.array(place),
          received: z
            .strictObject({ amounts: sums, transfers: z.number().int() })
            .optional()
            .describe('from anyone, in the window; absent where a history could not be had'),
          amounts,
          direct: sums,
          bounds,
        }),
      )
      .describe('most money first; also those that nothing reached'),
  });
}
