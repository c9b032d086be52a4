// Listens to every answer, kept or new, and makes tape rows of them. Outermost, so that the tape is the run as the
// adapters saw it. Failures (no answer) leave no row.
import type { Http, Request, Response } from '../model/http.ts';
import { requestKey } from './request-key.ts';
import { requestForDisk } from './stored-answer.ts';
import type { TapeRow } from './tape-row.ts';

/** Rows by key, in the order in which their answers differed. */
export type Recording = Map<string, TapeRow[]>;

export function recording(http: Http, recorded: Recording): Http {
  return async (request, signal) => {
    const response = await http(request, signal);
    note(recorded, request, response);
    return response;
  };
}

export function recordedRows(recorded: Recording): readonly TapeRow[] {
  return [...recorded.values()].flat();
}

/** The same answer twice in a row is one row; A, B, A are three. */
function note(recorded: Recording, request: Request, response: Response): void {
  const key = requestKey(request);
  const rows = recorded.get(key) ?? [];
  const last = rows.at(-1);
  if (last !== undefined && isSame(last.response, response)) return;
  rows.push({ key, n: rows.length, request: requestForDisk(request), response });
  recorded.set(key, rows);
}

/** Counters of remaining requests (x-ratelimit-*) differ with every answer and say nothing. */
function isSame(a: Response, b: Response): boolean {
  return (
    a.status === b.status && a.body === b.body && a.headers['content-type'] === b.headers['content-type']
  );
}
