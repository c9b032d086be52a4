// What the node recorded of one transaction: block, fee, events and calls in their order. Not what the transaction says.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { TxId } from '../../model/place.ts';
import { count, readAs, whole } from '../quantities.ts';
import { addressOfLog, addressText, addressTopic } from './address.ts';
import type { CallRow } from './rows.ts';
import { txIdText } from './tx-words.ts';

/** What the node recorded of one transaction. */
export interface TxRecord {
  readonly txId: TxId;
  readonly height: number;
  readonly ms: number;
  readonly fee: bigint;
  readonly outcome: 'done' | 'failed';
  readonly reward: bigint;
  readonly contract: Address | undefined;
  /** Transfer events of ERC-20's form, with their place among all events. */
  readonly tokens: readonly {
    readonly contract: Address;
    readonly from: Address;
    readonly to: Address;
    readonly value: bigint;
    readonly at: number;
  }[];
  /** Contracts with Transfer events of ERC-721's form, which move no amount. */
  readonly singles: ReadonlySet<Address>;
  readonly calls: readonly Pick<CallRow, 'id' | 'from' | 'to' | 'moved'>[];
}

const word = z.string().regex(/^(?:0x)?[0-9a-fA-F]*$/);
const recordSchema = z.object({
  id: txIdText,
  blockNumber: count,
  blockTimeStamp: count,
  fee: whole.optional(),
  result: z.string().nullish(),
  contract_address: addressText.nullish(),
  withdraw_amount: whole.optional(),
  receipt: z.object({ result: z.string().nullish() }).nullish(),
  log: z
    .array(z.object({ address: addressOfLog, topics: z.array(word).nullish(), data: word.nullish() }))
    .nullish(),
  internal_transactions: z
    .array(
      z.object({
        hash: z.string(),
        caller_address: addressText,
        transferTo_address: addressText.nullish(),
        callValueInfo: z
          .array(z.object({ callValue: whole.optional(), tokenId: z.string().nullish() }))
          .nullish(),
        rejected: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

/** keccak256 of `Transfer(address,address,uint256)` */
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

const isTransferTopic = (topic: string | undefined): boolean =>
  topic?.replace(/^0x/, '').toLowerCase() === TRANSFER;

export function readTxRecord(raw: unknown): TxRecord {
  const row = readAs(recordSchema, raw);
  // Payments have no result of their own; a failure is always said.
  const failed = row.result === 'FAILED' || (row.receipt?.result ?? 'SUCCESS') !== 'SUCCESS';
  return {
    txId: row.id,
    height: row.blockNumber,
    ms: row.blockTimeStamp,
    fee: row.fee ?? 0n,
    outcome: failed ? 'failed' : 'done',
    reward: row.withdraw_amount ?? 0n,
    contract: row.contract_address ?? undefined,
    tokens: (failed ? [] : (row.log ?? [])).flatMap(({ address, topics, data }, at) => {
      const [topic, from, to] = topics ?? [];
      if (!isTransferTopic(topic) || topics?.length !== 3) return [];
      const amount = data?.replace(/^0x/, '') ?? '';
      if (amount.length !== 64) return [];
      const parties = { from: readAs(addressTopic, from), to: readAs(addressTopic, to) };
      return [{ contract: address, ...parties, value: BigInt(`0x${amount}`), at }];
    }),
    singles: new Set(
      (row.log ?? []).flatMap(({ address, topics }) =>
        isTransferTopic(topics?.[0]) && topics?.length === 4 ? address : [],
      ),
    ),
    calls: (failed ? [] : (row.internal_transactions ?? [])).flatMap((call) => {
      if (call.rejected === true || !call.transferTo_address) return [];
      const moved = (call.callValueInfo ?? []).flatMap(({ callValue: amount = 0n, tokenId }) =>
        amount > 0n ? [{ token: tokenId || undefined, amount }] : [],
      );
      return [{ id: call.hash, from: call.caller_address, to: call.transferTo_address, moved }];
    }),
  };
}
