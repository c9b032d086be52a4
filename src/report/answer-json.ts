// One answer as JSON, of whichever kind it is: what a case compares.
import { accountJson } from './account/json.ts';
import { type Answer, isRun, isSources } from './answer.ts';
import { runJson } from './json.ts';
import { sourcesJson } from './sources/json.ts';

/** `flows`: only of a trace that was asked for them. */
export function answerJson(answer: Answer): object & { readonly flows?: unknown } {
  if (isRun(answer)) return runJson(answer);
  return isSources(answer) ? sourcesJson(answer) : accountJson(answer);
}
