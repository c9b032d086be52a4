// The items of a JSON list, one after the other, each with the line where it begins: JSON.parse tells no lines, and a list of
// a whole label book is larger than what may be held. Not what an item means (json-rows.ts).
import { TextFault } from './fault.ts';
import { MOST_CHARACTERS } from './lines.ts';

export interface JsonItem {
  readonly line: number;
  /** undefined: longer than MOST_CHARACTERS, and passed over. */
  readonly text: string | undefined;
}

/** What may stand next beside white space. `outside`: before the list, or behind it in an object. */
type Next = 'outside' | 'first item' | 'item' | 'comma' | 'nothing';

/**
 * Of the outer array, or of the array under the key `labels` of an outer object, which is then known to be valid. Throws
 * TextFault where an outer array is not whole.
 */
export function* jsonItems(pieces: Iterable<string>): Generator<JsonItem> {
  let next: Next = 'outside';
  let [line, depth, listDepth] = [1, 0, 0];
  let isObject = false;
  /** Inside a string: what is read of it; only of an object's keys is it needed. */
  let string: { text: string; isEscaped: boolean } | undefined;
  let key = '';
  let item: Growing | undefined;
  for (const piece of pieces) {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const char = piece[at] as string;
      if (char === '\n') line += 1;
      if (string !== undefined) {
        if (string.isEscaped) string.isEscaped = false;
        else if (char === '\\') string.isEscaped = true;
        else if (char === '"') {
          if (depth === 1 && next === 'outside') key = string.text;
          string = undefined;
          continue;
        }
        if (next === 'outside' && string.text.length < 10) string.text += char;
        continue;
      }
      if (/\s/.test(char) || (depth === 0 && char === '\ufeff')) continue;
      const inList = next !== 'outside' && depth === listDepth;
      if (inList && (char === ',' || char === ']')) {
        if (item !== undefined) yield ended(item, piece.slice(from, at));
        else if (char === ',' || next === 'item') throw notWhole();
        item = undefined;
        next = char === ',' ? 'item' : isObject ? 'outside' : 'nothing';
        if (char === ',') continue;
        key = '';
      } else if (inList && item === undefined) {
        if (next === 'comma' || next === 'nothing') throw notWhole();
        next = 'comma';
        item = { line, size: 0, parts: [] };
        from = at;
      } else if (next === 'nothing') throw notWhole();
      if (char === '"') string = { text: '', isEscaped: false };
      else if (char === '{' || char === '[') {
        depth += 1;
        if (depth === 1) isObject = char === '{';
        if (char === '[' && next === 'outside' && (depth === 1 || (depth === 2 && key === 'labels'))) {
          listDepth = depth;
          next = 'first item';
        }
      } else if (char === '}' || char === ']') depth -= 1;
    }
    if (item !== undefined) grow(item, piece.slice(from));
  }
  if (depth !== 0 || string !== undefined || item !== undefined) throw notWhole();
}

interface Growing {
  readonly line: number;
  size: number;
  parts: string[];
}

function grow(item: Growing, part: string): void {
  item.size += part.length;
  if (item.size > MOST_CHARACTERS) item.parts = [];
  else item.parts.push(part);
}

function ended(item: Growing, part: string): JsonItem {
  grow(item, part);
  return { line: item.line, text: item.size > MOST_CHARACTERS ? undefined : item.parts.join('') };
}

export function notWhole(cause?: unknown): TextFault {
  return new TextFault('it is no whole JSON; was it cut while it was written?', { cause });
}
