import { expect, test } from 'vitest';
import { looksLikeMilliseconds, unixTime } from '../../src/model/time.ts';

// Independent: `date -u -d '2024-08-02 00:24:23' +%s`
const MOMENT = 1_722_558_263;

test.each([
  ['1722558263', MOMENT],
  ['2024-08-02 00:24:23', MOMENT],
  ['2024-08-02T00:24:23Z', MOMENT],
  ['2024-08-02 00:24:23 UTC', MOMENT],
  ['2024-08-02 00:24:23.999', MOMENT],
  ['2024-08-02T02:24:23+02:00', MOMENT],
  ['2024-08-01T19:54:23-0430', MOMENT],
  ['2024-08-02', MOMENT - 24 * 60 - 23],
  ['0', 0],
])('%s is read as unix seconds, UTC where it says nothing', (text, seconds) => {
  expect(unixTime(text)).toBe(seconds);
});

test.each([
  '',
  'yesterday',
  '2024-02-30',
  '2024-13-01',
  '2024-08-02 24:00:00',
  '02/08/2024',
  '-5',
  '1.5',
  '1969-12-31',
])('%j is no moment', (text) => {
  expect(unixTime(text)).toBeUndefined();
});

test('milliseconds are refused, not converted by guess', () => {
  expect(unixTime('1722558263000')).toBeUndefined();
  expect(looksLikeMilliseconds('1722558263000')).toBe(true);
  expect(looksLikeMilliseconds('1722558263')).toBe(false);
});
