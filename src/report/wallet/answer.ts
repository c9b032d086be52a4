// A profile with what a report of it needs: names, assets, and what it was asked with.
import type { AssetInfo } from '../../model/asset.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { PatternFinding } from '../../trace/patterns/patterns.ts';
import type { Profile } from '../../trace/profile/profile.ts';

export interface WalletAnswer {
  readonly profile: Profile;
  readonly assets: readonly AssetInfo[];
  readonly services: readonly string[];
  /** Display form. */
  readonly nameOf: (place: OwnerPlace) => string;
  /** Absent where its history is not read. */
  readonly patterns?: readonly PatternFinding[];
  /** Whose histories they were looked for in. */
  readonly patternsFrom?: 'its-own' | 'others-too';
  /** Of places in patterns. */
  readonly knownAs: (place: OwnerPlace) => string | undefined;
}
