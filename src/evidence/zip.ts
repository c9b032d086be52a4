// The container of a bundle: named parts to ZIP bytes and back. Knows nothing of what the parts hold.
// The same parts give the same bytes: sorted names, one fixed time, one fixed level, a deflate that is part of this program
// (fflate), since zlib's output differs from version to version of Node.
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { KnownError } from '../model/errors.ts';
import { layoutFault } from './zip-layout.ts';

export type Parts = ReadonlyMap<string, Uint8Array>;

/** ZIP writes local time from 1980 on; noon is the same day in every zone, and exists on it. */
const TIME = new Date(1980, 0, 1, 12);
const LEVEL = 6;
const MOST_PARTS = 10_000;
/** Of all parts together, unpacked. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** No `..`, no leading `/`, no backslash, no drive, no folder by itself: nothing that unpacks anywhere else. */
const NAME = /^[a-z0-9][-a-z0-9._]*(\/[a-z0-9][-a-z0-9._]*)*$/;

/** Throws KnownError `bundle-too-large`: what could not be opened again is not made. */
export function zipped(parts: Parts, most: number = MOST_BYTES): Uint8Array {
  const names = [...parts.keys()].sort();
  const total = [...parts.values()].reduce((sum, { length }) => sum + length, 0);
  if (total > most)
    throw new KnownError('bundle-too-large', 'The bundle would be larger than a bundle may be.', {
      facts: [`its parts: ${total} bytes`, `at most: ${most} bytes`],
      hint: 'Ask less in one run: a higher --min-value, fewer hops, or one wallet at a time.',
    });
  const files: Zippable = {};
  for (const name of names) {
    if (!isPartName(name)) throw new Error(`no name for a part: ${name}`);
    files[name] = [parts.get(name) as Uint8Array, { mtime: TIME, level: LEVEL }];
  }
  return zipSync(files);
}

export function isPartName(name: string): boolean {
  return name.length <= 200 && NAME.test(name);
}

/** Throws KnownError `bad-bundle`: no ZIP, a name that leads elsewhere or comes twice, more than can be meant, two meanings. */
export function unzipped(bytes: Uint8Array, most: number = MOST_BYTES): Parts {
  const names = new Set<string>();
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      // Asked before a part is unpacked, and with the size that is then reserved: more is never written.
      filter({ name, originalSize, compression }) {
        if (!isPartName(name))
          throw badBundle(`a part has a name that is not allowed: ${JSON.stringify(name)}`);
        if (names.has(name)) throw badBundle(`two parts are called ${name}`);
        if (compression !== 0 && compression !== 8) throw badBundle(`${name} is packed in an unknown way`);
        names.add(name);
        total += originalSize;
        if (names.size > MOST_PARTS) throw badBundle(`it has more than ${MOST_PARTS} parts`);
        if (total > most) throw badBundle(`unpacked it has more than ${most} bytes`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof KnownError) throw error;
    throw badBundle('it is no ZIP file, or it is cut off', error);
  }
  const fault = layoutFault(bytes, files);
  if (fault !== undefined) throw badBundle(fault);
  return new Map([...names].sort().map((name) => [name, files[name] as Uint8Array]));
}

export function badBundle(why: string, cause?: unknown): KnownError {
  return new KnownError('bad-bundle', 'The bundle cannot be opened.', {
    facts: [why],
    hint: 'Get the file again from where it came; a bundle is made by trace with --bundle.',
    cause,
  });
}
