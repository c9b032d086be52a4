// Headers as one history needs them: each asked for once, and each the one that transactions and events say they are of.
import type { Block } from '../../../model/ledger.ts';
import type { Asking } from '../../asking.ts';
import { type Known, once } from '../../once.ts';
import { SourceFailure } from '../../source-failure.ts';
import type { EvmChain } from '../chains-table.ts';
import { blockAt } from '../head.ts';
import type { NodeSource } from '../source.ts';

/** How many blocks or transactions are asked for at once, within one history. */
export const LOOKUPS = 4;

export interface Blocks {
  /** `hash`: as something in it says; another one = two tips were told of. */
  at(height: number, hash?: string): Promise<Block>;
}

export function blocksOf(source: NodeSource, chain: EvmChain, asking: Asking): Blocks {
  const known: Known<Block> = new Map();
  const action = 'eth_getBlockByNumber';
  return {
    async at(height, hash) {
      const block = await once(known, `${height}`, async () => {
        const found = await blockAt(source, chain, height, asking);
        if (found !== undefined) return found;
        throw new SourceFailure(
          source.service,
          action,
          'answer',
          `has no block ${height}`,
          'source-incomplete',
        );
      });
      if (hash === undefined || hash === block.hash) return block;
      const text = `block ${height} has two hashes, ${block.hash} and ${hash}`;
      throw new SourceFailure(source.service, action, 'answer', text, 'source-disagreement');
    },
  };
}

/** Asked past every cache, when all has been read: what was read after the chain changed is of another one. */
export async function checkPinned(
  source: NodeSource,
  chain: EvmChain,
  pinned: Block,
  signal: AbortSignal,
): Promise<void> {
  const now = await blockAt(source, chain, pinned.height, { keep: { kind: 'never' }, signal });
  if (now?.hash === pinned.hash) return;
  const text = `block ${pinned.height}, to which the run is pinned, has left the chain`;
  throw new SourceFailure(source.service, 'eth_getBlockByNumber', 'answer', text, 'source-disagreement');
}
