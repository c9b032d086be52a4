// `--bundle FILE`: what the result rests on, sealed beside it. What is in it is described in docs/evidence.md.

import type { KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { writeAtomically } from '../net/write-atomically.ts';
import { type Answer, isRun } from '../report/answer.ts';
import type { ReportHead } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import type { Ask } from './ask.ts';
import { auditPart } from './audit-file.ts';
import type { Case } from './case-file.ts';
import { type Evidence, inputPart } from './evidence-notes.ts';
import type { Given } from './flags.ts';
import { readBytes } from './input-file.ts';
import type { Sources } from './open-sources.ts';
import { badFlag } from './usage.ts';

export interface BundleOf {
  readonly asks: readonly Ask[];
  readonly runs: readonly Answer[];
  readonly head: ReportHead;
  readonly sources: Sources;
  readonly case?: Pick<Case, 'file' | 'folder'>;
}

/** Before anything is asked: a run of hours must not end with a key that cannot sign. */
export async function checkBundle({ bundle, sign }: Pick<Given, 'bundle' | 'sign'>): Promise<void> {
  if (bundle === undefined) {
    if (sign !== undefined) throw badFlag('--sign', sign, 'a key, where --bundle names the file to sign');
    return;
  }
  await access(dirname(bundle), constants.W_OK | constants.X_OK).catch((error) => {
    throw unwritable(bundle, error);
  });
  await keyOf(sign);
}

export async function writeBundle(of: BundleOf, given: Given): Promise<void> {
  const { bundle, sign } = given;
  const { evidence } = of.sources;
  if (bundle === undefined || evidence === undefined) return;
  await sealTo(bundle, await partsOf(of, evidence, given.audit), sign);
}

/** What a bundle holds, by name, without its manifest. */
export async function partsOf(
  { asks, runs, head, sources, case: from }: BundleOf,
  evidence: Evidence,
  audit: string | undefined,
): Promise<Map<string, Uint8Array>> {
  const { questionOf } = await import('./bundle-question.ts');
  const question = questionOf(asks, head, sources.labels, evidence, from?.folder);
  const parts = await derivedParts(runs, head, evidence);
  parts.set('question.json', encoded(`${JSON.stringify(question, undefined, 2)}\n`));
  if (from !== undefined) parts.set('case.yaml', await readFile(from.file));
  if (audit !== undefined) parts.set(auditPart(audit), await readFile(audit));
  return parts;
}

/** Those that follow from the question and the answers: a replay makes them again. */
export async function derivedParts(
  runs: readonly Answer[],
  head: ReportHead,
  evidence: Omit<Evidence, 'explorers'>,
): Promise<Map<string, Uint8Array>> {
  const [{ jsonText, resultJson }, { rowsPart, rowsText }, { labelText }] = await Promise.all([
    import('../report/json.ts'),
    import('../evidence/arithmetic/rows.ts'),
    import('./bundle-question.ts'),
  ]);
  const parts = new Map([['result.json', encoded(jsonText(resultJson(runs, head)))]]);
  for (const { name, findings } of runs.filter(isRun))
    if (findings.rows !== undefined) parts.set(rowsPart(name), encoded(rowsText(findings.rows)));
  parts.set('labels.jsonl', encoded(labelText(evidence.labels())));
  for (const input of evidence.inputs.values()) parts.set(inputPart(input), input.bytes);
  const answers = evidence.answers();
  if (answers !== '') {
    parts.set('answers.jsonl', encoded(answers));
    parts.set('access.jsonl', encoded(evidence.access()));
  }
  return parts;
}

export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Writes the bundle, and its signature in two forms beside it where there is a key. */
export async function sealTo(
  file: string,
  parts: ReadonlyMap<string, Uint8Array>,
  sign: string | undefined,
): Promise<void> {
  const key = await keyOf(sign);
  const { sealed } = await import('../evidence/manifest.ts');
  const { bytes, manifest, root } = sealed(parts, VERSION);
  try {
    await writeAtomically(file, bytes);
    if (key === undefined) return;
    const [{ signatureOf }, { minisigOf }] = await Promise.all([
      import('../evidence/signature.ts'),
      import('../evidence/minisign.ts'),
    ]);
    await writeAtomically(`${file}.sig`, signatureOf(manifest, key));
    await writeAtomically(`${file}.minisig`, Buffer.from(minisigOf(manifest, key, `bundle ${root}`)));
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function keyOf(sign: string | undefined): Promise<KeyObject | undefined> {
  if (sign === undefined) return undefined;
  const { signingKey } = await import('../evidence/signature.ts');
  return signingKey(await readBytes(sign, '--sign'));
}

function unwritable(file: string, cause: unknown): KnownError {
  return new KnownError('bundle-unwritable', 'The bundle could not be written; no file was left behind.', {
    facts: [`file: ${file}`, `reason: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`],
    hint: 'Name a file in a folder that exists and can be written to.',
    cause,
  });
}
