// A case folder: case.yaml with its question, runs and options; tape/, labels/, expected/<run>.json beside it.
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KnownError } from '../model/errors.ts';
import { flags, type Given, keyOf } from './flags.ts';

const word = z.union([z.string(), z.number()]).transform(String);
const caseSchema = z.strictObject({
  question: z.string(),
  /** Present: the data is invented; the text is printed on every output. */
  synthetic: z.string().optional(),
  sources: z.array(z.string()).optional(),
  runs: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][-a-z0-9]*$/),
        question: z.string().optional(),
        /** Or the name alone of a file of claims. */
        seeds: z.preprocess(
          (value) => (typeof value === 'string' ? { file: value } : value),
          z.strictObject({
            wallets: z.array(word).default([]),
            payments: z.array(word).default([]),
            account: z.array(word).default([]),
            file: z.string().min(1).optional(),
          }),
        ),
        options: z.record(z.string(), z.union([word, z.boolean(), z.array(word)])).default({}),
        evidenceEnds: z
          .array(z.strictObject({ place: z.string(), after: word, source: z.string() }))
          .default([]),
      }),
    )
    .min(1),
});
export type CaseFile = z.infer<typeof caseSchema>;

export interface Case extends CaseFile {
  readonly folder: string;
  /** case.yaml itself. */
  readonly file: string;
  readonly tape: string;
  readonly labels: readonly string[];
}

function badCase(folder: string, why: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-case', 'The case cannot be used.', {
    facts: [`folder: ${folder}`, ...why],
    hint: 'A case folder holds case.yaml, tape/, labels/ and expected/; see docs/cli.md.',
    exit: 2,
    cause,
  });
}

export async function readCase(folder: string): Promise<Case> {
  const file = join(folder, 'case.yaml');
  let value: unknown;
  try {
    value = parse(await readFile(file, 'utf8'), { maxAliasCount: 10 });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw badCase(folder, [missing ? 'there is no case.yaml' : 'case.yaml is no readable YAML'], error);
  }
  const parsed = caseSchema.safeParse(value);
  if (!parsed.success)
    throw badCase(
      folder,
      parsed.error.issues.map(
        (issue) => `case.yaml, ${issue.path.join('.') || 'top level'}: ${issue.message}`,
      ),
    );
  const labels = join(folder, 'labels');
  return {
    ...parsed.data,
    folder,
    file,
    tape: join(folder, 'tape'),
    labels: existsSync(labels)
      ? readdirSync(labels)
          .sort()
          .map((name) => join(labels, name))
      : [],
  };
}

/** Seeds and labels have a place of their own in a case; the book of one machine has none. */
const OWN_PLACE: ReadonlySet<keyof Given> = new Set(['tx', 'seeds', 'labels', 'book']);

/** Options of a run by their flag names (`min-value`), as the command line would give them. */
export function givenBy(run: CaseFile['runs'][number], folder: string): Given {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(run.options)) {
    const flag = flags.find(({ flags: text }) => text.split(/[ ,]+/).includes(`--${name}`));
    if (flag === undefined || flag.kind !== 'result' || OWN_PLACE.has(keyOf(flag)))
      throw badCase(folder, [`case.yaml, run ${run.name}: there is no option ${JSON.stringify(name)}`]);
    given[keyOf(flag)] = flag.repeat !== undefined && !Array.isArray(value) ? [value] : value;
  }
  return {
    ...given,
    // Beside case.yaml, wherever the program is called from.
    ...(typeof given.decisions === 'string' ? { decisions: join(folder, given.decisions) } : {}),
    ...(typeof given.victims === 'string' ? { victims: join(folder, given.victims) } : {}),
    ...(Array.isArray(given.flagged)
      ? { flagged: given.flagged.map((word) => (word === 'labels' ? word : join(folder, String(word)))) }
      : {}),
    ...(run.seeds.file === undefined ? {} : { seeds: join(folder, run.seeds.file) }),
  } as Given;
}
