// What a convention is: how a mixed wallet and a mixed transaction divide. No I/O, no chain, no names of places.
import type { Bundle, Lot } from '../lots.ts';

export const conventionNames = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'] as const;
export type ConventionName = (typeof conventionNames)[number];

/**
 * What the wallets of account chains hold during one sweep: a pool for each number, that is for one asset in one wallet.
 * Flat, since a sweep has a hundred thousand of them and goes from one to another.
 */
export interface Pools {
  balance(pool: number): bigint;
  receive(pool: number, bundle: Bundle): void;
  /** Clean money that is older than all that is there: an opening balance, or the missing part of a shortage. */
  open(pool: number, amount: bigint): void;
  /** Requires amount ≤ balance. */
  send(pool: number, amount: bigint): Bundle;
  /** Tainted lots that are there now. */
  holds(pool: number): readonly Lot[];
}

export interface Convention {
  readonly name: ConventionName;
  /** False for poison: reach, not money; nothing of it may be added up. */
  readonly conserving: boolean;
  /** Empty pools with the numbers from 0 to count − 1. */
  pools(count: number): Pools;
  /** A payment of `amount` whose front is these tainted lots (Σ ≤ amount) and whose rest is clean. */
  bundle(amount: bigint, lots: readonly Lot[]): Bundle;
  /** Bundles one behind the other, as one. */
  join(bundles: readonly Bundle[]): Bundle;
  /** The first `amount` of a bundle and the rest: matching inside one transaction. Requires 0 < amount < bundle.amount. */
  split(bundle: Bundle, amount: bigint): readonly [Bundle, Bundle];
  /** A transaction: inputs in vin order melt, outputs in vout order are filled, the fee is the last output. Σ in = Σ out. */
  deal(inputs: readonly Bundle[], outputs: readonly bigint[]): readonly Bundle[];
}
