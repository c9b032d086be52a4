// Numbers of the places that are no wallets, where the other party of a movement stands.
import type { ChainId } from '../../model/chain.ts';
import type { Place, SinkPlace } from '../../model/place.ts';

const sinks = ['issued', 'fee', 'burnt'] as const;
export const FEE = -1 - sinks.indexOf('fee');

/** undefined: a wallet, which has a number of its own above zero. */
export function sinkNumber(place: Place): number | undefined {
  const at = (sinks as readonly string[]).indexOf(place.kind);
  return at < 0 ? undefined : -1 - at;
}

export function sinkPlace(chain: ChainId, number: number): SinkPlace {
  return { kind: sinks[-1 - number] as SinkPlace['kind'], chain };
}
