// What is told of the wallets that had most to do with the assets of a warehouse.
import type { AssetInfo } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';

export interface TopOfChain {
  readonly chain: ChainId;
  readonly rankings: readonly Ranking[];
  readonly assets: readonly AssetInfo[];
  /** Assets on no list of genuine contracts, which nobody asked for. */
  readonly leftOut: number;
  /** What of the chain is there to be counted. */
  readonly covered: readonly { readonly kind: string; readonly first: number; readonly last: number }[];
  /** Rows of its files that were left out at import. */
  readonly refused: number;
  readonly unfinished: boolean;
}

export interface TopAnswer {
  readonly command: string;
  /** Of whose counterparties it is told; none: of all wallets. */
  readonly of: readonly OwnerPlace[];
  /** Unix seconds, both included. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly chains: readonly TopOfChain[];
  readonly labelsOf: (place: OwnerPlace) => readonly Label[];
  readonly nameOf: (place: OwnerPlace) => string;
}
