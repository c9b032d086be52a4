// Every rule side by side, and the statement that adds up under each: columns of figures, as many as a sheet has room for.
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Bounds, Findings, Statement } from '../../trace/findings.ts';
import { type AssetBook, bareAmount, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { type SideBySideRow, sideBySide } from '../side-by-side.ts';
import { type Column, inBlocks } from '../text/side-by-side.ts';
import { header } from '../text/style.ts';
import { linesOfStatement } from '../text/sum.ts';
import { addressTree, named, tableTree } from './cells.ts';
import { genuineAssets } from './genuine-assets.ts';
import { type Child, type Tree, tree } from './tree.ts';

/** Of a table on paper, in characters: wider ones are told in several tables, one beneath the other. */
const WIDTH = 92;

/** One table, or several where the columns of figures are too many for a sheet; the row heads are those of each. */
function figureTables(
  caption: string,
  first: string,
  groups: readonly (readonly Column[])[],
  rowOf: (index: number, cells: readonly Tree[]) => Tree,
  more: { readonly class?: string; readonly feet?: number } = {},
): Tree[] {
  const blocks = inBlocks(groups, WIDTH);
  return blocks.map((columns, block) => {
    const count = columns[0]?.cells.length ?? 0;
    const rows = Array.from({ length: count }, (_, index) =>
      rowOf(
        index,
        columns.map(({ cells }) => tree('td', { class: 'number' }, cells[index] ?? '')),
      ),
    );
    const feet = more.feet ?? 0;
    return tableTree(
      blocks.length === 1 ? caption : `${caption} (${block + 1} of ${blocks.length})`,
      [{ title: first }, ...columns.map(({ title }) => ({ title, isNumber: true as const }))],
      rows.slice(0, count - feet),
      {
        ...(more.class === undefined ? {} : { class: more.class }),
        ...(feet === 0 ? {} : { foot: rows.slice(count - feet) }),
      },
    );
  });
}

export function sideBySideTables(findings: Findings, book: AssetBook): Child[] {
  const all = sideBySide(findings).filter(({ asset }) => book.get(asset)?.genuine === true);
  return [...new Set(all.map(({ asset }) => asset))].flatMap((asset) => {
    const rows = all.filter((row) => row.asset === asset);
    const bound = (title: string, of: (bounds: Bounds) => bigint): Column => ({
      title,
      cells: rows.map(({ bounds }) => (bounds === undefined ? '–' : bareAmount(book, asset, of(bounds)))),
    });
    return figureTables(
      `${symbolOf(book, asset)} under every rule`,
      'Service',
      [
        ...findings.options.conventions.map((name, index) => [
          {
            title: header(name),
            cells: rows.map(({ amounts }) => bareAmount(book, asset, amounts[index] ?? 0n)),
          },
        ]),
        [
          bound('least', ({ least }) => least),
          bound('most followed', ({ mostFollowed }) => mostFollowed),
          bound('most', ({ most }) => most),
        ],
      ],
      (index, cells) => {
        const { entity, category, at } = rows[index] as SideBySideRow;
        return tree(
          'tr',
          { 'data-category': category, class: at === undefined ? 'whole' : 'part' },
          tree(
            'th',
            { scope: 'row' },
            at === undefined ? named(entity, category) : addressTree(at.place.chain, at.display),
          ),
          ...cells,
        );
      },
    );
  });
}

/** Every line of the identity, over the seeds, under each rule that adds up; the sum of the lines is what came in. */
export function statementTables(findings: Findings, book: AssetBook): Child[] {
  const conserving = findings.options.conventions.filter((name) => name !== 'poison');
  if (conserving.length === 0) return [];
  const cameIn = findings.kind === 'wallets' ? 'left the seeds (gross)' : 'the payments';
  return genuineAssets(findings, book).flatMap((asset) => {
    const rows = findings.statement.filter((row) => row.asset === asset);
    const sum = (name: ConventionName, of: (row: Statement) => bigint): bigint =>
      rows.filter(({ convention }) => convention === name).reduce((total, row) => total + of(row), 0n);
    const present = ({ of }: { of: (row: Statement) => bigint }): boolean =>
      conserving.some((name) => sum(name, of) > 0n);
    const lines = linesOfStatement(rows).filter(present);
    const origins = [
      { title: cameIn, of: (row: Statement) => row.injected },
      { title: 'converted in', of: (row: Statement) => row.convertedIn },
    ].filter(present);
    if (lines.length + origins.length === 0) return [];
    const total = (name: ConventionName): bigint => lines.reduce((all, { of }) => all + sum(name, of), 0n);
    const titles = [
      ...lines.map(({ title }) => title),
      'Sum of these lines',
      ...origins.map(({ title }) => `= ${title}`),
    ];
    return figureTables(
      `Where every unit of ${symbolOf(book, asset)} is`,
      'Line',
      conserving.map((name) => {
        const sums = [
          ...lines.map(({ of }) => sum(name, of)),
          total(name),
          ...origins.map(({ of }) => sum(name, of)),
        ];
        return [{ title: header(name), cells: sums.map((units) => bareAmount(book, asset, units)) }];
      }),
      (index, cells) =>
        tree('tr', {}, tree('th', { scope: 'row' }, forTerminal(titles[index] ?? '')), ...cells),
      { class: 'statement', feet: 1 + origins.length },
    );
  });
}
