// How the rows of the built-in pack are written down: by origin, since one page or document vouches for many.
import type { ChainId } from '../../model/chain.ts';
import type { Tier } from '../../model/label.ts';

export { BITCOIN, ETHEREUM } from '../../model/chain.ts';
export const BNB = 'eip155:56' as ChainId;
export const TRON = 'tron:0x2b6653dc' as ChainId;

/** chain, address in its inside form, entity, category, role */
export type BuiltInRow = readonly [ChainId, string, string, string, string?];

export interface Origin {
  /** Who says so, with a link; several where they say the same. */
  readonly source: string;
  readonly tier: Tier;
  /** The day on which the source, or the pack that copied it, is known to have said so; none where that is not known. */
  readonly date?: string;
  readonly rows: readonly BuiltInRow[];
}
