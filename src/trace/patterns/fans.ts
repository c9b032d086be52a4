// Fan-out ("spraying") and fan-in ("funnelling"): one wallet and many others within a short time, where the others pass on what
// they got. Wages go out to many too; what tells the two apart here is that those who are paid wages keep them or spend them in parts.
import { type Move, movesBy, potOf } from './moves.ts';
import { parameters } from './parameters.ts';

export interface Fan {
  readonly centre: number;
  readonly asset: number;
  readonly moves: readonly Move[];
  /** The others, in the order of their first move. */
  readonly wallets: readonly number[];
  /** How many of them passed it on. */
  readonly passedOn: number;
}

const HOUR = 3600;

export function fansOf(moves: readonly Move[], direction: 'out' | 'in', assets: number): Fan[] {
  const rule = parameters[direction === 'out' ? 'fan-out' : 'fan-in'];
  const isThrough = passersOn(moves, direction, assets);
  const other = (move: Move): number => (direction === 'out' ? move.to : move.from);

  /** Windows one after the other: each grows as long as it stays a fan. */
  function fansAt(own: readonly Move[]): Fan[] {
    const fans: Fan[] = [];
    const all = new Map<number, number>();
    const through = new Map<number, number>();
    let start = 0;
    let isFan = false;
    function close(end: number): void {
      const within = own.slice(start, end);
      const { asset } = within[0] as Move;
      const centre = direction === 'out' ? (within[0] as Move).from : (within[0] as Move).to;
      const wallets = [...new Set(within.map(other))];
      const passedOn = new Set(within.filter(isThrough).map(other)).size;
      fans.push({ centre, asset, moves: within, wallets, passedOn });
      all.clear();
      through.clear();
      start = end;
      isFan = false;
    }
    for (const [index, move] of own.entries()) {
      if (isFan && move.time - (own[start] as Move).time > rule.withinHours * HOUR) close(index);
      while (move.time - (own[start] as Move).time > rule.withinHours * HOUR) {
        const first = own[start] as Move;
        less(all, other(first));
        if (isThrough(first)) less(through, other(first));
        start += 1;
      }
      more(all, other(move));
      if (isThrough(move)) more(through, other(move));
      const enough =
        through.size >= rule.wallets && through.size * 100 >= all.size * rule.passedOnPercentOfWallets;
      if (isFan && !enough) {
        close(index);
        more(all, other(move));
        if (isThrough(move)) more(through, other(move));
      } else isFan = enough;
    }
    if (isFan) close(own.length);
    return fans;
  }
  return [...movesBy(moves, direction === 'out' ? 'from' : 'to', assets).values()]
    .filter((own) => own.length >= rule.wallets)
    .flatMap(fansAt);
}

function more(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function less(counts: Map<number, number>, key: number): void {
  const count = counts.get(key) as number;
  if (count === 1) counts.delete(key);
  else counts.set(key, count - 1);
}

/**
 * Fan-out: whether the receiver of a move paid away nearly as much soon after it. Fan-in: whether the payer of a move pays
 * with it nearly all that it got shortly before.
 */
function passersOn(moves: readonly Move[], direction: 'out' | 'in', assets: number): (move: Move) => boolean {
  const { passedOnPercent, passedOnWithinHours } = parameters[direction === 'out' ? 'fan-out' : 'fan-in'];
  const order = new Map(moves.map((move, index) => [move, index]));
  const sums = new Map(
    [...movesBy(moves, direction === 'out' ? 'from' : 'to', assets)].map(([pot, own]) => [
      pot,
      { own, upTo: runningSums(own) },
    ]),
  );
  const span = passedOnWithinHours * HOUR;
  return (move) => {
    const found = sums.get(potOf(direction === 'out' ? move.to : move.from, move.asset, assets));
    if (found === undefined) return false;
    const { own, upTo } = found;
    const at = order.get(move) as number;
    const between = (first: number, end: number): bigint =>
      end <= first ? 0n : (upTo[end] as bigint) - (upTo[first] as bigint);
    if (direction === 'out') {
      const first = firstWhere(own, (each) => (order.get(each) as number) > at);
      const end = firstWhere(own, (each) => each.time > move.time + span);
      return between(first, end) * 100n >= move.units * BigInt(passedOnPercent);
    }
    const first = firstWhere(own, (each) => each.time >= move.time - span);
    const end = firstWhere(own, (each) => (order.get(each) as number) >= at);
    const got = between(first, end);
    return got > 0n && move.units * 100n >= got * BigInt(passedOnPercent);
  };
}

/** `upTo[n]`: of the first n. */
function runningSums(moves: readonly Move[]): bigint[] {
  const upTo = [0n];
  for (const { units } of moves) upTo.push((upTo.at(-1) as bigint) + units);
  return upTo;
}

/** Index of the first for which it holds, as it does for all after it; the length, if for none. */
function firstWhere(moves: readonly Move[], holds: (move: Move) => boolean): number {
  let low = 0;
  let high = moves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(moves[middle] as Move)) high = middle;
    else low = middle + 1;
  }
  return low;
}
