// Who had most to do with an asset: wallets by what they received, or by what they paid. Facts, not traced money.
import type { AssetId } from './asset.ts';
import type { OwnerPlace } from './place.ts';

export interface RankedWallet {
  readonly place: OwnerPlace;
  /** Base units. */
  readonly amount: bigint;
  readonly transfers: number;
}

export interface Ranking {
  readonly asset: AssetId;
  readonly side: 'received' | 'paid';
  /** Most first, ties by address. */
  readonly wallets: readonly RankedWallet[];
  /** Of all that have any, those that are not among `wallets` too. */
  readonly all: { readonly wallets: number; readonly amount: bigint; readonly transfers: number };
}
