// Real blocks of Bitcoin (shared/data/btc-esplora), answers of an explorer, in the form of bitcoin-etl. No test of its own.
import { readFileSync } from 'node:fs';

export const ETL_FOLDER = '../shared/data/btc-esplora';

interface Output {
  readonly scriptpubkey: string;
  readonly scriptpubkey_address?: string;
  readonly value: number;
}
export interface Tx {
  readonly txid: string;
  readonly fee: number;
  readonly vin: readonly { readonly txid: string; readonly vout: number; readonly prevout: Output | null }[];
  readonly vout: readonly Output[];
  readonly status: {
    readonly block_height: number;
    readonly block_hash: string;
    readonly block_time: number;
  };
}

export const answers = (name: string): Tx[] => JSON.parse(readFileSync(`${ETL_FOLDER}/${name}.json`, 'utf8'));

/** As bitcoin-etl exports them; a coinbase has no inputs. */
export function exported(txs: readonly Tx[]) {
  return txs.map(({ txid, vin, vout, status }, at) => ({
    type: 'transaction',
    hash: txid,
    block_number: status.block_height,
    block_hash: status.block_hash,
    block_timestamp: status.block_time,
    index: at,
    inputs: vin.flatMap(({ txid: spent, vout: n, prevout }, index) =>
      prevout === null
        ? []
        : {
            index,
            spent_transaction_hash: spent,
            spent_output_index: n,
            type: 'pubkeyhash',
            addresses: prevout.scriptpubkey_address === undefined ? [] : [prevout.scriptpubkey_address],
            value: prevout.value,
          },
    ),
    outputs: vout.map(({ scriptpubkey, scriptpubkey_address: address, value }, index) => ({
      index,
      script_hex: scriptpubkey,
      type: 'pubkeyhash',
      addresses: address === undefined ? [] : [address],
      value,
    })),
  }));
}

/** One object a line. */
export function etl(txs: readonly Tx[]): string {
  return `${exported(txs)
    .map((row) => JSON.stringify(row))
    .join('\n')}\n`;
}
