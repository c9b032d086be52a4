// The bytes of one block, read and checked against its hash: nothing in it has to be believed.
import { Block } from 'bitcoinjs-lib';
import type { BlockHash } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';

export interface RawTx {
  readonly txId: TxId;
  readonly isCoinbase: boolean;
  readonly inputs: readonly { readonly txId: TxId; readonly vout: number }[];
  /** `script`: lower-case hex. */
  readonly outputs: readonly { readonly script: string; readonly amount: bigint }[];
}

export interface RawBlock {
  readonly hash: BlockHash;
  readonly previous: BlockHash;
  /** Unix seconds. */
  readonly time: number;
  readonly txs: readonly RawTx[];
}

type Tx = NonNullable<Block['transactions']>[number];

function reversed(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex');
}

export function rawTx(tx: Tx): RawTx {
  return {
    txId: tx.getId() as TxId,
    isCoinbase: tx.isCoinbase(),
    inputs: tx.ins.map(({ hash, index }) => ({ txId: reversed(hash) as TxId, vout: index })),
    outputs: tx.outs.map(({ value, script }) => ({
      script: Buffer.from(script).toString('hex'),
      amount: value,
    })),
  };
}

/** undefined: the bytes are no block, or their transactions are not those of its header. */
export function readBlock(hex: string): RawBlock | undefined {
  try {
    const block = Block.fromHex(hex);
    if (!block.checkTxRoots()) return undefined;
    return {
      hash: reversed(block.getHash()) as BlockHash,
      previous: reversed(block.prevHash ?? new Uint8Array()) as BlockHash,
      time: block.timestamp,
      txs: (block.transactions ?? []).map(rawTx),
    };
  } catch {
    return undefined;
  }
}
