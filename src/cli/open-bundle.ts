// A bundle from where it lies: one file, or a folder that holds what the file would (a result of a case).
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Opened, opened, openedParts } from '../evidence/manifest.ts';
import { readBytes } from './input-file.ts';

/** Throws KnownError `bad-bundle` or `file-unreadable`. */
export async function openBundle(path: string, flag: string): Promise<Opened> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? openFolder(path) : opened(await readBytes(path, flag));
}

export async function openFolder(folder: string): Promise<Opened> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parts = new Map<string, Uint8Array>();
  for (const file of files.sort())
    parts.set(relative(folder, file).split(sep).join('/'), await readFile(file));
  return openedParts(parts);
}
