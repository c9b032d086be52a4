// What was reached, service by service, with the sum: each amount is the text that every other form of the report prints.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { EndpointFinding, Findings, NotFollowedFinding, PlaceFinding } from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, shareText, symbolOf } from '../amounts.ts';
import { netOf } from '../summary.ts';
import { spanText } from '../text/style.ts';
import { addressTree, named, saidByTree, switched, tableTree } from './cells.ts';
import { genuineAssets } from './genuine-assets.ts';
import { type Child, type Tree, tree } from './tree.ts';

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
            tree('td', { class: 'wide', 'data-label': 'Named by' }, saidByTree(row.label)),
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
