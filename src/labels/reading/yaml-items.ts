// A GraphSense pack (YAML) cut into its header and the items of its list, so that any size is read within bounds and a
// broken item costs no other. Only text comes out: no types, no aliases, no tags that make objects, no code.
import { createRequire } from 'node:module';
import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';
import { TextFault } from './fault.ts';
import { type Line, MOST_CHARACTERS } from './lines.ts';

export interface YamlItem {
  /** Where it begins. */
  readonly line: number;
  /** A text: why it cannot be read. */
  readonly value: Readonly<Record<string, unknown>> | string;
}

/** Loaded with the first such pack: most runs read none, and its eighty files would slow the start of each. */
const yaml = (): typeof import('yaml') => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** Every scalar as text: to YAML's core schema an address such as 0x09… is a number. */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'failsafe',
  logLevel: 'silent',
  prettyErrors: false,
};
/** Parsed together; item by item if there is a fault in them. */
const BATCH = 500;

type Parsed = { readonly value: unknown } | { readonly why: string };

/** No alias is followed, so that none can multiply. */
export function yamlText(text: string): Parsed {
  try {
    const document = yaml().parseDocument(text, OPTIONS);
    if (document.errors.length > 0) return { why: `its YAML cannot be read: ${document.errors[0]?.code}` };
    if (document.warnings.length > 0) return { why: 'its YAML carries a tag that is not for text' };
    return { value: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch {
    // Aliases, and nesting so deep that the parser gives up.
    return { why: 'its YAML holds an alias, or is nested too deep' };
  }
}

export interface YamlPack {
  readonly list: 'tags' | 'actors';
  readonly header: string;
  readonly items: Generator<YamlItem>;
}

/** Throws TextFault: no list of tags or actors, or a header that cannot be one. */
export function yamlPack(lines: Iterable<Line>): YamlPack {
  const source = lines[Symbol.iterator]();
  const header: string[] = [];
  let size = 0;
  for (let next = source.next(); next.done !== true; next = source.next()) {
    const { text } = next.value;
    const list = /^(tags|actors)\s*:\s*(?:#.*)?$/.exec(text ?? '')?.[1];
    if (list !== undefined)
      return { list: list as YamlPack['list'], header: header.join('\n'), items: itemsOf(source) };
    size += text?.length ?? MOST_CHARACTERS;
    if (text === undefined || size >= MOST_CHARACTERS)
      throw new TextFault(`the header before its list is longer than ${MOST_CHARACTERS} characters`);
    header.push(text);
  }
  throw new TextFault('it has no list `tags:` or `actors:`, one item below the other');
}

interface Raw {
  readonly line: number;
  readonly lines: string[];
  size: number;
  isLong: boolean;
}

function* itemsOf(source: Iterator<Line>): Generator<YamlItem> {
  let indent: string | undefined;
  let batch: Raw[] = [];
  let size = 0;
  for (let next = source.next(); next.done !== true; next = source.next()) {
    const { line, text } = next.value;
    const dash = text === undefined ? undefined : /^( *)-(?: |$)/.exec(text)?.[1];
    indent ??= dash;
    const current = batch.at(-1);
    if (dash !== undefined && dash === indent) {
      if (batch.length >= BATCH || size > MOST_CHARACTERS) {
        yield* parsed(batch);
        batch = [];
        size = 0;
      }
      batch.push({ line, lines: [text as string], size: text?.length ?? 0, isLong: false });
      size += text?.length ?? 0;
    } else if (text === undefined) {
      if (current === undefined)
        yield { line, value: `the line is longer than ${MOST_CHARACTERS} characters` };
      else current.isLong = true;
    } else if (isAfterList(text)) {
      yield* parsed(batch);
      batch = [];
      passOver(next.value, source);
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

/** What holds for tags that lack it, wherever in the file it stands: after them it would come too late here. */
const INHERITED =
  /^(?:header|tags|actors|address|currency|network|label|source|category|abuse|concepts|confidence|actor|lastmod|context|is_cluster_definer|tag_type)\b/;

function isAfterList(text: string): boolean {
  return /^(?:---|\.\.\.)\s*$/.test(text) || /^["']?[A-Za-z_]\w*["']?\s*:/.test(text);
}

/** A title, written after the tags by whoever sorts fields by name, changes none of them. Throws TextFault. */
function passOver(first: Line, source: Iterator<Line>): void {
  for (let line: Line | undefined = first; line !== undefined; ) {
    const text = line.text ?? '';
    if (isAfterList(text) && (!/^\w/.test(text) || INHERITED.test(text)))
      throw new TextFault(`line ${line.line}: the file goes on after its list`);
    const next = source.next();
    line = next.done === true ? undefined : next.value;
  }
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

function itemOf(line: number, value: unknown): YamlItem {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { line, value: isMap ? (value as Record<string, unknown>) : 'it is no set of fields' };
}
