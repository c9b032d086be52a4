// The KnownError with which a promise fails; anything else fails the test.
import { KnownError } from '../../src/model/errors.ts';

export async function failingWith(code: string, promise: Promise<unknown>): Promise<KnownError> {
  const error = await promise.then(
    (value) => new Error(`expected ${code}, got an answer: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KnownError) || error.code !== code) throw error;
  return error;
}

/** Everything of an error that could be printed anywhere. */
export function allTextOf(error: KnownError): string {
  return [error.message, ...error.facts, error.hint, error.stack ?? '', String(error.cause ?? '')].join('\n');
}
