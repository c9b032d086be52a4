// Address poisoning in one wallet's history: an address that looks like one that the wallet really deals with, and only ever
// sent it dust or tokens on no list. An inference; it is in all sums like any other.
import type { AssetId } from '../../model/asset.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import { groupBy } from '../group-by.ts';
import type { Movement } from '../screening/movements.ts';
import { DUST, endsOf } from '../spam/look-alikes.ts';

export interface LookAlike {
  readonly place: OwnerPlace;
  /** A counterparty of substance. */
  readonly resembles: OwnerPlace;
  /** Movements by which it got into the history. */
  readonly transfers: number;
  /** The wallet paid it too: the trick may have worked. */
  readonly isPaid: boolean;
}

/** `movements`: of all assets. By address. */
export function lookAlikesOf(
  movements: readonly Movement[],
  isGenuine: (asset: AssetId) => boolean,
): LookAlike[] {
  const largest = new Map<AssetId, bigint>();
  for (const { asset, amount } of movements)
    if (amount > (largest.get(asset) ?? 0n)) largest.set(asset, amount);
  const isDust = ({ asset, amount }: Movement): boolean =>
    !isGenuine(asset) || amount * DUST <= (largest.get(asset) ?? 0n);
  const others = [...groupBy(movements, ({ other }): PlaceKey => placeKey(other)).values()].map((own) => {
    const [first] = own as [Movement, ...Movement[]];
    const received = own.filter(({ direction }) => direction === 'received');
    const paid = own.filter(({ direction, asset }) => direction === 'sent' && isGenuine(asset));
    return {
      place: first.other,
      transfers: received.length,
      isPaid: paid.length > 0,
      isBait: received.length > 0 && received.every(isDust),
      isReal: (paid.length > 0 && !paid.every(isDust)) || received.some((one) => !isDust(one)),
    };
  });
  return [...groupBy(others, ({ place }) => endsOf(place)).values()]
    .flatMap((alike) =>
      alike
        .filter(({ isBait }) => isBait)
        .flatMap((bait): LookAlike[] => {
          // Of two that the wallet paid alike, nobody here can tell which one is meant.
          const original = alike.find((one) => one !== bait && one.isReal && (!bait.isPaid || !one.isBait));
          if (original === undefined) return [];
          const { place, transfers, isPaid } = bait;
          return [{ place, resembles: original.place, transfers, isPaid }];
        }),
    )
    .sort((a, b) => (placeKey(a.place) < placeKey(b.place) ? -1 : 1));
}
