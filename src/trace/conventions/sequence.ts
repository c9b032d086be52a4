// What fifo and lifo share: a wallet or coin is a sequence of lots, and payments take from one end of it.
import { amountOf, type Bundle, CLEAN, cleanLot, type Lot, NONE, ofAmount, pushLot, sumOf } from '../lots.ts';
import type { Convention, ConventionName, Pool } from './convention.ts';

export type End = 'front' | 'back';

/** Every lot of a bundle, clean ones too. */
function spelled({ amount, lots }: Bundle): readonly Lot[] {
  return lots.length > 0 || amount === 0n ? lots : [cleanLot(amount)];
}

/**
 * A double-ended queue of lots; taking from the front does not move the others. Clean money older than all that is
 * tainted is a mere sum: most wallets hold nothing else.
 */
function sequence(end: End): Pool {
  const lots: Lot[] = [];
  let head = 0;
  let oldest = 0n;
  let inLots = 0n;

  function takeOldest(want: bigint): Lot {
    const amount = oldest < want ? oldest : want;
    oldest -= amount;
    return cleanLot(amount);
  }

  function takeOne(want: bigint): Lot {
    if (lots.length === head || (end === 'front' && oldest > 0n)) return takeOldest(want);
    const index = end === 'front' ? head : lots.length - 1;
    const lot = lots[index] as Lot;
    if (lot.amount > want) {
      lots[index] = ofAmount(lot, lot.amount - want);
      inLots -= want;
      return ofAmount(lot, want);
    }
    inLots -= lot.amount;
    if (end === 'front') {
      head += 1;
      if (head > 1024 && head * 2 > lots.length) {
        lots.splice(0, head);
        head = 0;
      }
    } else lots.pop();
    return lot;
  }

  return {
    get balance() {
      return lots.length === head ? oldest : oldest + inLots;
    },
    receive(bundle) {
      if (bundle.lots.length === 0 && lots.length === head) {
        oldest += bundle.amount;
        return;
      }
      for (const lot of spelled(bundle)) {
        if (lots.length === head && lot.seed === CLEAN) oldest += lot.amount;
        else if (lot.amount > 0n) {
          if (lots.length === head) lots.push(lot);
          else pushLot(lots, lot);
          inLots += lot.amount;
        }
      }
    },
    open(amount) {
      oldest += amount;
    },
    send(amount) {
      if (lots.length === head) {
        oldest -= amount;
        return { amount, lots: NONE };
      }
      const taken: Lot[] = [];
      for (let left = amount; left > 0n; ) {
        const lot = takeOne(left);
        left -= lot.amount;
        pushLot(taken, lot);
      }
      return { amount, lots: taken };
    },
    holds: () => lots.slice(head).filter((lot) => lot.seed !== CLEAN),
  };
}

/** The first `amount` of the sequence, and the rest. */
function cut(bundle: Bundle, amount: bigint): readonly [Bundle, Bundle] {
  const taken: Lot[] = [];
  const rest: Lot[] = [];
  let left = amount;
  for (const lot of spelled(bundle)) {
    const part = lot.amount < left ? lot.amount : left;
    pushLot(taken, ofAmount(lot, part));
    pushLot(rest, ofAmount(lot, lot.amount - part));
    left -= part;
  }
  return [
    { amount, lots: taken },
    { amount: bundle.amount - amount, lots: rest },
  ];
}

/** Source of both rules: RustyTaintChain; Anderson et al., Bitcoin Redux 2018; conventions.md. */
export function sequenceConvention(name: ConventionName, end: End): Convention {
  return {
    name,
    conserving: true,
    pool: () => sequence(end),
    bundle(amount, tainted) {
      if (tainted.length === 0) return { amount, lots: NONE };
      const lots = [...tainted];
      pushLot(lots, cleanLot(amount - sumOf(tainted)));
      return { amount, lots };
    },
    join: (bundles) => ({ amount: amountOf(bundles), lots: bundles.flatMap(spelled) }),
    split: cut,
    deal(inputs, outputs) {
      const all = inputs.flatMap(spelled);
      if (end === 'back') all.reverse();
      const dealt: Bundle[] = [];
      let rest: Bundle = { amount: sumOf(all), lots: all };
      for (const amount of outputs) {
        const [taken, left] = cut(rest, amount);
        dealt.push(taken);
        rest = left;
      }
      return dealt;
    },
  };
}
