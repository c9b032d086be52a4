// Rows of one block read twice, since a page's end may have cut it.
import type { GapCode } from '../model/gap.ts';

/** Two answers about one block must hold the same rows: the second all of the first. */
export function comeAgain<R>(
  cut: readonly R[],
  rows: readonly R[],
  said: (row: R) => string,
  refuse: (text: string, gap: GapCode) => Error,
): void {
  if (cut.length === 0) return;
  const open = new Map<string, number>();
  for (const row of cut) open.set(said(row), (open.get(said(row)) ?? 0) + 1);
  for (const row of rows) {
    const text = said(row);
    const left = open.get(text);
    if (left === 1) open.delete(text);
    else if (left !== undefined) open.set(text, left - 1);
  }
  if (open.size > 0) {
    throw refuse('two answers about the same block hold different rows', 'source-disagreement');
  }
}
