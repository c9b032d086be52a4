// Blocks by height and time: what a run is pinned to, and whether it still stands.
import { BITCOIN } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Keep } from '../../model/http.ts';
import type { Block, BlockHash } from '../../model/ledger.ts';
import { type Asking, askJson, askText, failure, SourceFailure } from './esplora-ask.ts';
import { esploraBlock } from './esplora-shapes.ts';

/** Six confirmations. */
export const FINALITY = 6;
/** No reorganisation of Bitcoin has come near this depth; blocks below it are kept for ever. */
const SETTLED_DEPTH = 100;

export async function tipHeight(asking: Asking, keep: Keep): Promise<number> {
  const path = '/blocks/tip/height';
  const text = (await askText(asking, path, keep)).trim();
  if (!/^\d{1,9}$/.test(text)) throw failure(asking, path, 'the answer is no height');
  return Number(text);
}

/** At a height that the chain is known to have reached. */
async function hashAt(asking: Asking, height: number, keep: Keep): Promise<BlockHash> {
  const path = `/block-height/${height}`;
  const reaching: Asking = { ...asking, isBehind: ({ status }) => status === 404 };
  const text = (await askText(reaching, path, keep)).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw failure(asking, path, 'the answer is no block hash');
  return text as BlockHash;
}

async function blockAt(asking: Asking, height: number, tip: number): Promise<Block> {
  const keep: Keep = tip - height >= SETTLED_DEPTH ? { kind: 'settled' } : { kind: 'tip' };
  const hash = await hashAt(asking, height, keep);
  const path = `/block/${hash}`;
  // A block is named by its hash: what it holds never changes.
  const block = await askJson(asking, path, esploraBlock, { kind: 'settled' });
  if (block.id !== hash || block.height !== height) {
    throw failure(asking, path, `answered with block ${block.id} at height ${block.height}, not ${height}`, {
      gap: 'source-disagreement',
    });
  }
  return { chain: BITCOIN, height, hash, time: block.timestamp };
}

function unknownAsOf(message: string, facts: readonly string[]): KnownError {
  return new KnownError('as-of-unknown', message, {
    facts,
    hint: 'Choose a height or a time that the chain has reached.',
    exit: 2,
  });
}

/**
 * By halving, every other step by even pace instead. Block times may run backwards by up to two hours: the answer is a
 * block at or before `time` whose successor is after it, the last such block only where times rise around it.
 */
export async function lastBlockBy(
  at: (height: number) => Promise<Block>,
  time: number,
  tip: number,
): Promise<Block> {
  let low = await at(0);
  let high = await at(tip);
  if (time < low.time)
    throw unknownAsOf('The time lies before the first block.', [`first block: ${low.time}`]);
  if (time >= high.time) return high;
  for (let step = 0; high.height - low.height > 1; step += 1) {
    const span = high.height - low.height;
    const share = (time - low.time) / Math.max(1, high.time - low.time);
    const even = low.height + Math.round(span * share);
    const guess = step % 2 === 0 ? even : low.height + Math.floor(span / 2);
    const height = Math.min(high.height - 1, Math.max(low.height + 1, guess));
    const block = await at(height);
    if (block.time <= time) low = block;
    else high = block;
  }
  return low;
}

export function noBlock({ service }: Asking, height: number, tip: number): KnownError {
  return unknownAsOf(`There is no block ${height} yet.`, [`${service} stands at block ${tip}`]);
}

export interface Head {
  readonly block: Block;
  readonly tip: number;
}

/** Throws KnownError `as-of-unknown` or SourceFailure. */
export async function headOf(asking: Asking, want: { height?: number; time?: number }): Promise<Head> {
  const wanted = want.height ?? 0;
  const reaching: Asking = { ...asking, isBehind: ({ body }) => Number(body) < wanted };
  const tip = await tipHeight(reaching, { kind: 'tip' });
  if (want.height !== undefined) {
    const { height } = want;
    if (Number.isSafeInteger(height) && height >= 0 && height <= tip) {
      return { block: await blockAt(asking, height, tip), tip };
    }
    throw noBlock(asking, height, tip);
  }
  const final = Math.max(0, tip - FINALITY);
  // A time that has not come yet asks for the newest block that is final, not for one that may still go.
  if (want.time !== undefined) {
    const at = (height: number) => blockAt(asking, height, final);
    return { block: await lastBlockBy(at, want.time, final), tip };
  }
  return { block: await blockAt(asking, final, tip), tip };
}

/** Asked past every cache. A height that the chain no longer has is as good as another block there. */
export async function standsStill(asking: Asking, block: Block): Promise<boolean> {
  try {
    return (await hashAt(asking, block.height, { kind: 'never' })) === block.hash;
  } catch (error) {
    if (error instanceof SourceFailure && error.unknown) return false;
    throw error;
  }
}
