// What a sweep says: for every transfer what it carries, and where every tainted unit ended. Plain data in small integers.
import type { CoinId } from '../../model/transfer.ts';
import type { Convention } from '../conventions/convention.ts';
import type { PlacedCrossing, Refused } from '../crossings.ts';
import type { Lot } from '../lots.ts';
import type { ResolvedSeed } from '../question.ts';

/** Where a tainted unit ended. Every injected unit is in exactly one booking (all conventions but poison). */
export type Line =
  | 'endpoint'
  | 'held'
  | 'fees'
  | 'burnt'
  | 'returned'
  | 'reachedSeed'
  | 'convertedOut'
  | 'notFollowed'
  | 'afterUntil';

export interface Booking {
  readonly line: Line;
  /** Rank of the seed. */
  readonly seed: number;
  readonly asset: number;
  /** Where it ended: place index. */
  readonly place: number;
  readonly amount: bigint;
  /** Leg that brought it; undefined for what is held in a pool. */
  readonly leg: number | undefined;
  /** The way it came, that leg included; undefined where ways were not asked for. */
  readonly way: Lot['way'];
  /** Coin chains: the coin in which it stands. */
  readonly coin: CoinId | undefined;
  /** reachedSeed: rank of the seed that was reached. */
  readonly reached: number | undefined;
}

export interface CrossedTaint {
  readonly of: PlacedCrossing;
  readonly given: ReadonlyMap<number, bigint>;
  readonly received: ReadonlyMap<number, bigint>;
}

export interface Swept {
  readonly convention: Convention;
  /** By rank: order of first injection, then id. */
  readonly seeds: readonly ResolvedSeed[];
  /** Gross amount that left each seed: `[rank][asset]`. */
  readonly injected: readonly ReadonlyMap<number, bigint>[];
  /** The same of each wallet that is a seed, or one of several that are a seed together: place → `[asset]`. */
  readonly sent: ReadonlyMap<number, ReadonlyMap<number, bigint>>;
  readonly bookings: readonly Booking[];
  /** What each seed has of an asset because value crossed into it: `[rank][asset]`. */
  readonly converted: readonly ReadonlyMap<number, bigint>[];
  /** Tainted units that each crossing gave and received, by seed: in the order of `Crossings.placed`. */
  readonly crossed: readonly CrossedTaint[];
  /** Crossings that could not be reckoned with. */
  readonly refused: readonly Refused[];
  /** Tainted lots of each leg that carries any, ways left out: leg index → lots. */
  readonly carried: ReadonlyMap<number, readonly Lot[]>;
  /** Explored pools that paid more than they are known to have had: `place|asset` → missing in all. */
  readonly shortages: ReadonlyMap<string, { place: number; asset: number; amount: bigint }>;
  /** Closing balances of the explored pools: `place|asset` → units, all of them, tainted or not. */
  readonly balances: ReadonlyMap<string, { place: number; asset: number; amount: bigint }>;
}
