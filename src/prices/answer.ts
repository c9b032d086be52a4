// The answer of a price service as JSON with every number as the text it was: a price is never a float. What is no answer is
// told in words that are the same on replay, where the tape holds none either.
import { parse as parseJson } from 'lossless-json';
import { KnownError } from '../model/errors.ts';
import type { Http, Request } from '../model/http.ts';

/** `missing`: why there is none. Rejects on abort alone. */
export async function answerOf(
  http: Http,
  request: Request,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly json: unknown } | { readonly missing: string }> {
  let answer: Awaited<ReturnType<Http>>;
  try {
    answer = await http({ ...request, keep: { kind: 'tip' } }, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof KnownError)) throw error;
    return { missing: `${name} did not answer` };
  }
  // A key that is refused, and days that a key does not reach (error 10012 of CoinGecko): asking again changes nothing.
  if (answer.status === 401 || answer.status === 403)
    return { missing: `${name} refuses to answer without a key, or with this one` };
  if (answer.status !== 200) return { missing: `${name} did not answer` };
  try {
    return { json: parseJson(answer.body, null, (text) => text) };
  } catch {
    return { missing: `what ${name} answered cannot be read` };
  }
}
