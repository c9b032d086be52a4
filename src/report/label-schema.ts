// A label as every JSON result has it: whole, or, beside what it names, who says so alone.
import { z } from 'zod';
import { tiers } from '../model/label.ts';

const url = z.string().optional().describe('where the source says so; as it was given, perhaps no link');
const tier = z.enum(tiers).optional().describe('who stands behind it; absent: nobody says');

/** Beside the name that somebody gave. */
export const whoSaysSchema = { url, tier };

export const labelSchema = z.strictObject({
  entity: z.string(),
  category: z.string(),
  role: z.string().optional(),
  source: z.string(),
  url,
  tier,
  date: z.number().int().optional().describe('unix seconds since when the source says so'),
  validFrom: z.number().int().optional().describe('unix seconds: it holds from then on'),
  validTo: z.number().int().optional().describe('unix seconds: it held until then'),
  confidence: z.number().optional(),
  actor: z.string().optional().describe('one short name for one owner, where the source has such names'),
  clusterDefiner: z.literal(true).optional().describe('said of the whole cluster of the address'),
  pack: z.string(),
});
export type LabelJson = z.infer<typeof labelSchema>;
