// Victim by victim: what each claims, what became of every claim, and where the money is. Names are text of the file.
import type { Share, VictimFinding, VictimLine } from '../../trace/claims/victims.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, symbolOf } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { netOf } from '../summary.ts';
import { claimLines, type Shown } from './claim-lines.ts';
import { LINE_NAMES } from './line-names.ts';
import { header, plainTable, type TextStyle } from './style.ts';
import { inBlocks } from './sum.ts';

/** Never cut: a claim that is not shown would be missing in silence. */
export function victimLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { victims } = findings;
  if (victims === undefined) return [];
  const { file } = victims;
  const unread = file.unread.map((name) => JSON.stringify(forTerminal(name)));
  const shown = { findings, book, style };
  return [
    style.chalk.dim(
      `(claims of ${forTerminal(file.name)}; in the bounds of each victim the money of all others counts as clean)`,
    ),
    ...(unread.length === 0 ? [] : [style.chalk.dim(`(columns not read: ${unread.join(', ')})`)]),
    ...victims.victims.flatMap((victim) => oneVictim(victim, shown)),
    `${style.chalk.bold('All together')}: ${totalText(victims.total, findings, book)}`,
  ];
}

function sumsText({ injected }: Share, book: AssetBook): string {
  return [...injected].map(([asset, amount]) => amountText(book, asset, amount)).join(', ') || 'nothing';
}

/** What one claim sent into the payment of another would be counted twice in the gross. */
function totalText(total: Share, findings: Findings, book: AssetBook): string {
  if (total.injected.size === 0) return 'nothing is traced.';
  const net = [...total.injected.keys()]
    .map((asset) => ({ asset, ...netOf(findings, asset) }))
    .filter((each) => each.net < each.gross)
    .map((each) => amountText(book, each.asset, each.net));
  const once = net.length === 0 ? '' : ` (${net.join(', ')} net of what reached another of these payments)`;
  return `${sumsText(total, book)}${once} is traced; where it is stands under The sum.`;
}

function oneVictim(victim: VictimFinding, shown: Shown): string[] {
  const { name, claims } = victim;
  const title = name === undefined ? 'Of no victim named' : forTerminal(name);
  const own = victim.seeds.length - claims.filter(({ seed }) => seed !== undefined).length;
  return [
    `${shown.style.chalk.bold(title)}: ${sumsText(victim, shown.book)}`,
    ...[
      ...claims.flatMap((claim) => claimLines(claim, shown)),
      ...(own === 0 ? [] : [`${own} payment${own === 1 ? '' : 's'} named on the command line`]),
      ...shareLines(victim, shown),
    ].map((line) => `    ${line}`),
  ];
}

/** Asset by asset, a small statement of the victim's own. */
function shareLines(share: Share, { findings, book, style }: Shown): string[] {
  const { conventions } = findings.options;
  const assets = [
    ...new Set([
      ...share.injected.keys(),
      ...share.lines.flatMap(({ amounts }) => [...amounts.values()].flatMap((sums) => [...sums.keys()])),
    ]),
  ].sort();
  return assets.flatMap((asset) => {
    const rows = share.lines.filter(
      ({ amounts, bounds }) =>
        [...amounts.values()].some((sums) => sums.has(asset)) || (bounds.get(asset)?.mostFollowed ?? 0n) > 0n,
    );
    const units = ({ amounts }: VictimLine, name: ConventionName) => amounts.get(name)?.get(asset) ?? 0n;
    const total = (name: ConventionName) => rows.reduce((sum, row) => sum + units(row, name), 0n);
    const width = Math.max(...conventions.map((name) => bareAmount(book, asset, total(name)).length), 14);
    return inBlocks(conventions, width + 2, style).flatMap((names) =>
      plainTable(
        [symbolOf(book, asset), ...names.map(header), 'under any rule'],
        [
          ...rows.map((row) => [
            lineName(row),
            // Reach is of payments: it holds nothing.
            ...names.map((name) =>
              name === 'poison' && units(row, name) === 0n ? '' : bareAmount(book, asset, units(row, name)),
            ),
            anyRule(row, asset, book),
          ]),
          [
            style.chalk.bold('= in all'),
            ...names.map((name) =>
              name === 'poison' ? '' : style.chalk.bold(bareAmount(book, asset, total(name))),
            ),
            '',
          ],
        ],
        new Set(names.map((_, index) => index + 1)),
      ),
    );
  });
}

function lineName({ line, entity, reason }: VictimLine): string {
  if (entity !== undefined) return clipped(forTerminal(entity), 40);
  return `${LINE_NAMES[line]}${reason === undefined ? '' : ` (${reason})`}`;
}

function anyRule({ bounds }: VictimLine, asset: Parameters<typeof bareAmount>[1], book: AssetBook): string {
  const bound = bounds.get(asset);
  if (bound === undefined) return '';
  const { least, most, mostFollowed } = bound;
  const followed =
    most === mostFollowed ? '' : ` (${bareAmount(book, asset, mostFollowed)} of what was followed)`;
  return `at least ${bareAmount(book, asset, least)}, at most ${bareAmount(book, asset, most)}${followed}`;
}
