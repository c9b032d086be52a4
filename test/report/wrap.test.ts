import { expect, test } from 'vitest';
import { wrapped } from '../../src/report/text/wrap.ts';

test('a long line breaks between words and goes on deeper than it began', () => {
  const text = '  one two three four five six seven eight';
  expect(wrapped(text, 30)).toBe('  one two three four five\n      six seven eight');
});

test('a line that fits stays as it is, its columns too', () => {
  expect(wrapped('  a     b', 30)).toBe('  a     b');
});

test('nothing is lost, whatever the width', () => {
  const text = `x ${'word '.repeat(40)}end`;
  for (const columns of [30, 47, 80, 200]) expect(wrapped(text, columns).replace(/\s+/g, ' ')).toBe(text);
});

test('rows of a table whose first cell stands at its right go on in one line', () => {
  const rows = [
    '  14,500,000 USDC, 1 ETH  hub  somebody on ethereum',
    '                   1 ETH  hub  somebody else on ethereum',
  ];
  expect(wrapped(rows.join('\n'), 44)).toBe(
    [
      // 38 cells beside the indent and the room that a continuation needs: 37 are used; then 21, of which 20.
      '  14,500,000 USDC, 1 ETH  hub  somebody',
      '      on ethereum',
      '                   1 ETH  hub  somebody',
      '      else on ethereum',
    ].join('\n'),
  );
});
