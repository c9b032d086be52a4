// Reads a list of TronGrid whole, oldest first, by windows of time. Its cursor (`fingerprint`) has been seen to go missing
// before the end and to come back unchanged, so no end is believed that a new window, from the last block on, does not
// confirm; and a block cut by a page's end is read again.
import type { GapCode } from '../../model/gap.ts';
import { comeAgain } from '../come-again.ts';

export interface TimePage<R> {
  readonly rows: readonly R[];
  readonly fingerprint: string | undefined;
}

export interface TimeWalk<R> {
  /** A page of rows of `from` (milliseconds) and later, ascending. */
  readonly ask: (from: number, fingerprint: string | undefined) => Promise<TimePage<R>>;
  /** No row is later. */
  readonly until: number;
  /** Makes the error for an answer that is not what was asked. */
  readonly refuse: (text: string, gap: GapCode) => Error;
  /** What a row says, the same whenever it is asked for. */
  readonly said: (row: R) => string;
  /** Stop once there are more rows than this. */
  readonly limit: number;
  /** Rows that a page holds at most. */
  readonly pageSize: number;
}

export interface TimeWalked<R> {
  readonly rows: readonly R[];
  /** More rows than the limit: the rows are no history. */
  readonly over: boolean;
  /** What could not be read: one clause each. */
  readonly holes: readonly string[];
}

/** Pages without rows may stand before the end; so many in a row are no list. */
const EMPTY_PAGES = 20;

export async function walkTimes<R extends { readonly ms: number }>(
  walk: TimeWalk<R>,
): Promise<TimeWalked<R>> {
  const kept: R[] = [];
  const holes: string[] = [];
  for (let from = 0; ; ) {
    const { rows, hole } = await readWindow(from, walk);
    if (hole !== undefined) holes.push(hole);
    let whole = kept.length;
    while (whole > 0 && kept[whole - 1]?.ms === from) whole -= 1;
    comeAgain(kept.slice(whole), rows, walk.said, walk.refuse);
    kept.length = whole;
    for (const row of rows) kept.push(row);
    if (kept.length > walk.limit) return { rows: kept, over: true, holes };
    const last = rows.at(-1)?.ms ?? from;
    if (last === from) return { rows: kept, over: false, holes };
    from = last;
  }
}

/** Pages until rows go beyond the block that the window begins with, or the list says that it is at its end. */
async function readWindow<R extends { readonly ms: number }>(
  from: number,
  { ask, until, refuse, said, pageSize }: TimeWalk<R>,
): Promise<{ readonly rows: readonly R[]; readonly hole?: string }> {
  const rows: R[] = [];
  const met = new Set<string>();
  let fingerprint: string | undefined;
  let before: string | undefined;
  let empty = 0;
  for (;;) {
    const page = await ask(from, fingerprint);
    const text = page.rows.map(said).join('\n');
    if (page.rows.length > 0 && text === before) {
      if (page.rows.length < pageSize) return { rows };
      return { rows, hole: `the page after ${page.rows.length} rows of one block repeats them` };
    }
    before = text;
    let least = rows.at(-1)?.ms ?? from;
    for (const row of page.rows) {
      if (row.ms > until)
        throw refuse(`a row later than the block of the run (${row.ms} ms)`, 'source-disagreement');
      if (row.ms < least) throw refuse(`rows not in ascending order at ${row.ms} ms`, 'source-incomplete');
      least = row.ms;
      rows.push(row);
    }
    fingerprint = page.fingerprint;
    if (least > from || fingerprint === undefined || met.has(fingerprint)) return { rows };
    met.add(fingerprint);
    empty = page.rows.length === 0 ? empty + 1 : 0;
    if (empty > EMPTY_PAGES) throw refuse('pages without rows and without an end', 'source-incomplete');
  }
}
