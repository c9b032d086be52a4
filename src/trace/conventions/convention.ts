// What a convention is: how a mixed wallet and a mixed transaction divide. No I/O, no chain, no names of places.
import type { Bundle, Lot } from '../lots.ts';

export const conventionNames = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'] as const;
export type ConventionName = (typeof conventionNames)[number];

/** One asset in one wallet of an account chain. */
export interface Pool {
  readonly balance: bigint;
  receive(bundle: Bundle): void;
  /** Clean money that is older than all that is here: an opening balance, or the missing part of a shortage. */
  open(amount: bigint): void;
  /** Requires amount ≤ balance. */
  send(amount: bigint): Bundle;
  /** Tainted lots that are here now. */
  holds(): readonly Lot[];
}

export interface Convention {
  readonly name: ConventionName;
  /** False for poison: reach, not money; nothing of it may be added up. */
  readonly conserving: boolean;
  pool(): Pool;
  /** A payment of `amount` whose front is these tainted lots (Σ ≤ amount) and whose rest is clean. */
  bundle(amount: bigint, lots: readonly Lot[]): Bundle;
  /** Bundles one behind the other, as one. */
  join(bundles: readonly Bundle[]): Bundle;
  /** The first `amount` of a bundle and the rest: matching inside one transaction. Requires 0 < amount < bundle.amount. */
  split(bundle: Bundle, amount: bigint): readonly [Bundle, Bundle];
  /** A transaction: inputs in vin order melt, outputs in vout order are filled, the fee is the last output. Σ in = Σ out. */
  deal(inputs: readonly Bundle[], outputs: readonly bigint[]): readonly Bundle[];
}
