// From the legs of a way to the hops of a path: an input leg and the output leg after it are one hop, from wallet to wallet
// through the transaction; so are a leg into nothing (a token given up in an exchange) and what was received for it. Facts only: what moved, when, and how long it had lain there.
import { isOwner, type OwnerPlace, type Place, placeKey, restingPlace } from '../model/place.ts';
import type { Position } from '../model/transfer.ts';
import type { Mixings } from './coins/mixing.ts';
import type { Actors, Hop } from './findings.ts';
import { groupFinder } from './group-finder.ts';
import type { Leg, Timeline } from './timeline.ts';

const NOBODY: Actors = { sender: undefined, spender: undefined, funder: undefined };

/** Who acted is not read off the legs: see actors.ts. */
export function hopReader(timeline: Timeline, mixings: Mixings): (legs: readonly number[]) => Hop[] {
  const groupAt = groupFinder(timeline);
  /** Whoever pays or is paid, a CoinJoin among them. */
  function party(place: Place): OwnerPlace | undefined {
    return isOwner(place) ? place : mixings.has(placeKey(place)) ? restingPlace(place) : undefined;
  }
  return (legs) => {
    const hops: Hop[] = [];
    let input: Leg | undefined;
    for (const index of legs) {
      const leg = timeline.legs[index] as Leg;
      const { transfer } = leg;
      const to = party(transfer.to);
      if (to === undefined) {
        input = leg;
        continue;
      }
      const from = input?.transfer.from ?? transfer.from;
      const at = (transfer.at ?? groupAt(index).at) as Position;
      const before = hops.at(-1);
      // Where value changed asset, what came back did not lie there: the other side is a service.
      const rested = before !== undefined && before.asset === transfer.asset;
      hops.push({
        transfers: [...(input === undefined ? [] : [input.transfer.id]), transfer.id],
        chain: transfer.chain,
        txId: transfer.txId,
        at,
        from: party(from),
        to,
        asset: transfer.asset,
        recorded: transfer.amount,
        waited: rested ? at.time - before.at.time : undefined,
        actors: NOBODY,
      });
      input = undefined;
    }
    return hops;
  };
}
