// A source that cannot answer: which service, asked for what, and why. It stays inside this room: the next source is
// asked, and after the last one it becomes a gap or a KnownError.
import { KnownError } from '../model/errors.ts';
import type { GapCode } from '../model/gap.ts';

/**
 * rate, quota, auth, tier, config: the service refuses. input, paging: the question was wrong. split: the range is too
 * long. transport: no answer of the service at all. answer: an answer that cannot be read or is not what was asked.
 * error: the service says that it failed, in words that stand in no table.
 */
export type FailureClass =
  | 'rate'
  | 'quota'
  | 'auth'
  | 'tier'
  | 'config'
  | 'input'
  | 'paging'
  | 'split'
  | 'transport'
  | 'answer'
  | 'error';

export class SourceFailure extends Error {
  readonly service: string;
  readonly action: string;
  readonly class: FailureClass;
  readonly gap: GapCode;

  constructor(
    service: string,
    action: string,
    kind: FailureClass,
    text: string,
    gap: GapCode = 'source-failed',
  ) {
    super(text);
    this.name = 'SourceFailure';
    this.service = service;
    this.action = action;
    this.class = kind;
    this.gap = gap;
  }
}

/** A piece of foreign text fit for one line: control characters as `\u…`, at most `most` of them. */
export function excerpt(text: string, most = 120): string {
  const line = text.slice(0, most).replace(/[\p{Cc}\p{Cf}\u2028\u2029\ud800-\udfff]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
  return text.length > most ? `${line}…` : line;
}

const advice: Partial<Record<FailureClass, string>> = {
  rate: 'ask again later',
  quota: 'the daily allowance of the key is used up; ask again tomorrow',
  auth: 'check the API key of this service',
  tier: 'the plan of the API key does not cover this; a paid plan does, or another --source, such as a node of your own',
};

/** `eth.blockscout.com, txlist (transport): …`, with what to do where that is known. */
export function failureLine(failure: SourceFailure): string {
  const next = advice[failure.class];
  return `${failure.service}, ${failure.action} (${failure.class}): ${failure.message}${next ? `; ${next}` : ''}`;
}

/** What is thrown where no gap can be given. */
export function asKnownError(what: string, failures: readonly SourceFailure[]): KnownError {
  return new KnownError('source-failed', `${what} could not be had from any source`, {
    facts: failures.map(failureLine),
    hint: 'Try again later, or name another source.',
    cause: failures.at(-1),
  });
}
