// The report for people: the answer first, then where it went, the paths, what was not followed, the sum, the gaps.

import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Findings } from '../../trace/findings.ts';
import { accountText } from '../account/text.ts';
import { assetBook } from '../amounts.ts';
import { type Answer, isRun, isSources } from '../answer.ts';
import { clusterLines, coinJoinLines } from '../coins/text.ts';
import { depositLines } from '../deposits/text.ts';
import { forTerminal } from '../escape.ts';
import { exposureLines } from '../exposure/text.ts';
import type { ReportHead, RunResult } from '../json.ts';
import { sourcesText } from '../sources/text.ts';
import { spamSection } from '../spam/text.ts';
import { summaryOf } from '../summary.ts';
import { crossingLines } from './crossings.ts';
import { decisionLines } from './decisions.ts';
import { explainBoundsLines } from './explain-bounds.ts';
import { flaggedLines } from './flagged.ts';
import { gapLines, methodLines } from './method.ts';
import { notReachedLines } from './not-reached.ts';
import { pathLines, toEndpoints } from './path-ladder.ts';
import { patternLines } from './patterns.ts';
import { linesOf, seedLines } from './places.ts';
import { reachedLines } from './reached.ts';
import { sensitivityLines } from './sensitivity.ts';
import { sideBySideLines } from './side-by-side.ts';
import { section, short, type TextStyle } from './style.ts';
import { statementTable, unlistedLines } from './sum.ts';
import { victimLines } from './victims.ts';
import { wrapped } from './wrap.ts';

export function reportText(answers: readonly Answer[], head: ReportHead, style: TextStyle): string {
  const blocks = answers.map((answer) => {
    if (isRun(answer)) return runText(answer, head, style, answers.length);
    return isSources(answer)
      ? sourcesText(answer, head, style, answers.length)
      : accountText(answer, head, style, answers.length);
  });
  const text = `${blocks.join('\n\n')}\n`;
  return style.columns === undefined ? text : wrapped(text, style.columns);
}

function runText(
  { name, title, findings }: RunResult,
  head: ReportHead,
  style: TextStyle,
  runs: number,
): string {
  const { chalk } = style;
  const book = assetBook(findings.assets);
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    ...(runs > 1 ? [chalk.bold(`── ${forTerminal(name)} ──`)] : []),
    ...(title === undefined ? [] : [forTerminal(title)]),
    ...summaryOf(findings).map((sentence) => chalk.bold(forAddresses(sentence, findings, style))),
    seedLines(findings, book, style),
    section(style, "An analyst's decisions", decisionLines(findings, book, style)),
    section(style, 'Victims', victimLines(findings, book, style)),
    section(style, 'Accounts', exposureLines(findings, book, style)),
    section(style, 'Reached', reachedLines(findings, book, style)),
    section(
      style,
      'Inferred deposit addresses',
      depositLines(findings.deposits, nameIn(findings), book, style),
    ),
    section(style, 'After the seeds were flagged', flaggedLines(findings, book, style)),
    section(style, 'Every rule side by side', sideBySideLines(findings, book, style)),
    section(style, 'Not reached', notReachedLines(findings, book, style)),
    section(style, 'Touched on the way and followed on', linesOf(findings.touched, findings, book, style)),
    section(style, 'Where value changed asset or chain', crossingLines(findings, book, style)),
    section(style, 'Paths', pathLines(findings, book, style, toEndpoints(findings))),
    section(style, 'Patterns', patternLines(findings, book, style)),
    section(style, 'CoinJoins on the way', coinJoinLines(findings, book, style)),
    section(style, "Wallets that seem to be one owner's", clusterLines(findings, style)),
    section(style, 'Still there', linesOf(findings.held, findings, book, style)),
    section(style, 'Not followed', linesOf(findings.notFollowed, findings, book, style)),
    section(style, 'The sum', statementTable(findings, book, style)),
    section(style, 'Sensitivity', sensitivityLines(findings, book, style)),
    section(style, 'Why no rule can give less or more', explainBoundsLines(findings, book, style)),
    section(
      style,
      'Tokens on no list of genuine contracts (anyone can forge such transfers)',
      unlistedLines(findings, book),
    ),
    spamSection(findings, book, style),
    section(style, 'Gaps: what this run could not see', gapLines(findings, book, style)),
    section(style, 'How this was made', methodLines(findings, head)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The display form of places that the findings name. */
function nameIn({ names }: Findings): (place: OwnerPlace) => string {
  return (place) => names.get(placeKey(place)) ?? placeKey(place);
}

function forAddresses(sentence: string, findings: Findings, style: TextStyle): string {
  const seed = findings.seeds.length === 1 ? findings.seeds[0]?.display : undefined;
  return seed === undefined ? sentence : sentence.replaceAll(seed, short(seed, style));
}
