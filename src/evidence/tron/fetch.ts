// What proves transfers of Tron, asked of a node: whole blocks, one at a time; only the proofs are kept of them.
import { eachConcurrently } from '../../chains/concurrent.ts';
import { KnownError } from '../../model/errors.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import type { TronProofs } from './proofs.ts';
import { proveTronBlock, tronBlockSchema } from './prove.ts';

export const TRON_SERVICE = 'api.trongrid.io';

export async function fetchTron(
  claims: readonly Claim[],
  { http, signal, concurrency }: Fetching,
): Promise<Fetched<TronProofs>> {
  const heights = [...new Set(claims.map(({ height }) => height))].sort((a, b) => a - b);
  async function proved(height: number): Promise<{ height: number; proofs: TronProofs | string }> {
    const request = {
      service: TRON_SERVICE,
      path: '/walletsolidity/getblockbynum',
      body: JSON.stringify({ num: height }),
    };
    try {
      const { status, body } = await http({ ...request, keep: { kind: 'never' } }, signal);
      const block = tronBlockSchema.safeParse(jsonOf(body));
      if (!block.success)
        return { height, proofs: `block ${height}: HTTP ${status}, no block of the expected form` };
      const wanted = new Set(claims.filter((claim) => claim.height === height).map(({ tx }) => tx));
      return { height, proofs: proveTronBlock(block.data, wanted, { hashes: 0 }) };
    } catch (error) {
      if (!(error instanceof KnownError) || signal.aborted) throw error;
      return { height, proofs: `block ${height}: ${[error.message, ...error.facts].join('; ')}` };
    }
  }
  const notes: string[] = [];
  const found: { height: number; proofs: TronProofs }[] = [];
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

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
