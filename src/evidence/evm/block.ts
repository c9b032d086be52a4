// Headers and receipts of EVM chains, read from their RLP. What later forks added to a header stands at its end and is
// hashed with it, but need not be known here.
import { RLP } from '@ethereumjs/rlp';
import { keccak, type Tally } from '../tally.ts';

export interface Header {
  readonly hash: string;
  /** Of the block below it. */
  readonly previous: string;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly number: bigint;
  /** Unix seconds. */
  readonly time: bigint;
}

export interface Log {
  /** Lower case, with 0x. */
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: Uint8Array;
}

export interface Receipt {
  /** undefined: before Byzantium (block 4,370,000 of Ethereum) a receipt does not say whether its transaction failed. */
  readonly succeeded: boolean | undefined;
  readonly logs: readonly Log[];
}

type Item = Uint8Array | Item[];
const FIELDS = 15;

/** undefined where the bytes are no header. */
export function readHeader(bytes: Uint8Array, tally: Tally): Header | undefined {
  const fields = listIn(bytes);
  if (fields === undefined || fields.length < FIELDS) return undefined;
  const [previous, transactionsRoot, receiptsRoot] = [fields[0], fields[4], fields[5]];
  const number = wholeIn(fields[8]);
  const time = wholeIn(fields[11]);
  if (
    !isHash(previous) ||
    !isHash(transactionsRoot) ||
    !isHash(receiptsRoot) ||
    number === undefined ||
    time === undefined
  )
    return undefined;
  const hash = `0x${keccak(bytes, tally).toString('hex')}`;
  return { hash, previous: hexOf(previous), transactionsRoot, receiptsRoot, number, time };
}

/** undefined where the bytes are no receipt of a form that is known. */
export function readReceipt(bytes: Uint8Array): Receipt | undefined {
  // EIP-2718: a type below 0x80 stands in front of the list.
  const fields = listIn((bytes[0] ?? 0) < 0x80 ? bytes.subarray(1) : bytes);
  const [status, , , logs] = fields ?? [];
  if (fields === undefined || fields.length < 4 || !(status instanceof Uint8Array) || !Array.isArray(logs))
    return undefined;
  const read = logs.map(readLog);
  if (read.some((log) => log === undefined)) return undefined;
  return {
    succeeded: status.length === 32 ? undefined : status.length === 1 && status[0] === 1,
    logs: read as Log[],
  };
}

function readLog(log: Item): Log | undefined {
  if (!Array.isArray(log)) return undefined;
  const [address, topics, data] = log;
  if (
    !(address instanceof Uint8Array) ||
    address.length !== 20 ||
    !Array.isArray(topics) ||
    !(data instanceof Uint8Array)
  )
    return undefined;
  if (!topics.every(isHash)) return undefined;
  return { address: hexOf(address), topics: topics.map((topic) => hexOf(topic as Uint8Array)), data };
}

export function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

function wholeIn(item: Item | undefined): bigint | undefined {
  if (!(item instanceof Uint8Array) || item.length > 32) return undefined;
  return item.length === 0 ? 0n : BigInt(hexOf(item));
}

function isHash(item: Item | undefined): item is Uint8Array {
  return item instanceof Uint8Array && item.length === 32;
}

function listIn(bytes: Uint8Array): Item[] | undefined {
  try {
    const item = RLP.decode(bytes) as Item;
    return Array.isArray(item) ? item : undefined;
  } catch {
    return undefined;
  }
}
