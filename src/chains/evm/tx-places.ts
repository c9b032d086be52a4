// The index of a transaction in its block, where the lists do not tell and the order matters within one history.
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Asking } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import { SourceFailure } from '../source-failure.ts';
import { askRpcResult, type Source } from './source.ts';
import { readIndexedTx } from './tx-answers.ts';

/** How many transactions are asked for at once, within one history. */
const LOOKUPS = 4;

/** Transactions whose index is unknown although another transaction of the same block is in the history. */
export function unplaced(transfers: readonly Transfer[]): TxId[] {
  const byHeight = new Map<number, Set<TxId>>();
  const unknown = new Map<TxId, number>();
  for (const { at, txId } of transfers) {
    if (!at) continue;
    const block = byHeight.get(at.height) ?? new Set();
    byHeight.set(at.height, block.add(txId));
    if (at.txIndex === undefined) unknown.set(txId, at.height);
  }
  return [...unknown].filter(([, height]) => (byHeight.get(height)?.size ?? 0) > 1).map(([txId]) => txId);
}

/** Adds what the source knows of their index; what it does not know stays unknown, and is said where it matters. */
export async function placeTxs(
  source: Source,
  txIds: readonly TxId[],
  known: Map<TxId, number>,
  asking: Asking,
): Promise<void> {
  const found = eachConcurrently(txIds, LOOKUPS, async (txId): Promise<[TxId, number | undefined]> => {
    try {
      const result = await askRpcResult(source, 'eth_getTransactionByHash', [txId], asking);
      return [txId, readIndexedTx(result)];
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      return [txId, undefined];
    }
  });
  for await (const [txId, index] of found) if (index !== undefined) known.set(txId, index);
}
