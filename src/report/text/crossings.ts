// Where value changed asset or chain: both sides in full, the tainted part of each, and what says that it is a crossing.
import type { CrossingFinding, Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { header, limitOf, more, short, type TextStyle } from './style.ts';

export function crossingLines(
  findings: Pick<Findings, 'crossings'>,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const shown = findings.crossings.slice(0, limitOf(style));
  return [
    ...shown.flatMap((crossing) => linesOf(crossing, book, style)),
    ...more(findings.crossings.length - shown.length, 'crossings'),
    ...(findings.crossings.some(({ refused }) => refused === undefined)
      ? [
          'Beyond a crossing "at least" and "at most" are outer bounds: no rule gives less or more, but not every amount between them is possible.',
        ]
      : []),
  ];
}

function linesOf(
  { crossing, given, received, amounts, refused }: CrossingFinding,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const ids = (side: 'given' | 'received'): string =>
    crossing[side].map(({ transfer }) => short(transfer, style)).join(', ');
  const name = `${forTerminal(crossing.basis)}: ${ids('given')} for ${ids('received')}`;
  if (given === undefined || received === undefined)
    return [`${name} – not reckoned with: ${refused ?? 'unknown'}`];
  const parts = [...amounts].map(
    ([convention, { given: gave, received: got }]) =>
      `${header(convention)} ${amountText(book, given.asset, gave)} for ${amountText(book, received.asset, got)}`,
  );
  return [
    `${amountText(book, given.asset, given.amount)} became ${amountText(book, received.asset, received.amount)} (${name})`,
    `    ${style.chalk.dim(`of it tainted: ${parts.join(' · ')}`)}`,
  ];
}
