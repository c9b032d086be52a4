// A question for sources, or about an account, on the page of a case: told as the text report tells it. No picture of it is drawn.
import { accountSummary } from '../account/summary.ts';
import { accountText } from '../account/text.ts';
import { type AccountResult, isSources, type SourcesResult } from '../answer.ts';
import { forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { sourcesSummary } from '../sources/summary.ts';
import { sourcesText } from '../sources/text.ts';
import type { TextStyle } from '../text/style.ts';
import { sentenceTree } from './answer-tree.ts';
import { linesTree } from './cells.ts';
import { type Tree, tree } from './tree.ts';

export function upstreamQuestion(answer: SourcesResult | AccountResult): string {
  if (answer.title !== undefined) return forTerminal(answer.title);
  return isSources(answer)
    ? 'Where did the money of this account come from?'
    : 'What did this account receive?';
}

export function toldSection(
  answer: SourcesResult | AccountResult,
  head: ReportHead,
  id: string,
  style: TextStyle,
): Tree {
  const [summary, text] = isSources(answer)
    ? [sourcesSummary(answer.sources), sourcesText(answer, head, style, 1)]
    : [accountSummary(answer.account), accountText(answer, head, style, 1)];
  return tree(
    'article',
    { id },
    tree(
      'header',
      { class: 'answer' },
      tree('p', { class: 'question' }, upstreamQuestion(answer)),
      tree('h1', {}, ...summary.map(sentenceTree)),
    ),
    linesTree(text.split('\n')),
  );
}
