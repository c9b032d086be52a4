// The decisions of an analyst, each with who, when, why, and what it does to the figures.
import { asOne } from '../../labels/rank.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Change, DecisionFinding, Subject } from '../../trace/decisions/effects.ts';
import type { Findings, Sums } from '../../trace/findings.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { whoSays } from '../who-says.ts';
import { LINE_NAMES } from './line-names.ts';
import { genuineOnly, header, short, type TextStyle } from './style.ts';

/** Never cut: a decision that is not shown would change figures in silence. */
export function decisionLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { decisions } = findings;
  if (decisions === undefined) return [];
  const convention = header(decisions.convention);
  return [
    style.chalk.dim(
      `(each against the run without it, all others kept; amounts under ${convention}; from ${forTerminal(decisions.file.name)})`,
    ),
    ...decisions.entries.flatMap((entry) => entryLines(entry, convention, book, style)),
  ];
}

function entryLines(
  finding: DecisionFinding,
  convention: string,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { decision, subjects, gapsWithout, together } = finding;
  const { entry, kind, name, category, author, date, reason } = decision;
  const as =
    name === undefined
      ? ''
      : ` as ${forTerminal(name)}${kind === 'same-owner' ? '' : ` [${forTerminal(category ?? 'analyst')}]`}`;
  return [
    `${entry}. ${style.chalk.bold(kind)} ${subjects.map((subject) => subjectText(subject, style)).join(', ')}${as}`,
    ...[
      `${forTerminal(author)}, ${forTerminal(date)}: ${forTerminal(reason)}`,
      ...(together === undefined
        ? []
        : [
            `together: ${sumsText(together.arrived, book)} arrived from others; of it ${sumsText(together.endpoints, book)} at endpoints, ${sumsText(together.held, book)} still held, ${sumsText(together.notFollowed, book)} not followed among these places`,
          ]),
      ...effectLines(finding, convention, book),
      ...(gapsWithout.length === 0
        ? []
        : [
            `the run without it could not see everything (${gapsWithout.length} gap${gapsWithout.length === 1 ? '' : 's'} of its own: ${[...new Set(gapsWithout.map(({ code }) => code))].join(', ')}); its amounts may be too low`,
          ]),
    ].map((line) => `    ${line}`),
  ];
}

function effectLines({ changes, subjects }: DecisionFinding, convention: string, book: AssetBook): string[] {
  if (subjects.every(({ isSeen }) => !isSeen))
    return ['no effect: it matches nothing that this run looked at'];
  const shown = changes.filter(({ asset }) => book.get(asset)?.genuine === true);
  const others = changes.length - shown.length;
  return [
    ...(changes.length === 0 ? [`no effect on any amount under ${convention}`] : []),
    ...shown.map((change) => `effect: ${changeText(change, book)}`),
    ...(others === 0
      ? []
      : [
          `effect: ${others} amount${others === 1 ? '' : 's'} of tokens on no list of genuine contracts, in --json`,
        ]),
  ];
}

function changeText({ line, entity, reason, asset, without, withIt }: Change, book: AssetBook): string {
  const where =
    entity === undefined
      ? `${LINE_NAMES[line]}${reason === undefined ? '' : ` (${reason})`}`
      : clipped(forTerminal(entity), 40);
  return `${where} ${amountText(book, asset, without)} without it, ${amountText(book, asset, withIt)} with it`;
}

function subjectText({ display, labels, isSeen }: Subject, style: TextStyle): string {
  const label = asOne(labels);
  const said =
    label === undefined
      ? ''
      : ` (${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}] says ${whoSays(label)})`;
  return `${short(display, style)}${said}${isSeen ? '' : ' (not seen in this run)'}`;
}

function sumsText(sums: Sums, book: AssetBook): string {
  const texts = genuineOnly(sums, book).map(([asset, amount]: [AssetId, bigint]) =>
    amountText(book, asset, amount),
  );
  return texts.join(', ') || 'nothing';
}
