import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { plainFields } from '../../../src/labels/reading/yaml-items.ts';
import { yamlPack } from '../../../src/labels/reading/yaml-pack.ts';

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'address',
    'label',
    'source_1',
    "'x'",
    '"y"',
    "'it''s'",
    '"\\n"',
    'https://example.org/a#b',
    'a: b',
    'a #b',
    'a:',
    'ü',
    '0x09',
    '2022-01-01',
    '- a',
    '*a',
    '&a',
    '!!str a',
    '[a]',
    '{a}',
    '|',
    '>',
    '%a',
    '@a',
    '? a',
    '#a',
    "'",
    '"',
    '\u0085',
    'a\tb',
    '',
    ' a ',
    "'a' b",
    "'a' #b",
    '~',
    'null',
  ),
  fc.string({ maxLength: 6 }).filter((text) => !/[\r\n]/.test(text)),
);
const key = fc.constantFrom('a', 'b_c', 'address', 'A', 'a b', "'a'", '');
const line = fc
  .record({
    start: fc.constantFrom('- ', '  ', '    ', '', '-  ', '   '),
    key,
    colon: fc.constantFrom(': ', ':  ', ':', ' : '),
    text: word,
  })
  .map(({ start, key: name, colon, text }) => `${start}${name}${colon}${text}`);
const item = fc
  .tuple(
    fc.record({ key, text: word }).map(({ key: name, text }) => `- ${name}: ${text}`),
    fc.array(fc.oneof(line, fc.constantFrom('', '# note', '  # note', '  ')), { maxLength: 4 }),
  )
  .map(([first, rest]) => [first, ...rest]);

test('what is read without the parser is what the parser reads', () => {
  let plain = 0;
  fc.assert(
    fc.property(item, (lines) => {
      const fields = plainFields(lines);
      if (fields === undefined) return;
      plain += 1;
      expect(parse(lines.join('\n'), { schema: 'failsafe' })).toEqual([fields]);
    }),
    { numRuns: 20_000 },
  );
  expect(plain).toBeGreaterThan(500);
});

test('items of every kind come out in their order, plain or not', () => {
  const text =
    "tags:\n- a: one\n- a: >\n    two\n    lines\n- a: 'three'\n- [four]\n- a: five\n  b: [x, y]\n";
  const lines = text.split('\n').map((own, index) => ({ line: index + 1, text: own }));
  expect([...yamlPack(() => lines).items]).toEqual([
    { line: 2, value: { a: 'one' } },
    { line: 3, value: { a: 'two lines\n' } },
    { line: 6, value: { a: 'three' } },
    { line: 7, value: 'it is no set of fields' },
    { line: 8, value: { a: 'five', b: ['x', 'y'] } },
  ]);
});
