// Blocks: the one to pin a run to, and whether it still stands. Only irreversible ones.
import { z } from 'zod';
import { KnownError } from '../../model/errors.ts';
import type { Keep } from '../../model/http.ts';
import type { Block } from '../../model/ledger.ts';
import type { Asked, Asking } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import { isNone, nodeAnswer } from './answer.ts';
import { askBlock, type NodeBlock, SLOT } from './blocks.ts';

const TIP: Keep = { kind: 'tip' };

function unknownAsOf(what: string): KnownError {
  return new KnownError('as-of-unknown', `tron has no irreversible block ${what}.`, {
    hint: 'Choose an earlier --as-of, or leave it out for the last irreversible block.',
    exit: 2,
  });
}

/** The last block is before this one. */
function isBefore(height: number): NonNullable<Asking['isBehind']> {
  return (response) => {
    const answer = nodeAnswer(response);
    const header = 'value' in answer ? nowBlock.safeParse(answer.value) : undefined;
    return header?.success === true && header.data.block_header.raw_data.number < height;
  };
}

const nowBlock = z.object({ block_header: z.object({ raw_data: z.object({ number: z.number() }) }) });

async function blockAt(source: Asked, num: number, asking: Asking): Promise<NodeBlock> {
  const found = await askBlock(source, 'getblockbynum', { num }, { ...asking, isBehind: isNone });
  if (found !== undefined) return found;
  const text = `has no block ${num} although it has a later one`;
  throw new SourceFailure(source.service, 'getblockbynum', 'answer', text, 'source-disagreement');
}

/**
 * Between two blocks there are at most as many as there are slots of three seconds. So counting slots back from a later
 * block never lands too late, counting on from an earlier one never too early: what remains are the slots that were missed.
 */
async function lastBefore(source: Asked, time: number, head: NodeBlock, asking: Asking): Promise<NodeBlock> {
  const ms = time * 1000;
  let high = head;
  let low: NodeBlock | undefined;
  for (;;) {
    const back = Math.max(1, high.block.height - Math.max(1, Math.ceil((high.ms - ms) / SLOT)));
    if (low === undefined || back > low.block.height) {
      const found = await blockAt(source, back, asking);
      if (found.ms > ms) {
        if (back === 1) throw unknownAsOf(`at or before the time ${time}`);
        high = found;
        continue;
      }
      low = found;
    }
    const on = Math.min(high.block.height - 1, low.block.height + Math.floor((ms - low.ms) / SLOT));
    if (on <= low.block.height) return low;
    const next = await blockAt(source, on, asking);
    if (next.ms > ms) high = next;
    else low = next;
  }
}

export async function headOf(
  source: Asked,
  want: { height?: number; time?: number },
  signal: AbortSignal,
): Promise<Block> {
  const asking = { keep: TIP, signal };
  const reaching = want.height === undefined ? asking : { ...asking, isBehind: isBefore(want.height) };
  const head = await askBlock(source, 'getnowblock', {}, reaching);
  if (head === undefined) throw new SourceFailure(source.service, 'getnowblock', 'answer', 'names no block');
  const { height, time } = want;
  if (height !== undefined) {
    if (height > head.block.height) throw unknownAsOf(`${height}; the last one is ${head.block.height}`);
    return height === head.block.height ? head.block : (await blockAt(source, height, asking)).block;
  }
  if (time === undefined || head.block.time <= time) return head.block;
  return (await lastBefore(source, time, head, asking)).block;
}

/** Asked past every cache. */
export async function isCanonical(source: Asked, block: Block, signal: AbortSignal): Promise<boolean> {
  const asking = { keep: { kind: 'never' }, signal, isBehind: isNone } as const;
  const now = await askBlock(source, 'getblockbynum', { num: block.height }, asking);
  return now?.block.hash === block.hash;
}
