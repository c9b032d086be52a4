// Of which wallets the gaps matter upstream: those through which the account's money can have come.
import { touchedPools } from '../checks.ts';
import { poison } from '../conventions/poison.ts';
import { upstream } from '../direction.ts';
import { sweep } from '../sweep/sweep.ts';
import type { UpstreamWalk } from './walk-upstream.ts';

/** Pools from which something can have reached the account: the reach of its receipts, read from the end. */
export function poolsUpstream({ explored, request }: UpstreamWalk): ReadonlySet<string> {
  const turned = upstream.read(explored.timeline, request.options.until);
  return touchedPools(turned, [sweep(turned, explored.question, poison, 'dropped')]);
}
