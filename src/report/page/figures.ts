// The figures of a run as tables: what was reached, every rule side by side, places, the statement that adds up. Each amount
// is the text that every other form of the report prints.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type {
  Bounds,
  EndpointFinding,
  Findings,
  NotFollowedFinding,
  PlaceFinding,
  Statement,
} from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, shareText, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { type SideBySideRow, sideBySide } from '../side-by-side.ts';
import { injectedAssets, netOf } from '../summary.ts';
import { type Column, inBlocks } from '../text/side-by-side.ts';
import { assetsIn, genuineOnly, header, spanText } from '../text/style.ts';
import { linesOfStatement } from '../text/sum.ts';
import { addressTree, named, sourceText, switched, tableTree, whoAt } from './cells.ts';
import { type Child, type Tree, tree } from './tree.ts';

function genuineAssets(findings: Findings, book: AssetBook): AssetId[] {
  const all = [...findings.endpoints, ...findings.held, ...findings.notFollowed];
  const order = [...injectedAssets(findings), ...assetsIn(all, [])];
  return [...new Set(order)].filter((asset) => book.get(asset)?.genuine === true);
}

function unitsAt(row: Pick<PlaceFinding, 'amounts'>, name: ConventionName, asset: AssetId): bigint {
  return row.amounts.get(name)?.get(asset) ?? 0n;
}

/** Asset by asset, with the sum over all of them. */
export function reachedTables(findings: Findings, book: AssetBook): Child[] {
  return genuineAssets(findings, book).flatMap((asset) => {
    const rows = findings.endpoints.filter(({ amounts }) =>
      [...amounts.values()].some((sums) => sums.has(asset)),
    );
    if (rows.length === 0) return [];
    const { net } = netOf(findings, asset);
    const headline = findings.options.conventions[0];
    const total = (name: ConventionName): bigint =>
      rows.reduce((sum, row) => sum + unitsAt(row, name, asset), 0n);
    const share = (units: bigint, name: ConventionName): string =>
      name === headline && name !== 'poison' ? shareText(units, net) : '–';
    return [
      tableTree(
        `Reached with ${symbolOf(book, asset)}; “at least” and “at most” hold under any rule`,
        [
          { title: 'Service' },
          { title: 'Amount', isNumber: true },
          { title: 'Of net', isNumber: true },
          { title: 'At least', isNumber: true },
          { title: 'At most', isNumber: true },
          { title: 'Arrivals (UTC)' },
          { title: 'Named by' },
        ],
        rows.map((row) =>
          tree(
            'tr',
            { 'data-category': row.label.category },
            tree(
              'th',
              { scope: 'row' },
              named(row.label.entity, row.label.category),
              tree('br', {}),
              addressTree(row.place.chain, row.display),
            ),
            switched('td', findings, (name) => amountText(book, asset, unitsAt(row, name, asset)), {
              'data-label': 'Amount',
            }),
            switched('td', findings, (name) => share(unitsAt(row, name, asset), name), {
              'data-label': 'Of net',
            }),
            boundCell(row, asset, book, 'least', 'At least'),
            boundCell(row, asset, book, 'most', 'At most'),
            tree('td', { class: 'wide', 'data-label': 'Arrivals' }, arrivalsText(row, asset)),
            tree(
              'td',
              { class: 'wide', 'data-label': 'Named by' },
              tree('bdi', {}, sourceText(row.label.source)),
            ),
          ),
        ),
        {
          class: 'cards',
          foot: [
            tree(
              'tr',
              {},
              tree('th', { scope: 'row' }, 'All of them together'),
              switched(
                'td',
                findings,
                (name) => (name === 'poison' ? '– (reach)' : amountText(book, asset, total(name))),
                {
                  'data-label': 'Amount',
                },
              ),
              switched('td', findings, (name) => share(total(name), name), { 'data-label': 'Of net' }),
              tree('td', { colspan: '4' }, ''),
            ),
          ],
        },
      ),
    ];
  });
}

function boundCell(
  { bounds }: EndpointFinding,
  asset: AssetId,
  book: AssetBook,
  which: 'least' | 'most',
  label: string,
): Tree {
  const bound = bounds.get(asset);
  const text = bound === undefined ? '–' : bareAmount(book, asset, bound[which]);
  const isOpen = which === 'most' && bound !== undefined && bound.most !== bound.mostFollowed;
  const followed = isOpen ? `${bareAmount(book, asset, bound.mostFollowed)} of what was followed` : undefined;
  return tree(
    'td',
    { class: 'number', 'data-label': label },
    text,
    ...(followed === undefined ? [] : [' ', tree('span', { class: 'aside' }, followed)]),
  );
}

function arrivalsText({ arrivals }: EndpointFinding | NotFollowedFinding, asset: AssetId): string {
  const row = arrivals.get(asset);
  if (row === undefined) return '';
  return `${row.transfers} · ${spanText(row.first, row.last)}`;
}

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
