// Hop counts: the fewest hops from a seed over transfers that could carry taint. New ways are followed from where they
// begin; only where a way is lost is everything counted anew.

/** `cost` 0: own change, matched inside a transaction, or a step into or out of a junction. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly cost: 0 | 1;
}

/** The ways of one transaction, each once. */
export type Flows = ReadonlyMap<string, Flow>;

export function addFlow(flows: Map<string, Flow>, flow: Flow): void {
  flows.set(`${flow.from}>${flow.to}|${flow.cost}`, flow);
}

export interface Hops {
  /** Place index → hops; wallet seeds 0. */
  readonly of: ReadonlyMap<number, number>;
  start(place: number): void;
  /** Replaces what one transaction told before by what it tells now. */
  tell(before: Flows, now: Flows): void;
  /** Brings `of` up to date. */
  settle(): void;
}

export function hopCounts(): Hops {
  const of = new Map<number, number>();
  const starts = new Set<number>();
  const out = new Map<number, Flow[]>();
  let open: number[] = [];
  let isLost = false;

  return {
    of,
    start(place) {
      if (starts.has(place)) return;
      starts.add(place);
      of.set(place, 0);
      open.push(place);
    },
    tell(before, now) {
      for (const [name, flow] of now) {
        if (before.has(name)) continue;
        const others = out.get(flow.from);
        if (others === undefined) out.set(flow.from, [flow]);
        else others.push(flow);
        open.push(flow.from);
      }
      for (const [name, flow] of before) {
        if (now.has(name)) continue;
        const others = out.get(flow.from) as Flow[];
        const { to, cost } = flow;
        others.splice(
          others.findIndex((other) => other.to === to && other.cost === cost),
          1,
        );
        isLost = true;
      }
    },
    settle() {
      if (isLost) {
        of.clear();
        for (const place of starts) of.set(place, 0);
        open = [...starts];
        isLost = false;
      }
      // Places whose count may have become better, again and again until none does.
      while (open.length > 0) {
        const layer = new Set(open);
        open = [];
        for (const place of layer) {
          const here = of.get(place);
          if (here === undefined) continue;
          for (const { to, cost } of out.get(place) ?? []) {
            if (here + cost >= (of.get(to) ?? Number.POSITIVE_INFINITY)) continue;
            of.set(to, here + cost);
            open.push(to);
          }
        }
      }
    },
  };
}
