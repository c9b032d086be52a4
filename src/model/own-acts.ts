// What the owner of an account did himself, as far as its history tells: anybody can make a contract write that he did more.
import type { AssetId } from './asset.ts';
import type { TxId } from './place.ts';

export interface OwnActs {
  /** Transactions that he sent. */
  readonly sent: readonly TxId[];
  /** Tokens whose contract one of them called. */
  readonly called: readonly AssetId[];
}
