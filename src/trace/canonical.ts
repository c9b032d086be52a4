// Whether the block that a run was asked as of still stands when it ends.
import type { ChainId } from '../model/chain.ts';
import { failureForGap } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Block, Ledger } from '../model/ledger.ts';

/** Asked again at the end: a block that left the chain takes with it what was read as of it. */
export async function stillCanonical(
  chain: ChainId,
  block: Block,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  signal: AbortSignal,
): Promise<Gap[]> {
  try {
    if (await (ledgers.get(chain) as Ledger).isCanonical(block, signal)) return [];
  } catch (thrown) {
    const error = failureForGap(thrown);
    const why = `Whether block ${block.height} still stands could not be asked at the end (${error.code}); run again later to be sure.`;
    return [{ code: 'source-failed', chain, place: undefined, why }];
  }
  const why = `Block ${block.height} (${block.hash}) left the chain during the run; run again.`;
  return [{ code: 'as-of-changed', chain, place: undefined, why }];
}
