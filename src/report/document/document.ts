// A report on paper: what was asked and found, by which method and as of when; a request packet for each service that can
// act; and in full the ledger and the gaps. Of questions other than a trace forward it has the report as it stands.
import { Chalk } from 'chalk';
import { assetBook } from '../amounts.ts';
import { type Answer, isRun, isSources } from '../answer.ts';
import { clipped, forTerminal } from '../escape.ts';
import { networkOf } from '../graph/network.ts';
import type { ReportHead, RunResult } from '../json.ts';
import { reportText } from '../text/report.ts';
import type { TextStyle } from '../text/style.ts';
import { gapBlocks, ledgerBlocks } from './appendix.ts';
import { type Block, heading, paragraph, titled } from './block.ts';
import { coverBlocks, scopeOf } from './cover.ts';
import { freezableBlocks } from './issuers.ts';
import { packetBlocks } from './packet.ts';
import { reachedBlocks } from './reached.ts';

/** Sections of the text report that stand here in another form. */
const TOLD: ReadonlySet<string> = new Set([
  'Reached',
  'Gaps: what this run could not see',
  'How this was made',
]);

/** Edges beyond which a figure of one page cannot be read. */
const DRAWN = 40;

export function documentOf(answers: readonly Answer[], head: ReportHead): Block[] {
  const style: TextStyle = { chalk: new Chalk({ level: 0 }), addresses: 'full', columns: undefined };
  return answers.flatMap((answer) => {
    const title = forTerminal(answer.title ?? answer.name);
    return [
      heading(1, clipped(title, 300)),
      ...(head.synthetic === undefined
        ? []
        : [{ kind: 'text', text: `SYNTHETIC: ${forTerminal(head.synthetic)}`, tone: 'warning' } as const]),
      ...coverBlocks(answer, head),
      ...(isRun(answer) ? runBlocks(answer, head) : []),
      ...sectionBlocks(answer, head, style),
      ...(isRun(answer) ? ledgerBlocks(answer.findings) : []),
      ...gapBlocks(
        isRun(answer) ? answer.findings : isSources(answer) ? answer.sources : answer.account.sources,
      ),
    ];
  });
}

export function documentTitle(answers: readonly Answer[]): string {
  return clipped(forTerminal(answers[0]?.title ?? answers[0]?.name ?? 'trace'), 200);
}

/** Unix seconds: the latest block as of which anything was asked. No clock: the same result is the same document. */
export function documentTime(answers: readonly Answer[]): number {
  return Math.max(0, ...answers.flatMap((answer) => scopeOf(answer).asOf.map(({ time }) => time)));
}

function runBlocks(run: RunResult, head: ReportHead): Block[] {
  const { findings } = run;
  const book = assetBook(findings.assets);
  return [
    ...titled(2, 'What was reached', reachedBlocks(findings, book)),
    ...titled(2, 'The flow', figureBlocks(run, head)),
    ...packetBlocks(findings, book),
    ...freezableBlocks(findings, book),
  ];
}

function figureBlocks(run: RunResult, head: ReportHead): Block[] {
  const { flows } = run.findings;
  if (flows === undefined || flows.length === 0) return [];
  const network = networkOf([run], head.synthetic);
  if (network.edges.length <= DRAWN) return [{ kind: 'figure', network }];
  return [
    paragraph(
      `${network.edges.length} transfers between ${network.nodes.length} places: more than a page can show. The ledger in the appendix has each of them; --format svg and --format html draw them.`,
    ),
  ];
}

/** What the text report has besides, section by section. */
function sectionBlocks(answer: Answer, head: ReportHead, style: TextStyle): Block[] {
  return reportText([answer], head, style)
    .trimEnd()
    .split('\n\n')
    .flatMap((part) => {
      const [title = '', ...lines] = part.split('\n');
      if (lines.length === 0 || TOLD.has(title)) return [];
      return titled(2, title.trim(), [
        { kind: 'lines', lines: lines.map((line) => line.replace(/^ {2}/, '')) },
      ]);
    });
}
