// A screening policy (YAML or JSON) as rules. Refused whole, with its faults, since a rule that is left out would pass
// what it was written to stop.
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { categoryOf } from '../labels/categories.ts';
import { KnownError } from '../model/errors.ts';
import { parseMinValue } from '../trace/options.ts';
import type { Rule } from '../trace/screening/judge.ts';

const word = z.string().trim().min(1);
const policySchema = z.strictObject({
  name: word,
  rules: z
    .array(
      z.strictObject({
        name: word,
        exposure: z.enum(['own', 'received', 'sent'], {
          error: 'is none of own, received, sent; indirect exposure is not judged',
        }),
        categories: z.array(word).min(1),
        from: word
          .refine(
            (text) => parseMinValue(text) !== undefined,
            'is neither a share up to 100% nor whole units',
          )
          .optional(),
        verdict: z.enum(['review', 'refuse']),
      }),
    )
    .min(1),
});

export interface Policy {
  readonly name: string;
  readonly sha256: string;
  readonly rules: readonly Rule[];
}

/** Throws KnownError `bad-policy`. */
export function readPolicy(bytes: Uint8Array, file: string): Policy {
  let value: unknown;
  try {
    // Every scalar as text: to YAML 10% is text and 10 a number.
    value = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), {
      schema: 'failsafe',
      maxAliasCount: 10,
    });
  } catch (error) {
    throw badPolicy(file, ['it is no readable YAML or JSON in UTF-8'], error);
  }
  const parsed = policySchema.safeParse(value);
  if (!parsed.success)
    throw badPolicy(
      file,
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'top level'}: ${message}`),
    );
  return {
    name: parsed.data.name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    rules: parsed.data.rules.map(({ name, exposure, categories, from, verdict }) => ({
      name,
      exposure,
      categories: new Set(categories.map(categoryOf)),
      from: from === undefined ? undefined : parseMinValue(from),
      verdict,
    })),
  };
}

function badPolicy(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-policy', 'The screening policy cannot be used.', {
    facts: [`file: ${file}`, ...facts],
    hint: 'It has a name and rules, each with name, exposure, categories, verdict and perhaps from; see docs/screen.md.',
    exit: 2,
    cause,
  });
}
