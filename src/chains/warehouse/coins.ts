// A transaction of a coin chain as a warehouse keeps it: whole, since it melts its inputs, and as little of it as its
// transfers need. Read back, it is the answer of an Esplora service, so that its transfers are made in one place.
import { isOwner, type OwnerPlace } from '../../model/place.ts';
import type { EsploraTx } from '../bitcoin/esplora-shapes.ts';
import { placesOfTx } from '../bitcoin/transfers-of-tx.ts';

/** `ins`: what was spent, its script and value, none in a coinbase; `outs`: value and script. Scripts in hex, value in sat. */
export interface StoredCoins {
  readonly ins: readonly (readonly [tx: string, vout: number, script: string, value: number])[];
  readonly outs: readonly (readonly [value: number, script: string])[];
}

const NO_TX = '0'.repeat(64);

export function esploraOf(
  txid: string,
  { ins, outs }: StoredCoins,
  at: { readonly height: number; readonly time: number },
): EsploraTx {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const paid = sum(outs.map(([value]) => value));
  return {
    txid,
    vin:
      ins.length === 0
        ? [{ txid: NO_TX, vout: 0xffffffff, prevout: null, is_coinbase: true }]
        : ins.map(([tx, vout, script, value]) => ({
            txid: tx,
            vout,
            prevout: { scriptpubkey: script, value },
          })),
    vout: outs.map(([value, script]) => ({ scriptpubkey: script, value })),
    fee: ins.length === 0 ? 0 : sum(ins.map(([, , , value]) => value)) - paid,
    status: { confirmed: true, block_height: at.height, block_time: at.time },
  };
}

/** Those in whose histories the transaction stands. */
export function ownersOf(txid: string, coins: StoredCoins): readonly OwnerPlace[] {
  return placesOfTx(esploraOf(txid, coins, { height: 0, time: 0 })).filter(isOwner);
}
