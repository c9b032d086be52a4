// A case folder: case.yaml with its question, runs and options; labels/ beside it, and either tape/ with expected/, or results/.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { packsOf } from './case-packs.ts';
import { type CaseFile, caseSchema } from './case-schema.ts';
import { faultLine, faultLines, type Located, locatedYaml } from './case-yaml.ts';
import { type Flag, flags, type Given, keyOf } from './flags.ts';
import { wordOf } from './given-defaults.ts';
import { namesPriceService } from './prices-of.ts';

export interface Case extends CaseFile {
  readonly folder: string;
  /** case.yaml itself. */
  readonly file: string;
  readonly tape: string;
  /** Files, each with the checksum that case.yaml gives, if it gives any. */
  readonly packs: readonly string[];
  /** What each run is asked with, by its name. */
  readonly given: ReadonlyMap<string, Given>;
}

/** Throws KnownError `bad-case`, with every fault by field and line, or `label-pack-changed`. */
export async function readCase(folder: string): Promise<Case> {
  const { value, given } = await readCaseFile(folder);
  return {
    ...value,
    folder,
    file: join(folder, 'case.yaml'),
    tape: join(folder, 'tape'),
    given,
    packs: await packsOf(folder, value.labels),
  };
}

export interface ReadCaseFile extends Pick<Case, 'given'>, Pick<Located, 'document'> {
  readonly value: CaseFile;
}

/** case.yaml alone, with its document to be changed. */
export async function readCaseFile(folder: string): Promise<ReadCaseFile> {
  let text: string;
  try {
    text = await readFile(join(folder, 'case.yaml'), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    throw badCase(folder, [isMissing ? 'there is no case.yaml' : `case.yaml cannot be read: ${code}`], error);
  }
  return caseFrom(text, folder);
}

/** Throws KnownError `bad-case`. */
export function caseFrom(text: string, folder: string): ReadCaseFile {
  const located = locatedYaml(text);
  if ('fault' in located) throw badCase(folder, [`case.yaml is no readable YAML: ${located.fault}`]);
  const parsed = caseSchema.safeParse(located.value);
  if (!parsed.success) throw badCase(folder, faultLines(parsed.error, located));
  const given = givenOf(parsed.data, folder, located.lineOf);
  return { value: parsed.data, document: located.document, given };
}

function badCase(folder: string, why: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-case', 'The case cannot be used.', {
    facts: [`folder: ${folder}`, ...why],
    hint: 'See “Case folders” in docs/cli.md for the form; trace case init FOLDER begins a new case.',
    exit: 2,
    cause,
  });
}

/** Seeds and labels have a place of their own in a case; the book of one machine has none. */
const OWN_PLACE: ReadonlySet<keyof Given> = new Set(['tx', 'wallets', 'seeds', 'labels', 'book']);

/** Flags that may stand under `options`, by their words there. */
export const caseOptions: ReadonlyMap<string, Flag> = new Map(
  flags
    .filter((flag) => flag.kind === 'result' && !OWN_PLACE.has(keyOf(flag)))
    .map((flag) => [wordOf(flag), flag]),
);

/** Options of each run by flag, as the command line would give them: those of the case, its window, those of the run. */
function givenOf(what: CaseFile, folder: string, lineOf: Located['lineOf']): Map<string, Given> {
  const faults: string[] = [];
  function read(options: CaseFile['options'], at: readonly (string | number)[]): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(options)) {
      const flag = caseOptions.get(name);
      const read =
        flag === undefined ? { why: `there is no option ${JSON.stringify(name)}` } : readValue(flag, value);
      if ('why' in read) faults.push(faultLine([...at, name], read.why, lineOf));
      else if (flag !== undefined) given[keyOf(flag)] = read.value;
    }
    return given;
  }
  const { since, until, 'as-of': asOf } = what.window;
  const shared = {
    ...read(what.options, ['options']),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  const all = what.runs.map(({ name, options, seeds }, index): [string, Given] => [
    name,
    besideCase({ ...shared, ...read(options, ['runs', index, 'options']) }, seeds.file, folder),
  ]);
  if (faults.length > 0) throw badCase(folder, faults);
  return new Map(all);
}

/** A flag that takes no value is true or false. */
function readValue(
  { flags: text, repeat }: Flag,
  value: string | readonly string[],
): { readonly value: unknown } | { readonly why: string } {
  if (!text.includes('<'))
    return value === 'true' || value === 'false'
      ? { value: value === 'true' }
      : { why: 'is neither true nor false' };
  if (repeat !== undefined) return { value: typeof value === 'string' ? [value] : value };
  return typeof value === 'string' ? { value } : { why: 'takes one value, no list' };
}

/** Files that options name lie beside case.yaml, wherever the program is called from. */
function besideCase(given: Record<string, unknown>, seeds: string | undefined, folder: string): Given {
  const besideIt = (keys: readonly (keyof Given)[]): Record<string, string> =>
    Object.fromEntries(
      keys.flatMap((key) => (typeof given[key] === 'string' ? [[key, join(folder, given[key])]] : [])),
    );
  return {
    ...given,
    ...besideIt(['accounts', 'decisions', 'victims']),
    ...(namesPriceService(given as Given) ? {} : besideIt(['prices'])),
    ...(Array.isArray(given.flagged)
      ? { flagged: given.flagged.map((word) => (word === 'labels' ? word : join(folder, String(word)))) }
      : {}),
    ...(seeds === undefined ? {} : { seeds: join(folder, seeds) }),
  } as Given;
}
