// A crossing: transfers by which value changed asset or chain. It links recorded transfers and invents none.
import type { Brand } from './brand.ts';
import type { ChainId } from './chain.ts';
import type { TransferId } from './transfer.ts';

export type CrossingId = Brand<string, 'CrossingId'>;

export interface TransferRef {
  readonly chain: ChainId;
  readonly transfer: TransferId;
}

export interface Crossing {
  readonly id: CrossingId;
  /** What says so: `swap`, `wrap`, `bridge`, `desk`, with who says it where it is no fact of the chain. */
  readonly basis: string;
  /** Transfers of one asset, to the other side. */
  readonly given: readonly TransferRef[];
  /** Transfers of one other asset, or on another chain, from the other side. */
  readonly received: readonly TransferRef[];
}

/** What a transaction exchanged for a wallet. `ambiguous`: what was got for what was given cannot be told; it is not guessed. */
export type Exchange =
  | { readonly kind: 'crossing'; readonly crossing: Crossing }
  | { readonly kind: 'ambiguous'; readonly given: readonly TransferRef[] };
