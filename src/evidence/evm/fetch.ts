// What proves transfers of an EVM chain, asked of a node: whole blocks and all their receipts, a block at a time; only the
// proofs are kept of them.
import { proofsByBlock } from '../by-block.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import { blockSchema } from './encode.ts';
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
  return proofsByBlock(provable, fetching, async (height, wanted) => {
    try {
      const number = `0x${height.toString(16)}`;
      const block = blockSchema.safeParse(await ask('eth_getBlockByNumber', [number, true]));
      if (!block.success) return `block ${height} is not of the expected form`;
      const receipts = await ask('eth_getBlockReceipts', [block.data.hash]);
      if (!Array.isArray(receipts)) return `block ${height}: no list of receipts`;
      return await proveBlock(block.data, receipts, wanted, { hashes: 0 });
    } catch (error) {
      if (error instanceof Unanswered) return `block ${height}: ${error.message}`;
      throw error;
    }
  });
}
