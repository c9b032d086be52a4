// The checksum of a pack's bytes, beside their reading.
import { createHash } from 'node:crypto';
import type { Bytes } from './reading/lines.ts';

export function sha256(bytes: Bytes): string {
  const hash = createHash('sha256');
  for (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

/** The bytes as they are gone through last, with what is known of them then. */
export function hashing(bytes: () => Bytes) {
  let hash = createHash('sha256');
  let last: number | undefined;
  function* hashed(): Generator<Uint8Array> {
    hash = createHash('sha256');
    for (const chunk of bytes()) {
      hash.update(chunk);
      last = chunk.at(-1) ?? last;
      yield chunk;
    }
  }
  return {
    bytes: hashed,
    sha256: () => hash.digest('hex'),
    endsWithLine: () => last === 0x0a || last === 0x0d,
  };
}
