// Headers as they link: each names the one below it by its hash. So whoever knows the hash of a block knows every block
// below it; of those above it he knows nothing, since anybody can build on a block of the chain.

export interface Linked {
  readonly hash: string;
  readonly previous: string;
}

export interface Reached {
  readonly hash: string;
  /** Blocks on the way. */
  readonly distance: number;
}

export interface Links {
  /** The nearest block at or above that is one of these. */
  above(hash: string, isOne: (hash: string) => boolean): Reached | undefined;
  /** The nearest block at or below that is one of these; it needs no header of its own. */
  below(hash: string, isOne: (hash: string) => boolean): Reached | undefined;
  /** The highest block that is built on it; of several, the first by its hash. */
  top(hash: string): Reached;
}

export function linksOf(headers: Iterable<Linked>): Links {
  const previousOf = new Map<string, string>();
  const builtOn = new Map<string, string[]>();
  for (const { hash, previous } of headers) {
    if (previousOf.has(hash)) continue;
    previousOf.set(hash, previous);
    builtOn.set(previous, [...(builtOn.get(previous) ?? []), hash].sort());
  }

  /** Row by row upwards; no header can stand above itself, since it would have to hold its own hash. */
  function* rowsAbove(hash: string): Generator<readonly string[]> {
    for (let row = [hash]; row.length > 0; row = row.flatMap((at) => builtOn.get(at) ?? [])) yield row;
  }

  return {
    above(hash, isOne) {
      let distance = 0;
      for (const row of rowsAbove(hash)) {
        const found = row.find(isOne);
        if (found !== undefined) return { hash: found, distance };
        distance += 1;
      }
      return undefined;
    },
    below(hash, isOne) {
      let at: string | undefined = hash;
      for (let distance = 0; at !== undefined; distance += 1) {
        if (isOne(at)) return { hash: at, distance };
        at = previousOf.get(at);
      }
      return undefined;
    },
    top(hash) {
      const rows = [...rowsAbove(hash)];
      return { hash: rows.at(-1)?.[0] as string, distance: rows.length - 1 };
    },
  };
}
