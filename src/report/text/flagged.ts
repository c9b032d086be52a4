// What the services received after the wallet was flagged, with --flagged-from: by the headline's rule, one line a service.
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { genuineOnly, short, type TextStyle } from './style.ts';

export function flaggedLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { flaggedSince } = findings;
  if (flaggedSince === undefined) return [];
  const headline = findings.options.conventions[0] as ConventionName;
  return [
    style.chalk.dim(`arrivals from ${timeText(flaggedSince)} on, by ${headline}`),
    ...findings.endpoints.map(({ label, display, afterFlag }) => {
      const sums = genuineOnly(afterFlag?.get(headline) ?? new Map(), book);
      const amounts = sums.map(([asset, amount]) => amountText(book, asset, amount)).join(', ');
      return `${clipped(forTerminal(label.entity), 40)} ${short(display, style)}: ${amounts || 'nothing'}`;
    }),
  ];
}
