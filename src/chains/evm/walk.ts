// Reads a list that gives a limited number of rows at once, whole, by block ranges. Rows have no identity of their own,
// so none may be seen twice or never: only whole blocks are taken, and a block cut by a page's end is read again.
import type { GapCode } from '../../model/gap.ts';
import { comeAgain } from '../come-again.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface WalkedPage<R> {
  readonly rows: readonly R[];
  readonly incomplete: boolean;
}

export interface WalkOptions<R> {
  /** One page of the rows of a block range, ascending. */
  readonly ask: (span: Span, page: number, offset: number) => Promise<WalkedPage<R>>;
  /** Makes the error for an answer that is not what was asked. */
  readonly refuse: (text: string, gap: GapCode) => Error;
  /** Whether the error says that the range was too long. */
  readonly tooLong: (error: unknown) => boolean;
  /** What a row says, the same whenever it is asked for. */
  readonly said: (row: R) => string;
  readonly offset: number;
  readonly window: number;
  /** Stop once there are more rows than this. */
  readonly limit: number;
}

export interface Walked<R> {
  readonly rows: readonly R[];
  /** More rows than the limit: the rows are no history. */
  readonly over: boolean;
  /** The source says that rows are missing. */
  readonly incomplete: boolean;
  /** What could not be read: one clause each. */
  readonly holes: readonly string[];
}

interface Row {
  readonly height: number;
}

/** A round thousand short of what was asked for is a tier's cap (1,000; some plans 5,000), not the end of the list. */
function isCapped(rows: number, offset: number): boolean {
  return rows > 0 && rows < offset && rows % 1_000 === 0;
}

export async function walkBlocks<R extends Row>(whole: Span, options: WalkOptions<R>): Promise<Walked<R>> {
  const { refuse, limit, said } = options;
  const rows: R[] = [];
  const holes: string[] = [];
  const spans: Span[] = [whole];
  let offset = options.offset;
  let incomplete = false;
  /** Rows of a block that a page's end cut: asked for again with the next span, they must come again. */
  let cut: readonly R[] = [];

  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    let page: WalkedPage<R>;
    try {
      page = await options.ask(span, 1, offset);
    } catch (error) {
      if (!options.tooLong(error) || span.from >= span.to) throw error;
      const middle = Math.floor((span.from + span.to) / 2);
      spans.push({ from: middle + 1, to: span.to }, { from: span.from, to: middle });
      continue;
    }
    check(page.rows, span, refuse);
    comeAgain(cut, page.rows, said, refuse);
    cut = [];
    incomplete ||= page.incomplete;
    if (isCapped(page.rows.length, offset)) offset = page.rows.length;
    const first = page.rows[0];
    const last = page.rows.at(-1);
    if (!first || !last || page.rows.length < offset) {
      append(rows, page.rows);
    } else if (first.height < last.height) {
      append(rows, page.rows, (row) => row.height < last.height);
      cut = page.rows.filter((row) => row.height === last.height);
      spans.push({ from: last.height, to: span.to });
    } else {
      const block = await readBlock(last.height, offset, options);
      append(rows, block.rows);
      incomplete ||= block.incomplete;
      if (block.hole !== undefined) holes.push(block.hole);
      if (last.height < span.to) spans.push({ from: last.height + 1, to: span.to });
    }
    if (rows.length > limit) return { rows, over: true, incomplete, holes };
  }
  return { rows, over: false, incomplete, holes };
}

/** `push(...rows)` would put 10,000 rows on the stack. */
function append<R>(rows: R[], more: readonly R[], wanted: (row: R) => boolean = () => true): void {
  for (const row of more) if (wanted(row)) rows.push(row);
}

interface BlockRead<R> {
  readonly rows: readonly R[];
  readonly incomplete: boolean;
  readonly hole?: string;
}

/** A block that holds a whole page and more: the one place where page numbers are used. */
async function readBlock<R extends Row>(
  height: number,
  offset: number,
  options: WalkOptions<R>,
): Promise<BlockRead<R>> {
  const span = { from: height, to: height };
  const rows: R[] = [];
  let incomplete = false;
  let before: string | undefined;
  for (let number = 1; number * offset <= options.window; number++) {
    const page = await options.ask(span, number, offset);
    check(page.rows, span, options.refuse);
    incomplete ||= page.incomplete;
    const text = page.rows.map(options.said).join('\n');
    if (page.rows.length > 0 && text === before) {
      return { rows, incomplete, hole: `block ${height}: page ${number} repeats the page before` };
    }
    append(rows, page.rows);
    if (page.rows.length < offset) return { rows, incomplete };
    if (rows.length > options.limit) break;
    before = text;
  }
  const most = options.window.toLocaleString('en');
  return { rows, incomplete, hole: `block ${height} alone fills the window of ${most} rows` };
}

function check<R extends Row>(rows: readonly R[], span: Span, refuse: WalkOptions<R>['refuse']): void {
  let before = span.from;
  for (const row of rows) {
    if (row.height < span.from || row.height > span.to) {
      const asked = `blocks ${span.from} to ${span.to}`;
      throw refuse(`a row of block ${row.height} where ${asked} were asked for`, 'source-disagreement');
    }
    if (row.height < before) {
      throw refuse(`rows not in ascending order at block ${row.height}`, 'source-incomplete');
    }
    before = row.height;
  }
}
