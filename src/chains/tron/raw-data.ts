// The bytes that the id of a Tron transaction commits to, read as protobuf: what the transaction says in its own words.
// An answer whose readable form says something else is refused. Only the types that pay are looked into.
import { createHash } from 'node:crypto';
import type { Address } from '../../model/address.ts';
import { UnreadableAnswer } from '../quantities.ts';
import type { Act } from './act.ts';
import { addressOfBytes } from './address.ts';

type Fields = ReadonlyMap<number, bigint | Uint8Array>;

/** The last value of each field, as protobuf reads fields that do not repeat. Throws RangeError on a cut message. */
function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, bigint | Uint8Array>();
  let at = 0;
  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number is cut off');
  }
  function take(length: number): Uint8Array {
    if (at + length > bytes.length) throw new RangeError('a field is cut off');
    at += length;
    return bytes.subarray(at - length, at);
  }
  while (at < bytes.length) {
    const tag = Number(varint());
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire === 0) fields.set(field, varint());
    else if (wire === 2) fields.set(field, take(Number(varint())));
    else if (wire === 1) take(8);
    else if (wire === 5) take(4);
    else throw new RangeError(`a field of kind ${wire}`);
  }
  return fields;
}

const bytesAt = (fields: Fields, field: number): Uint8Array => {
  const value = fields.get(field);
  return value instanceof Uint8Array ? value : new Uint8Array();
};
const numberAt = (fields: Fields, field: number): bigint => {
  const value = fields.get(field);
  return typeof value === 'bigint' ? value : 0n;
};
function addressAt(fields: Fields, field: number): Address | undefined {
  const bytes = bytesAt(fields, field);
  return bytes.length === 21 && bytes[0] === 0x41
    ? addressOfBytes(Buffer.from(bytes.subarray(1)).toString('hex'))
    : undefined;
}

/** Numbers of protocol.Transaction.Contract.ContractType. */
const TRANSFER = 1n;
const TRANSFER_ASSET = 2n;
const TRIGGER = 31n;

/** What must be alike, as one text; undefined for types that are not looked into. */
function saidBy(raw: Uint8Array): string | undefined {
  const contract = fieldsOf(bytesAt(fieldsOf(raw), 11));
  const value = fieldsOf(bytesAt(fieldsOf(bytesAt(contract, 2)), 2));
  const asset = Buffer.from(bytesAt(value, 1)).toString('utf8');
  switch (numberAt(contract, 1)) {
    case TRANSFER:
      return line(addressAt(value, 1), addressAt(value, 2), numberAt(value, 3), '');
    case TRANSFER_ASSET:
      return line(addressAt(value, 2), addressAt(value, 3), numberAt(value, 4), asset);
    case TRIGGER:
      return line(
        addressAt(value, 1),
        addressAt(value, 2),
        numberAt(value, 3),
        Buffer.from(bytesAt(value, 4)).toString('hex'),
      );
    default:
      return undefined;
  }
}

function line(owner: Address | undefined, to: Address | undefined, amount: bigint, rest: string): string {
  return `${owner} ${to} ${amount} ${rest}`;
}

function saidIn({ type, owner, moves, call }: Act): string | undefined {
  const [move] = moves;
  if (type === 'TransferContract') return line(owner, move?.to, move?.amount ?? 0n, '');
  if (type === 'TransferAssetContract') return line(owner, move?.to, move?.amount ?? 0n, move?.token ?? '');
  const sun = moves.find(({ token }) => token === undefined)?.amount ?? 0n;
  if (type === 'TriggerSmartContract')
    return line(owner, call?.contract, sun, call?.data.toLowerCase() ?? '');
  return undefined;
}

/**
 * The note that the payer wrote beside it, in hex; empty: none. Throws UnreadableAnswer where the id is not that of the bytes, or
 * the bytes say something else than the answer.
 */
export function checkedNote(txId: string, hex: string, act: Act): string {
  const raw = Buffer.from(hex, 'hex');
  if (createHash('sha256').update(raw).digest('hex') !== txId)
    throw new UnreadableAnswer('raw_data_hex: its hash is another id', 'source-disagreement');
  let said: string | undefined;
  let note: Uint8Array;
  try {
    said = saidBy(raw);
    note = bytesAt(fieldsOf(raw), 10);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnreadableAnswer(`raw_data_hex: ${error.message}`);
  }
  if (said !== saidIn(act))
    throw new UnreadableAnswer('raw_data_hex says something else than raw_data', 'source-disagreement');
  return Buffer.from(note).toString('hex');
}
