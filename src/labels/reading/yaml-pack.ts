// A GraphSense pack (YAML) cut into its list and what stands outside of it, so that any size is read within bounds. Not how an
// item becomes a row (tagpack.ts).
import { TextFault } from './fault.ts';
import { type Line, MOST_CHARACTERS } from './lines.ts';
import { isAfterList, itemOf, itemsOf, MARK, nextOf, type YamlItem } from './yaml-items.ts';
import { yamlText } from './yaml-text.ts';

export interface YamlPack {
  readonly list: 'tags' | 'actors';
  /** All that stands outside of the list, before and after it. */
  readonly header: string;
  readonly items: Iterable<YamlItem>;
}

/** Its key, and what follows on the same line. */
const LIST = /^(["']?)(tags|actors)\1\s*:(?:\s+(.*))?$/;

interface ListBegin {
  readonly line: number;
  readonly list: YamlPack['list'];
  readonly rest: string;
}

/**
 * Gone through twice: what holds for all tags may stand behind them. Throws TextFault: no list, or no header that can be one.
 */
export function yamlPack(lines: () => Iterable<Line>): YamlPack {
  const outside: string[] = [];
  let size = 0;
  let found: ListBegin | undefined;
  let isInside = false;
  for (const { line, text, begin = '' } of lines()) {
    const start = text ?? begin;
    isInside &&= !isAfterList(start);
    if (isInside) continue;
    const [, , list, rest = ''] = LIST.exec(start) ?? [];
    if (found !== undefined && (list !== undefined || MARK.test(start)))
      throw new TextFault(`line ${line}: the file goes on after its list`);
    if (list !== undefined && text === undefined) throw longList();
    if (list !== undefined) {
      found = { line, list: list as YamlPack['list'], rest };
      isInside = true;
      continue;
    }
    size += (text?.length ?? MOST_CHARACTERS) + 1;
    if (text === undefined || size >= MOST_CHARACTERS)
      throw new TextFault(`what stands outside of its list is longer than ${MOST_CHARACTERS} characters`);
    outside.push(text);
  }
  if (found === undefined) throw new TextFault('it has no list `tags:` or `actors:`');
  return { list: found.list, header: outside.join('\n'), items: itemsBehind(found, lines()) };
}

const BLANK = /^\s*(?:#.*)?$/;

function* itemsBehind({ line, rest }: ListBegin, lines: Iterable<Line>): Generator<YamlItem> {
  const source = lines[Symbol.iterator]();
  for (let next = nextOf(source); next !== undefined && next.line < line; ) next = nextOf(source);
  const isBegun = !BLANK.test(rest);
  const first = isBegun ? { line, text: rest } : firstInside(source);
  if (first !== undefined)
    yield* isBegun || /^\s*\[/.test(first.text ?? '') ? flowItems(first, source) : itemsOf(first, source);
  // What stands behind it is known, but the file is read to its end.
  while (nextOf(source) !== undefined);
}

function firstInside(source: Iterator<Line>): Line | undefined {
  let next = nextOf(source);
  while (next?.text !== undefined && BLANK.test(next.text)) next = nextOf(source);
  return next;
}

/** In brackets, which end nobody knows where: held whole. Throws TextFault. */
function flowItems(first: Line, source: Iterator<Line>): readonly YamlItem[] {
  const held: string[] = [];
  let size = 0;
  for (let next: Line | undefined = first; next !== undefined; next = nextInside(source)) {
    if (next.text === undefined) throw longList();
    size += next.text.length + 1;
    if (size >= MOST_CHARACTERS) throw longList();
    held.push(next.text);
  }
  const whole = held.join('\n');
  const parsed = yamlText(whole);
  if ('why' in parsed) throw new TextFault(`its list: ${parsed.why}`);
  if (!Array.isArray(parsed.value)) throw new TextFault('its `tags:` or `actors:` is no list');
  return parsed.value.map((item, index) =>
    itemOf(first.line + whole.slice(0, parsed.starts[index]).split('\n').length - 1, item),
  );
}

function longList(): TextFault {
  return new TextFault(`its list in brackets is longer than ${MOST_CHARACTERS} characters`);
}

function nextInside(source: Iterator<Line>): Line | undefined {
  const next = nextOf(source);
  return next === undefined || isAfterList(next.text ?? next.begin ?? '') ? undefined : next;
}
