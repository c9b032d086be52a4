// A gap: something the run could not see or could not reconcile. Part of the result, never an exception.
import type { AssetId } from './asset.ts';
import type { ChainId } from './chain.ts';
import type { Place } from './place.ts';

/** Codes are headings in docs/errors.md. `source-*` gaps make the exit code 3. */
export type GapCode =
  | 'source-failed' // a history could not be had
  | 'source-incomplete' // a history came, but the source itself says or shows that rows are missing
  | 'source-disagreement' // two sources, or two answers of one, contradict each other
  | 'not-cross-checked' // with --cross-check: one of the two services could not tell it
  | 'issuer-unasked' // whether the issuer of an asset froze or destroyed anything could not be asked
  | 'as-of-changed' // the block the run is pinned to left the chain
  | 'shortage' // a wallet paid more than it is known to have had
  | 'reconciliation' // the closing figure differs from the chain's balance
  | 'bridge-unread' // a bridge took value to a chain that this run does not read
  | 'deposit-unknown' // whether a place is a deposit address could not be looked at
  | 'bounds-open' // value passed a history that is known to be incomplete: it counts in no least bound
  | 'order-unknown'; // the order inside a block or transaction matters and the source lacks it

export interface Gap {
  readonly code: GapCode;
  readonly chain: ChainId;
  readonly place: Place | undefined;
  /** One sentence: what is missing and what could be done. No keys, no hosts. */
  readonly why: string;
  readonly asset?: AssetId;
  /** Base units of `asset` that the gap concerns, where known. */
  readonly amount?: bigint;
}

/** A source could not tell a history, or not all of it: value may have gone anywhere from there. */
export function isSourceGap({ code }: Pick<Gap, 'code'>): boolean {
  return code.startsWith('source-');
}
