// Values by hand: amount × price, exact, rounded half up to hundredths once.
import { expect, test } from 'vitest';
import { isPrice, valueAt } from '../../src/prices/price.ts';

function at(text: string) {
  return { text, source: 'by hand', given: 0 };
}

test.each([
  // 3 × 0.335 = 1.005: half up.
  [3n, 0, '0.335', 101n],
  // 3 × 0.334999 = 1.004997
  [3n, 0, '0.334999', 100n],
  // 1.00000001 BTC at 246.79: 246.7900024679
  [100_000_001n, 8, '246.79', 24_679n],
  // 10^18 wei at 1e-3: 0.001, below half a hundredth.
  [10n ** 18n, 18, '1e-3', 0n],
  [10n ** 18n, 18, '5e-3', 1n],
  [2n, 0, '1.5E+3', 300_000n],
  // A float would make 9007199254740993 into …992.
  [9_007_199_254_740_993n, 0, '1', 900_719_925_474_099_300n],
  [1n, 0, '9007199254740993.01', 900_719_925_474_099_301n],
])('%s base units of %s decimals at %s are worth %s hundredths', (amount, decimals, text, hundredths) => {
  expect(valueAt(amount, decimals, at(text))).toBe(hundredths);
});

test.each([
  '',
  '0',
  '0.000',
  '-1',
  '+1',
  'NaN',
  'Infinity',
  '1,5',
  '1.',
  '.5',
  '0x10',
  '1e999',
  ' 1',
  'null',
])('no price: %j', (text) => expect(isPrice(text)).toBe(false));
