// Headers of Bitcoin blocks as they link: from a block to one that the reader knows, or to as many on top as there are.
import type { Tally } from '../tally.ts';
import { checkpoints } from './checkpoints.ts';
import { type Header, readHeader, workOf } from './header.ts';

/** What a block rests on. */
export interface Footing {
  /** The block whose hash is to be compared with a node. */
  readonly hash: string;
  /** Blocks from the proved one to it; negative: it stands below. */
  readonly distance: number;
  readonly basis: string;
  readonly isKnown: boolean;
  /** Its height, where that is known beyond the bundle. */
  readonly height: number | undefined;
}

export interface HeaderChain {
  /** Those that meet their proof of work, by their bytes in hex. */
  readonly byText: ReadonlyMap<string, Header>;
  /** Headers that are none. */
  readonly faults: readonly string[];
  footing(hash: string): Footing;
}

/** `known`: hashes that the reader has compared with a node himself. */
export function headerChain(texts: readonly string[], known: ReadonlySet<string>, tally: Tally): HeaderChain {
  const byText = new Map<string, Header>();
  const byHash = new Map<string, Header>();
  const above = new Map<string, string[]>();
  const faults: string[] = [];
  for (const text of new Set(texts)) {
    const header = readHeader(text, tally);
    if (header === undefined) faults.push('a header is no 80 bytes');
    else if (!header.meetsTarget) faults.push(`header ${header.hash} does not meet its proof of work`);
    else {
      byText.set(text, header);
      byHash.set(header.hash, header);
      above.set(header.previous, [...(above.get(header.previous) ?? []), header.hash]);
    }
  }

  function anchored(hash: string, distance: number): Footing | undefined {
    const height = checkpoints.get(hash);
    if (known.has(hash)) return { hash, distance, height, basis: 'named by the reader', isKnown: true };
    if (height !== undefined)
      return { hash, distance, height, basis: 'checkpoint of this program', isKnown: true };
    return undefined;
  }

  function below(hash: string): Footing | undefined {
    let at: string | undefined = hash;
    for (let distance = 0; at !== undefined; distance -= 1) {
      const found = anchored(at, distance);
      if (found !== undefined) return found;
      // The block below a header needs no header of its own to be an anchor.
      at = byHash.get(at)?.previous;
    }
    return undefined;
  }

  return {
    byText,
    faults,
    footing(hash) {
      const under = below(hash);
      if (under !== undefined) return under;
      let row = [hash];
      let on = 0;
      for (let distance = 0; row.length > 0; distance += 1) {
        for (const at of row) {
          const found = anchored(at, distance);
          if (found !== undefined) return found;
        }
        on = distance;
        row = row.flatMap((at) => above.get(at) ?? []);
      }
      // As a power of two: what counts is whether anybody could have spent it on a forgery.
      const tries = `about 2^${workOf((byHash.get(hash) as Header).target).toString(2).length - 1} tries`;
      const basis = `its own proof of work (${tries}) and ${on} block${on === 1 ? '' : 's'} on top of it`;
      return { hash, distance: 0, height: undefined, basis, isKnown: false };
    },
  };
}
