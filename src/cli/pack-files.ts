// The files of an import: what a path or a folder holds, how each is called, and their bytes piece by piece. What is in
// them the label book reads.
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { PackFile } from '../labels/installing.ts';
import type { Bytes } from '../labels/reading/lines.ts';
import type { Reading } from '../labels/reading/read-pack.ts';
import { KnownError } from '../model/errors.ts';

/** Files of these names are taken from a folder; others (licences, notes) are passed over. */
const PACKS = /\.(?:csv|tsv|txt|json|ya?ml|xml)$/i;
const PIECE = 64 * 1024;
/** Longest header that a TagPack may include, in bytes. */
const MOST_INCLUDED = 1_000_000;

export interface FoundFile {
  readonly path: string;
  /** `folder/deeper/file.yaml`, from the folder that was named. */
  readonly name: string;
  /** Nothing outside may be included. */
  readonly root: string;
}

/** In the order given; within a folder by name. Symbolic links in folders are not followed. Throws KnownError `file-unreadable`. */
export function filesIn(path: string): readonly FoundFile[] {
  try {
    const whole = realpathSync(path);
    if (!lstatSync(whole).isDirectory()) return [{ path: whole, name: basename(path), root: dirname(whole) }];
    return readdirSync(whole, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && PACKS.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => ({
        path: file,
        name: join(basename(whole), relative(whole, file)).split(sep).join('/'),
        root: whole,
      }));
  } catch (error) {
    throw unreadable(path, error);
  }
}

export function packFile(
  { path, name, root }: FoundFile,
  reading: Omit<Reading, 'name' | 'include'>,
): PackFile {
  return {
    reading: { ...reading, name, include: (other) => included(other, dirname(path), root) },
    bytes: () => bytesOf(path),
  };
}

function* bytesOf(path: string): Bytes & Generator<Uint8Array> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const size = readSync(file, piece);
      if (size === 0) return;
      yield piece.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}

/** Beside the pack, or in a folder above it up to the one that was named; nowhere else. */
function included(name: string, folder: string, root: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = resolve(at, name);
    if (isInside(path, root)) {
      try {
        const real = realpathSync(path);
        if (isInside(real, root) && lstatSync(real).size <= MOST_INCLUDED) return readFileSync(real, 'utf8');
      } catch {
        // Not here; perhaps above.
      }
    }
    if (at === root || dirname(at) === at) return undefined;
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && !way.startsWith('..') && resolve(root, way) === path;
}

function unreadable(path: string, error: unknown): KnownError {
  return new KnownError('file-unreadable', 'A label file cannot be read.', {
    facts: [`file: ${path}`, `reason: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`],
    hint: 'Check the name.',
    exit: 2,
    cause: error,
  });
}
