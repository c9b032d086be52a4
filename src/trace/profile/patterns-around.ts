// Patterns in which one wallet takes part, told from the flow of what left it: for these its payees' histories are asked for.

import { asOne } from '../../labels/rank.ts';
import type { Ledger } from '../../model/ledger.ts';
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import { type PatternFinding, patternsOf } from '../patterns/patterns.ts';
import type { TraceRequest } from '../request.ts';
import { labelsOf } from '../stops.ts';
import { walk } from '../walk.ts';

export interface PatternsAround {
  readonly patterns: readonly PatternFinding[];
  /** Who stands at a place of a pattern, inferred deposit addresses among them; undefined: nobody says. */
  readonly nameOf: (place: OwnerPlace) => string | undefined;
}

/** `request.seeds`: the wallet alone. Of genuine assets only. */
export async function patternsAround(request: TraceRequest, wallet: OwnerPlace): Promise<PatternsAround> {
  const walked = await walk(request);
  const ledger = request.ledgers.get(wallet.chain) as Ledger;
  const patterns = patternsOf(walked, (asset) => ledger.assetInfo(asset)?.genuine === true);
  const key = placeKey(wallet);
  return {
    patterns: patterns.filter(({ places }) => places.some((place) => placeKey(place) === key)),
    nameOf: (place) => asOne(labelsOf(walked.request.labels, place))?.entity,
  };
}
