// A file of results is whole or absent, and whether it can be written is asked before anything else is.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { writeAtomically } from '../net/write-atomically.ts';

export async function checkFile(output: string): Promise<void> {
  const isFolder = await stat(output).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) throw unwritable(output, 'EISDIR', undefined);
  await access(dirname(output), constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(output, error.code, error);
  });
}

/** Where a result goes without -o. */
export const STANDARD_OUTPUT = 'standard output';

export function unwritable(file: string, code: string | undefined, cause: unknown): KnownError {
  return new KnownError(
    'output-unwritable',
    file === STANDARD_OUTPUT
      ? 'The result could not be written; what stands there is cut off.'
      : 'The result could not be written; no file was left behind.',
    {
      facts: [`file: ${file}`, `reason: ${code ?? 'unknown'}`],
      hint: 'Check the folder, its rights and the free space.',
      cause,
    },
  );
}

export async function writeWhole(
  file: string,
  content: string | Uint8Array | Iterable<string>,
): Promise<void> {
  try {
    await writeAtomically(file, content);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw unwritable(file, code, error);
  }
}
