import { expect, test } from 'vitest';
import { waitHint } from '../../src/net/wait-hint.ts';

// 784111777 s: the example date of RFC 9110, 5.6.7.
const now = 784_111_777_000;
const hint = (headers: Record<string, string>, status = 429) => waitHint({ status, headers, body: '' }, now);

test('Retry-After is read as seconds or as an HTTP date', () => {
  expect(hint({ 'retry-after': '3' })).toBe(3_000);
  expect(hint({ 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT' })).toBe(10_000);
  expect(hint({ 'retry-after': '3' }, 503)).toBe(3_000);
});

test('a Retry-After that says nothing is no hint', () => {
  for (const text of ['', 'soon', '0', '-5', 'Sun, 06 Nov 1994 08:49:36 GMT']) {
    expect(hint({ 'retry-after': text })).toBeUndefined();
  }
});

test('x-ratelimit-reset is read as seconds left, milliseconds left or unix time, of a 429 only', () => {
  expect(hint({ 'x-ratelimit-reset': '30' })).toBe(30_000);
  expect(hint({ 'x-ratelimit-reset': '15500' })).toBe(15_500);
  expect(hint({ 'x-ratelimit-reset': '784111787' })).toBeUndefined();
  expect(hint({ 'x-ratelimit-reset': '30' }, 500)).toBeUndefined();
  const today = 1_794_000_000_000;
  const response = { status: 429, headers: { 'x-ratelimit-reset': '1794000020' }, body: '' };
  expect(waitHint(response, today)).toBe(20_000);
});

test('Retry-After goes before x-ratelimit-reset', () => {
  expect(hint({ 'retry-after': '2', 'x-ratelimit-reset': '60' })).toBe(2_000);
});
