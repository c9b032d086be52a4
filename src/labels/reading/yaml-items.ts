// The items of a GraphSense pack's list, one below the other: a broken one costs no other.
import { type Line, MOST_CHARACTERS } from './lines.ts';
import { type Parsed, yamlText } from './yaml-text.ts';

export interface YamlItem {
  /** Where it begins. */
  readonly line: number;
  /** A text: why it cannot be read. */
  readonly value: Readonly<Record<string, unknown>> | string;
}

/** Parsed together; item by item if there is a fault in them. */
const BATCH = 500;

interface Raw {
  readonly line: number;
  readonly lines: string[];
  size: number;
  isLong: boolean;
}

export function* itemsOf(first: Line, source: Iterator<Line>): Generator<YamlItem> {
  let indent: string | undefined;
  let batch: Raw[] = [];
  let size = 0;
  for (let next: Line | undefined = first; next !== undefined; next = nextOf(source)) {
    const { line, text, begin = '' } = next;
    const start = text ?? begin;
    const dash = /^( *)-(?: |$)/.exec(start)?.[1];
    indent ??= dash;
    const current = batch.at(-1);
    if (dash !== undefined && dash === indent) {
      if (batch.length >= BATCH || size > MOST_CHARACTERS) {
        yield* parsed(batch);
        batch = [];
        size = 0;
      }
      batch.push({ line, lines: [start], size: start.length, isLong: text === undefined });
      size += start.length;
    } else if (isAfterList(start)) break;
    else if (text === undefined) {
      if (current === undefined)
        yield { line, value: `the line is longer than ${MOST_CHARACTERS} characters` };
      else current.isLong = true;
    } else if (current !== undefined) {
      current.size += text.length;
      size += text.length;
      if (current.size > MOST_CHARACTERS) current.isLong = true;
      else current.lines.push(text);
    } else if (text.trim() !== '' && !text.trimStart().startsWith('#'))
      yield { line, value: 'it is no item of a list' };
  }
  yield* parsed(batch);
}

/** One document ends, or another begins. */
export const MARK = /^(?:---|\.\.\.)\s*$/;

export function isAfterList(text: string): boolean {
  return MARK.test(text) || /^["']?[A-Za-z_]\w*["']?\s*:/.test(text);
}

function* parsed(batch: readonly Raw[]): Generator<YamlItem> {
  const fields = batch.map(({ lines, isLong }) => (isLong ? undefined : plainFields(lines)));
  const left = batch.filter(({ isLong }, index) => !isLong && fields[index] === undefined);
  const whole = left.length === 0 ? [] : listOf(yamlText(left.flatMap(({ lines }) => lines).join('\n')));
  let next = 0;
  for (const [index, { line, lines, isLong }] of batch.entries()) {
    const plain = fields[index];
    if (isLong) yield { line, value: `it is longer than ${MOST_CHARACTERS} characters` };
    else if (plain !== undefined) yield { line, value: plain };
    else if (whole !== undefined && whole.length === left.length) {
      yield itemOf(line, whole[next]);
      next += 1;
    } else {
      const alone = yamlText(lines.join('\n'));
      yield 'why' in alone ? { line, value: alone.why } : itemOf(line, listOf(alone)?.[0]);
    }
  }
}

function listOf(parsed: Parsed): readonly unknown[] | undefined {
  return 'value' in parsed && Array.isArray(parsed.value) ? parsed.value : undefined;
}

const FIELD =
  /^( *- | +)([a-z][a-z_]*): +(?:'([^'\p{Cc}]*)'|"([^"\\\p{Cc}]*)"|([\p{L}\p{N}][^\p{Cc}]*?)) *$/u;

/**
 * What YAML makes of an item whose every line is `key: text` of the simplest kind, which most are: four times as fast as
 * the parser. undefined: one is not, the parser must say.
 */
export function plainFields(lines: readonly string[]): Readonly<Record<string, string>> | undefined {
  const fields: Record<string, string> = {};
  let indent = 0;
  for (const [index, line] of lines.entries()) {
    const match = FIELD.exec(line);
    if (match === null) {
      if (index > 0 && /^\s*(?:#.*)?$/.test(line)) continue;
      return undefined;
    }
    const [, start = '', key = '', single, double, plain] = match;
    if (index === 0) indent = start.length;
    // A mapping begins with the dash, goes on right below its first key, and has no key twice.
    if (start.includes('-') !== (index === 0) || start.length !== indent || Object.hasOwn(fields, key))
      return undefined;
    if (plain !== undefined && /:(?:\s|$)|\s#/.test(plain)) return undefined;
    fields[key] = single ?? double ?? plain ?? '';
  }
  return fields;
}

export function itemOf(line: number, value: unknown): YamlItem {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { line, value: isMap ? (value as Record<string, unknown>) : 'it is no set of fields' };
}

export function nextOf(source: Iterator<Line>): Line | undefined {
  const next = source.next();
  return next.done === true ? undefined : next.value;
}
