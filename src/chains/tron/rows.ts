// Rows of TronGrid's three lists, checked and in one form. What follows from them is transfers.ts.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { TxId } from '../../model/place.ts';
import { count, readAs, UnreadableAnswer, whole } from '../quantities.ts';
import { excerpt } from '../source-failure.ts';
import { addressText } from './address.ts';
import { readTxWords, type TxWords, txIdText } from './tx-words.ts';

interface Timed {
  /** Milliseconds of the block; no two blocks share one. */
  readonly ms: number;
  readonly txId: TxId;
}
export interface TxRow extends Timed, TxWords {
  readonly kind: 'tx';
  readonly height: number | undefined;
}
export interface CallRow extends Timed {
  readonly kind: 'call';
  /** Of the call itself, the same in every list. */
  readonly id: string;
  readonly from: Address;
  readonly to: Address;
  readonly moved: readonly { readonly token: string | undefined; readonly amount: bigint }[];
}
export interface TokenRow extends Timed {
  readonly kind: 'token';
  readonly from: Address;
  readonly to: Address;
  /** undefined: the row does not say. */
  readonly contract: Address | undefined;
  readonly value: bigint;
  readonly symbol: string | undefined;
  readonly decimals: number | undefined;
  /** Anything but `Transfer` and `Approval` is looked up; a row of what is not confirmed yet is none. */
  readonly isTransfer: 'yes' | 'no' | 'untold';
}

const placedSchema = z.object({ block_timestamp: count, blockNumber: count.nullish() });

/** `call_value` is a number, or `{ "_": number }`. */
const callValue = z
  .union([z.object({ _: whole }).transform((value) => value._), whole])
  .nullish()
  .transform((value) => value ?? 0n);
const callSchema = z.object({
  internal_tx_id: z.string(),
  tx_id: txIdText,
  block_timestamp: count,
  from_address: addressText,
  to_address: addressText,
  data: z.object({
    rejected: z.boolean().nullish(),
    call_value: callValue,
    call_token_value: callValue,
    token_id: z.union([z.string(), whole.transform(String)]).nullish(),
  }),
});

function callRow(raw: unknown): CallRow {
  const { data, ...row } = readAs(callSchema, raw);
  const token = data.token_id ?? undefined;
  if (data.call_token_value > 0n && token === undefined) throw new UnreadableAnswer('token_id: missing');
  const moved = [
    { token: undefined, amount: data.call_value },
    { token, amount: data.call_token_value },
  ];
  return {
    kind: 'call',
    id: row.internal_tx_id,
    ms: row.block_timestamp,
    txId: row.tx_id,
    from: row.from_address,
    to: row.to_address,
    moved: data.rejected === true ? [] : moved.filter(({ amount }) => amount > 0n),
  };
}

/** A row of `transactions`: a transaction, or a call inside one. */
function txOrCallRow(raw: unknown): TxRow | CallRow {
  if (typeof raw === 'object' && raw !== null && 'internal_tx_id' in raw) return callRow(raw);
  const placed = readAs(placedSchema, raw);
  const height = placed.blockNumber ?? undefined;
  return { kind: 'tx', ms: placed.block_timestamp, height, ...readTxWords(raw, 'text') };
}

export const callRows = (raws: readonly unknown[]): CallRow[] => each(raws, callRow);
export const txOrCallRows = (raws: readonly unknown[]): (TxRow | CallRow)[] => each(raws, txOrCallRow);
export const tokenRows = (raws: readonly unknown[]): TokenRow[] => each(raws, tokenRow);

const tokenSchema = z.object({
  transaction_id: txIdText,
  block_timestamp: count,
  from: addressText,
  to: addressText,
  type: z.string(),
  value: whole,
  _unconfirmed: z.boolean().nullish(),
  token_info: z
    .object({ address: addressText.nullish(), symbol: z.string().nullish(), decimals: count.nullish() })
    .nullish(),
});

function tokenRow(raw: unknown): TokenRow {
  const row = readAs(tokenSchema, raw);
  const { address, symbol, decimals } = row.token_info ?? {};
  return {
    kind: 'token',
    ms: row.block_timestamp,
    txId: row.transaction_id,
    from: row.from,
    to: row.to,
    contract: address ?? undefined,
    value: row.value,
    symbol: symbol ?? undefined,
    // uint8 by the standard; more is a lie that would only make amounts unreadable.
    decimals: decimals !== undefined && decimals !== null && decimals <= 255 ? decimals : undefined,
    isTransfer:
      row.type === 'Approval' || row._unconfirmed === true
        ? 'no'
        : row.type === 'Transfer'
          ? 'yes'
          : 'untold',
  };
}

/** Names the row by number and, where it has one, by id. */
function each<R>(raws: readonly unknown[], parse: (raw: unknown) => R): R[] {
  return raws.map((raw, at) => {
    try {
      return parse(raw);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      const fields = raw as { txID?: unknown; transaction_id?: unknown; tx_id?: unknown } | null;
      const id = fields?.txID ?? fields?.transaction_id ?? fields?.tx_id;
      const named = typeof id === 'string' ? ` (${excerpt(id)})` : '';
      throw new UnreadableAnswer(`row ${at + 1}${named}, ${error.message}`, error.gap);
    }
  });
}
