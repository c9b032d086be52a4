// Heights in parts: every height is in one of them, and none has more rows than asked, unless one height has.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDuck } from '../../../src/chains/warehouse/duck.ts';
import { spansAbove } from '../../../src/chains/warehouse/height-spans.ts';

async function spansOf(heights: readonly number[], above: number, most: number) {
  const duck = await openDuck(mkdtempSync(join(tmpdir(), 'trace-spans-')), '200MB');
  onTestFinished(() => duck.close());
  await duck.run(`CREATE TABLE told AS SELECT unnest([${heights.join()}]::VARCHAR[]) AS "at"`);
  return spansAbove(above, most, { duck, height: '"at"::BIGINT', rows: 'FROM told' });
}

test('heights of a few rows go together, one of many stays alone, and what is done is left out', async () => {
  // Rows, running: 3: 1; 5: 2, 3; 9: 4; 10: 5 to 12; 11: 13.
  const heights = [11, 5, 3, 5, 9, ...Array.from({ length: 8 }, () => 10)];
  expect(await spansOf(heights, -1, 4)).toEqual([
    { first: 3, last: 9 },
    { first: 10, last: 10 },
    { first: 11, last: 11 },
  ]);
  expect(await spansOf(heights, 9, 100)).toEqual([{ first: 10, last: 11 }]);
  expect(await spansOf(heights, 11, 4)).toEqual([]);
});

test('every height is in exactly one part, in order', async () => {
  const heights = Array.from({ length: 1_000 }, (_, at) => (at * 7_919) % 211);
  const spans = await spansOf(heights, 10, 37);
  const told = spans.flatMap(({ first, last }) => [first, last]);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  const counts = spans.map(({ first, last }) => heights.filter((h) => h >= first && h <= last).length);
  expect(counts.reduce((sum, own) => sum + own, 0)).toBe(heights.filter((h) => h > 10).length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(37 + 5);
  expect(new Set(told.filter((_, at) => at % 2 === 0)).size).toBe(spans.length);
});
