// The items of a JSON list against JSON.parse, however the text is cut.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonItems } from '../../../src/labels/reading/json-items.ts';

function* cut(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

function values(text: string, size: number): readonly unknown[] {
  return [...jsonItems(cut(text, size))].map((item) => JSON.parse(item.text as string) as unknown);
}

const space = fc.constantFrom(undefined, 1, '\t');

test('the items of a list are those of JSON.parse', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), space, fc.integer({ min: 1, max: 9 }), (list, indent, size) => {
      const text = JSON.stringify(list, null, indent);
      expect(values(text, size)).toEqual(JSON.parse(text));
    }),
  );
});

test('the items under labels are those of that key of the outer object alone', () => {
  const outer = fc.dictionary(fc.constantFrom('a', 'labelsx', 'la', '\\'), fc.jsonValue());
  fc.assert(
    fc.property(outer, outer, fc.array(fc.jsonValue()), space, (before, after, labels, indent) => {
      const inner = { labels: [{ not: 'these' }] };
      const text = JSON.stringify({ ...before, inner, labels, ...after }, null, indent);
      expect(values(text, 7)).toEqual(JSON.parse(JSON.stringify(labels)));
    }),
  );
});

test('a list that JSON.parse refuses is refused, here or where its items are parsed', () => {
  const pieces = fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '\\', '1', 'a', ' ', '\n', 'null', '"a"');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (parts, size) => {
      const text = `[${parts.join('')}`;
      let wanted: unknown;
      try {
        wanted = JSON.parse(text);
      } catch {
        expect(() => values(text, size)).toThrow();
        return;
      }
      expect(values(text, size)).toEqual(wanted);
    }),
    { numRuns: 5_000 },
  );
});

test('each item is named by the line where it begins', () => {
  const text = '[\n  {"a":\n1},\n\n  "b\\n", 3]';
  expect([...jsonItems(cut(text, 2))]).toEqual([
    { line: 2, text: '{"a":\n1}' },
    { line: 5, text: '"b\\n"' },
    { line: 5, text: '3' },
  ]);
});
