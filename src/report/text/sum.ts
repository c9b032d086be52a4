// The sum that proves that every unit is accounted for, and the same for tokens that anyone can forge.
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, Statement } from '../../trace/findings.ts';
import { type AssetBook, amountText, bareAmount, symbolOf } from '../amounts.ts';
import { injectedAssets, netOf } from '../summary.ts';
import { plainTable, type TextStyle } from './style.ts';

const LINES: readonly [keyof Statement & string, string][] = [
  ['endpoints', 'at endpoints'],
  ['held', 'still held'],
  ['fees', 'fees'],
  ['burnt', 'burnt'],
  ['returned', 'returned to the seed'],
  ['reachedSeed', 'reached another seed'],
  ['convertedOut', 'converted out'],
];

/** The lines of a statement: those of every one, and a line for each reason for not following that occurs. */
export function linesOfStatement(
  rows: readonly Statement[],
): { title: string; of: (row: Statement) => bigint }[] {
  const reasons = [...new Set(rows.flatMap((row) => [...row.notFollowed.keys()]))].sort();
  return [
    ...LINES.map(([key, title]) => ({ title, of: (row: Statement) => row[key] as bigint })),
    ...reasons.map((reason) => ({
      title: `not followed: ${reason}`,
      of: (row: Statement) => row.notFollowed.get(reason) ?? 0n,
    })),
  ];
}

/** Room for the titles of the lines. */
const TITLES = 32;

/** As many conventions side by side as the terminal has room for. */
export function inBlocks(
  names: readonly ConventionName[],
  width: number,
  { columns }: TextStyle,
): ConventionName[][] {
  const fit = columns === undefined ? names.length : Math.max(1, Math.floor((columns - TITLES) / width));
  const blocks: ConventionName[][] = [];
  for (let start = 0; start < names.length; start += fit) blocks.push(names.slice(start, start + fit));
  return blocks;
}

/** Per asset and conserving convention, over the seeds: the lines and their sum, which is what was injected. */
export function statementTable(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const conserving = findings.options.conventions.filter((name) => name !== 'poison');
  const lines: string[] = [];
  for (const asset of injectedAssets(findings).filter((id) => book.get(id)?.genuine === true)) {
    const rows = findings.statement.filter((row) => row.asset === asset);
    const sum = (name: ConventionName, of: (row: Statement) => bigint): bigint =>
      rows.filter((row) => row.convention === name).reduce((total, row) => total + of(row), 0n);
    const table = linesOfStatement(rows).filter(({ of }) => conserving.some((name) => sum(name, of) > 0n));
    if (conserving.length === 0) continue;
    const total = (name: ConventionName): bigint => sum(name, (row) => row.injected - row.residual);
    const widths = [...table.map(({ of }) => of), (row: Statement) => row.injected].flatMap((of) =>
      conserving.map((name) => amountText(book, asset, sum(name, of)).length + 2),
    );
    for (const names of inBlocks(conserving, Math.max(...widths), style))
      lines.push(
        ...plainTable(
          [symbolOf(book, asset), ...names],
          [
            ...table.map(({ title, of }) => [
              title,
              ...names.map((name) => amountText(book, asset, sum(name, of))),
            ]),
            [
              style.chalk.bold(findings.kind === 'wallets' ? '= left the seeds (gross)' : '= the payments'),
              ...names.map((name) => style.chalk.bold(amountText(book, asset, total(name)))),
            ],
          ],
          new Set(names.map((_, index) => index + 1)),
        ),
      );
  }
  return lines;
}

/** Tokens on no list of genuine contracts: booked to the last unit, never drawn, and told apart from money. */
export function unlistedLines(findings: Findings, book: AssetBook): string[] {
  const name = findings.options.conventions.find((one) => one !== 'poison');
  return injectedAssets(findings)
    .filter((id) => book.get(id)?.genuine !== true)
    .map((asset) => {
      const rows = findings.statement.filter((row) => row.asset === asset && row.convention === name);
      const parts = linesOfStatement(rows)
        .map(({ title, of }) => ({ title, sum: rows.reduce((total, row) => total + of(row), 0n) }))
        .filter(({ sum }) => sum > 0n)
        .map(({ title, sum }) => `${title} ${bareAmount(book, asset, sum)}`);
      const where = parts.length === 0 ? '' : `: ${parts.join(', ')} (${name})`;
      return `${amountText(book, asset, netOf(findings, asset).gross)} left the seeds${where}`;
    });
}
