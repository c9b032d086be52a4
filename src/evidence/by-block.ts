// Proofs that are fetched a whole block at a time, on chains where a block proves its transactions: in the order of heights,
// whichever answer came first. A block that could not be had is a note.
import { eachConcurrently } from '../chains/concurrent.ts';
import { KnownError } from '../model/errors.ts';
import type { Fetched, Fetching } from './fetching.ts';
import type { Claim } from './verdict.ts';

interface OfBlocks<B, T> {
  readonly blocks: B[];
  readonly transactions: T[];
}

/** `prove`: the proofs of the wanted transactions of the block at this height, or why there are none. */
export async function proofsByBlock<B, T>(
  claims: readonly Claim[],
  { signal, concurrency }: Fetching,
  prove: (height: number, wanted: ReadonlySet<string>) => Promise<OfBlocks<B, T> | string>,
): Promise<Fetched<OfBlocks<B, T>>> {
  const heights = [...new Set(claims.map(({ height }) => height))].sort((a, b) => a - b);
  async function proved(height: number): Promise<{ height: number; proofs: OfBlocks<B, T> | string }> {
    const wanted = new Set(claims.filter((claim) => claim.height === height).map(({ tx }) => tx));
    try {
      return { height, proofs: await prove(height, wanted) };
    } catch (error) {
      if (!(error instanceof KnownError) || signal.aborted) throw error;
      return { height, proofs: `block ${height}: ${[error.message, ...error.facts].join('; ')}` };
    }
  }
  const notes: string[] = [];
  const found: { height: number; proofs: OfBlocks<B, T> }[] = [];
  for await (const { height, proofs } of eachConcurrently(heights, concurrency, proved)) {
    if (typeof proofs === 'string') notes.push(proofs);
    else found.push({ height, proofs });
  }
  found.sort((a, b) => a.height - b.height);
  return {
    notes: notes.sort(),
    proofs: {
      blocks: found.flatMap(({ proofs }) => proofs.blocks),
      transactions: found.flatMap(({ proofs }) => proofs.transactions),
    },
  };
}
