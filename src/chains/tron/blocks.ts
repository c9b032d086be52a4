// Which block a row stands in, and where in it. Rows of token transfers tell only the time of their block; no two blocks
// share one, and one is made every three seconds, so that between two blocks with none missing every number is known.
import { z } from 'zod';
import { TRON } from '../../model/chain.ts';
import type { Block, BlockHash } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { count, readAs } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import { askNode, type NodeMethod } from './source.ts';
import { txIdText } from './tx-words.ts';

/** Milliseconds from block to block. */
export const SLOT = 3_000;

const blockSchema = z.object({
  blockID: z.string().regex(/^[0-9a-fA-F]{64}$/),
  /** The first block has neither number nor parent in its header. */
  block_header: z.object({ raw_data: z.object({ number: count.optional(), timestamp: count.optional() }) }),
  transactions: z.array(z.object({ txID: txIdText })).nullish(),
});

export interface NodeBlock {
  readonly block: Block;
  readonly ms: number;
  /** In order. */
  readonly txIds: readonly TxId[];
}

/** undefined: no such block, as far as the chain is irreversible. */
export async function askBlock(
  source: Asked,
  method: Extract<NodeMethod, 'getnowblock' | 'getblockbynum'>,
  body: { readonly num?: number },
  asking: Asking,
): Promise<NodeBlock | undefined> {
  const raw = await askNode(source, method, body, asking);
  if (raw === undefined) return undefined;
  const { blockID, block_header, transactions } = parsedBy(source, method, () => readAs(blockSchema, raw));
  const { number: height = 0, timestamp: ms = 0 } = block_header.raw_data;
  const hash = blockID.toLowerCase();
  const refuse = (text: string) =>
    new SourceFailure(source.service, method, 'answer', text, 'source-disagreement');
  // The id of a block begins with its number.
  if (Number.parseInt(hash.slice(0, 16), 16) !== height)
    throw refuse(`block ${height} has an id of another number`);
  if (body.num !== undefined && body.num !== height)
    throw refuse(`asked for block ${body.num}, answered with ${height}`);
  return {
    block: { chain: TRON, height, hash: hash as BlockHash, time: Math.floor(ms / 1000) },
    ms,
    txIds: (transactions ?? []).map(({ txID }) => txID),
  };
}

/**
 * Completes `heights` (by time) for all `wanted` times. Where blocks were missed in between, the one in the middle is
 * looked up, and so on: the fewer questions the closer together the rows stand. `lookUp` adds what it finds to `heights`.
 */
export async function completeHeights(
  wanted: Iterable<number>,
  heights: Map<number, number>,
  lookUp: (times: readonly number[]) => Promise<void>,
): Promise<void> {
  const times = [...new Set(wanted)].sort((a, b) => a - b);
  for (;;) {
    const unknown = interpolated(times, heights);
    if (unknown.length === 0) return;
    const middles = unknown.map((group) => group[Math.floor(group.length / 2)] as number);
    await lookUp(middles);
    if (middles.some((ms) => !heights.has(ms))) throw new Error('a looked-up block is still unknown');
  }
}

/** Fills in what follows from neighbours; what does not, in groups between two known blocks. */
function interpolated(times: readonly number[], heights: Map<number, number>): number[][] {
  const known = [...heights].sort(([a], [b]) => a - b);
  const groups = new Map<number, number[]>();
  let next = 0;
  for (const ms of times) {
    if (heights.has(ms)) continue;
    while (next < known.length && (known[next] as [number, number])[0] < ms) next += 1;
    const [before, after] = [known[next - 1], known[next]];
    const whole = before !== undefined && after !== undefined && (ms - before[0]) % SLOT === 0;
    if (whole && after[0] - before[0] === SLOT * (after[1] - before[1]))
      heights.set(ms, before[1] + (ms - before[0]) / SLOT);
    else groups.set(next, [...(groups.get(next) ?? []), ms]);
  }
  return [...groups.values()];
}
