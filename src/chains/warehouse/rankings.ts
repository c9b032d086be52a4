// What is asked of all wallets of a chain of a warehouse, wherever it is: who received and who paid most. Answers: top.ts of a
// file, cluster-top.ts of a cluster.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';
import type { StoredChain } from './open.ts';

/** Times in unix seconds, both included. */
export interface TopQuestion {
  readonly assets: readonly AssetId[];
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly most: number;
}

/** Payments to oneself and fees are left out: what was paid is what somebody else has. */
export interface Rankings {
  readonly stored: StoredChain;
  /** All that the warehouse has movements of; one of which nobody says more is none of the genuine ones. */
  assets(): Promise<readonly AssetInfo[]>;
  wallets(question: TopQuestion): Promise<readonly Ranking[]>;
  /** Of those that dealt with these wallets, which are not counted among them. For chains on which wallets pay wallets. */
  counterparties(of: readonly OwnerPlace[], question: TopQuestion): Promise<readonly Ranking[]>;
}

export const SIDES = ['received', 'paid'] as const;
