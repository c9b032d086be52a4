// What proves transfers of an EVM chain, asked of a node: whole blocks and all their receipts, a block at a time; only the
// proofs are kept of them.
import { proofsByBlock } from '../by-block.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import { blockSchema } from './encode.ts';
import { linkingHeaders } from './link.ts';
import type { EvmProofs } from './proofs.ts';
import { proveBlock } from './prove.ts';
import { askingNode, Unanswered } from './rpc.ts';

export async function fetchEvm(
  claims: readonly Claim[],
  service: string,
  fetching: Fetching,
): Promise<Fetched<EvmProofs>> {
  const { http, signal } = fetching;
  const provable = claims.filter(({ transfer, tx }) => /^\/(value|token)\b/.test(transfer.slice(tx.length)));

  const ask = askingNode(http, service, '/', signal);
  async function receiptsOf(hash: string, number: string): Promise<unknown> {
    try {
      return await ask('eth_getBlockReceipts', [hash]);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      // Some nodes have only this; by number, as all of them take it.
      return ask('debug_getRawReceipts', [number]);
    }
  }

  const fetched = await proofsByBlock(provable, fetching, async (height, wanted) => {
    try {
      const number = `0x${height.toString(16)}`;
      const block = blockSchema.safeParse(await ask('eth_getBlockByNumber', [number, true]));
      if (!block.success) return `block ${height} is not of the expected form`;
      const receipts = await receiptsOf(block.data.hash, number);
      if (!Array.isArray(receipts)) return `block ${height}: no list of receipts`;
      return await proveBlock(block.data, receipts, wanted, { hashes: 0 });
    } catch (error) {
      if (error instanceof Unanswered) return `block ${height}: ${error.message}`;
      throw error;
    }
  });
  const heights = provable.map(({ height }) => height);
  const { headers, notes } = await linkingHeaders(heights, ask, fetching);
  return {
    notes: [...fetched.notes, ...notes],
    proofs: { ...fetched.proofs, ...(headers.length === 0 ? {} : { headers }) },
  };
}
