// What fifo and lifo share: a wallet or coin is a sequence of lots, and payments take from one end of it.
import { least } from '../least.ts';
import {
  amountOf,
  type Bundle,
  CLEAN,
  cleanLot,
  type Lot,
  NONE,
  ofAmount,
  pushLot,
  sumOf,
  trimmed,
} from '../lots.ts';
import type { Convention, ConventionName, Pools } from './convention.ts';

export type End = 'front' | 'back';

/** Every lot of a bundle, clean ones too. */
function spelled({ amount, lots }: Bundle): readonly Lot[] {
  return lots.length > 0 || amount === 0n ? lots : [cleanLot(amount)];
}

/** A double-ended queue of lots; taking from the front does not move the others. */
interface Queue {
  readonly lots: Lot[];
  head: number;
  sum: bigint;
}

function takeFront(queue: Queue, want: bigint): Lot {
  const { lots, head } = queue;
  const lot = lots[head] as Lot;
  if (lot.amount > want) return takePart(queue, head, want);
  queue.sum -= lot.amount;
  queue.head += 1;
  if (queue.head > 1024 && queue.head * 2 > lots.length) {
    lots.splice(0, queue.head);
    queue.head = 0;
  }
  return lot;
}

function takeBack(queue: Queue, want: bigint): Lot {
  const { lots } = queue;
  const lot = lots[lots.length - 1] as Lot;
  if (lot.amount > want) return takePart(queue, lots.length - 1, want);
  queue.sum -= lot.amount;
  lots.pop();
  return lot;
}

function takePart(queue: Queue, index: number, want: bigint): Lot {
  const lot = queue.lots[index] as Lot;
  queue.lots[index] = ofAmount(lot, lot.amount - want);
  queue.sum -= want;
  return ofAmount(lot, want);
}

/** Clean money older than all that is tainted is a mere sum: most wallets hold nothing else. */
function sequencePools(end: End, count: number): Pools {
  const oldest: bigint[] = new Array<bigint>(count).fill(0n);
  const queues: (Queue | undefined)[] = new Array<Queue | undefined>(count).fill(undefined);

  function takeOldest(pool: number, want: bigint): Lot {
    const amount = least(oldest[pool] as bigint, want);
    oldest[pool] = (oldest[pool] as bigint) - amount;
    return cleanLot(amount);
  }

  /** undefined: nothing but what is oldest. */
  function queueOf(pool: number): Queue | undefined {
    const queue = queues[pool];
    return queue === undefined || queue.head === queue.lots.length ? undefined : queue;
  }

  return {
    balance: (pool) => (oldest[pool] as bigint) + (queues[pool]?.sum ?? 0n),
    receive(pool, bundle) {
      let queue = queueOf(pool);
      if (bundle.lots.length === 0 && queue === undefined) {
        oldest[pool] = (oldest[pool] as bigint) + bundle.amount;
        return;
      }
      for (const lot of spelled(bundle)) {
        if (queue === undefined && lot.seed === CLEAN) oldest[pool] = (oldest[pool] as bigint) + lot.amount;
        else if (lot.amount > 0n) {
          if (queue === undefined) {
            queue = { lots: [lot], head: 0, sum: 0n };
            queues[pool] = queue;
          } else pushLot(queue.lots, lot);
          queue.sum += lot.amount;
        }
      }
    },
    open(pool, amount) {
      oldest[pool] = (oldest[pool] as bigint) + amount;
    },
    send(pool, amount) {
      if (queueOf(pool) === undefined) {
        oldest[pool] = (oldest[pool] as bigint) - amount;
        return { amount, lots: NONE };
      }
      const taken: Lot[] = [];
      for (let left = amount; left > 0n; ) {
        const queue = queueOf(pool);
        let lot: Lot;
        if (queue === undefined) lot = takeOldest(pool, left);
        else if (end === 'back') lot = takeBack(queue, left);
        else lot = (oldest[pool] as bigint) > 0n ? takeOldest(pool, left) : takeFront(queue, left);
        left -= lot.amount;
        pushLot(taken, lot);
      }
      return { amount, lots: trimmed(taken) };
    },
    holds(pool) {
      const queue = queueOf(pool);
      return queue === undefined ? NONE : queue.lots.slice(queue.head).filter((lot) => lot.seed !== CLEAN);
    },
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
    pools: (count) => sequencePools(end, count),
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
