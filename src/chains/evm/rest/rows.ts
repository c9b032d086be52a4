// Rows of Blockscout's REST API, checked and in the form of rows.ts (BlockScoutWeb.API.V2.TransactionView and
// InternalTransactionView, and recorded answers). Left out here: what is in no block yet, tokens of other kinds than ERC-20, and
// the call that is the transaction itself.
import { z } from 'zod';
import type { TxId } from '../../../model/place.ts';
import { count, readAs, UnreadableAnswer, whole } from '../../quantities.ts';
import { addressText, hash32 } from '../quantities.ts';
import { type InternalRow, type NativeRow, type TokenRow, transferFromOf } from '../rows.ts';
import { logOrder } from '../trace-order.ts';

/** Where the block was not loaded beside it a row has no time. */
export type Untimed<R> = Omit<R, 'time'> & { readonly time: number | undefined };

const txId = hash32.transform((text) => text as TxId);
const party = z.object({ hash: addressText });
const partyOrNone = party.nullish().transform((value) => value?.hash);
const time = z.iso
  .datetime()
  .nullish()
  .transform((text) => (text ? Math.floor(Date.parse(text) / 1000) : undefined));

const transaction = z.object({
  hash: txId,
  block_number: count.nullable(),
  timestamp: time,
  position: count.nullable(),
  from: party,
  to: partyOrNone,
  created_contract: partyOrNone,
  value: whole,
  fee: z.object({ value: whole.nullish() }).nullish(),
  l1_fee: whole.nullish(),
  status: z.union([z.literal('ok'), z.literal('error')]).nullable(),
  result: z.string().nullish(),
  raw_input: z.string().nullish(),
  is_pending_update: z.boolean().nullish(),
});

/** `awaiting…`: its calls are not known yet. */
const AWAITING = 'awaiting_internal_transactions';

export type RestTransaction = Untimed<NativeRow> & { readonly isWhole: boolean };

/** undefined: in no block yet. */
export function restTransaction(raw: unknown): RestTransaction | undefined {
  const row = readAs(transaction, raw);
  if (row.block_number === null) return undefined;
  const fee = row.fee?.value;
  if (row.position === null || fee === undefined || fee === null)
    throw new UnreadableAnswer(`${row.hash}: in a block, but without its index or its fee`);
  if (row.status === null && row.result !== AWAITING)
    throw new UnreadableAnswer(`${row.hash}: does not say whether it failed`);
  return {
    height: row.block_number,
    time: row.timestamp,
    txId: row.hash,
    txIndex: row.position,
    blockHash: undefined,
    from: row.from.hash,
    to: row.to ?? row.created_contract,
    value: row.value,
    // What the other lists and the receipt tell: on OP Mainnet and Base the part for the parent chain is in none of them.
    fee: fee - (row.l1_fee ?? 0n),
    failed: row.status === 'error',
    transferFrom: transferFromOf(row.raw_input ?? ''),
    isWhole: row.is_pending_update !== true && row.result !== AWAITING,
  };
}

const call = z.object({
  transaction_hash: txId,
  block_number: count,
  timestamp: time,
  transaction_index: count.nullish(),
  index: count,
  type: z.string(),
  from: party,
  to: partyOrNone,
  created_contract: partyOrNone,
  value: whole,
  success: z.boolean(),
});

/** undefined: the transaction itself, which the other list tells; of a creation it stands here too. */
export function restCall(raw: unknown): Untimed<InternalRow> | undefined {
  const row = readAs(call, raw);
  if (row.index === 0) return undefined;
  return {
    height: row.block_number,
    time: row.timestamp,
    txId: row.transaction_hash,
    from: row.from.hash,
    to: row.to ?? row.created_contract,
    value: row.value,
    type: row.type.toLowerCase(),
    failed: !row.success,
    path: [row.index],
    ...(typeof row.transaction_index === 'number' ? { txIndex: row.transaction_index } : {}),
  };
}

const kind = z.object({ token_type: z.string() });
const token = z.object({
  transaction_hash: txId,
  block_hash: hash32.nullish().transform((text) => text ?? undefined),
  block_number: count,
  timestamp: time,
  log_index: count,
  from: party,
  to: party,
  token: z.object({
    address_hash: addressText,
    symbol: z.string().nullish(),
    decimals: count.nullish(),
  }),
  total: z.object({ value: whole }),
});

/** undefined: of another kind, whose numbers are no amounts. */
export function restToken(raw: unknown): Untimed<TokenRow> | undefined {
  if (readAs(kind, raw).token_type !== 'ERC-20') return undefined;
  const row = readAs(token, raw);
  const { decimals } = row.token;
  return {
    height: row.block_number,
    time: row.timestamp,
    txId: row.transaction_hash,
    txIndex: undefined,
    blockHash: row.block_hash,
    from: row.from.hash,
    to: row.to.hash,
    value: row.total.value,
    contract: row.token.address_hash,
    symbol: row.token.symbol ?? undefined,
    decimals: typeof decimals === 'number' && decimals <= 255 ? decimals : undefined,
    order: logOrder(row.log_index),
  };
}
