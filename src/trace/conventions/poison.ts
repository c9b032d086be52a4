// Poison: after first contact every payment in full, for ever. Reach, not money: nothing of it is ever added up.
import { amountOf, type Bundle, CLEAN, type Lot } from '../lots.ts';
import type { Convention, Pool } from './convention.ts';

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

function poisonedPool(): Pool {
  const touched: Lot[] = [];
  let balance = 0n;
  return {
    get balance() {
      return balance;
    },
    receive(bundle) {
      balance += bundle.amount;
      addTouched(touched, bundle.lots);
    },
    open(amount) {
      balance += amount;
    },
    send(amount) {
      balance -= amount;
      return inFull(touched, amount);
    },
    holds: () => touched,
  };
}

export const poison: Convention = {
  name: 'poison',
  conserving: false,
  pool: poisonedPool,
  bundle: (amount, lots) => inFull(lots, amount),
  join: (bundles) => ({ amount: amountOf(bundles), lots: bundles.flatMap(({ lots }) => lots) }),
  split: (bundle, amount) => [inFull(bundle.lots, amount), inFull(bundle.lots, bundle.amount - amount)],
  deal(inputs, outputs) {
    const touched: Lot[] = [];
    for (const bundle of inputs) addTouched(touched, bundle.lots);
    return outputs.map((amount) => inFull(touched, amount));
  },
};
