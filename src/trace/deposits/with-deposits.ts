// A question with inferred deposit addresses as endpoints, behind all that somebody says: the same seeds, ledgers and options.
import { depositLabel } from '../../labels/deposits/label.ts';
import type { Label } from '../../model/label.ts';
import { type PlaceKey, placeKey, wallet } from '../../model/place.ts';
import type { TraceRequest } from '../request.ts';
import { type Labels, type Stops, stopsBy } from '../stops.ts';
import type { Deposits } from './deposits-in.ts';

export function withDeposits(request: TraceRequest, deposits: Deposits): TraceRequest {
  if (deposits.size === 0) return request;
  const { options, labels: said } = request;
  const inferred = new Map<PlaceKey, Label>(
    [...deposits].map(([key, deposit]) => [key, depositLabel(deposit)]),
  );
  const labels: Labels = {
    of(chain, address, time) {
      const own = inferred.get(placeKey(wallet(chain, address)));
      return own === undefined ? said.of(chain, address, time) : [own];
    },
  };
  const usual = request.stops ?? stopsBy(said, options.stopAt, options.follow);
  const stops: Stops = {
    endpointLabel(place, time) {
      const own = inferred.get(placeKey(place));
      if (own === undefined || options.follow.has(placeKey(place))) return usual.endpointLabel(place, time);
      return usual.endpointLabel(place, time) ?? own;
    },
  };
  return { ...request, labels, stops };
}
