// Transactions, receipts and blocks as JSON-RPC gives them, checked.
import { z } from 'zod';
import type { BlockHash } from '../../model/ledger.ts';
import { readAs } from '../quantities.ts';
import { addressOrNone, addressText, hash32, hexCount, hexWhole } from './quantities.ts';

const blockSchema = z.object({ number: hexCount, hash: hash32, timestamp: hexCount });

export function readBlock(value: unknown): {
  readonly height: number;
  readonly hash: BlockHash;
  readonly time: number;
} {
  const block = readAs(blockSchema, value);
  return { height: block.number, hash: block.hash as BlockHash, time: block.timestamp };
}

export function readHeight(value: unknown): number {
  return readAs(hexCount, value);
}

/** A balance, or what `balanceOf` returned: one 32-byte word; undefined if it is neither. */
export function readAmount(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value) ? BigInt(value) : undefined;
}

export function readCode(value: unknown): string {
  return readAs(z.string().regex(/^0x([0-9a-fA-F]{2})*$/), value).toLowerCase();
}

const placed = z.object({ transactionIndex: hexCount });

/** Index of a transaction in its block; undefined for an unknown or unconfirmed one. */
export function readIndexedTx(value: unknown): number | undefined {
  const tx = placed.safeParse(value);
  return tx.success ? tx.data.transactionIndex : undefined;
}

const txSchema = z.object({
  blockNumber: hexCount.nullish(),
  from: addressText,
  to: addressOrNone,
  value: hexWhole,
  gas: hexWhole,
  gasPrice: hexWhole.nullish(),
  transactionIndex: hexCount.nullish(),
  input: z.string().nullish(),
  type: hexCount.nullish(),
  /** OP stack: coin made for the sender. */
  mint: hexWhole.nullish(),
});
export type RpcTx = z.infer<typeof txSchema>;

export function readTx(value: unknown): RpcTx | undefined {
  return value === null ? undefined : readAs(txSchema, value);
}

const logSchema = z.object({
  address: addressText,
  topics: z.array(z.union([z.null(), hash32])),
  data: z.string(),
  logIndex: hexCount,
  removed: z.boolean().nullish(),
});
export type RpcLog = z.infer<typeof logSchema>;

/** A log by itself, as `eth_getLogs` gives it. */
const placedLogSchema = logSchema.extend({
  blockNumber: hexCount,
  blockHash: hash32,
  transactionHash: hash32,
  transactionIndex: hexCount,
  blockTimestamp: hexCount.nullish(),
});
export type PlacedLog = z.infer<typeof placedLogSchema>;

export function readLogs(value: unknown): PlacedLog[] {
  return readAs(z.array(placedLogSchema), value);
}

const receiptSchema = z.object({
  blockNumber: hexCount,
  blockHash: hash32,
  transactionHash: hash32,
  transactionIndex: hexCount,
  /** Absent or null before Byzantium. */
  status: hexCount.nullish(),
  gasUsed: hexWhole,
  effectiveGasPrice: hexWhole.nullish(),
  contractAddress: addressOrNone,
  /** What is paid on top: for blobs (EIP-4844), and on OP-stack chains for data on the parent chain. */
  blobGasUsed: hexWhole.nullish(),
  blobGasPrice: hexWhole.nullish(),
  l1Fee: hexWhole.nullish(),
  logs: z.array(logSchema),
});
export type RpcReceipt = z.infer<typeof receiptSchema>;

export function readReceipt(value: unknown): RpcReceipt | undefined {
  return value === null ? undefined : readAs(receiptSchema, value);
}

/** All of one block; undefined where the node does not know the block. */
export function readReceipts(value: unknown): RpcReceipt[] | undefined {
  return value === null ? undefined : readAs(z.array(receiptSchema), value);
}
