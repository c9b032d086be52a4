// Whom one place had to do with, and by category what it received from and paid to such places: sums of its movements in
// genuine assets. Direct payments alone; nothing is traced.
import { asOne } from '../../labels/rank.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Sums } from '../findings.ts';
import type { Movement } from '../screening/movements.ts';

export interface Exchanged {
  /** From it, and to it; base units by asset. */
  readonly received: Sums;
  readonly sent: Sums;
}

export interface Counterparty extends Exchanged {
  readonly place: OwnerPlace;
  /** As of the first movement; undefined: nobody says who it is. */
  readonly label: Label | undefined;
  readonly transfers: number;
  /** Unix seconds. */
  readonly first: number;
  readonly last: number;
}

export interface CategorySum extends Exchanged {
  /** undefined: nobody says. */
  readonly category: string | undefined;
  readonly places: number;
}

interface Book {
  readonly received: Map<AssetId, bigint>;
  readonly sent: Map<AssetId, bigint>;
}

const emptyBook = (): Book => ({ received: new Map(), sent: new Map() });

function enter(book: Book, { direction, asset, amount }: Movement): void {
  book[direction].set(asset, (book[direction].get(asset) ?? 0n) + amount);
}

/** Named ones first, then by number of movements, then by address. `timeOf`: of a transfer by its id. */
export function counterpartiesOf(
  movements: readonly Movement[],
  timeOf: ReadonlyMap<Transfer['id'], number>,
): Counterparty[] {
  const found = new Map<PlaceKey, { book: Book; movements: Movement[] }>();
  for (const movement of movements) {
    const key = placeKey(movement.other);
    const one = found.get(key) ?? { book: emptyBook(), movements: [] };
    found.set(key, one);
    one.movements.push(movement);
    enter(one.book, movement);
  }
  return [...found.values()]
    .map(({ book, movements: own }): Counterparty => {
      const times = own.map(({ transfer }) => timeOf.get(transfer) ?? 0);
      const earliest = own.reduce((first, one) =>
        (timeOf.get(one.transfer) ?? 0) < (timeOf.get(first.transfer) ?? 0) ? one : first,
      );
      return {
        ...book,
        place: earliest.other,
        label: asOne(earliest.labels),
        transfers: own.length,
        first: times.reduce((a, b) => Math.min(a, b)),
        last: times.reduce((a, b) => Math.max(a, b)),
      };
    })
    .sort(
      (a, b) =>
        Number(a.label === undefined) - Number(b.label === undefined) ||
        b.transfers - a.transfers ||
        (placeKey(a.place) < placeKey(b.place) ? -1 : 1),
    );
}

/** By the category of the best label of each movement, as it held then; those that nobody names last. */
export function categoriesOf(movements: readonly Movement[]): CategorySum[] {
  const found = new Map<string | undefined, { book: Book; places: Set<PlaceKey> }>();
  for (const movement of movements) {
    const category = movement.labels[0]?.category;
    const one = found.get(category) ?? { book: emptyBook(), places: new Set() };
    found.set(category, one);
    one.places.add(placeKey(movement.other));
    enter(one.book, movement);
  }
  return [...found]
    .map(([category, { book, places }]) => ({ ...book, category, places: places.size }))
    .sort(
      (a, b) =>
        Number(a.category === undefined) - Number(b.category === undefined) ||
        ((a.category ?? '') < (b.category ?? '') ? -1 : 1),
    );
}
