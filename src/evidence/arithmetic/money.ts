// Money as the second reckoning handles it: portions of an amount, each with what of it belongs to which seed. Written from
// the description of the method (docs/method.md) alone; shares no line with src/trace, so that a fault would have to be
// made twice.

export type Rule = 'fifo' | 'lifo' | 'haircut' | 'pifo' | 'libr' | 'tiho';
export const rules: readonly Rule[] = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'];

/** Units by seed, in the order of the seeds. What no seed has is clean. */
export type Parts = readonly bigint[];

export interface Portion {
  readonly amount: bigint;
  readonly parts: Parts;
}

/** Under fifo and lifo units keep their place in a row; under the others what lies together is one blend. */
export const inRow = (rule: Rule): boolean => rule === 'fifo' || rule === 'lifo';

export const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, each) => total + each, 0n);
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const total = (portions: readonly Portion[]): bigint => sum(portions.map(({ amount }) => amount));
export const clean = (amount: bigint, seeds: number): Portion => ({
  amount,
  parts: Array<bigint>(seeds).fill(0n),
});

export function partsOf(portions: readonly Portion[], seeds: number): Parts {
  return Array.from({ length: seeds }, (_, seed) => sum(portions.map(({ parts }) => parts[seed] as bigint)));
}

/** One blend of all portions; none of nothing. */
export function blended(portions: readonly Portion[], seeds: number): Portion[] {
  return portions.length === 0 ? [] : [{ amount: total(portions), parts: partsOf(portions, seeds) }];
}

/** `whole` shared by weight: every share rounded down, what is left over to the largest remainders, ties to the earlier. */
export function shared(whole: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights);
  if (all === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (whole * weight) / all);
  const order = [...weights.keys()].sort((a, b) => {
    const over = ((whole * (weights[b] as bigint)) % all) - ((whole * (weights[a] as bigint)) % all);
    return over > 0n ? 1 : over < 0n ? -1 : a - b;
  });
  const spare = Number(whole - sum(shares));
  for (const index of order.slice(0, spare)) shares[index] = (shares[index] as bigint) + 1n;
  return shares;
}

/** How many of `amount` units, taken out of a blend, are tainted. */
function taintIn({ amount: held, parts }: Portion, amount: bigint, rule: Rule): bigint {
  const tainted = sum(parts);
  if (inRow(rule)) return tainted > 0n ? amount : 0n;
  if (rule === 'haircut') return shared(tainted, [amount, held - amount])[0] as bigint;
  if (rule === 'libr') return amount > held - tainted ? amount - (held - tainted) : 0n;
  return least(amount, tainted);
}

/** A portion in two: the front of `amount` units, and the rest. */
function cut(portion: Portion, amount: bigint, rule: Rule): [Portion, Portion] {
  const parts = shared(taintIn(portion, amount, rule), portion.parts);
  return [
    { amount, parts },
    {
      amount: portion.amount - amount,
      parts: portion.parts.map((part, seed) => part - (parts[seed] as bigint)),
    },
  ];
}

/** Takes up to `amount` units off the front of a queue, or off its back; what is taken stands in the order taken. */
export function take(
  queue: Portion[],
  amount: bigint,
  rule: Rule,
  from: 'front' | 'back' = 'front',
): Portion[] {
  const taken: Portion[] = [];
  for (let left = amount; left > 0n && queue.length > 0; ) {
    const portion = (from === 'front' ? queue.shift() : queue.pop()) as Portion;
    if (portion.amount <= left) {
      taken.push(portion);
      left -= portion.amount;
      continue;
    }
    const [first, rest] = cut(portion, left, rule);
    taken.push(first);
    if (from === 'front') queue.unshift(rest);
    else queue.push(rest);
    left = 0n;
  }
  return taken;
}

/** The inputs of a transaction dealt to its outputs, the last of which is the fee. */
export function dealt(
  inputs: readonly Portion[],
  amounts: readonly bigint[],
  rule: Rule,
  seeds: number,
): Portion[][] {
  const queue = rule === 'lifo' ? [...inputs].reverse() : [...inputs];
  if (inRow(rule)) return amounts.map((amount) => take(queue, amount, rule));
  let left = partsOf(inputs, seeds);
  let spareClean = total(inputs) - sum(left);
  const evenly = shared(sum(left), amounts);
  const outputs = [...amounts.keys()];
  if (rule === 'tiho') {
    const fee = amounts.length - 1;
    const size = (index: number): bigint => (index === fee ? -1n : (amounts[index] as bigint));
    outputs.sort((a, b) => (size(b) > size(a) ? 1 : size(b) < size(a) ? -1 : a - b));
  }
  const result: Portion[][] = amounts.map(() => []);
  for (const index of outputs) {
    const amount = amounts[index] as bigint;
    let taint = least(amount, sum(left));
    if (rule === 'haircut') taint = evenly[index] as bigint;
    if (rule === 'libr') taint = amount - least(amount, spareClean);
    const parts = shared(taint, left);
    left = left.map((part, seed) => part - (parts[seed] as bigint));
    spareClean -= amount - taint;
    result[index] = [{ amount, parts }];
  }
  return result;
}
