// Numbers 0, 1, 2, … in sets that are joined and never parted: union by size, with the members of each set at hand.

export interface DisjointSets {
  /** The next number, in a set of its own. */
  add(): number;
  join(a: number, b: number): void;
  areJoined(a: number, b: number): boolean;
  members(of: number): readonly number[];
  /** Every set of two or more. */
  all(): (readonly number[])[];
}

export function disjointSets(): DisjointSets {
  /** The set of each number: the very array of its members. */
  const sets: number[][] = [];
  return {
    add() {
      sets.push([sets.length]);
      return sets.length - 1;
    },
    join(a, b) {
      const [one, other] = [sets[a] as number[], sets[b] as number[]];
      if (one === other) return;
      // The smaller moves into the larger: each number moves at most log n times.
      const [into, from] = one.length >= other.length ? [one, other] : [other, one];
      for (const number of from) {
        into.push(number);
        sets[number] = into;
      }
    },
    areJoined: (a, b) => sets[a] === sets[b],
    members: (of) => sets[of] as number[],
    all: () => [...new Set(sets)].filter(({ length }) => length > 1),
  };
}
