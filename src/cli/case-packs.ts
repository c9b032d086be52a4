// The label files of a case: those in labels/, held against what case.yaml says of them, so that a case is never run with
// other labels than those that its author put in.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../model/errors.ts';
import type { CaseFile } from './case-schema.ts';

/** Files in labels/, sorted; named by their paths from the case's folder. */
export async function packNames(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'labels')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.sort().map((name) => `labels/${name}`);
}

/** Where case.yaml lists none, all that is there. Throws KnownError `label-pack-changed`. */
export async function packsOf(folder: string, listed: CaseFile['labels']): Promise<string[]> {
  const files = await packNames(folder);
  if (listed !== undefined) {
    const faults = await faultsOf(folder, files, listed);
    if (faults.length > 0) throw changed(folder, faults);
  }
  return files.map((file) => join(folder, file));
}

async function faultsOf(
  folder: string,
  files: readonly string[],
  listed: NonNullable<CaseFile['labels']>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const { file, sha256 } of listed) {
    if (!files.includes(file)) faults.push(`${file}: is in case.yaml and not in the folder`);
    else {
      const found = await checksum(join(folder, file));
      if (found !== sha256) faults.push(`${file}: case.yaml says ${sha256}, the file has ${found}`);
    }
  }
  const names = new Set(listed.map(({ file }) => file));
  for (const file of files)
    if (!names.has(file)) faults.push(`${file}: is in the folder and not in case.yaml`);
  return faults;
}

export async function checksum(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

function changed(folder: string, facts: readonly string[]): KnownError {
  return new KnownError('label-pack-changed', 'The label files of the case are not those that it names.', {
    facts: [`folder: ${folder}`, ...facts],
    hint: 'If the change is meant, trace case add FOLDER --labels FILE takes the file in with its new checksum.',
    exit: 2,
  });
}
