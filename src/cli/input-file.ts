// A file that a flag names, whole. Not what is in it.
import { readFile } from 'node:fs/promises';
import { KnownError } from '../model/errors.ts';

export async function readBytes(file: string, flag: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new KnownError('file-unreadable', `${flag} names a file that cannot be read.`, {
      facts: [`file: ${file}`, `reason: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`],
      hint: 'Check the name.',
      exit: 2,
      cause: error,
    });
  }
}
