// Rows of txlist, txlistinternal and tokentx, checked and in one form for every dialect. Nothing is left out or
// interpreted here: that is transfers.ts.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { TxId } from '../../model/place.ts';
import { count, readAs, UnreadableAnswer, whole } from '../quantities.ts';
import { excerpt } from '../source-failure.ts';
import type { Dialect } from './dialects.ts';
import { addressOrNone, addressText, hash32 } from './quantities.ts';
import { logOrder } from './trace-order.ts';

interface AnyRow {
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
  readonly txId: TxId;
  readonly value: bigint;
  /** undefined only for coins of the genesis block. */
  readonly from: Address | undefined;
  /** Of a creation: the contract created. undefined: a creation that failed. */
  readonly to: Address | undefined;
}
export interface NativeRow extends AnyRow {
  readonly txIndex: number;
  readonly blockHash: string | undefined;
  /** gasUsed × gasPrice */
  readonly fee: bigint;
  readonly failed: boolean;
  /** The transaction itself calls `transferFrom` of a token, which is its `to`. */
  readonly transferFrom: { readonly from: Address; readonly to: Address; readonly value: bigint } | undefined;
}
export interface InternalRow extends AnyRow {
  /** Lower case: call, create, delegatecall, … Blockscout's `callType` where it says more than `type`. */
  readonly type: string;
  readonly failed: boolean;
  /** Place in the call tree, or the running number alone; undefined where the answer has none. */
  readonly path: readonly number[] | undefined;
  /** Of the transaction, where the list tells it. */
  readonly txIndex?: number;
}
export interface TokenRow extends AnyRow {
  readonly txIndex: number | undefined;
  readonly blockHash: string | undefined;
  readonly contract: Address;
  readonly symbol: string | undefined;
  readonly decimals: number | undefined;
  /** Among all movements of its transaction, where the list tells it: some versions of Blockscout do. */
  readonly order?: number;
}

const genesisHash = z
  .string()
  .regex(/^GENESIS_/)
  .transform((text) => text.replace(/0x[0-9a-fA-F]{40}$/, (address) => address.toLowerCase()));
const txId = z.union([genesisHash, hash32]).transform((text) => text as TxId);
const blockHash = z
  .union([hash32, z.literal('')])
  .nullish()
  .transform((text) => text || undefined);
const flag = z.union([z.literal('0'), z.literal('1')]).transform((text) => text === '1');
const from = z.union([z.literal('GENESIS').transform(() => undefined), addressOrNone]);

const native = z.object({
  blockNumber: count,
  timeStamp: count,
  hash: txId,
  blockHash,
  transactionIndex: count,
  from,
  to: addressOrNone,
  contractAddress: addressOrNone,
  value: whole,
  gasUsed: whole,
  gasPrice: whole,
  isError: flag,
  txreceipt_status: z.string().nullish(),
  input: z.string().nullish(),
});

function nativeRow(raw: unknown): NativeRow {
  const row = readAs(native, raw);
  if (row.from === undefined && !row.hash.startsWith('GENESIS_')) throw new UnreadableAnswer('from: missing');
  return {
    height: row.blockNumber,
    time: row.timeStamp,
    txId: row.hash,
    txIndex: row.transactionIndex,
    blockHash: row.blockHash,
    from: row.from,
    to: row.to ?? row.contractAddress,
    value: row.value,
    fee: row.gasUsed * row.gasPrice,
    // Before Byzantium txreceipt_status is empty and isError alone tells.
    failed: row.isError || row.txreceipt_status === '0',
    transferFrom: transferFromOf(row.input ?? ''),
  };
}

/** `transferFrom(address,address,uint256)` of ERC-20: its selector and three words, the addresses padded with zeros. */
const TRANSFER_FROM = /^0x23b872dd0{24}([0-9a-f]{40})0{24}([0-9a-f]{40})([0-9a-f]{64})$/i;

/** What a transaction with this call data would do as a call of a token. */
export function transferFromOf(input: string): NativeRow['transferFrom'] {
  const [, payer, payee, word] = TRANSFER_FROM.exec(input) ?? [];
  if (payer === undefined || payee === undefined || word === undefined) return undefined;
  const address = (digits: string) => readAs(addressText, `0x${digits}`);
  return { from: address(payer), to: address(payee), value: BigInt(`0x${word}`) };
}

const internal = z.object({
  blockNumber: count,
  timeStamp: count,
  from: addressText,
  to: addressOrNone,
  contractAddress: addressOrNone,
  value: whole,
  type: z.string(),
  callType: z.string().nullish(),
  isError: flag,
});
const tracePath = z
  .string()
  .regex(/^\d{1,9}(_\d{1,9})*$/)
  .transform((text) => text.split('_').map(Number));

/** `ofTx`: the transaction that was asked for; Etherscan's answer by hash does not repeat it. */
function internalRow(dialect: Dialect, raw: unknown, ofTx: TxId | undefined): InternalRow {
  const row = readAs(internal, raw);
  const fields = readAs(z.record(z.string(), z.unknown()), raw);
  const hash = fields[dialect.internalHash];
  const path = fields[dialect.internalPath];
  const hidden = path === undefined || path === null || path === '';
  return {
    height: row.blockNumber,
    time: row.timeStamp,
    txId: ofTx !== undefined && hash === undefined ? ofTx : readAs(txId, hash, dialect.internalHash),
    from: row.from,
    to: row.to ?? row.contractAddress,
    value: row.value,
    type: (row.type === 'call' && row.callType ? row.callType : row.type).toLowerCase(),
    failed: row.isError,
    path: hidden ? undefined : readAs(tracePath, String(path), dialect.internalPath),
  };
}

const token = z.object({
  blockNumber: count,
  timeStamp: count,
  hash: txId,
  blockHash,
  transactionIndex: count.optional(),
  from: addressText,
  to: addressText,
  contractAddress: addressText,
  value: whole,
  tokenSymbol: z.string().nullish(),
  tokenDecimal: z.union([z.literal(''), count]).nullish(),
  logIndex: z.union([z.literal(''), count]).nullish(),
});

function tokenRow(raw: unknown): TokenRow {
  const row = readAs(token, raw);
  const decimals = typeof row.tokenDecimal === 'number' ? row.tokenDecimal : undefined;
  return {
    height: row.blockNumber,
    time: row.timeStamp,
    txId: row.hash,
    txIndex: row.transactionIndex,
    blockHash: row.blockHash,
    from: row.from,
    to: row.to,
    value: row.value,
    contract: row.contractAddress,
    symbol: row.tokenSymbol ?? undefined,
    // uint8 by the standard; more is a lie that would only make amounts unreadable.
    decimals: decimals !== undefined && decimals <= 255 ? decimals : undefined,
    ...(typeof row.logIndex === 'number' ? { order: logOrder(row.logIndex) } : {}),
  };
}

/** Names the row by number and, where it has one, by hash. */
function each<R>(raws: readonly unknown[], parse: (raw: unknown) => R): R[] {
  return raws.map((raw, at) => {
    try {
      return parse(raw);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      const fields = raw as { hash?: unknown; transactionHash?: unknown } | null;
      const hash = fields?.hash ?? fields?.transactionHash;
      const named = typeof hash === 'string' ? ` (${excerpt(hash)})` : '';
      throw new UnreadableAnswer(`row ${at + 1}${named}, ${error.message}`);
    }
  });
}

export function nativeRows(raws: readonly unknown[]): NativeRow[] {
  return each(raws, nativeRow);
}
export function internalRows(dialect: Dialect, raws: readonly unknown[], ofTx?: TxId): InternalRow[] {
  return each(raws, (raw) => internalRow(dialect, raw, ofTx));
}
export function tokenRows(raws: readonly unknown[]): TokenRow[] {
  return each(raws, tokenRow);
}
