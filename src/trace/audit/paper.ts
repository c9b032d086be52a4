// The conventions as one would apply them on paper: a second, plain computation, sharing no code with conventions/, so that
// an audit is not the sweep repeating itself. Slow where that makes it simpler to follow; dust stays linear.
import { apportion } from '../apportion.ts';
import type { ConventionName } from '../conventions/convention.ts';
import { least } from '../least.ts';
import { CLEAN } from '../lots.ts';

/** Reach does not add up: of poison there is no account to keep. */
export type Rule = Exclude<ConventionName, 'poison'>;

/** Tainted units by rank of the seed; zero is absent. */
export type Parts = ReadonlyMap<number, bigint>;

export const NO_PARTS: Parts = new Map();

/** Units of one seed, or clean ones, that lie side by side. They came with that entry of their account; 0: not told. */
export interface Segment {
  readonly amount: bigint;
  readonly seed: number;
  readonly entry: number;
}

export function segment(amount: bigint, seed: number, entry = 0): Segment {
  return { amount, seed, entry };
}

/** The same units, come with another entry. */
export function broughtBy(entry: number, segments: readonly Segment[]): Segment[] {
  return segments.map(({ amount, seed }) => segment(amount, seed, entry));
}

export function partsOf(segments: readonly Segment[]): Parts {
  const parts = new Map<number, bigint>();
  for (const { seed, amount } of segments)
    if (seed !== CLEAN && amount > 0n) parts.set(seed, (parts.get(seed) ?? 0n) + amount);
  return parts.size === 0 ? NO_PARTS : parts;
}

export function total(parts: Parts): bigint {
  let sum = 0n;
  for (const amount of parts.values()) sum += amount;
  return sum;
}

/** What lies in one place and how it is paid out. */
export interface Purse {
  readonly balance: bigint;
  readonly parts: Parts;
  put(segments: readonly Segment[]): void;
  /** Clean units, older than all that is here. */
  putOldest(clean: Segment): void;
  /** `tainted`: how much of it is, where more than this one payment decides. Never more than there is. */
  take(amount: bigint, tainted?: bigint): Segment[];
}

export function purse(rule: Rule): Purse {
  return rule === 'fifo' || rule === 'lifo' ? sequence(rule) : mixture(rule);
}

/** Inside one transaction what came first goes on first, under lifo too. */
export function inTransit(rule: Rule): Rule {
  return rule === 'lifo' ? 'fifo' : rule;
}

function push(segments: Segment[], next: Segment): void {
  const last = segments[segments.length - 1];
  if (next.amount === 0n) return;
  if (last !== undefined && last.seed === next.seed && last.entry === next.entry)
    segments[segments.length - 1] = { ...last, amount: last.amount + next.amount };
  else segments.push(next);
}

function add(parts: Map<number, bigint>, { seed, amount }: Segment, sign: 1n | -1n): void {
  if (seed === CLEAN) return;
  const sum = (parts.get(seed) ?? 0n) + sign * amount;
  if (sum === 0n) parts.delete(seed);
  else parts.set(seed, sum);
}

/** Units in the order in which they came; paid from one end. */
function sequence(rule: 'fifo' | 'lifo'): Purse {
  let held: Segment[] = [];
  let head = 0;
  let balance = 0n;
  const parts = new Map<number, bigint>();

  function takeOne(want: bigint): Segment {
    const at = rule === 'fifo' ? head : held.length - 1;
    const found = held[at] as Segment;
    if (found.amount > want) {
      held[at] = { ...found, amount: found.amount - want };
      return { ...found, amount: want };
    }
    if (rule === 'lifo') held.pop();
    else head += 1;
    if (head > 1000 && head * 2 > held.length) {
      held = held.slice(head);
      head = 0;
    }
    return found;
  }

  return {
    get balance() {
      return balance;
    },
    parts,
    put(segments) {
      for (const each of segments) {
        if (held.length === head) {
          held = [];
          head = 0;
        }
        push(held, each);
        balance += each.amount;
        add(parts, each, 1n);
      }
    },
    putOldest(clean) {
      held = [clean, ...held.slice(head)];
      head = 0;
      balance += clean.amount;
    },
    take(amount) {
      const taken: Segment[] = [];
      for (let left = amount; left > 0n && held.length > head; ) {
        const each = takeOne(left);
        left -= each.amount;
        balance -= each.amount;
        add(parts, each, -1n);
        push(taken, each);
      }
      return taken;
    },
  };
}

/** A balance and its tainted part; which seed's units leave is shared in proportion. */
function mixture(rule: Exclude<Rule, 'fifo' | 'lifo'>): Purse {
  let balance = 0n;
  const parts = new Map<number, bigint>();
  return {
    get balance() {
      return balance;
    },
    parts,
    put(segments) {
      for (const each of segments) {
        balance += each.amount;
        add(parts, each, 1n);
      }
    },
    putOldest(clean) {
      balance += clean.amount;
    },
    take(amount, tainted = taintedPart(rule, amount, balance, total(parts))) {
      const ranks = [...parts.keys()].sort((a, b) => a - b);
      const shares = apportion(
        tainted,
        ranks.map((rank) => parts.get(rank) as bigint),
      );
      const taken: Segment[] = [];
      for (const [index, rank] of ranks.entries()) push(taken, segment(shares[index] as bigint, rank));
      for (const each of taken) add(parts, each, -1n);
      push(taken, segment(amount - tainted, CLEAN));
      balance -= amount;
      return taken;
    },
  };
}

function taintedPart(rule: Rule, amount: bigint, balance: bigint, tainted: bigint): bigint {
  if (rule === 'haircut') return apportion(tainted, [amount, balance - amount])[0] as bigint;
  if (rule !== 'libr') return least(amount, tainted);
  const clean = balance - tainted;
  return amount > clean ? amount - clean : 0n;
}

/** The outputs of a coin transaction in the order in which a rule fills them, by index. The fee, if any, stands last. */
export function fillingOrder(rule: Rule, outputs: readonly bigint[], hasFee: boolean): number[] {
  const order = [...outputs.keys()];
  if (rule !== 'tiho') return order;
  const fee = hasFee ? order.splice(-1) : [];
  order.sort((a, b) => {
    const [left, right] = [outputs[a] as bigint, outputs[b] as bigint];
    return left === right ? a - b : left > right ? -1 : 1;
  });
  return [...order, ...fee];
}

/** Tainted part of each output, where the rule settles all of them at once; undefined where each takes what is left. */
export function plannedParts(
  rule: Rule,
  tainted: bigint,
  outputs: readonly bigint[],
): readonly bigint[] | undefined {
  return rule === 'haircut' ? apportion(tainted, outputs) : undefined;
}
