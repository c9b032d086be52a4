// What haircut, pifo, libr and tiho share: a wallet is a balance and a tainted part of it, and a rule says how much of
// a payment is tainted. Which seed's units those are is shared in proportion; which of a seed's units, oldest first.
import { apportion } from '../apportion.ts';
import { least } from '../least.ts';
import { amountOf, type Bundle, type Lot, NONE, ofAmount, pushLot, sumOf, trimmed } from '../lots.ts';
import type { Convention, ConventionName, Pools } from './convention.ts';

export interface ShareRule {
  /** Tainted part of a payment of `amount` from a wallet that holds `balance`, `taint` of it tainted. */
  ofPayment(amount: bigint, balance: bigint, taint: bigint): bigint;
  /** Tainted part of each output of a transaction whose inputs hold `taint` tainted units of `Σ outputs`. */
  ofOutputs(taint: bigint, outputs: readonly bigint[]): readonly bigint[];
  /** Order in which outputs are filled, as indexes. Default: as they stand. */
  fillingOrder?(outputs: readonly bigint[]): readonly number[];
}

/** The tainted units of one wallet or transaction: a queue of lots per seed. */
interface Taint {
  total(): bigint;
  add(lots: readonly Lot[]): void;
  take(amount: bigint): readonly Lot[];
  all(): Lot[];
}

function taintOf(): Taint {
  const bySeed: { seed: number; sum: bigint; lots: Lot[] }[] = [];
  let total = 0n;
  return {
    total: () => total,
    add(lots) {
      for (const lot of lots) {
        total += lot.amount;
        let queue = bySeed.find((entry) => entry.seed === lot.seed);
        if (queue === undefined) {
          queue = { seed: lot.seed, sum: 0n, lots: [] };
          bySeed.push(queue);
          bySeed.sort((a, b) => a.seed - b.seed);
        }
        queue.sum += lot.amount;
        pushLot(queue.lots, lot);
      }
    },
    take(amount) {
      if (amount === 0n) return NONE;
      total -= amount;
      const taken: Lot[] = [];
      const shares =
        bySeed.length === 1
          ? [amount]
          : apportion(
              amount,
              bySeed.map((queue) => queue.sum),
            );
      for (const [index, queue] of bySeed.entries()) {
        let left = shares[index] as bigint;
        queue.sum -= left;
        let used = 0;
        while (left > 0n) {
          const lot = queue.lots[used] as Lot;
          const part = lot.amount < left ? lot.amount : left;
          pushLot(taken, ofAmount(lot, part));
          left -= part;
          if (part === lot.amount) used += 1;
          else queue.lots[used] = ofAmount(lot, lot.amount - part);
        }
        if (used > 0) queue.lots.splice(0, used);
      }
      return trimmed(taken);
    },
    all: () => bySeed.flatMap((queue) => queue.lots),
  };
}

function sharedPools(rule: ShareRule, count: number): Pools {
  const balances: bigint[] = new Array<bigint>(count).fill(0n);
  const taints: (Taint | undefined)[] = new Array<Taint | undefined>(count).fill(undefined);
  return {
    balance: (pool) => balances[pool] as bigint,
    receive(pool, { amount, lots }) {
      balances[pool] = (balances[pool] as bigint) + amount;
      if (lots.length === 0) return;
      const taint = taints[pool] ?? taintOf();
      taints[pool] = taint;
      taint.add(lots);
    },
    open(pool, amount) {
      balances[pool] = (balances[pool] as bigint) + amount;
    },
    send(pool, amount) {
      const balance = balances[pool] as bigint;
      const taint = taints[pool];
      const tainted = taint === undefined ? 0n : taint.total();
      const part = tainted === 0n ? 0n : rule.ofPayment(amount, balance, tainted);
      balances[pool] = balance - amount;
      if (taint === undefined || part === 0n) return { amount, lots: NONE };
      return { amount, lots: taint.take(part) };
    },
    holds: (pool) => taints[pool]?.all() ?? NONE,
  };
}

export function shareConvention(name: ConventionName, rule: ShareRule): Convention {
  return {
    name,
    conserving: true,
    pools: (count) => sharedPools(rule, count),
    bundle: (amount, lots) => ({ amount, lots }),
    join: (bundles) => ({ amount: amountOf(bundles), lots: bundles.flatMap(({ lots }) => lots) }),
    split(bundle, amount) {
      const taint = taintOf();
      taint.add(bundle.lots);
      const taken = taint.take(rule.ofPayment(amount, bundle.amount, sumOf(bundle.lots)));
      return [
        { amount, lots: taken },
        { amount: bundle.amount - amount, lots: taint.all() },
      ];
    },
    deal(inputs, outputs) {
      const taint = taintOf();
      for (const bundle of inputs) taint.add(bundle.lots);
      const totals = rule.ofOutputs(taint.total(), outputs);
      const dealt: Bundle[] = outputs.map((amount) => ({ amount, lots: [] }));
      for (const index of rule.fillingOrder?.(outputs) ?? outputs.keys())
        dealt[index] = { amount: outputs[index] as bigint, lots: taint.take(totals[index] as bigint) };
      return dealt;
    },
  };
}

/** `units` fill outputs in the given order; what each output gets. */
export function fill(units: bigint, outputs: readonly bigint[], order: Iterable<number>): bigint[] {
  const filled = outputs.map(() => 0n);
  let left = units;
  for (const index of order) {
    const part = least(left, outputs[index] as bigint);
    filled[index] = part;
    left -= part;
  }
  return filled;
}
