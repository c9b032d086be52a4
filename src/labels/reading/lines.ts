// Bytes as lines of text, however large the file and however long a line: what is held at once is bounded. Not what the
// lines mean.
import { TextFault } from './fault.ts';

export type Bytes = Iterable<Uint8Array>;

export interface Line {
  /** From 1. */
  readonly line: number;
  /** undefined: longer than MOST_CHARACTERS, and passed over. */
  readonly text: string | undefined;
  /** Of such a line: how it begins. */
  readonly begin?: string;
}

/** Longest line, and longest record or item of several lines, in characters. */
export const MOST_CHARACTERS = 1_000_000;

/** What is kept of a longer line, in characters. */
const BEGIN = 100;

/** Largest file of a form that must be held whole (JSON), in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The text of a file piece by piece, without a byte order mark. Throws TextFault. */
export function* textOf(bytes: Bytes): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  function checked(chunk: Uint8Array | undefined): string {
    let text: string;
    try {
      text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new TextFault('it is not UTF-8 text', { cause: error });
    }
    if (text.includes('\0')) throw new TextFault('it holds bytes of 0: it is no text, or text in UTF-16');
    return text;
  }
  for (const chunk of bytes) yield checked(chunk);
  yield checked(undefined);
}

/** Throws TextFault where the file is larger than what may be held at once. */
export function wholeText(bytes: Bytes): string {
  const parts: string[] = [];
  let size = 0;
  for (const part of textOf(bytes)) {
    size += part.length;
    if (size > MOST_BYTES)
      throw new TextFault(
        `it is larger than ${MOST_BYTES / 1024 / 1024} MB, the most for a file of this form`,
      );
    parts.push(part);
  }
  return parts.join('');
}

export function linesOf(bytes: Bytes): Generator<Line> {
  return linesIn(textOf(bytes));
}

/** Lines end with LF, CR or CRLF; what follows the last of these is a line if it is not empty. */
export function* linesIn(pieces: Iterable<string>): Generator<Line> {
  let line = 0;
  let rest = '';
  /** Of a line that is too long already. */
  let begin: string | undefined;
  function ended(text: string): Line {
    line += 1;
    begin ??= text.length > MOST_CHARACTERS ? text.slice(0, BEGIN) : undefined;
    const ended = begin === undefined ? { line, text } : { line, text: undefined, begin };
    begin = undefined;
    return ended;
  }
  for (const part of pieces) {
    let text = rest + part;
    // A CR at the end may be half of a CRLF.
    const held = part !== '' && text.endsWith('\r') ? '\r' : '';
    if (held !== '') text = text.slice(0, -1);
    const pieces = text.split(/\r\n|\n|\r/);
    const last = pieces.pop() as string;
    for (const piece of pieces) yield ended(piece);
    if (last.length > MOST_CHARACTERS) begin ??= last.slice(0, BEGIN);
    rest = (begin === undefined ? last : '') + held;
  }
  if (rest !== '' || begin !== undefined) yield ended(rest);
}
