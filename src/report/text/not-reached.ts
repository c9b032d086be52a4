// Labelled places that the run saw being paid, and that nothing of the seeds' money reached.
import type { Findings } from '../../trace/findings.ts';
import type { AssetBook } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { notReachedText } from '../negative.ts';
import { limitOf, more, type TextStyle } from './style.ts';

export function notReachedLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { notReached, options } = findings;
  if (notReached.length === 0 || findings.seeds.every(({ injected }) => injected.size === 0)) return [];
  const shown = notReached.slice(0, limitOf(style));
  return [
    style.chalk.dim('(services and other labelled places that appear as receivers in the transfers seen)'),
    ...shown.map((finding) => {
      const { entity, category, places, transfers } = finding;
      const seen = `${transfers} transfer${transfers === 1 ? '' : 's'} seen`;
      const where = places.length === 1 ? '' : ` at ${places.length} addresses`;
      return `${clipped(forTerminal(entity), 40)} [${forTerminal(category)}], ${seen}${where}: ${notReachedText(finding, options.conventions, book)}`;
    }),
    ...more(notReached.length - shown.length, 'places'),
  ];
}
