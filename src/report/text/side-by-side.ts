// The table of all services under all conventions: amounts first, names last, so that long names push nothing aside.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Bounds, Findings } from '../../trace/findings.ts';
import { type AssetBook, bareAmount, symbolOf } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { type SideBySideRow, sideBySide } from '../side-by-side.ts';
import { header, limitOf, more, plainTable, short, type TextStyle } from './style.ts';

/** What a page or a narrow terminal holds; a pipe may end on either. */
const WIDTH = 80;
/** Room for names: a longer one runs over the edge, the figures do not. */
const NAMES = 24;
/** Of every section. */
const INDENT = 2;

export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
}

export function sideBySideLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const rows = sideBySide(findings).filter(({ asset }) => book.get(asset)?.genuine === true);
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limitOf(style));
  const assets = [...new Set(shown.map(({ asset }) => asset))];
  return [
    style.chalk.dim(caption(findings, rows)),
    ...assets.flatMap((asset) =>
      tableOf(
        asset,
        shown.filter((row) => row.asset === asset),
        findings,
        book,
        style,
      ),
    ),
    ...more(rows.length - shown.length, 'rows'),
  ];
}

function caption({ options }: Findings, rows: readonly SideBySideRow[]): string {
  const headline = header(options.conventions[0] as ConventionName);
  return [
    `(* ${headline} is the headline; least and most: what any rule that divides each wallet's balance in chain order could give`,
    rows.some(hasUnfollowed) ? '; most followed: without what was not followed' : '',
    rows.some(({ bounds }) => bounds === undefined)
      ? '; –: not known, the value changed asset on the way'
      : '',
    ')',
  ].join('');
}

function hasUnfollowed({ bounds }: SideBySideRow): boolean {
  return bounds !== undefined && bounds.most > bounds.mostFollowed;
}

function tableOf(
  asset: AssetId,
  rows: readonly SideBySideRow[],
  { options }: Findings,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const amount = (units: bigint): string => bareAmount(book, asset, units);
  const bound = (title: string, of: (bounds: Bounds) => bigint): Column => ({
    title,
    cells: rows.map(({ bounds }) => (bounds === undefined ? '–' : amount(of(bounds)))),
  });
  const conventions = options.conventions.map((name, index) => ({
    title: `${header(name)}${index === 0 ? '*' : ''}`,
    cells: rows.map(({ amounts }) => amount(amounts[index] as bigint)),
  }));
  const bounds = [
    bound('least', ({ least }) => least),
    ...(rows.some(hasUnfollowed) ? [bound('most followed', ({ mostFollowed }) => mostFollowed)] : []),
    bound('most', ({ most }) => most),
  ];
  const names = rows.map((row) => nameOf(row, style));
  return inBlocks([...conventions.map((column) => [column]), bounds], style.columns ?? WIDTH).flatMap(
    (block) =>
      plainTable(
        [...block.map(({ title }) => title), symbolOf(book, asset)],
        rows.map((_, index) => [...block.map(({ cells }) => cells[index] as string), names[index] as string]),
        new Set(block.keys()),
      ),
  );
}

function nameOf({ entity, category, at }: SideBySideRow, style: TextStyle): string {
  if (at !== undefined) return `  ${short(at.display, style)}`;
  return `${clipped(forTerminal(entity), 40)} [${forTerminal(category)}]`;
}

/** As many columns side by side as there is room for, the names after each block of them; what is given as one stays one. */
export function inBlocks(groups: readonly (readonly Column[])[], width: number): Column[][] {
  const blocks: Column[][] = [];
  let room = 0;
  for (const group of groups) {
    const needed = group.reduce((sum, column) => sum + widthOf(column), 0);
    if (blocks.length === 0 || room < needed) {
      blocks.push([]);
      room = width - INDENT - NAMES;
    }
    blocks.at(-1)?.push(...group);
    room -= needed;
  }
  return blocks;
}

function widthOf({ title, cells }: Column): number {
  return Math.max(title.length, ...cells.map((cell) => cell.length)) + 2;
}
