// Crossings in the second reckoning: what was given for what was received, by the words of docs/method.md. Shares no line
// with src/trace.
import { clean, inRow, least, type Parts, type Portion, type Rule, shared, sum } from './money.ts';
import type { Row, Rows } from './rows.ts';

export interface Crossed {
  readonly given: readonly Row[];
  readonly received: readonly Row[];
  /** Of all that was given, of all that was received. */
  readonly x: bigint;
  readonly y: bigint;
  /** Among all, by the last row that gives. */
  readonly order: number;
}

export function crossedRows({ crossings, rows }: Rows): readonly Crossed[] {
  const at = new Map(rows.map((row, index) => [row.id, { row, index }]));
  const total = (all: readonly Row[]): bigint => sum(all.map(({ amount }) => amount));
  const inOrder = (ids: readonly string[]): { row: Row; index: number }[] =>
    ids.flatMap((id) => at.get(id) ?? []).sort((a, b) => a.index - b.index);
  return crossings
    .map(({ given, received }) => ({ given: inOrder(given), received: inOrder(received) }))
    .sort((a, b) => (a.given.at(-1)?.index ?? 0) - (b.given.at(-1)?.index ?? 0))
    .map((each, order) => {
      const [given, received] = [each.given.map(({ row }) => row), each.received.map(({ row }) => row)];
      return { given, received, x: total(given), y: total(received), order };
    })
    .filter(({ x, y }) => x > 0n && y > 0n);
}

export interface Exchanges {
  /** Whether the row gives into a crossing; what it carries has then left its asset. */
  give(row: Row, parts: Parts): boolean;
  /** What a row carries that a crossing brought. undefined: none did. */
  receive(row: Row): Portion[] | undefined;
}

/** Of `t` tainted among `x` given, the nearest whole number to `t · y / x` received is, a tie to the taint. */
export function exchangesOf(all: Rows, rule: Rule, seeds: number): Exchanges {
  const giving = new Map<string, bigint[]>();
  const receiving = new Map<string, () => Portion[]>();
  for (const { given, received, x, y } of crossedRows(all)) {
    const taken = Array<bigint>(seeds).fill(0n);
    for (const { id } of given) giving.set(id, taken);
    const amounts = received.map(({ amount }) => amount);
    let left: bigint[] | undefined;
    let ofLegs: readonly bigint[] = [];
    for (const [nth, { id, amount }] of received.entries())
      receiving.set(id, () => {
        if (left === undefined) {
          const t = sum(taken);
          const became = shared(y, [t, x - t])[0] as bigint;
          left = shared(became, taken);
          ofLegs = shared(became, amounts);
        }
        const parts = shared(ofLegs[nth] as bigint, left);
        left = left.map((part, seed) => part - (parts[seed] as bigint));
        return portionsOf(amount, parts, rule);
      });
  }
  return {
    give({ id, end }, parts) {
      const taken = end === 'stopped' ? undefined : giving.get(id);
      for (const [seed, units] of taken === undefined ? [] : parts.entries())
        (taken as bigint[])[seed] = ((taken as bigint[])[seed] as bigint) + units;
      return taken !== undefined;
    },
    receive: ({ id }) => receiving.get(id)?.(),
  };
}

/** In a row the seeds' units stand in front, in their order, and the clean ones behind them. */
function portionsOf(amount: bigint, parts: Parts, rule: Rule): Portion[] {
  if (!inRow(rule)) return [{ amount, parts }];
  const rest = amount - least(amount, sum(parts));
  return [
    ...parts.flatMap((units, seed) =>
      units === 0n ? [] : [{ amount: units, parts: parts.map((_, each) => (each === seed ? units : 0n)) }],
    ),
    ...(rest === 0n ? [] : [clean(rest, parts.length)]),
  ];
}
