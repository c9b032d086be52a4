// The name of a request: service, path, sorted query, body without the JSON-RPC id. Key of tapes, base of store keys.
// Since the id is no part of it, an answer may come back with the id of an older request: adapters number their calls
// the same way each time (1 for a single call, 1…n in a batch).
import type { Request } from '../model/http.ts';
import { byCodeUnits } from './code-units.ts';

export function requestKey(request: Request): string {
  const query = queryText(request.query);
  // A blank parts the pieces, so none may be inside the path.
  const path = request.path.replace(/\s/g, encodeURIComponent);
  const place = `${request.service} ${path}${query === '' ? '' : `?${query}`}`;
  return request.body === undefined ? place : `${place} ${withoutRpcId(request.body)}`;
}

/** URL-encoded, sorted by name; empty without parameters. */
export function queryText(query: Request['query']): string {
  return new URLSearchParams(Object.entries(query ?? {}).sort(([a], [b]) => byCodeUnits(a, b))).toString();
}

/** Any other body, and one with a number that JSON.parse would change, names itself as it stands. */
function withoutRpcId(body: string): string {
  let exact = true;
  let call: unknown;
  try {
    call = JSON.parse(body, (_, value: unknown) => {
      if (typeof value === 'number' && !Number.isSafeInteger(value)) exact = false;
      return value;
    });
  } catch {
    return body;
  }
  const calls = Array.isArray(call) ? call : [call];
  if (!exact || calls.length === 0 || !calls.every(isRpcCall)) return body;
  const bare = calls.map(({ id: _, ...rest }) => sorted(rest));
  return JSON.stringify(Array.isArray(call) ? bare : bare[0]);
}

function isRpcCall(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value && 'method' in value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => byCodeUnits(a, b))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
