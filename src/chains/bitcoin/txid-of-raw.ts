// The id that the bytes of a transaction themselves have. Not whether a chain holds it.
import { Transaction } from 'bitcoinjs-lib';
import { KnownError } from '../../model/errors.ts';
import type { TxId } from '../../model/place.ts';

/** Double SHA-256 of the transaction without its witness, reversed. Throws KnownError `transaction-refused`. */
export function txidOfRaw(hex: string): TxId {
  try {
    return Transaction.fromHex(hex.trim()).getId() as TxId;
  } catch (error) {
    throw new KnownError('transaction-refused', 'The bytes are no Bitcoin transaction.', {
      hint: 'The source cut or changed them: ask again, or ask another service.',
      cause: error,
    });
  }
}
