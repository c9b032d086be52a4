// A file of an analyst's decisions, from YAML or JSON. All that is wrong with it is told at once, by entry; of a file with a
// fault nothing is used. What the decisions do is the tracer's business.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { LedgerMaker } from '../chains/ledgers.ts';
import { placeNamed, transferNamed } from '../chains/seeds.ts';
import { categoryOf } from '../labels/categories.ts';
import { KnownError } from '../model/errors.ts';
import { type PlaceKey, placeKey } from '../model/place.ts';
import { unixTime } from '../model/time.ts';
import { type Decision, type DecisionFile, decisionKinds } from '../trace/decisions/decision.ts';

/** How the places that it names are read, and those that `--follow` names. */
export interface Reading {
  readonly chain: string | undefined;
  readonly maker: LedgerMaker;
  readonly follow: ReadonlySet<PlaceKey>;
}

const text = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'is no text') })
  .trim()
  .min(1, 'is empty');
const common = {
  subject: text.optional(),
  subjects: z.array(text, { error: 'is no list' }).min(1, 'is empty').optional(),
  author: text,
  date: text.refine((word) => unixTime(word) !== undefined, {
    error: 'is neither a date such as 2024-08-02 nor unix seconds',
  }),
  reason: text,
};
const entrySchema = z.discriminatedUnion(
  'decision',
  [
    z.strictObject({ decision: z.literal('follow'), ...common }),
    z.strictObject({ decision: z.literal('stop'), name: text, category: text.optional(), ...common }),
    z.strictObject({ decision: z.literal('same-owner'), name: text, ...common }),
    z.strictObject({ decision: z.literal('relabel'), name: text, category: text, ...common }),
    z.strictObject({ decision: z.literal('exclude'), ...common }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? `is none of ${decisionKinds.join(', ')}` : 'is no object',
  },
);
type Entry = z.infer<typeof entrySchema>;

export async function readDecisions(
  bytes: Uint8Array,
  file: string,
  reading: Reading,
): Promise<DecisionFile> {
  const faults: string[] = [];
  const entries: Decision[] = [];
  for (const [index, item] of listIn(bytes, file).entries()) {
    const entry = index + 1;
    const parsed = entrySchema.safeParse(item);
    if (parsed.success) {
      const { decision, faults: more } = await decisionOf(parsed.data, entry, reading);
      entries.push(decision);
      faults.push(...more);
    } else faults.push(...parsed.error.issues.map((issue) => `entry ${entry}${faultText(issue)}`));
  }
  faults.push(...contradictions(entries, reading.follow));
  if (faults.length > 0) throw badDecisions(file, [...new Set(faults)]);
  return { name: basename(file), sha256: createHash('sha256').update(bytes).digest('hex'), entries };
}

function badDecisions(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-decisions', 'The file of decisions cannot be used.', {
    facts: [`file: ${file}`, ...facts],
    hint: 'Each entry has decision, subject or subjects, author, date and reason; see docs/cli.md.',
    exit: 2,
    cause,
  });
}

function listIn(bytes: Uint8Array, file: string): unknown[] {
  let value: unknown;
  try {
    const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Every scalar as text: to YAML an address such as 0x09… would be a number, and lose its last digits.
    value = parse(content, { schema: 'failsafe', maxAliasCount: 10 });
  } catch (error) {
    throw badDecisions(file, ['it is no readable YAML or JSON in UTF-8'], error);
  }
  if (!Array.isArray(value)) throw badDecisions(file, ['it is no list of decisions']);
  if (value.length === 0) throw badDecisions(file, ['it holds no decision']);
  return value;
}

function faultText({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `: it takes no ${issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`;
  const [field, position] = path;
  if (field === undefined) return ` ${message}`;
  return `, ${String(field)}${typeof position === 'number' ? ` ${position + 1}` : ''} ${message}`;
}

async function decisionOf(
  given: Entry,
  entry: number,
  { chain, maker }: Reading,
): Promise<{ decision: Decision; faults: string[] }> {
  const faults: string[] = [];
  const { decision: kind, subject, subjects, author, date, reason } = given;
  if ((subject === undefined) === (subjects === undefined))
    faults.push(`entry ${entry}: it needs either subject or subjects`);
  const words = subjects ?? (subject === undefined ? [] : [subject]);
  if (kind === 'same-owner' && words.length === 1)
    faults.push(`entry ${entry}: one place alone has no other of the same owner`);
  async function each<T>(read: (word: string) => Promise<T>): Promise<T[]> {
    const found: T[] = [];
    for (const [index, word] of words.entries())
      try {
        found.push(await read(word));
      } catch (error) {
        if (!(error instanceof KnownError)) throw error;
        faults.push(`entry ${entry}, subject ${index + 1}: ${[error.message, ...error.facts].join(' ')}`);
      }
    return found;
  }
  const transfers = kind === 'exclude' ? await each((word) => transferNamed(word, chain, maker)) : [];
  const places = kind === 'exclude' ? [] : await each((word) => placeNamed(word, chain, maker));
  const name = 'name' in given ? given.name : undefined;
  const category =
    'category' in given && given.category !== undefined ? categoryOf(given.category) : undefined;
  return { decision: { entry, kind, places, transfers, name, category, author, date, reason }, faults };
}

/** Two words about one thing would make the effect of each unclear: neither could be told from the other. */
function contradictions(entries: readonly Decision[], follow: ReadonlySet<PlaceKey>): string[] {
  const faults: string[] = [];
  const said = new Map<string, { readonly entry: number; readonly kind: string }>();
  /** `topic`: what only one decision may settle for a place or transfer. */
  function settle(entry: number, kind: string, topic: string, key: string): void {
    const before = said.get(`${topic}|${key}`);
    if (before !== undefined)
      faults.push(
        `entry ${entry}: ${kind} names what ${before.entry === entry ? 'it names already' : `entry ${before.entry} (${before.kind}) names too`}`,
      );
    else said.set(`${topic}|${key}`, { entry, kind });
  }
  for (const { entry, kind, places, transfers } of entries) {
    for (const place of places) {
      const key = placeKey(place);
      if (kind === 'stop' || kind === 'relabel') settle(entry, kind, 'label', key);
      if (kind === 'stop' || kind === 'follow') settle(entry, kind, 'way', key);
      if (kind === 'same-owner') settle(entry, kind, 'owner', key);
      if (kind === 'stop' && follow.has(key))
        faults.push(`entry ${entry}: stop names what --follow names too`);
    }
    for (const { chain, id } of transfers) settle(entry, kind, 'transfer', `${chain}|${id}`);
  }
  return faults;
}
