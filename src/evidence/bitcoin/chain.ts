// Headers of Bitcoin blocks as they link: from a block up to one that is known, or to as many on top as there are.
import { linksOf } from '../links.ts';
import type { Tally } from '../tally.ts';
import { checkpoints } from './checkpoints.ts';
import { type Header, readHeader, workOf } from './header.ts';

/** What a block rests on. */
export interface Footing {
  /** The block whose hash is to be compared with a node: the proved one, or one above it. */
  readonly hash: string;
  /** Blocks from the proved one up to it. */
  readonly distance: number;
  readonly basis: string;
  readonly isKnown: boolean;
  /** Of the proved block, where links to a checkpoint count it. */
  readonly counted: number | undefined;
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
  const faults: string[] = [];
  for (const text of new Set(texts)) {
    const header = readHeader(text, tally);
    if (header === undefined) faults.push('a header is no 80 bytes');
    else if (!header.meetsTarget) faults.push(`header ${header.hash} does not meet its proof of work`);
    else byText.set(text, header);
  }
  const targets = new Map([...byText.values()].map(({ hash, target }) => [hash, target]));
  const links = linksOf(byText.values());

  function countedAt(hash: string): number | undefined {
    const isCheckpoint = (at: string): boolean => checkpoints.has(at);
    const up = links.above(hash, isCheckpoint);
    if (up !== undefined) return (checkpoints.get(up.hash) as number) - up.distance;
    const down = links.below(hash, isCheckpoint);
    return down === undefined ? undefined : (checkpoints.get(down.hash) as number) + down.distance;
  }

  return {
    byText,
    faults,
    footing(hash) {
      const counted = countedAt(hash);
      const up = links.above(hash, (at) => known.has(at) || checkpoints.has(at));
      if (up !== undefined) {
        const basis = known.has(up.hash) ? 'named by the reader' : 'checkpoint of this program';
        return { ...up, basis, isKnown: true, counted };
      }
      // As a power of two: what counts is whether anybody could have spent it on a forgery. A checkpoint below it adds
      // nothing: anybody can build on it.
      const tries = `about 2^${workOf(targets.get(hash) as bigint).toString(2).length - 1} tries`;
      const { distance: on } = links.top(hash);
      const basis = `its own proof of work (${tries}) and ${on} block${on === 1 ? '' : 's'} on top of it`;
      return { hash, distance: 0, basis, isKnown: false, counted };
    },
  };
}
