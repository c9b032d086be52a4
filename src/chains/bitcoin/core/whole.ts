// A transaction of a block with the outputs that it spends, in Esplora's form, so that it is checked and converted as
// those are. The outputs come by their transactions' own bytes, whose ids name them.
import { Transaction } from 'bitcoinjs-lib';
import type { Block } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import { pinnedTo } from '../context.ts';
import { type Asking, failure } from '../esplora-ask.ts';
import type { EsploraTx } from '../esplora-shapes.ts';
import { resultsOf } from './ask.ts';
import { type RawTx, rawTx } from './block.ts';
import { hexShape } from './reading.ts';

export interface Placed {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
}

export function readTx(asking: Asking, txId: TxId, hex: string): RawTx {
  let tx: RawTx;
  try {
    tx = rawTx(Transaction.fromHex(hex));
  } catch {
    throw failure(asking, 'getrawtransaction', `the bytes of transaction ${txId} are cut or changed`);
  }
  if (tx.txId === txId) return tx;
  throw failure(asking, 'getrawtransaction', `asked for ${txId}, answered with ${tx.txId}`, {
    gap: 'source-disagreement',
  });
}

/** Needs the node's index of transactions. */
export async function wholeTx(asking: Asking, tx: RawTx, at: Placed, asOf: Block): Promise<EsploraTx> {
  const ids = tx.isCoinbase ? [] : [...new Set(tx.inputs.map(({ txId }) => txId))];
  const calls = ids.map((id) => ({ method: 'getrawtransaction', params: [id, false] }));
  const hexes = await resultsOf(asking, calls, hexShape, pinnedTo(asOf));
  const sources = new Map(ids.map((id, n) => [id, readTx(asking, id, hexes[n] as string)]));
  const shown = ({ script, amount }: RawTx['outputs'][number]) => ({
    scriptpubkey: script,
    value: Number(amount),
  });
  const vin = tx.inputs.map(({ txId, vout }) => {
    const spent = sources.get(txId)?.outputs[vout];
    return {
      txid: txId,
      vout,
      is_coinbase: tx.isCoinbase,
      prevout: spent === undefined ? null : shown(spent),
    };
  });
  const vout = tx.outputs.map(shown);
  const sum = (values: readonly { value: number }[]) => values.reduce((total, { value }) => total + value, 0);
  return {
    txid: tx.txId,
    vin,
    vout,
    fee: tx.isCoinbase ? 0 : sum(vin.flatMap(({ prevout }) => prevout ?? [])) - sum(vout),
    status: { confirmed: true, block_height: at.height, block_hash: at.hash, block_time: at.time },
  };
}
