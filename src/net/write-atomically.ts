// A file that is whole or absent, whoever is killed and whenever: written beside its place, flushed, then renamed.
// Not write-file-atomic: its temporary names are made of the process id, which two machines or containers sharing one
// folder may have in common.
import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';

/** `content`: whole, or piece by piece where it may be longer than a string can be. */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array | Iterable<string>,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
