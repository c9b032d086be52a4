// Asks again when trouble passes with time: no connection, 408, 429, 5xx, and what the judge calls transient; a few times
// also where it is doubtful whether it does.
// Not p-retry: it computes its own delays, so a Retry-After could only be slept in addition to them. All requests of
// this program are questions (JSON-RPC reads too), so that asking twice does no harm.
import type { Http } from '../model/http.ts';
import { isWorthAnotherTry } from './network-failure.ts';
import type { Judge, Verdict } from './service.ts';
import type { Sleep } from './sleep.ts';
import { waitHint } from './wait-hint.ts';

export interface RetryOptions {
  /** Tries after the first. */
  readonly retries: number;
  readonly judge: Judge;
  readonly sleep: Sleep;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Of a web page or half a text, or of a server behind the others: it may be all that there is to be had. */
const DOUBTFUL_RETRIES = 3;
export const FIRST_BACK_OFF_MS = 500;
export const MAX_BACK_OFF_MS = 30_000;
/** A service that wants to be left alone for longer is not waited for: the refusal is handed on at once. */
export const MAX_HINT_MS = 120_000;

/** After the last try: the refusal itself, or the last failure. */
export function retrying(http: Http, options: RetryOptions): Http {
  return async (request, signal) => {
    for (let tried = 0; ; tried++) {
      const isLast = tried >= options.retries;
      let wait = backOff(tried, options.random());
      try {
        const response = await http(request, signal);
        if (isLast || !isAskedAgain(options.judge(request, response), tried)) return response;
        wait = waitHint(response, options.now()) ?? wait;
        if (wait > MAX_HINT_MS) return response;
      } catch (error) {
        if (isLast || signal?.aborted === true || !isWorthAnotherTry(error)) throw error;
      }
      await options.sleep(wait, signal);
    }
  };
}

function isAskedAgain(verdict: Verdict, tried: number): boolean {
  return verdict === 'transient' || (verdict === 'doubtful' && tried < DOUBTFUL_RETRIES);
}

/** Doubles, and lies in the upper half of its range, so that many requests refused at once do not return at once. */
function backOff(tried: number, random: number): number {
  const ceiling = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** tried);
  return Math.round(ceiling / 2 + (random * ceiling) / 2);
}
