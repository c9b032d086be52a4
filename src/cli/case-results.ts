// The results of a case: results/0001, 0002 … in the order of the runs, each what a bundle holds, unpacked. A result is
// whole or absent: it is written beside its place and renamed.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withManifest } from '../evidence/manifest.ts';
import type { Parts } from '../evidence/zip.ts';
import { KnownError } from '../model/errors.ts';
import type { Label } from '../model/label.ts';
import type { ResultJson } from '../report/schema.ts';
import { VERSION } from '../report/version.ts';
import { type BundleQuestion, readLabelText, readQuestion, textIn } from './bundle-question.ts';
import { runText } from './compare-case.ts';
import { openFolder } from './open-bundle.ts';
import { unwritable, writeWhole } from './whole-file.ts';

export interface CaseResult {
  /** `0002` */
  readonly name: string;
  readonly folder: string;
  /** Of the program that made it. */
  readonly version: string;
  readonly question: BundleQuestion;
  readonly result: ResultJson;
  readonly labels: readonly Label[];
  readonly parts: Parts;
}

const NAME = /^\d{4,}$/;

/** In their order. */
export async function resultNames(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'results')).catch((error: NodeJS.ErrnoException) => {
    // No folder: none yet. That none can be made there is for who writes one.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort((a, b) => Number(a) - Number(b));
}

/** undefined: the case was never run. */
export async function newestResult(folder: string): Promise<CaseResult | undefined> {
  const name = (await resultNames(folder)).at(-1);
  return name === undefined ? undefined : readResult(folder, name);
}

/** Throws KnownError `bad-result`: it is not there, or not as it was written. */
export async function readResult(folder: string, name: string): Promise<CaseResult> {
  const at = join(folder, 'results', name);
  if (!NAME.test(name) || !existsSync(at)) {
    const names = await resultNames(folder);
    const there = names.length === 0 ? 'results: none yet' : `results: ${names.join(', ')}`;
    throw badResult(
      at,
      ['there is no such result', there],
      'Name one of these, or make one: trace case run FOLDER.',
    );
  }
  const { manifest, faults, parts } = await openFolder(at);
  if (faults.length > 0)
    throw badResult(at, faults, 'Restore the folder as it was, or remove it and run the case again.');
  return {
    name,
    folder: at,
    version: manifest.program.version,
    question: readQuestion(parts.get('question.json')),
    result: resultIn(parts),
    labels: readLabelText(parts.get('labels.jsonl')),
    parts,
  };
}

/** As this program wrote it: the manifest has its hash, or it was made just now. */
export function resultIn(parts: Parts): ResultJson {
  return JSON.parse(textIn(parts.get('result.json'), 'result.json')) as ResultJson;
}

export function answersFile({ folder }: CaseResult): string {
  return join(folder, 'answers.jsonl');
}

/** Runs by name, each as it stands in expected/. */
export function runsIn({ result }: Pick<CaseResult, 'result'>): Map<string, string> {
  return new Map(foundIn(result).map((run) => [run.name, runText(run)]));
}

/** What is found, whichever the questions are; as report/answer-json.ts, without what only some forms or a report need. */
export function foundIn({ runs, sources = [], accounts = [] }: ResultJson): { readonly name: string }[] {
  return [
    ...runs.map(({ flows: _f, known: _k, ...run }) => run),
    ...sources.map(({ known: _, ...own }) => own),
    ...accounts.map(({ sources: { known: _, ...own }, ...account }) => ({ ...account, sources: own })),
  ];
}

/** Gives the name of the new result. */
export async function writeResult(folder: string, parts: Parts): Promise<string> {
  const all = join(folder, 'results');
  const temporary = join(all, `.${randomUUID()}.tmp`);
  try {
    for (const [name, content] of withManifest(parts, VERSION)) {
      const file = join(temporary, name);
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, content);
    }
    return await placed(folder, temporary);
  } catch (error) {
    // That it cannot be cleared away is no news beside why it could not be written.
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw unwritable(all, code, error);
  }
}

/** A folder that is not empty is never renamed over: two runs at once get two names. */
async function placed(folder: string, temporary: string): Promise<string> {
  for (;;) {
    const last = Number((await resultNames(folder)).at(-1) ?? 0);
    const name = String(last + 1).padStart(4, '0');
    try {
      await rename(temporary, join(folder, 'results', name));
      return name;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    }
  }
}

function badResult(at: string, facts: readonly string[], hint: string): KnownError {
  return new KnownError('bad-result', 'The result of the case cannot be used.', {
    facts: [`folder: ${at}`, ...facts],
    hint,
    exit: 2,
  });
}
