// What fifo and lifo share: a wallet or coin is a sequence of lots, and payments take from one end of it.
import { type Bundle, CLEAN, type Lot, pushLot, sumOf } from '../lots.ts';
import type { Convention, ConventionName, Pool } from './convention.ts';

export type End = 'front' | 'back';

/** A double-ended queue of lots; taking from the front does not move the others. */
function sequence(end: End): Pool {
  const lots: Lot[] = [];
  let head = 0;
  let balance = 0n;

  function takeOne(want: bigint): Lot {
    const index = end === 'front' ? head : lots.length - 1;
    const lot = lots[index] as Lot;
    if (lot.amount > want) {
      lots[index] = { ...lot, amount: lot.amount - want };
      return { ...lot, amount: want };
    }
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
      return balance;
    },
    receive(bundle) {
      balance += bundle.amount;
      for (const lot of bundle.lots) {
        if (lots.length === head) lots.push(lot);
        else pushLot(lots, lot);
      }
    },
    open(amount) {
      balance += amount;
      const first = lots[head];
      if (first !== undefined && first.seed === CLEAN)
        lots[head] = { ...first, amount: first.amount + amount };
      else if (head > 0) {
        head -= 1;
        lots[head] = { amount, seed: CLEAN, way: undefined };
      } else lots.unshift({ amount, seed: CLEAN, way: undefined });
    },
    send(amount) {
      balance -= amount;
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
  for (const lot of bundle.lots) {
    const part = lot.amount < left ? lot.amount : left;
    pushLot(taken, { ...lot, amount: part });
    pushLot(rest, { ...lot, amount: lot.amount - part });
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
      const lots = [...tainted];
      pushLot(lots, { amount: amount - sumOf(tainted), seed: CLEAN, way: undefined });
      return { amount, lots };
    },
    split: cut,
    deal(inputs, outputs) {
      const all = inputs.flatMap((bundle) => bundle.lots);
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
