// Answers from the store alone, however old. Never falls through to the network.
import { KnownError } from '../model/errors.ts';
import type { Http, Request } from '../model/http.ts';
import { requestKey } from './request-key.ts';
import type { Store } from './store.ts';
import { storeKey } from './store-key.ts';

/** `originOf` as given to `cached`. Throws KnownError `offline-miss`. */
export function offline(store: Store, originOf: (service: string) => string): Http {
  return async (request, signal) => {
    signal?.throwIfAborted();
    const key = storeKey(request, originOf(request.service));
    const kept = await store.read(key);
    signal?.throwIfAborted();
    if (kept === undefined) throw offlineMiss(request);
    return kept.response;
  };
}

function offlineMiss(request: Request): KnownError {
  return new KnownError(
    'offline-miss',
    `The stored answers hold none for ${request.service} ${request.path}`,
    {
      facts: [`request: ${requestKey(request)}`],
      hint: 'Run once without --offline, so that the answer is stored.',
    },
  );
}
