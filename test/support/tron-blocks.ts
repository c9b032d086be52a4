// How Tron hashes a block and its transactions, by hand: enough for made-up blocks. After protocol/Tron.proto and
// java-tron's MerkleTree, apart from src.
import { createHash } from 'node:crypto';

const sha = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const varint = (value: bigint): number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
const field = (tag: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag, ...varint(BigInt(bytes.length))]), bytes]);

const RESULTS = { SUCCESS: 1, REVERT: 2, OUT_OF_ENERGY: 10 } as const;
export type TronResult = keyof typeof RESULTS;

/** A whole transaction: field 1 raw data, field 2 signature, field 5 result, in which 3 is the contract's. */
export function tronTxBytes(raw: string, signature: string, result: TronResult): Buffer {
  return Buffer.concat([
    field(0x0a, Buffer.from(raw, 'hex')),
    field(0x12, Buffer.from(signature, 'hex')),
    field(0x2a, Buffer.from([0x18, RESULTS[result]])),
  ]);
}

/** Over hashes of whole transactions: pairs hashed once, an odd node carried up as it is; 32 zeros over none. */
export function tronRootOf(txs: readonly Buffer[]): Buffer {
  let row = txs.map(sha);
  while (row.length > 1)
    row = row.flatMap((node, at) => {
      const right = row[at + 1];
      return at % 2 === 1 ? [] : [right === undefined ? node : sha(Buffer.concat([node, right]))];
    });
  return row[0] ?? Buffer.alloc(32);
}

export interface TronHeader {
  readonly number: number;
  /** Milliseconds. */
  readonly timestamp: number;
  readonly txTrieRoot: string;
  readonly parentHash: string;
  readonly witness_address: string;
  readonly version: number;
}

/** Height as 8 bytes, then bytes 8 to 32 of the hash of the header's fields 1, 2, 3, 7, 9 and 10. */
export function tronBlockId(header: TronHeader): string {
  const bytes = Buffer.concat([
    Buffer.from([0x08, ...varint(BigInt(header.timestamp))]),
    field(0x12, Buffer.from(header.txTrieRoot, 'hex')),
    field(0x1a, Buffer.from(header.parentHash, 'hex')),
    Buffer.from([0x38, ...varint(BigInt(header.number))]),
    field(0x4a, Buffer.from(header.witness_address, 'hex')),
    Buffer.from([0x50, header.version]),
  ]);
  return header.number.toString(16).padStart(16, '0') + sha(bytes).toString('hex').slice(16);
}
