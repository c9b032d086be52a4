// Addresses and transaction ids of an invented world, made from names by hashing: the same text gives the same bytes, and
// nobody holds a key to any of them.
import { createHash } from 'node:crypto';
import { address as codec } from 'bitcoinjs-lib';

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export interface Names {
  /** Lower case. */
  evm(name: string): string;
  /** p2wpkh of a digest: no public key hashes to it on purpose. */
  bitcoin(name: string): string;
}

/** `looksLike`: name → the name whose first four and last four digits its EVM address shares. */
export function namesOf(world: string, looksLike: ReadonlyMap<string, string>): Names {
  function evm(name: string): string {
    const own = digest(`${world}: ethereum address of ${name}`).subarray(0, 20).toString('hex');
    const other = looksLike.get(name);
    if (other === undefined) return `0x${own}`;
    const shown = evm(other).slice(2);
    return `0x${shown.slice(0, 4)}${own.slice(4, 36)}${shown.slice(36)}`;
  }
  return {
    evm,
    bitcoin: (name) =>
      codec.toBech32(digest(`${world}: bitcoin address of ${name}`).subarray(0, 20), 0, 'bc'),
  };
}

/** 64 hex digits. `said`: what the line of the world says, so that ids stay when lines are added. */
export function inventedId(world: string, said: string): string {
  return digest(`${world}: transaction ${said}`).toString('hex');
}
