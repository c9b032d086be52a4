// The figures of a run as tables: what was reached, every rule side by side, places, the statement that adds up. Each amount
// is the text that every other form of the report prints.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type {
  EndpointFinding,
  Findings,
  NotFollowedFinding,
  PlaceFinding,
  Statement,
} from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, shareText, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { sideBySide } from '../side-by-side.ts';
import { injectedAssets, netOf } from '../summary.ts';
import { assetsIn, genuineOnly, header, spanText } from '../text/style.ts';
import { linesOfStatement } from '../text/sum.ts';
import { addressTree, named, plainName, switched, tableTree, whoAt } from './cells.ts';
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
              tree('bdi', {}, plainName(row.label.source)),
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

export function sideBySideTables(findings: Findings, book: AssetBook): Child[] {
  const rows = sideBySide(findings).filter(({ asset }) => book.get(asset)?.genuine === true);
  return [...new Set(rows.map(({ asset }) => asset))].map((asset) =>
    tableTree(
      `${symbolOf(book, asset)} under every rule`,
      [
        { title: 'Service' },
        ...findings.options.conventions.map((name) => ({ title: header(name), isNumber: true as const })),
        { title: 'least', isNumber: true },
        { title: 'most followed', isNumber: true },
        { title: 'most', isNumber: true },
      ],
      rows
        .filter((row) => row.asset === asset)
        .map(({ entity, category, at, amounts, bounds }) =>
          tree(
            'tr',
            { 'data-category': category, class: at === undefined ? 'whole' : 'part' },
            tree(
              'th',
              { scope: 'row' },
              at === undefined ? named(entity, category) : addressTree(at.place.chain, at.display),
            ),
            ...amounts.map((units) => tree('td', { class: 'number' }, bareAmount(book, asset, units))),
            ...[bounds?.least, bounds?.mostFollowed, bounds?.most].map((units) =>
              tree('td', { class: 'number' }, units === undefined ? '–' : bareAmount(book, asset, units)),
            ),
          ),
        ),
    ),
  );
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
    const cells = (of: (name: ConventionName) => bigint): Tree[] =>
      conserving.map((name) => tree('td', { class: 'number' }, bareAmount(book, asset, of(name))));
    const total = (name: ConventionName): bigint => lines.reduce((all, { of }) => all + sum(name, of), 0n);
    return [
      tableTree(
        `Where every unit of ${symbolOf(book, asset)} is`,
        [{ title: 'Line' }, ...conserving.map((name) => ({ title: header(name), isNumber: true as const }))],
        lines.map(({ title, of }) =>
          tree('tr', {}, tree('th', { scope: 'row' }, forTerminal(title)), ...cells((name) => sum(name, of))),
        ),
        {
          class: 'statement',
          foot: [
            tree(
              'tr',
              { class: 'total' },
              tree('th', { scope: 'row' }, 'Sum of these lines'),
              ...cells(total),
            ),
            ...origins.map(({ title, of }) =>
              tree('tr', {}, tree('th', { scope: 'row' }, `= ${title}`), ...cells((name) => sum(name, of))),
            ),
          ],
        },
      ),
    ];
  });
}
