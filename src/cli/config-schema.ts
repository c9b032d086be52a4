// What a config file may hold. Loaded where there is such a file: most runs have none.
import { z } from 'zod';
import { tiers } from '../model/label.ts';
import { settableWords } from './given-defaults.ts';

const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionValue = z.union([word, z.array(word)]);

export const configSchema = z.strictObject({
  services: z
    .record(
      z.string(),
      z.strictObject({
        url: z.url().optional(),
        key: z.string().min(1).optional(),
        perSecond: z.number().positive().optional(),
        inFlight: z.number().int().positive().optional(),
      }),
    )
    .optional(),
  /** Options that hold where neither the command line nor the environment says otherwise: see given-defaults.ts. */
  options: z.partialRecord(z.enum(settableWords), optionValue).optional(),
  /** Label packs to fetch, by name: see labels-update.ts. */
  labels: z
    .record(
      z.string().regex(/^[a-z0-9][-a-z0-9._]*$/),
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        licence: z.string().optional(),
        entity: z.string().optional(),
        category: z.string().optional(),
        tier: z.enum(tiers).optional(),
      }),
    )
    .optional(),
});
export type Config = z.infer<typeof configSchema>;

/** Of an option that there is not also its name: it is a word, and no key. */
export function placesOf(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.') || 'the top level';
  const names = issue.code === 'unrecognized_keys' && at === 'options' ? issue.keys : [];
  const words = names.filter((name) => /^[a-z-]{1,24}$/.test(name));
  return words.length === 0 ? [at] : words.map((name) => `${at}.${name}`);
}
