// Answers from the store what may be kept (model/http.ts, Keep), asks for the rest, and keeps what is good.
// The same question asked twice at once is asked once.
import type { Http, Request, Response } from '../model/http.ts';
import type { Judge } from './service.ts';
import { sharing } from './sharing.ts';
import type { Store } from './store.ts';
import { storeKey } from './store-key.ts';

export interface CacheOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Only what it calls good, with status 200, is kept. */
  readonly judge: Judge;
  /** Parts the answers of different servers of one service name; see store-key.ts. */
  readonly originOf: (service: string) => string;
}

const TIP_LIFETIME_MS = 10 * 60_000;

export function cached(http: Http, store: Store, options: CacheOptions): Http {
  const share = sharing<Response>();

  async function answer(key: string, request: Request, signal: AbortSignal): Promise<Response> {
    const kept = isReadable(request) ? await store.read(key) : undefined;
    if (kept !== undefined && (request.keep?.kind !== 'tip' || isFresh(kept.at, options.now())))
      return kept.response;
    const response = await http(request, signal);
    if (response.status === 200 && options.judge(request, response) === 'good') {
      // The answer is at hand: a full disk costs the next run a question, not this one its result.
      await store.write(key, request, { response, at: options.now() }).catch(() => {});
    }
    return response;
  }

  return async (request, signal) => {
    const key = storeKey(request, options.originOf(request.service));
    return share(key, (shared) => answer(key, request, shared), signal);
  };
}

/** What must be asked anew is kept all the same, for runs that can ask nobody (offline.ts). */
function isReadable({ keep = { kind: 'never' } }: Request): boolean {
  return keep.kind !== 'never';
}

/** A stamp from the future (a clock set back) proves no freshness. */
function isFresh(at: number, now: number): boolean {
  return at <= now && now - at < TIP_LIFETIME_MS;
}
