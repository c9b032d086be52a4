import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from '../../src/trace/apportion.ts';

test('a share is never further than one unit from the exact one, and the shares add up', () => {
  const units = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
  fc.assert(
    fc.property(fc.array(units, { minLength: 1, maxLength: 8 }), units, (weights, seed) => {
      const sum = weights.reduce((total, weight) => total + weight, 0n);
      const total = sum === 0n ? 0n : seed % (sum + 1n);
      const shares = apportion(total, weights);
      expect(shares.reduce((a, b) => a + b, 0n)).toBe(total);
      for (const [index, share] of shares.entries()) {
        const weight = weights[index] as bigint;
        expect(share <= weight).toBe(true);
        if (sum > 0n) expect((share * sum - total * weight) ** 2n < sum ** 2n).toBe(true);
      }
    }),
    { seed: 20261122, numRuns: 500 },
  );
});

test('a unit left over goes to the largest remainder, between equals to the earlier', () => {
  // 10 over 1:1:1 leaves one unit; 5 over 1:2 is 1.67 and 3.33.
  expect(apportion(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
  expect(apportion(5n, [1n, 2n])).toEqual([2n, 3n]);
});
