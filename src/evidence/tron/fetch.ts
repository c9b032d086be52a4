// What proves transfers of Tron, asked of a node: whole blocks, one at a time; only the proofs are kept of them.
import { proofsByBlock } from '../by-block.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import type { TronProofs } from './proofs.ts';
import { proveTronBlock, tronBlockSchema } from './prove.ts';

export const TRON_SERVICE = 'api.trongrid.io';

export async function fetchTron(claims: readonly Claim[], fetching: Fetching): Promise<Fetched<TronProofs>> {
  const { http, signal } = fetching;
  return proofsByBlock(claims, fetching, async (height, wanted) => {
    const request = {
      service: TRON_SERVICE,
      path: '/walletsolidity/getblockbynum',
      body: JSON.stringify({ num: height }),
    };
    const { status, body } = await http({ ...request, keep: { kind: 'never' } }, signal);
    const block = tronBlockSchema.safeParse(jsonOf(body));
    if (!block.success) return `block ${height}: HTTP ${status}, no block of the expected form`;
    return proveTronBlock(block.data, wanted, { hashes: 0 });
  });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
