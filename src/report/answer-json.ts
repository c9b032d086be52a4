// One answer as JSON, of whichever kind it is: what a case compares.
import { type Answer, isRun } from './answer.ts';
import { runJson } from './json.ts';
import { sourcesJson } from './sources/json.ts';

/** `flows`: only of a trace that was asked for them. */
export function answerJson(answer: Answer): object & { readonly flows?: unknown } {
  return isRun(answer) ? runJson(answer) : sourcesJson(answer);
}
