// Places on the way: touched, still holding it, not followed.
import type { Findings, PlaceFinding } from '../../trace/findings.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { genuineOnly } from '../text/style.ts';
import { switched, tableTree, whoAt } from './cells.ts';
import { type Child, tree } from './tree.ts';

/** Places with amounts of genuine assets, most money first as everywhere. */
export function placesTable(
  caption: string,
  rows: readonly PlaceFinding[],
  findings: Findings,
  book: AssetBook,
): Child[] {
  const visible = rows.filter(({ amounts }) =>
    [...amounts.values()].some((sums) => genuineOnly(sums, book).length > 0),
  );
  if (visible.length === 0) return [];
  const withReason = visible.some((row) => 'reason' in row);
  return [
    tableTree(
      caption,
      [{ title: 'Place' }, { title: 'Amount', isNumber: true }, ...(withReason ? [{ title: 'Why' }] : [])],
      visible.map((row) =>
        tree(
          'tr',
          {},
          tree('th', { scope: 'row' }, ...whoAt(row)),
          switched(
            'td',
            findings,
            (name) =>
              genuineOnly(row.amounts.get(name), book)
                .map(([asset, units]) => amountText(book, asset, units))
                .join(', ') || '0',
            { 'data-label': 'Amount' },
          ),
          ...(withReason
            ? [tree('td', { 'data-label': 'Why' }, forTerminal('reason' in row ? String(row.reason) : ''))]
            : []),
        ),
      ),
      { class: 'cards' },
    ),
  ];
}
