// Wallets by number and back: many at once, since a history names hundreds of them.
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Database } from '../../store/database.ts';
import { packedQuery, packedText, textOrHexOf } from './packed-rows.ts';
import { ownerPlace, ownerText } from './stored-owner.ts';
import { storedText } from './stored-text.ts';

export interface OwnerNames {
  /** Of each place its number; undefined: the warehouse has no row of it. */
  numbersOf(places: readonly OwnerPlace[]): readonly (number | undefined)[];
  /** Looks up those of these numbers that are not known. */
  learn(numbers: Iterable<number>): void;
  /** Of a number that was learned just before. */
  owner(number: number): OwnerPlace;
}

/** Kept in memory, at most, when more are learned. */
const MOST_KEPT = 200_000;

export function ownerNames(database: Database, chain: ChainId, chainNumber: number): OwnerNames {
  const names = packedQuery(
    database,
    ['wallet.id', textOrHexOf('wallet.address')],
    'FROM json_each(?1) AS asked CROSS JOIN wallet ON wallet.id = asked.value',
  );
  const numbers = packedQuery(
    database,
    ['asked.key', 'wallet.id'],
    `FROM json_each(?1) AS asked CROSS JOIN wallet
     ON wallet.address = iif(asked.value LIKE '=%', substr(asked.value, 2), unhex(asked.value)) AND wallet.chain = ?2`,
  );
  const owners = new Map<number, OwnerPlace>();
  return {
    numbersOf(places) {
      const asked = places.map((place) => {
        const stored = storedText(chain, ownerText(place));
        return typeof stored === 'string' ? `=${stored}` : stored.toString('hex');
      });
      const found = new Map(numbers(JSON.stringify(asked), chainNumber) as readonly [number, number][]);
      return places.map((_, at) => found.get(at));
    },
    learn(wanted) {
      if (owners.size > MOST_KEPT) owners.clear();
      const unknown = new Set<number>();
      for (const number of wanted) if (number > 0 && !owners.has(number)) unknown.add(number);
      if (unknown.size === 0) return;
      for (const [number, name] of names(JSON.stringify([...unknown])))
        owners.set(number as number, ownerPlace(chain, packedText(chain, name)));
    },
    owner: (number) => owners.get(number) as OwnerPlace,
  };
}
