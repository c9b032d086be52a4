// Reads what lies in a range of blocks piece by piece, as long a piece as the node gives: it refuses one that is too
// long, often naming one that is not.
import { SourceFailure } from '../../source-failure.ts';
import type { Span } from '../walk.ts';
import { suggested } from './texts.ts';

/** More pieces than this are days of asking: another source is the better one. */
const MOST_PIECES = 2_000;
/** So many pieces that went well in a row let a limit that was met before be tried again: it may have been of rows. */
const TRUSTED = 4;

export interface RangeOptions<R> {
  /** Whom a failure names. */
  readonly service: string;
  readonly action: string;
  readonly ask: (span: Span) => Promise<readonly R[]>;
  /** How a single block is read that is refused alone. */
  readonly one?: (height: number) => Promise<readonly R[]>;
  /** Stop once there are more rows than this. */
  readonly limit: number;
}

export interface RangeRows<R> {
  readonly rows: readonly R[];
  readonly over: boolean;
}

export async function inRanges<R>(whole: Span, options: RangeOptions<R>): Promise<RangeRows<R>> {
  const { service, action, ask, one, limit } = options;
  const tooMany = (blocks: number) => {
    const text = `the node gives ${blocks} blocks at once, too few for ${whole.to - whole.from + 1}`;
    return new SourceFailure(service, action, 'tier', text);
  };
  const rows: R[] = [];
  let from = whole.from;
  let size = whole.to - whole.from + 1;
  /** A size that was refused: only shorter ones are asked for. */
  let refused = Number.POSITIVE_INFINITY;
  /** A size that the node names as its limit. */
  let most = Number.POSITIVE_INFINITY;
  let inRow = 0;
  for (let pieces = 0; from <= whole.to; pieces += 1) {
    const span = { from, to: Math.min(whole.to, from + size - 1) };
    let piece: readonly R[];
    try {
      if (pieces >= MOST_PIECES) throw tooMany(size);
      piece = await ask(span);
    } catch (error) {
      if (!(error instanceof SourceFailure) || error.class !== 'split') throw error;
      const length = span.to - span.from + 1;
      if (length > 1) {
        inRow = 0;
        refused = Math.min(refused, length);
        const hint = suggested(error.message);
        if (hint.blocks !== undefined && hint.blocks > 0 && hint.blocks < length) {
          most = Math.min(most, hint.blocks);
          if ((whole.to - from + 1) / most > MOST_PIECES) throw tooMany(most);
        }
        size = Math.min(shorter(span, hint.span), most);
        continue;
      }
      if (one === undefined) throw error;
      piece = await one(from);
    }
    for (const row of piece) rows.push(row);
    if (rows.length > limit) return { rows, over: true };
    from = span.to + 1;
    inRow += 1;
    if (inRow % TRUSTED === 0) refused = Math.max(refused, 2 * size + 1);
    if (2 * size < refused) size = Math.min(2 * size, most);
  }
  return { rows, over: false };
}

/** The suggested range where it begins as this one does, or half of this one. */
function shorter({ from, to }: Span, hint: Span | undefined): number {
  const half = Math.floor((to - from + 1) / 2);
  if (hint === undefined || hint.from !== from || hint.to < from || hint.to >= to) return half;
  return hint.to - from + 1;
}
