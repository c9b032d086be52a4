// The JSON of what a pattern says was exchanged, in results of `trace` and of `trace wallet`.
import { z } from 'zod';

const units = z.string().regex(/^\d+$/).describe('base units, decimal text');

export const exchangedSchema = z
  .strictObject({ given: units, asset: z.string().describe('what was received'), received: units })
  .describe('of a `desk-swap`: all that was paid and paid back');
