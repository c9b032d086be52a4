// A heap of numbers: out again in the order of their ranks.

export interface Heap {
  add(item: number): void;
  take(): number | undefined;
}

export function heap(rank: ArrayLike<number>): Heap {
  const items: number[] = [];
  const isBefore = (a: number, b: number): boolean =>
    (rank[items[a] as number] as number) < (rank[items[b] as number] as number);
  function swap(a: number, b: number): void {
    const item = items[a] as number;
    items[a] = items[b] as number;
    items[b] = item;
  }
  return {
    add(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    take() {
      const top = items[0];
      const last = items.pop();
      if (top === undefined || last === undefined || items.length === 0) return top;
      items[0] = last;
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2])
          if (child < items.length && isBefore(child, least)) least = child;
        if (least === at) return top;
        swap(at, least);
        at = least;
      }
    },
  };
}
