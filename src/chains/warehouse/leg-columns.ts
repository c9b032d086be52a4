// Movements at their parties, column by column: as objects, millions of them would be the cost of an import. And the order in
// which they are stored. Not who pays whom (write.ts).
import type { Value } from '../../store/database.ts';

export interface Leg {
  readonly wallet: number;
  readonly height: number;
  readonly tx: number;
  readonly slot: number;
  readonly dir: 0 | 1;
  readonly peer: number;
  readonly asset: number;
  readonly order: number | null;
  readonly late: number;
  readonly amount: Buffer;
}

export type Legs = { readonly [Column in keyof Leg]: Leg[Column][] };

/** A wallet and a place among so many fit into one exact number, which sorts far faster than pairs. */
export const SORTED_AT_ONCE = 2 ** 22;

export function noLegs(): Legs {
  return {
    wallet: [],
    height: [],
    tx: [],
    slot: [],
    dir: [],
    peer: [],
    asset: [],
    order: [],
    late: [],
    amount: [],
  };
}

export function pushLeg(legs: Legs, leg: Leg): void {
  legs.wallet.push(leg.wallet);
  legs.height.push(leg.height);
  legs.tx.push(leg.tx);
  legs.slot.push(leg.slot);
  legs.dir.push(leg.dir);
  legs.peer.push(leg.peer);
  legs.asset.push(leg.asset);
  legs.order.push(leg.order);
  legs.late.push(leg.late);
  legs.amount.push(leg.amount);
}

/**
 * Places of legs by wallet. They come in chain order, so that this is the order of the table; of more than `most` it is that
 * of each part, and the table grows in several passes.
 */
export function* byWallet(wallets: readonly number[], most: number): Iterable<number> {
  for (let first = 0; first < wallets.length; first += most) {
    const part = wallets.slice(first, first + most);
    const keys = Float64Array.from(part, (wallet, at) => wallet * most + at).sort();
    for (const key of keys) yield first + (key % most);
  }
}

/** One leg, in the order of its table's columns. */
export function legRow(legs: Legs, at: number): Value[] {
  const { wallet, height, tx, slot, dir, peer, asset, order, late, amount } = legs;
  return [wallet, height, tx, slot, dir, peer, asset, order, late, amount].map(
    (column) => column[at] as Value,
  );
}
