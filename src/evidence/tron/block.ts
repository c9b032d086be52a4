// Blocks of Tron: the id that a header's bytes have, the tree over the block's transactions, and a transaction's bytes.
import { sha256Once, type Tally } from '../tally.ts';
import type { TronProofs } from './proofs.ts';
import { bytesAt, fieldsIn, numberAt } from './protobuf.ts';

export interface Header {
  /** Height as 8 bytes, then bytes 8 to 32 of the hash of the raw data. */
  readonly id: string;
  readonly root: Uint8Array;
  readonly number: bigint;
  /** Milliseconds since 1970. */
  readonly time: bigint;
}

/** undefined where the bytes are no header. */
export function readHeader(bytes: Uint8Array, tally: Tally): Header | undefined {
  const fields = fieldsIn(bytes);
  const root = fields === undefined ? undefined : bytesAt(fields, 2);
  if (fields === undefined || root?.length !== 32) return undefined;
  const number = numberAt(fields, 7);
  const height = Buffer.alloc(8);
  height.writeBigUInt64BE(BigInt.asUintN(64, number));
  const id = Buffer.concat([height, sha256Once(bytes, tally).subarray(8)]).toString('hex');
  return { id, root, number, time: numberAt(fields, 1) };
}

/** One hash over left and right; a leaf is the hash of the whole transaction, not its id. */
export function rootOfBranch(
  raw: Uint8Array,
  branch: TronProofs['transactions'][number]['branch'],
  tally: Tally,
): Buffer {
  let node = sha256Once(raw, tally);
  for (const { hash, side } of branch) {
    const sibling = Buffer.from(hash, 'hex');
    node = sha256Once(
      side === 'left' ? Buffer.concat([sibling, node]) : Buffer.concat([node, sibling]),
      tally,
    );
  }
  return node;
}

export interface TronTransaction {
  readonly id: string;
  /** `1` TRX, `2` a TRC-10 token, `31` a call of a contract; others are not looked into. */
  readonly type: bigint;
  /** 20 bytes in hex. */
  readonly owner: string;
  readonly to: string;
  readonly amount: bigint;
  readonly token: string | undefined;
  /** Of a call: its data in hex. */
  readonly data: string;
  readonly succeeded: boolean;
}

/** undefined where the bytes are no transaction of one contract. */
export function readTransaction(bytes: Uint8Array, tally: Tally): TronTransaction | undefined {
  const fields = fieldsIn(bytes);
  const raw = fields === undefined ? undefined : bytesAt(fields, 1);
  const rawFields = raw === undefined || raw.length === 0 ? undefined : fieldsIn(raw);
  const contract = rawFields === undefined ? undefined : fieldsIn(bytesAt(rawFields, 11));
  const parameter = contract === undefined ? undefined : fieldsIn(bytesAt(contract, 2));
  const value = parameter === undefined ? undefined : fieldsIn(bytesAt(parameter, 2));
  const result = fields === undefined ? undefined : fieldsIn(bytesAt(fields, 5));
  if (raw === undefined || contract === undefined || value === undefined || result === undefined)
    return undefined;
  const type = numberAt(contract, 1);
  // A token's transfer names the token first; the fields of the others begin with the owner.
  const shift = type === 2n ? 1 : 0;
  const address = (number: number): string => Buffer.from(bytesAt(value, number).subarray(1)).toString('hex');
  const said = numberAt(result, 3);
  return {
    id: sha256Once(raw, tally).toString('hex'),
    type,
    owner: address(1 + shift),
    to: address(2 + shift),
    amount: numberAt(value, 3 + shift),
    token: type === 2n ? Buffer.from(bytesAt(value, 1)).toString('utf8') : undefined,
    data: type === 31n ? Buffer.from(bytesAt(value, 4)).toString('hex') : '',
    // 1 is SUCCESS; early transfers have no word of it and no failure (`ret` 1).
    succeeded: numberAt(result, 2) === 0n && (said === 1n || (said === 0n && type !== 31n)),
  };
}
