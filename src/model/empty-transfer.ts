// A transfer of nothing: an event by which no unit moved. Anyone can make most tokens write one in anybody's name, so that an
// address gets into a history. It is in no sum and on no way; it is listed, because somebody may have been misled by it.
import type { Transfer } from './transfer.ts';

export interface EmptyTransfer extends Pick<Transfer, 'id' | 'chain' | 'txId' | 'from' | 'to' | 'asset'> {
  /** Unix seconds. */
  readonly time: number;
  /** Who sent the transaction, as far as the history tells in which it stands. */
  readonly sentBy: 'payer' | 'somebody-else' | 'unknown';
}
