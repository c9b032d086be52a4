// One question to one service of an account chain: the answer read, or a SourceFailure that says whose it was.
import { KnownError } from '../model/errors.ts';
import type { Http, Keep, Request, Response } from '../model/http.ts';
import { UnreadableAnswer } from './quantities.ts';
import { excerpt, type FailureClass, SourceFailure } from './source-failure.ts';

export interface Asked {
  readonly http: Http;
  readonly service: string;
}

export interface Asking {
  readonly keep: Keep;
  readonly signal: AbortSignal;
  /** As of a request. */
  readonly isBehind?: NonNullable<Request['isBehind']>;
}

/** An answer that stands for a failure. */
export interface Failed {
  readonly failed: FailureClass;
  readonly text: string;
}

export async function answerTo<T>(
  { http, service }: Asked,
  action: string,
  request: Omit<Request, 'service' | 'keep'>,
  asking: Asking,
  read: (response: Response) => T | Failed,
): Promise<T> {
  let response: Response;
  try {
    const { keep, isBehind } = asking;
    const full = { service, keep, ...(isBehind === undefined ? {} : { isBehind }), ...request };
    response = await http(full, asking.signal);
  } catch (error) {
    if (asking.signal.aborted || !(error instanceof KnownError)) throw error;
    // Not in the store, not on the tape, no network: this source cannot tell, another may.
    const text = `${error.code}: ${excerpt(error.message, 300)}`;
    throw new SourceFailure(service, action, 'transport', text);
  }
  const answer = read(response);
  if (typeof answer === 'object' && answer !== null && 'failed' in answer) {
    throw new SourceFailure(service, action, answer.failed, answer.text);
  }
  return answer as T;
}

/** Runs a parser; what it cannot read is this source's failure. */
export function parsedBy<T>({ service }: Asked, action: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    throw new SourceFailure(service, action, 'answer', error.message, error.gap);
  }
}
