// The JSON of an inferred deposit address.
import { z } from 'zod';
import { whoSaysSchema } from '../label-schema.ts';

const units = z.string().regex(/^\d+$/).describe('base units, decimal text');
const place = { chain: z.string().describe('CAIP-2'), address: z.string() };

export const depositSchema = z.strictObject({
  ...place,
  inferred: z.literal(true).describe('an inference, no fact'),
  exchange: z.string().describe('whose main wallet it was swept to'),
  entity: z.string().describe('as the address is named in all else'),
  source: z.string().describe('who says that the main wallet is the exchange’s'),
  ...whoSaysSchema,
  confidence: z
    .number()
    .describe('0 to 1: 1 − ½·left/what may be left − ½·waited/within, of the sweep for which it is least'),
  gasBy: z
    .strictObject({ entity: z.string(), source: z.string(), ...whoSaysSchema })
    .optional()
    .describe(
      'a wallet of the exchange that gives deposit addresses their gas gave it some: one sweep is enough',
    ),
  parameters: z.strictObject({
    within: z.number().int().describe('seconds within which what arrives goes on'),
    left: z.string().describe('whole units of the chain’s own coin that may stay behind'),
    sweeps: z.number().int().describe('transactions that must have swept it'),
  }),
  sweeps: z
    .array(
      z.strictObject({
        tx: z.string(),
        time: z.number().int().describe('unix seconds'),
        asset: z.string(),
        amount: units,
        to: z.strictObject(place),
        transfers: z.array(z.string()),
        receipts: z.number().int().describe('how many receipts went on with it'),
        waited: z.number().int().describe('seconds since the oldest of them'),
        left: units.describe('what stayed behind'),
      }),
    )
    .describe('the evidence, in chain order'),
});
export type DepositJson = z.infer<typeof depositSchema>;
