// The JSON of spam and poisoning: what was kept apart, and why.
import { z } from 'zod';

const ends = { chain: z.string(), from: z.string(), to: z.string() };
const span = {
  transfers: z.number().int(),
  first: z.number().int().describe('unix seconds'),
  last: z.number().int().describe('unix seconds'),
};

/** An address that was made to be taken for another: the same in a trace and in a wallet's profile. */
export function lookAlikeSchemaOf<S extends z.ZodType>(sums: S) {
  return z.strictObject({
    chain: z.string(),
    wallet: z.string().describe('whose history it got into'),
    address: z.string(),
    resembles: z.string().describe('somebody the wallet really deals with'),
    zeroValue: z.number().int(),
    spam: z.number().int().describe('transfers of tokens on no list of genuine contracts'),
    dust: sums.describe('genuine units that came from it: booked like any'),
    paid: sums.describe('genuine units that the wallet paid to it: followed like any'),
    first: z.number().int().describe('unix seconds'),
  });
}

/** `sums`: base units by asset, as everywhere in a result. */
export function spamSchemaOf<S extends z.ZodType>(sums: S) {
  return z
    .strictObject({
      followed: z.boolean().describe('with --include-spam or --asset'),
      tokens: z
        .array(
          z.strictObject({
            asset: z.string(),
            reason: z.enum(['imitation', 'advertisement', 'unbacked', 'forged']),
            imitates: z.string().optional().describe('the genuine asset whose name it takes'),
            amount: z.string().regex(/^\d+$/).describe('base units of all of them, by its own telling'),
            ...span,
          }),
        )
        .describe('their amounts stand in the statement, not followed: spam'),
      zeroValue: z
        .array(
          z.strictObject({
            ...ends,
            asset: z.string(),
            sentBy: z.enum(['payer', 'somebody-else', 'unknown']),
            ...span,
          }),
        )
        .describe('transfers of nothing in the histories read'),
      lookAlikes: z
        .array(lookAlikeSchemaOf(sums))
        .describe('an inference: the first and the last four characters are alike'),
    })
    .describe('absent where there is none');
}
