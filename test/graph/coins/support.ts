// Coin transactions written down for the tests of this folder, and the real ones of the shared data.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { esploraTx } from '../../../src/chains/bitcoin/esplora-shapes.ts';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { type CoinTransaction, coinTransaction } from '../../../src/graph/coins/transaction.ts';
import type { Address } from '../../../src/model/address.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import { type TxId, wallet } from '../../../src/model/place.ts';
import type { TransferId } from '../../../src/model/transfer.ts';

const shared = resolve(import.meta.dirname, '../../../../shared/data');

export function absent(path: string): boolean {
  return !existsSync(resolve(shared, path));
}

export function sharedText(path: string): string {
  return readFileSync(resolve(shared, path), 'utf8');
}

/** A transaction in Esplora's form, through the adapter that a run reads it with. */
export function fromEsplora(json: unknown): CoinTransaction {
  const transaction = coinTransaction(transfersOfTx(esploraTx.parse(json)));
  if (transaction === undefined) throw new Error('the transaction is not whole');
  return transaction;
}

export type Part = readonly [owner: string, satoshi: number];

/** Outputs of amount zero stand in the list and are left out, as of a recorded transaction. */
export function written(
  txId: string,
  height: number,
  ins: readonly Part[],
  outs: readonly Part[],
): CoinTransaction {
  const parts = (side: string, list: readonly Part[]) =>
    list
      .map(([owner, satoshi], n) => ({
        id: `${txId}/${side}/${n}` as TransferId,
        n,
        place: wallet(BITCOIN, owner as Address),
        amount: BigInt(satoshi),
      }))
      .filter(({ amount }) => amount > 0n);
  return {
    chain: BITCOIN,
    txId: txId as TxId,
    height,
    time: 600 * height,
    inputs: parts('in', ins),
    outputs: parts('out', outs),
    outputCount: outs.length,
  };
}
