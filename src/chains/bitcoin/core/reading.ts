// Blocks of a range, one after another, each the parent of the next and the last the one that is known, such as the block
// that the run is pinned to: so that they are of one chain, whatever happens meanwhile.
import { z } from 'zod';
import type { Block, BlockHash } from '../../../model/ledger.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { pinnedTo } from '../context.ts';
import { type Asking, failure } from '../esplora-ask.ts';
import { isShort, resultOf, resultsOf } from './ask.ts';
import { type RawBlock, readBlock } from './block.ts';

export const hashShape = z.string().regex(/^[0-9a-f]{64}$/);
export const hexShape = z.string().regex(/^(?:[0-9a-f]{2})+$/);

/** Two weeks of blocks: more are gigabytes, for which an index (an Esplora service of one's own) is the better source. */
export const MOST_BLOCKS = 2_016;
const AT_ONCE = 4;
const HASHES = 100;

export interface HeightBlock extends RawBlock {
  readonly height: number;
}

/** Named by its hash, a block never changes. */
export async function blockOf(asking: Asking, hash: BlockHash): Promise<RawBlock> {
  const hex = await resultOf(asking, 'getblock', [hash, 0], hexShape, { kind: 'settled' });
  const block = readBlock(hex);
  if (block === undefined) throw failure(asking, 'getblock', `the bytes of block ${hash} are cut or changed`);
  if (block.hash === hash) return block;
  throw failure(asking, 'getblock', `asked for block ${hash}, answered with ${block.hash}`, {
    gap: 'source-disagreement',
  });
}

/**
 * Ascending; all in memory at once are those of one step. Hashes are asked for by round hundreds up to the block of the
 * run: so what is asked does not depend on the ranges in which blocks come to be read.
 */
export async function* blocksFrom(
  asking: Asking,
  from: number,
  last: Pick<Block, 'height' | 'hash'>,
  asOf: Block,
): AsyncGenerator<HeightBlock> {
  let before: BlockHash | undefined;
  for (let first = from - (from % HASHES); first <= last.height; first += HASHES) {
    const round = Array.from({ length: Math.min(HASHES, asOf.height - first + 1) }, (_, at) => first + at);
    const calls = round.map((height) => ({ method: 'getblockhash', params: [height] }));
    const hashes = await resultsOf({ ...asking, isBehind: isShort }, calls, hashShape, pinnedTo(asOf));
    const heights = round.filter((height) => height >= from && height <= last.height);
    for (let at = 0; at < heights.length; at += AT_ONCE) {
      const step = new Map<number, RawBlock>();
      const some = heights.slice(at, at + AT_ONCE);
      const asked = eachConcurrently(some, AT_ONCE, async (height) => {
        return [height, await blockOf(asking, hashes[height - first] as BlockHash)] as const;
      });
      for await (const [height, block] of asked) step.set(height, block);
      for (const height of some) {
        const block = step.get(height) as RawBlock;
        const isChild = before === undefined || block.previous === before;
        if (!isChild || (height === last.height && block.hash !== last.hash)) throw moved(asking, height);
        before = block.hash;
        yield { ...block, height };
      }
    }
  }
}

function moved(asking: Asking, height: number) {
  const what = `block ${height} is not of the chain that the run is pinned to`;
  return failure(asking, 'getblockhash', what, { gap: 'source-disagreement', hint: 'Run again.' });
}
