// What was found on one named question, of whichever kind it is.
import type { Gap } from '../model/gap.ts';
import type { SourceFindings } from '../trace/backward/findings.ts';
import type { RunResult } from './json.ts';

/** Of a question for the sources of an account's money. */
export interface SourcesResult {
  readonly name: string;
  readonly title?: string | undefined;
  readonly sources: SourceFindings;
}

export type Answer = RunResult | SourcesResult;

export function isRun(answer: Answer): answer is RunResult {
  return 'findings' in answer;
}

export function isSources(answer: Answer): answer is SourcesResult {
  return 'sources' in answer;
}

export function gapsOf(answer: Answer): readonly Gap[] {
  return isRun(answer) ? answer.findings.gaps : answer.sources.gaps;
}
