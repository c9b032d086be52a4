// Plays a tape. Never falls through to anything else: what the tape does not hold is an error.
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import { nearestText } from './nearest-text.ts';
import { requestKey } from './request-key.ts';
import type { Tape, TapeRow } from './tape-row.ts';

/** Different answers to one request come in their order; the last one repeats. */
export function replaying(tape: Tape): Http {
  const answers = new Map<string, TapeRow[]>();
  for (const row of tape.rows) answers.set(row.key, [...(answers.get(row.key) ?? []), row]);
  for (const rows of answers.values()) rows.sort((a, b) => a.n - b.n);
  const asked = new Map<string, number>();
  return async (request, signal) => {
    signal?.throwIfAborted();
    const key = requestKey(request);
    const rows = answers.get(key) ?? [];
    const times = asked.get(key) ?? 0;
    asked.set(key, times + 1);
    const row = rows[Math.min(times, rows.length - 1)];
    if (row === undefined) throw tapeMiss(key, [...answers.keys()]);
    return row.response;
  };
}

function tapeMiss(key: string, keys: readonly string[]): KnownError {
  const nearest = nearestText(key, keys);
  return new KnownError('tape-miss', 'The tape holds no answer to a request', {
    facts: [`request: ${key}`, `nearest on the tape: ${nearest ?? 'none, the tape is empty'}`],
    hint: 'A replay answers only what was recorded: use the options of the recorded run, or record again.',
  });
}
