// The form of case.yaml. Every scalar is text: to YAML an address such as 0x09… would be a number, and lose its last digits.
import { z } from 'zod';

const text = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'is no text') })
  .min(1, 'is empty');
const texts = z.array(text, { error: 'is no list' });

/** An address or a payment, as it is or with who says that it is one: `- {address: …, source: …}`. */
function seed(name: 'address' | 'payment') {
  return z.preprocess(
    (value) => (typeof value === 'string' ? { [name]: value } : value),
    z
      .strictObject({ [name]: text, source: text.optional(), note: text.optional() }, { error: 'is no seed' })
      .transform((of) => ({ seed: of[name] as string, source: of.source })),
  );
}
const seeds = (name: 'address' | 'payment') => z.array(seed(name), { error: 'is no list' }).default([]);

const options = z
  .record(z.string(), z.union([text, texts], { error: 'is neither a text nor a list of texts' }))
  .default({});

const run = z.strictObject({
  name: text.regex(/^[a-z0-9][-a-z0-9]*$/, 'is no name of small letters, digits and hyphens'),
  question: text.optional(),
  /** Or the name alone of a file of claims. */
  seeds: z.preprocess(
    (value) => (typeof value === 'string' ? { file: value } : value),
    z.strictObject(
      {
        wallets: seeds('address'),
        payments: seeds('payment'),
        account: seeds('address'),
        file: text.optional(),
      },
      { error: 'is missing, or neither the name of a file nor lists of seeds' },
    ),
  ),
  options,
  evidenceEnds: z.array(z.strictObject({ place: text, after: text, source: text })).default([]),
  notes: z.union([text, texts], { error: 'is neither a text nor a list of texts' }).optional(),
});

export const caseSchema = z.strictObject({
  question: text,
  /** Present: the data is invented; the text is printed on every output. */
  synthetic: text.optional(),
  sources: texts.optional(),
  notes: z.union([text, texts], { error: 'is neither a text nor a list of texts' }).optional(),
  /** For every run that does not say otherwise. */
  window: z
    .strictObject({ since: text.optional(), until: text.optional(), 'as-of': text.optional() })
    .default({}),
  options,
  /** Present: these label files and no others, as they were when they were put in. */
  labels: z
    .array(
      z.strictObject({
        file: text,
        sha256: text.regex(/^[0-9a-f]{64}$/, 'is no SHA-256 (64 hex digits)'),
        source: text.optional(),
      }),
    )
    .optional(),
  /** None yet in a case that was just begun. */
  runs: z
    .array(run, { error: 'is no list' })
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: 'has two runs of one name',
    }),
});
export type CaseFile = z.infer<typeof caseSchema>;
