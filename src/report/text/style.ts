// How a report looks: its style, sections, tables, and short addresses that a look-alike cannot share.
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import { asOne } from '../../labels/rank.ts';
import type { AssetId } from '../../model/asset.ts';
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { BySeed, Findings, PlaceFinding } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';

export interface TextStyle {
  readonly chalk: ChalkInstance;
  /** A terminal gets short addresses and few rows; a pipe gets everything in full. */
  readonly addresses: 'short' | 'full';
  /** Width of the terminal; undefined where lines are not to be broken. */
  readonly columns: number | undefined;
}

/** Rows and paths that a terminal shows; how many more there are is always said. */
const SHOWN = 12;

export function section(style: TextStyle, title: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `${style.chalk.cyan.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export function short(address: string, style: TextStyle): string {
  if (style.addresses === 'full' || address.length <= 16) return forTerminal(address);
  return `${forTerminal(address.slice(0, 8))}…${forTerminal(address.slice(-6))}`;
}

export function nameOf(finding: PlaceFinding, style: TextStyle): string {
  const label = asOne(finding.labels);
  const address = short(finding.display, style);
  const coin =
    'coin' in finding && finding.coin !== undefined ? ` coin ${short(String(finding.coin), style)}` : '';
  return label === undefined
    ? `${address}${coin}`
    : `${address}${coin}  ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}]`;
}

/** Address, and who the best label says stands there. */
export function placeName(
  place: OwnerPlace,
  { names, known }: Pick<Findings, 'names' | 'known'>,
  style: TextStyle,
): string {
  const entity = known.get(placeKey(place));
  const label = entity === undefined ? '' : ` (${clipped(forTerminal(entity), 30)})`;
  return `${short(names.get(placeKey(place)) ?? placeKey(place), style)}${label}`;
}

/** Columns side by side without lines; a wide character counts as the two cells a terminal gives it. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string[] {
  if (rows.length === 0) return [];
  const lines = [head, ...rows].map((cells) => cells.map((text) => ({ text, cells: cellsOf(text) })));
  const widths = head.map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, line[column]?.cells ?? 0), 0),
  );
  return lines.map((line) =>
    widths
      .map((width, column) => {
        const { text, cells } = line[column] ?? { text: '', cells: 0 };
        const blank = ' '.repeat(width - cells);
        return right.has(column) ? blank + text : text + blank;
      })
      .join('  ')
      .trimEnd(),
  );
}

const ONE_CELL_EACH = /^[ -~]*$/;

/** What nearly every cell holds needs no look at its characters. */
function cellsOf(text: string): number {
  return ONE_CELL_EACH.test(text) ? text.length : stringWidth(text);
}

export function more(count: number, of: string): string[] {
  return count > 0 ? [`… and ${count} more ${of}: all of them in --json and in a pipe`] : [];
}

export function limitOf(style: TextStyle): number {
  return style.addresses === 'short' ? SHOWN : Number.POSITIVE_INFINITY;
}

export function header(name: ConventionName): string {
  return name === 'poison' ? 'poison (reach)' : name;
}

/** Amounts of genuine assets; what is on no list of genuine contracts has a section of its own. */
export function genuineOnly(
  sums: ReadonlyMap<AssetId, bigint> | undefined,
  book: AssetBook,
): [AssetId, bigint][] {
  return [...(sums ?? [])].filter(([asset]) => book.get(asset)?.genuine === true);
}

export function assetsIn(findings: readonly BySeed[], order: readonly AssetId[]): AssetId[] {
  const present = new Set(
    findings.flatMap(({ amounts }) => [...amounts.values()].flatMap((sums) => [...sums.keys()])),
  );
  return [
    ...order.filter((id) => present.has(id)),
    ...[...present].filter((id) => !order.includes(id)).sort(),
  ];
}

export function cell(finding: BySeed, convention: ConventionName, asset: AssetId, book: AssetBook): string {
  const amount = finding.amounts.get(convention)?.get(asset);
  return amountText(book, asset, amount ?? 0n);
}

export function spanText(first: number, last: number): string {
  return first === last ? timeText(first) : `${timeText(first)} to ${timeText(last)}`;
}
