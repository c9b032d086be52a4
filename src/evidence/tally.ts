// Hashes that a verification computes, with their number: what it cost, as a count that no machine changes.
import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3';

export interface Tally {
  hashes: number;
}

export function sha256Once(bytes: Uint8Array, tally: Tally): Buffer {
  tally.hashes += 1;
  return createHash('sha256').update(bytes).digest();
}

/** Bitcoin's hash. Counted once. */
export function sha256Twice(bytes: Uint8Array, tally: Tally): Buffer {
  tally.hashes += 1;
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
}

export function keccak(bytes: Uint8Array, tally: Tally): Buffer {
  tally.hashes += 1;
  return Buffer.from(keccak_256(bytes));
}
