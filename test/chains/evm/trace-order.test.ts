import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callOrder, comparePaths, logOrder, VALUE_ORDER } from '../../../src/chains/evm/trace-order.ts';

const paths = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 });

test('the number of a call orders as its path does, between the value and the events', () => {
  fc.assert(
    fc.property(paths, paths, (a, b) => {
      const [left, right] = [callOrder(a), callOrder(b)];
      if (left === undefined || right === undefined) return;
      expect(Math.sign(left - right)).toBe(Math.sign(comparePaths(a, b)));
      expect(left).toBeGreaterThan(VALUE_ORDER);
      expect(left).toBeLessThan(logOrder(0));
      expect(Number.isSafeInteger(left)).toBe(true);
    }),
  );
});

test('usual depths have a number; a path too long for an exact one has none', () => {
  expect(callOrder([0, 1, 1])).toBeDefined();
  expect(callOrder([0, 0, 3, 1, 0, 2, 5, 0])).toBeDefined();
  expect(callOrder([0, 300])).toBeDefined();
  expect(callOrder(Array.from({ length: 30 }, () => 0))).toBeUndefined();
  expect(callOrder(undefined)).toBeUndefined();
});
