// A screening policy (YAML or JSON) as rules. Refused whole, with its faults, since a rule that is left out would pass
// what it was written to stop.
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { categoryOf } from '../labels/categories.ts';
import { KnownError } from '../model/errors.ts';
import { parseMinValue } from '../trace/options.ts';
import { exposureKinds, type Rule } from '../trace/screening/rule.ts';
import { defaultLimits, screeningConventions, type UpstreamLimits } from '../trace/screening/upstream.ts';

const word = z.string().trim().min(1);
const threshold = word.refine(
  (text) => ![undefined, 'value'].includes(parseMinValue(text)?.kind),
  'is neither a share up to 100% nor whole units',
);
const count = word.regex(/^[1-9]\d{0,5}$/, 'is no whole number from 1 on').transform(Number);
const policySchema = z.strictObject({
  name: word,
  indirect: z
    .strictObject({
      convention: z.enum(screeningConventions).optional(),
      hops: count.optional(),
      'max-wallets': count.optional(),
      'min-value': threshold.optional(),
    })
    .optional(),
  rules: z
    .array(
      z.strictObject({
        name: word,
        exposure: z.enum(exposureKinds),
        categories: z.array(word).min(1),
        from: threshold.optional(),
        verdict: z.enum(['review', 'refuse']),
      }),
    )
    .min(1),
});

export interface Policy {
  readonly name: string;
  readonly sha256: string;
  readonly rules: readonly Rule[];
  /** How far indirect exposure is looked for; undefined: no rule asks for it. */
  readonly limits: UpstreamLimits | undefined;
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
  const asksIndirect = parsed.data.rules.some(({ exposure }) => exposure === 'indirect');
  if (parsed.data.indirect !== undefined && !asksIndirect)
    throw badPolicy(file, ['indirect: no rule has exposure: indirect']);
  return {
    name: parsed.data.name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    limits: asksIndirect ? limitsOf(parsed.data.indirect ?? {}) : undefined,
    rules: parsed.data.rules.map(({ name, exposure, categories, from, verdict }) => ({
      name,
      exposure,
      categories: new Set(categories.map(categoryOf)),
      from: from === undefined ? undefined : parseMinValue(from),
      verdict,
    })),
  };
}

function limitsOf({
  convention = defaultLimits.convention,
  hops = defaultLimits.hops,
  'max-wallets': maxWallets = defaultLimits.maxWallets,
  'min-value': minValue,
}: NonNullable<z.infer<typeof policySchema>['indirect']>): UpstreamLimits {
  const least = minValue === undefined ? undefined : parseMinValue(minValue);
  return { convention, hops, maxWallets, minValue: least ?? defaultLimits.minValue };
}

function badPolicy(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-policy', 'The screening policy cannot be used.', {
    facts: [`file: ${file}`, ...facts],
    hint: 'It has a name and rules, each with name, exposure, categories, verdict and perhaps from; see docs/screen.md.',
    exit: 2,
    cause,
  });
}
