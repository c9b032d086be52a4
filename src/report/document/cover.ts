// The first page: the answer, how it was made, as of which blocks, with which versions.
import { chainName } from '../../model/chain.ts';
import type { SourceFindings } from '../../trace/backward/findings.ts';
import type { Findings } from '../../trace/findings.ts';
import { accountSummary } from '../account/summary.ts';
import { timeText } from '../amounts.ts';
import { type Answer, isRun, isSources } from '../answer.ts';
import type { ReportHead } from '../json.ts';
import { sourcesSummary } from '../sources/summary.ts';
import { summaryOf } from '../summary.ts';
import { methodLines } from '../text/method.ts';
import { type Block, heading } from './block.ts';

export function coverBlocks(answer: Answer, head: ReportHead): Block[] {
  const of = scopeOf(answer);
  return [
    heading(2, 'Answer'),
    ...sentencesOf(answer).map((text): Block => ({ kind: 'text', text, tone: 'answer' })),
    heading(2, 'As of'),
    {
      kind: 'table',
      head: ['chain', 'block', 'time (UTC)', 'hash'],
      rows: of.asOf.map(({ chain, height, hash, time }) => [
        chainName(chain),
        String(height),
        timeText(time),
        hash,
      ]),
      right: [1],
    },
    heading(2, 'Method and versions'),
    { kind: 'list', items: methodLines(of, head) },
  ];
}

/** What has the blocks, the limits and the gaps of an answer, of whichever kind it is. */
export function scopeOf(answer: Answer): Findings | SourceFindings {
  if (isRun(answer)) return answer.findings;
  return isSources(answer) ? answer.sources : answer.account.sources;
}

function sentencesOf(answer: Answer): string[] {
  if (isRun(answer)) return summaryOf(answer.findings);
  return isSources(answer) ? sourcesSummary(answer.sources) : accountSummary(answer.account);
}
