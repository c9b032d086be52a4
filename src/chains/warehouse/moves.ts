// What every kind of file becomes before it is stored: blocks of transactions of movements. Not how they are read from
// files, nor where they go.
import type { AssetId } from '../../model/asset.ts';
import type { Place, TxId } from '../../model/place.ts';
import type { StoredCoins } from './coins.ts';

/** What numbers the transactions of a block: two numberings in one block would be an order made up. */
export const bases = ['none', 'list', 'index', 'call', 'event'] as const;
export type Basis = (typeof bases)[number];

export interface Move {
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  /** > 0 */
  readonly amount: bigint;
  /** Ascending within the transaction, the same at every import. */
  readonly slot: number;
  /** Order inside the transaction where the slot does not tell it. */
  readonly order: number | undefined;
  /** Seconds from the time of the block: rows of a list have times of their own. */
  readonly late: number;
}

export interface MovedTx {
  readonly txId: TxId;
  /** Where it stands in its block, by the basis of the block. */
  readonly place: number | undefined;
  readonly moves: readonly Move[];
  /** Of a coin chain, instead of movements: the transaction itself. */
  readonly coins?: StoredCoins;
}

export interface MovedBlock {
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
  readonly hash: string | undefined;
  readonly basis: Basis;
  readonly transactions: readonly MovedTx[];
}
