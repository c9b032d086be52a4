// One answer as JSON, of whichever kind it is: what a case compares. Single transfers, which only some forms show, and what
// only a report needs are left out of it.
import { accountJson } from './account/json.ts';
import { type Answer, isRun, isSources } from './answer.ts';
import { runJson } from './json.ts';
import { sourcesJson } from './sources/json.ts';

export function comparedJson(answer: Answer): object {
  if (isRun(answer)) {
    const { flows: _f, known: _k, ...run } = runJson(answer);
    return run;
  }
  if (isSources(answer)) {
    const { known: _, ...sources } = sourcesJson(answer);
    return sources;
  }
  const {
    sources: { known: _, ...sources },
    ...account
  } = accountJson(answer);
  return { ...account, sources };
}
