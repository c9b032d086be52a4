// Seeds, and places on the way: touched, held, not followed.
import { asOne } from '../../labels/rank.ts';
import type { AssetId } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type {
  Arrivals,
  Findings,
  HeldFinding,
  NotFollowedFinding,
  PlaceFinding,
} from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { whoSays } from '../who-says.ts';
import {
  genuineOnly,
  header,
  limitOf,
  more,
  nameOf,
  plainTable,
  section,
  short,
  spanText,
  type TextStyle,
} from './style.ts';

export function seedLines(findings: Findings, book: AssetBook, style: TextStyle): string {
  const shown = findings.seeds.slice(0, limitOf(style));
  const lines = shown.map(({ seed, display, labels, injected }) => {
    const label = asOne(labels);
    const what =
      seed.kind === 'wallet'
        ? 'wallet'
        : `payment ${short(seed.txId, style)}${seed.n === undefined ? '' : `:${seed.n}`} to`;
    const sums = genuineOnly(injected, book).map(([asset, amount]) => amountText(book, asset, amount));
    const known =
      label === undefined
        ? ''
        : `, ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}] says ${whoSays(label)}`;
    return `${what} ${short(display, style)}${known}: gross ${sums.join(', ') || 'nothing'}`;
  });
  return section(style, 'Seeds', [...lines, ...more(findings.seeds.length - shown.length, 'seeds')]);
}

export function linesOf(
  rows: readonly PlaceFinding[],
  findings: Findings,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { conventions } = findings.options;
  const headline = conventions[0] as ConventionName;
  const visible = rows.filter((row) =>
    [...row.amounts.values()].some((sums) => genuineOnly(sums, book).length > 0),
  );
  const shown = visible.slice(0, limitOf(style));
  const lines: string[][] = [];
  for (const row of shown) {
    const ofHeadline = genuineOnly(row.amounts.get(headline), book).map(([asset, amount]) =>
      amountText(book, asset, amount),
    );
    const others = conventions
      .slice(1)
      .flatMap((name) =>
        genuineOnly(row.amounts.get(name), book).map(
          ([asset, amount]) => `${header(name)} ${amountText(book, asset, amount)}`,
        ),
      );
    const { reason = '', arrivals } = row as Partial<NotFollowedFinding>;
    const { frozen } = row as Partial<HeldFinding>;
    lines.push([
      ofHeadline.length > 0 ? ofHeadline.join(', ') : `0 (${others.join(', ')})`,
      ...(reason === '' ? [] : [reason]),
      `${nameOf(row, style)} on ${chainName(row.place.chain)}${arrivals === undefined ? '' : `, ${arrivedText(arrivals)}`}${frozen === undefined ? '' : `, frozen since ${timeText(frozen.since)} by ${frozen.by}`}`,
    ]);
  }
  const columns = lines[0]?.length ?? 0;
  return [
    ...plainTable(columns === 3 ? [headline, 'reason', 'place'] : [headline, 'place'], lines, new Set([0])),
    ...more(visible.length - shown.length, 'places'),
  ];
}

/** `3 arrivals, 2021-05-08 09:59:53Z to 2022-07-25 12:59:54Z` over all assets. */
function arrivedText(arrivals: ReadonlyMap<AssetId, Arrivals>): string {
  const rows = [...arrivals.values()];
  const transfers = rows.reduce((sum, row) => sum + row.transfers, 0);
  const first = rows.reduce((least, row) => Math.min(least, row.first), Number.POSITIVE_INFINITY);
  const last = rows.reduce((most, row) => Math.max(most, row.last), 0);
  return `${transfers} arrival${transfers === 1 ? '' : 's'}, ${spanText(first, last)}`;
}
