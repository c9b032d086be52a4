// Texts longer than Node can hold in one: about 512 MiB. Said in words, on the way in and on the way out.
import { constants } from 'node:buffer';
import { KnownError } from '../model/errors.ts';

/** The text of a file. */
export function textOf(bytes: Buffer, file: string): string {
  if (bytes.length <= constants.MAX_STRING_LENGTH) return bytes.toString('utf8');
  throw new KnownError('result-too-long', 'The result is longer than this program can hold in one text.', {
    facts: [`file: ${file}`, `length: ${bytes.length} bytes, at most ${constants.MAX_STRING_LENGTH}`],
    hint: 'Ask again with fewer paths kept (--paths 2000) or without --flows.',
  });
}

/** What V8 throws where a text would grow beyond what it can hold. */
const INVALID_LENGTH = /Invalid string length/;

export async function withinLength<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof RangeError) || !INVALID_LENGTH.test(error.message)) throw error;
    throw new KnownError('result-too-long', 'The result is longer than this program can write in one text.', {
      facts: [`at most ${constants.MAX_STRING_LENGTH} characters`],
      hint: 'Keep fewer paths (--paths 2000), leave out --flows, or set higher limits (--min-value).',
      cause: error,
    });
  }
}
