// Whether an answer is good, passing trouble, or bad: the status first, then the service's own judge.
// One opinion for retrying and for the cache, so that what is retried can never be kept.
import type { Request, Response } from '../model/http.ts';
import type { Judge, Service, Verdict } from './service.ts';

const passesWithTime = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** A captive portal or an error page of a proxy comes with status 200. The adapter sees it as it is; nobody keeps it. */
function isWebPage(response: Response): boolean {
  return (
    response.headers['content-type']?.toLowerCase().startsWith('text/html') === true ||
    /^\s*<(!doctype|html)/i.test(response.body)
  );
}

/** Cut off where the connection did not show it, empty, or a sentence in place of data. */
function isNoJson({ body }: Response): boolean {
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

export function judging(services: ReadonlyMap<string, Service>): Judge {
  function ofService(request: Request, response: Response): Verdict {
    const judge = services.get(request.service)?.judge;
    if (judge !== undefined) return judge(request, response);
    return response.status === 200 && !isWebPage(response) ? 'good' : 'bad';
  }

  return (request, response) => {
    if (passesWithTime(response.status)) return 'transient';
    if (request.isBehind?.(response) === true) return 'doubtful';
    const verdict = ofService(request, response);
    const isNoAnswer = response.status === 200 && verdict === 'bad';
    return isNoAnswer && (isWebPage(response) || isNoJson(response)) ? 'doubtful' : verdict;
  };
}
