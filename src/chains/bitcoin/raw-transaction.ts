// The bytes of a Bitcoin transaction, read: its id, what it spends, what it pays. Not whether a chain holds it.
import { Transaction } from 'bitcoinjs-lib';
import { KnownError } from '../../model/errors.ts';
import type { OwnerPlace, SinkPlace, TxId } from '../../model/place.ts';
import { placeOfScript } from './script-place.ts';

export interface RawTransaction {
  /** Double SHA-256 of the transaction without its witness, reversed. */
  readonly txId: TxId;
  /** Bytes that are hashed: those without the witness. */
  readonly stripped: number;
  readonly isCoinbase: boolean;
  readonly inputs: readonly { readonly txId: TxId; readonly vout: number; readonly script: Uint8Array }[];
  readonly outputs: readonly { readonly amount: bigint; readonly place: OwnerPlace | SinkPlace }[];
}

/** Throws KnownError `transaction-refused`. */
export function readRawTransaction(hex: string): RawTransaction {
  let tx: Transaction;
  try {
    tx = Transaction.fromHex(hex.trim());
  } catch (error) {
    throw new KnownError('transaction-refused', 'The bytes are no Bitcoin transaction.', {
      hint: 'The source cut or changed them: ask again, or ask another service.',
      cause: error,
    });
  }
  return {
    txId: tx.getId() as TxId,
    stripped: tx.byteLength(false),
    isCoinbase: tx.isCoinbase(),
    inputs: tx.ins.map(({ hash, index, script }) => ({
      txId: Buffer.from(hash).reverse().toString('hex') as TxId,
      vout: index,
      script,
    })),
    outputs: tx.outs.map(({ value, script }) => ({
      amount: value,
      place: placeOfScript(Buffer.from(script).toString('hex')),
    })),
  };
}
