// The error of every call that cannot be meant: TypeScript prevents most, a program in JavaScript may make any.
import { looksLikeSecret } from '../chains/secret.ts';
import { KnownError } from '../model/errors.ts';

/** `where`: the argument, as the caller would write it: `question.seeds[0].amount`. */
export function badArgument(where: string, why: string, facts: readonly string[] = []): KnownError {
  return new KnownError('bad-argument', `${where} ${why}.`, {
    facts,
    hint: 'See docs/library.md.',
    exit: 2,
  });
}

/** A text of the caller in a message, but for one that may be a key. */
export function quoted(text: string): string {
  return looksLikeSecret(text) === undefined ? JSON.stringify(text) : `(a text of ${text.length} characters)`;
}
