// The edges of a network without circles, laid out flat: what each can carry more, and every change since a mark. An edge is
// two halves, the even one as it was made and the odd one back. Knows nothing of money.

/** A state to which `undo` goes back. */
export type Mark = number;

export interface EdgesBuilder {
  node(): number;
  /** A node at which flow begins or ends: it is never passed through. */
  terminal(): number;
  /** A directed edge; its number, which is even. The edges of a network never make a circle. */
  edge(from: number, to: number, capacity: bigint): number;
  done(): Edges;
}

export interface Edges {
  /** By node, where its halves begin in `halves`, the youngest first; they end where those of the next node begin. */
  readonly first: Int32Array;
  readonly halves: Int32Array;
  readonly target: Int32Array;
  readonly isTerminal: Uint8Array;
  /** By half: it can carry more. */
  readonly isOpen: Uint8Array;
  /** What a half can carry more; of an odd one, that is what flows on its edge. */
  rest(half: number): bigint;
  setRest(half: number, rest: bigint): void;
  /** So much more along a half, so much more that can come back. */
  carry(half: number, amount: bigint): void;
  mark(): Mark;
  /** Undoes every change since; the mark stands. */
  undo(mark: Mark): void;
  /** The mark, the last one made and just gone back to, is needed no more. */
  drop(mark: Mark): void;
  /** The same edges as they are before anything flows. */
  emptied(): Edges;
}

type Layout = Pick<Edges, 'first' | 'halves' | 'target' | 'isTerminal'>;

/** Changes since a mark: each half as it was before its first. */
interface Journal {
  readonly halves: number[];
  readonly before: bigint[];
  readonly touched: number[];
}

export function edgesBuilder(): EdgesBuilder {
  let nodes = 0;
  const targets: number[] = [];
  const rests: bigint[] = [];
  const terminals: number[] = [];

  return {
    node() {
      nodes += 1;
      return nodes - 1;
    },
    terminal() {
      terminals.push(nodes);
      nodes += 1;
      return nodes - 1;
    },
    edge(from, to, capacity) {
      targets.push(to, from);
      rests.push(capacity, 0n);
      return targets.length - 2;
    },
    done() {
      const isTerminal = new Uint8Array(nodes);
      for (const node of terminals) isTerminal[node] = 1;
      const target = Int32Array.from(targets);
      return withRests({ ...byNode(target, nodes), target, isTerminal }, rests);
    },
  };
}

function byNode(target: Int32Array, nodes: number): Pick<Layout, 'first' | 'halves'> {
  const first = new Int32Array(nodes + 1);
  const startOf = (half: number): number => target[half ^ 1] as number;
  for (let half = 0; half < target.length; half += 1)
    first[startOf(half) + 1] = (first[startOf(half) + 1] as number) + 1;
  for (let node = 0; node < nodes; node += 1)
    first[node + 1] = (first[node + 1] as number) + (first[node] as number);
  const free = first.slice();
  const halves = new Int32Array(target.length);
  for (let half = target.length - 1; half >= 0; half -= 1) {
    const at = free[startOf(half)] as number;
    halves[at] = half;
    free[startOf(half)] = at + 1;
  }
  return { first, halves };
}

function withRests(layout: Layout, rests: bigint[]): Edges {
  const isOpen = Uint8Array.from(rests, (amount) => (amount > 0n ? 1 : 0));
  return {
    ...layout,
    isOpen,
    ...journalled(rests, isOpen),
    emptied: () =>
      withRests(
        layout,
        rests.map((rest, half) => ((half & 1) === 1 ? 0n : rest + (rests[half ^ 1] as bigint))),
      ),
  };
}

function journalled(
  rests: bigint[],
  isOpen: Uint8Array,
): Pick<Edges, 'rest' | 'setRest' | 'carry' | 'mark' | 'undo' | 'drop'> {
  const journals: Journal[] = [];
  /** By half: the mark since which its first change is written down. */
  const touched = new Int32Array(rests.length);

  function put(half: number, value: bigint): void {
    rests[half] = value;
    isOpen[half] = value > 0n ? 1 : 0;
  }

  function set(half: number, value: bigint): void {
    const now = journals.length;
    if (now > 0 && touched[half] !== now) {
      const journal = journals[now - 1] as Journal;
      journal.halves.push(half);
      journal.before.push(rests[half] as bigint);
      journal.touched.push(touched[half] as number);
      touched[half] = now;
    }
    put(half, value);
  }

  function mark(): Mark {
    journals.push({ halves: [], before: [], touched: [] });
    return journals.length;
  }

  return {
    rest: (half) => rests[half] as bigint,
    setRest: set,
    carry(half, amount) {
      set(half, (rests[half] as bigint) - amount);
      set(half ^ 1, (rests[half ^ 1] as bigint) + amount);
    },
    mark,
    undo(to) {
      while (journals.length >= to) {
        const { halves, before, touched: was } = journals.pop() as Journal;
        for (let index = halves.length - 1; index >= 0; index -= 1) {
          const half = halves[index] as number;
          put(half, before[index] as bigint);
          touched[half] = was[index] as number;
        }
      }
      mark();
    },
    drop(to) {
      journals.length = to - 1;
    },
  };
}
