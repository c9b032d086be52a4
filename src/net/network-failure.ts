// The one error for "no answer came": names the service and the path, never the host, the query or the key.
import { KnownError } from '../model/errors.ts';
import type { Request } from '../model/http.ts';

const final = new WeakSet<KnownError>();

/** `why` must be free of hosts and keys. The original error is not attached as cause: it may hold the whole URL. */
export function networkFailure(request: Request, why: string): KnownError {
  return new KnownError('network-failed', `No usable answer from ${request.service}: ${why}`, {
    facts: [`request: ${request.service} ${request.path}`],
    hint: 'Check the connection and the base URL of the service, or run again later: stored answers are not asked again.',
  });
}

/** A failure that another try would only repeat (a refused redirect, an answer beyond the size limit). */
export function finalFailure(request: Request, why: string): KnownError {
  const error = networkFailure(request, why);
  final.add(error);
  return error;
}

export function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'network-failed' && !final.has(error);
}
