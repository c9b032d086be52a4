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
  /** By node: the youngest half from here, or −1. */
  readonly first: Int32Array;
  /** By half: the next from the same node, or −1. */
  readonly next: Int32Array;
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
}

/** Changes since a mark: each half as it was before its first. */
interface Journal {
  readonly halves: number[];
  readonly before: bigint[];
  readonly touched: number[];
}

export function edgesBuilder(): EdgesBuilder {
  const heads: number[] = [];
  const links: number[] = [];
  const targets: number[] = [];
  const rest: bigint[] = [];
  const terminals: number[] = [];

  function half(from: number, to: number, capacity: bigint): void {
    targets.push(to);
    rest.push(capacity);
    links.push(heads[from] as number);
    heads[from] = targets.length - 1;
  }

  return {
    node() {
      heads.push(-1);
      return heads.length - 1;
    },
    terminal() {
      terminals.push(heads.length);
      heads.push(-1);
      return heads.length - 1;
    },
    edge(from, to, capacity) {
      half(from, to, capacity);
      half(to, from, 0n);
      return targets.length - 2;
    },
    done() {
      const isTerminal = new Uint8Array(heads.length);
      for (const node of terminals) isTerminal[node] = 1;
      const isOpen = Uint8Array.from(rest, (amount) => (amount > 0n ? 1 : 0));
      return {
        first: Int32Array.from(heads),
        next: Int32Array.from(links),
        target: Int32Array.from(targets),
        isTerminal,
        isOpen,
        ...journalled(rest, isOpen),
      };
    },
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
