// What was found on one named question, of whichever kind it is.
import type { Gap } from '../model/gap.ts';
import type { AccountFindings } from '../trace/account/account.ts';
import type { SourceFindings } from '../trace/backward/findings.ts';
import type { RunResult } from './json.ts';

/** Of a question for the sources of an account's money. */
export interface SourcesResult {
  readonly name: string;
  readonly title?: string | undefined;
  readonly sources: SourceFindings;
}

/** Of a question what an account received, and what of it came from flagged wallets and from victims. */
export interface AccountResult {
  readonly name: string;
  readonly title?: string | undefined;
  readonly account: AccountFindings;
  /** What the flags are: label files, or `labels`. */
  readonly flags: readonly string[];
}

export type Answer = RunResult | SourcesResult | AccountResult;

export function isRun(answer: Answer): answer is RunResult {
  return 'findings' in answer;
}

export function isSources(answer: Answer): answer is SourcesResult {
  return 'sources' in answer;
}

export function isAccount(answer: Answer): answer is AccountResult {
  return 'account' in answer;
}

export function gapsOf(answer: Answer): readonly Gap[] {
  if (isRun(answer)) return answer.findings.gaps;
  return isSources(answer) ? answer.sources.gaps : answer.account.sources.gaps;
}
