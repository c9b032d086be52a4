// What a run asks more than once.
import type { Http } from '../../src/model/http.ts';
import { requestKey } from '../../src/net/request-key.ts';

/** A block by its number: whether that of the run still stands is asked at the end, past all that is remembered. */
const BLOCK = /\/block-height\/|eth_getBlockByNumber|getblockbynum/;

/** `again`: what was asked more than once but for blocks, as keys of a tape. */
export function counting(http: Http): { readonly http: Http; readonly again: () => string[] } {
  const asked = new Map<string, number>();
  return {
    http(request, signal) {
      const key = requestKey(request);
      asked.set(key, (asked.get(key) ?? 0) + 1);
      return http(request, signal);
    },
    again: () => [...asked].flatMap(([key, times]) => (times > 1 && !BLOCK.test(key) ? key : [])),
  };
}
