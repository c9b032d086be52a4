// The question of a bundle: all that must be said for the run to be asked again from the bundle alone. Written with the
// bundle, read by `trace verify` and `trace prove`.
import { z } from 'zod';
import { sourceNames } from '../chains/ledgers.ts';
import { badBundle } from '../evidence/zip.ts';
import type { LabelBook } from '../labels/book.ts';
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import { type Label, tiers } from '../model/label.ts';
import type { ReportHead } from '../report/json.ts';
import type { Ask } from './ask.ts';
import { auditPart } from './audit-file.ts';
import { type Evidence, inputPart } from './evidence-notes.ts';
import { flags, type Given, keyOf } from './flags.ts';
import { asksSensitivity, flowsOf } from './output.ts';
import { namesPriceService } from './prices-of.ts';

/** Options that name a file with a part of its own in a bundle. */
const fileKeys = [
  'accounts',
  'decisions',
  'prices',
  'seeds',
  'victims',
] as const satisfies readonly (keyof Given)[];

const texts = z.array(z.string());
const questionSchema = z.strictObject({
  question: z.literal(1),
  command: z.string(),
  synthetic: z.string().optional(),
  tapes: texts,
  labelSources: z.array(
    z.strictObject({
      pack: z.string(),
      rows: z.int(),
      sha256: z.string().optional(),
      newest: z.int().optional(),
      imported: z.int().optional(),
    }),
  ),
  /** Of a case: the folder that names of its files are shown without. */
  folder: z.string().optional(),
  /** Label packs by their full names. */
  packs: texts,
  explorers: z.array(z.enum(sourceNames)),
  /** The transfer list, as it was named, and the part that holds it. */
  ledger: z.strictObject({ name: z.string(), part: z.string() }).optional(),
  asks: z
    .array(
      z.strictObject({
        name: z.string(),
        title: z.string().optional(),
        wallets: texts,
        payments: texts,
        account: texts.optional(),
        evidenceEnds: z.array(z.strictObject({ place: z.string(), after: z.string(), source: z.string() })),
        /** By option: the part that holds the file, and behind a slash its name. */
        files: z.partialRecord(z.enum(fileKeys), z.string()),
        options: z.record(z.string(), z.union([z.string(), z.boolean(), texts])),
        /** The part that holds the running ledger, and the rules it is kept under, as they were named. */
        audit: z
          .strictObject({
            part: z.enum(['audit/ledger.csv', 'audit/ledger.txt']),
            conventions: z.string().optional(),
          })
          .optional(),
      }),
    )
    .min(1),
});
export type BundleQuestion = Omit<z.infer<typeof questionSchema>, 'labelSources'> &
  Pick<ReportHead, 'labelSources'>;

/** Flags that change figures, but for those that name files: these have parts of their own. */
const optionKeys = flags
  .filter(({ kind }) => kind === 'result')
  .map(keyOf)
  .filter(
    (key) =>
      key !== 'tx' && key !== 'wallets' && key !== 'labels' && !(fileKeys as readonly string[]).includes(key),
  );

export function questionOf(
  asks: readonly Ask[],
  head: ReportHead,
  labels: LabelBook,
  evidence: Evidence,
  folder: string | undefined,
): BundleQuestion {
  const { synthetic, tapes, labelSources, command } = head;
  const ledger = asks[0]?.given.ledger;
  const list = ledger === undefined ? undefined : evidence.inputs.get(ledger);
  return {
    question: 1,
    command,
    ...(synthetic === undefined ? {} : { synthetic }),
    tapes: [...tapes],
    labelSources: labelSources.map((source) => ({ ...source })),
    ...(folder === undefined ? {} : { folder }),
    packs: labels.packs().map(({ pack }) => pack),
    explorers: [...evidence.explorers],
    ...(ledger === undefined || list === undefined
      ? {}
      : { ledger: { name: ledger, part: inputPart(list) } }),
    asks: asks.map(({ name, title, wallets, payments, account, evidenceEnds, given }) => ({
      name,
      ...(title === undefined ? {} : { title }),
      wallets: [...wallets],
      payments: [...payments],
      ...(account === undefined ? {} : { account: [...account] }),
      evidenceEnds: evidenceEnds.map(({ place, after, source }) => ({ place, after, source })),
      files: filesIn(given, evidence),
      options: {
        ...optionsIn(given),
        // A service is named by a word, a file is a part.
        ...(given.prices !== undefined && namesPriceService(given) ? { prices: given.prices } : {}),
        ...(asksSensitivity(given) && given.backward !== true && (account ?? []).length === 0
          ? { sensitivity: true }
          : {}),
        ...(flowsOf(given) === 'asked' ? { flows: true } : {}),
        ...(given.explainBounds === true ? { explainBounds: true } : {}),
      },
      ...auditIn(given),
    })),
  };
}

function auditIn({ audit, auditConvention }: Given): Pick<BundleQuestion['asks'][number], 'audit'> {
  if (audit === undefined) return {};
  const conventions = auditConvention === undefined ? {} : { conventions: auditConvention };
  return { audit: { part: auditPart(audit), ...conventions } };
}

function filesIn(given: Given, { inputs }: Evidence): Partial<Record<(typeof fileKeys)[number], string>> {
  const files: Partial<Record<(typeof fileKeys)[number], string>> = {};
  for (const key of fileKeys) {
    const input = inputs.get(given[key] ?? '');
    if (input !== undefined) files[key] = `${inputPart(input)}/${input.name}`;
  }
  return files;
}

function optionsIn(given: Given): Record<string, string | boolean | string[]> {
  const options: Record<string, string | boolean | string[]> = {};
  for (const key of optionKeys) {
    const value = given[key];
    if (value !== undefined) options[key] = typeof value === 'object' ? [...value] : value;
  }
  return options;
}

/** Throws KnownError `bad-bundle`. */
export function readQuestion(part: Uint8Array | undefined): BundleQuestion {
  const parsed = questionSchema.safeParse(jsonIn(part, 'question.json'));
  if (parsed.success) return parsed.data as BundleQuestion;
  const issue = parsed.error.issues[0];
  throw badBundle(`question.json, ${issue?.path.join('.') || 'top level'}: ${issue?.message ?? ''}`);
}

/** The questions as `answer` takes them; options that this program does not know are refused. */
export function asksIn({ asks }: BundleQuestion): Ask[] {
  const known = new Set<string>([...optionKeys, 'prices', 'sensitivity', 'flows', 'explainBounds']);
  return asks.map(({ options, files, account, audit, ...ask }) => {
    const unknown = Object.keys(options).find((key) => !known.has(key));
    if (unknown !== undefined)
      throw badBundle(
        `question.json has an option that this program does not know: ${JSON.stringify(unknown)}`,
      );
    // JSON is the form in which only what was asked for is worked out.
    const kept = audit === undefined ? {} : { audit: audit.part, auditConvention: audit.conventions };
    const given = { ...options, ...files, ...kept, json: true };
    return {
      title: undefined,
      ...ask,
      ...(account === undefined ? {} : { account }),
      given: given as Given,
    };
  });
}

const labelSchema = z.strictObject({
  chain: z.string(),
  address: z.string(),
  entity: z.string(),
  category: z.string(),
  role: z.string().optional(),
  source: z.string(),
  url: z.string().optional(),
  date: z.int().optional(),
  validFrom: z.int().optional(),
  validTo: z.int().optional(),
  confidence: z.number().optional(),
  tier: z.enum(tiers).optional(),
  actor: z.string().optional(),
  clusterDefiner: z.literal(true).optional(),
  pack: z.string(),
});

/** JSON lines. */
export function labelText(labels: readonly Label[]): string {
  return labels.map((label) => `${JSON.stringify(labelSchema.parse(label))}\n`).join('');
}

/** Throws KnownError `bad-bundle`. */
export function readLabelText(part: Uint8Array | undefined): Label[] {
  const lines = textIn(part, 'labels.jsonl').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line, index) => {
      const parsed = labelSchema.safeParse(parsedJson(line, 'labels.jsonl'));
      if (!parsed.success) throw badBundle(`labels.jsonl, line ${index + 1}: no label`);
      const { chain, address, ...rest } = parsed.data;
      // Written from labels that had passed their gate; a changed one finds no place, or the replay differs.
      return { chain: chain as ChainId, address: address as Address, ...rest } as Label;
    });
}

export function textIn(part: Uint8Array | undefined, name: string): string {
  if (part === undefined) throw badBundle(`it has no ${name}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part);
  } catch (error) {
    throw badBundle(`${name} is no text in UTF-8`, error);
  }
}

function jsonIn(part: Uint8Array | undefined, name: string): unknown {
  return parsedJson(textIn(part, name), name);
}

function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badBundle(`${name} is no JSON`, error);
  }
}
