// A Bitcoin block header: 80 bytes, what they say, and whether their hash meets the target that they name.
import { sha256Twice, type Tally } from '../tally.ts';

export interface Header {
  /** As displayed: reversed. */
  readonly hash: string;
  readonly previous: string;
  /** In the order of the header. */
  readonly merkleRoot: Buffer;
  /** Unix seconds. */
  readonly time: number;
  readonly target: bigint;
  readonly meetsTarget: boolean;
}

/** No target of the main chain is above this: src/kernel/chainparams.cpp of Bitcoin Core, powLimit. */
const POW_LIMIT = (1n << 224n) - 1n;

/** undefined where there are not 80 bytes. */
export function readHeader(hex: string, tally: Tally): Header | undefined {
  if (!/^[0-9a-f]{160}$/.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const hash = displayed(sha256Twice(bytes, tally));
  const target = targetOf(bytes.readUInt32LE(72));
  return {
    hash,
    previous: displayed(bytes.subarray(4, 36)),
    merkleRoot: Buffer.from(bytes.subarray(36, 68)),
    time: bytes.readUInt32LE(68),
    target,
    meetsTarget: target > 0n && target <= POW_LIMIT && BigInt(`0x${hash}`) <= target,
  };
}

/** nBits is a base-256 floating-point number; 0 where it would be negative. */
function targetOf(bits: number): bigint {
  const exponent = bits >>> 24;
  const mantissa = BigInt(bits & 0x7fffff);
  if ((bits & 0x800000) !== 0) return 0n;
  return exponent <= 3 ? mantissa >> BigInt(8 * (3 - exponent)) : mantissa << BigInt(8 * (exponent - 3));
}

/** Tries that a hash of this target takes on the average. */
export function workOf(target: bigint): bigint {
  return (1n << 256n) / (target + 1n);
}

/** Difficulty as everybody gives it: how many times harder than the first blocks; rounded down. */
export function difficultyOf(target: bigint): bigint {
  return target === 0n ? 0n : (0xffffn << 208n) / target;
}

export function displayed(hash: Uint8Array): string {
  return Buffer.from(hash).reverse().toString('hex');
}
