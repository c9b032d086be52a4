// The public TronGrid service as a row, and what its answers are worth. Not how it is asked (source.ts).
import type { Request, Response } from '../../model/http.ts';
import type { Service, Verdict } from '../../net/service.ts';

/** Refusals come as `success: false` with `error` from the lists, as `Error` from the node, both with 200 or 403. */
const REFUSED = /frequency limit|suspended|rate limit|too many requests/i;

/** Bodies of a refusal are short; a page of rows need not be parsed for it. */
const LONGEST_REFUSAL = 2_000;

function jsonOf(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a refusal says; only in its own place, since a token may call itself anything. */
function refusalIn(body: string): string {
  const value = body.length < LONGEST_REFUSAL ? jsonOf(body) : undefined;
  if (value === undefined) return '';
  if ('Error' in value) return String(value.Error);
  return 'success' in value && value.success === false && 'error' in value ? String(value.error) : '';
}

/** A refusal for too many questions, whatever its status. */
export function isTooOften({ status, body }: Response): boolean {
  return status === 429 || REFUSED.test(status >= 400 ? body.slice(0, LONGEST_REFUSAL) : refusalIn(body));
}

/** `{}` is "not found": true today, but nothing to keep. What is no JSON object must not be kept either. */
function mayBeKept({ status, body }: Response): boolean {
  const value = status === 200 ? jsonOf(body) : undefined;
  if (value === undefined || Object.keys(value).length === 0) return false;
  return !('Error' in value) && !('success' in value && value.success !== true);
}

function judgeTron(_request: Request, response: Response): Verdict {
  if (isTooOften(response)) return 'transient';
  return mayBeKept(response) ? 'good' : 'bad';
}

/**
 * A key allows about 15 requests a second and 100,000 a day; who asks more often is left without an answer for 30 seconds,
 * so the row stays below. Without a key the service allows less, and says so.
 */
export const tronServices: readonly (Service & { readonly keyHeader: string })[] = [
  {
    name: 'api.trongrid.io',
    baseUrl: 'https://api.trongrid.io',
    perSecond: 10,
    inFlight: 8,
    judge: judgeTron,
    keyHeader: 'TRON-PRO-API-KEY',
  },
];
