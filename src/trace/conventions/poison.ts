// Poison: after first contact every payment in full, for ever. Reach, not money: nothing of it is ever added up.
import { amountOf, type Bundle, CLEAN, type Lot, NONE } from '../lots.ts';
import type { Convention, Pools } from './convention.ts';

/** Each seed once, with the way of its first contact, on the whole of `amount`. */
function inFull(touched: readonly Lot[], amount: bigint): Bundle {
  return { amount, lots: amount === 0n ? [] : touched.map((lot) => ({ ...lot, amount })) };
}

function addTouched(touched: Lot[], lots: readonly Lot[]): void {
  for (const lot of lots) {
    if (lot.seed === CLEAN || touched.some((known) => known.seed === lot.seed)) continue;
    touched.push(lot);
    touched.sort((a, b) => a.seed - b.seed);
  }
}

function poisonedPools(count: number): Pools {
  const balances: bigint[] = new Array<bigint>(count).fill(0n);
  const touched: (Lot[] | undefined)[] = new Array<Lot[] | undefined>(count).fill(undefined);
  return {
    balance: (pool) => balances[pool] as bigint,
    receive(pool, { amount, lots }) {
      balances[pool] = (balances[pool] as bigint) + amount;
      if (lots.length === 0) return;
      const known = touched[pool] ?? [];
      touched[pool] = known;
      addTouched(known, lots);
    },
    open(pool, amount) {
      balances[pool] = (balances[pool] as bigint) + amount;
    },
    send(pool, amount) {
      balances[pool] = (balances[pool] as bigint) - amount;
      return inFull(touched[pool] ?? NONE, amount);
    },
    holds: (pool) => touched[pool] ?? NONE,
  };
}

export const poison: Convention = {
  name: 'poison',
  conserving: false,
  pools: poisonedPools,
  bundle: (amount, lots) => inFull(lots, amount),
  join: (bundles) => ({ amount: amountOf(bundles), lots: bundles.flatMap(({ lots }) => lots) }),
  split: (bundle, amount) => [inFull(bundle.lots, amount), inFull(bundle.lots, bundle.amount - amount)],
  deal(inputs, outputs) {
    const touched: Lot[] = [];
    for (const bundle of inputs) addTouched(touched, bundle.lots);
    return outputs.map((amount) => inFull(touched, amount));
  },
};
