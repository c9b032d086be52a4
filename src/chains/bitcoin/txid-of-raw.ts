// The id that the bytes of a transaction themselves have. Not whether a chain holds it.
import type { TxId } from '../../model/place.ts';
import { readRawTransaction } from './raw-transaction.ts';

/** Double SHA-256 of the transaction without its witness, reversed. Throws KnownError `transaction-refused`. */
export function txidOfRaw(hex: string): TxId {
  return readRawTransaction(hex).txId;
}
