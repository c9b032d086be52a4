// docs/labels.md says what `npm run bench:attribution` measures of inferred deposit addresses.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measureDeposits } from '../bench/attribution/deposits.ts';

test('the error rate of inferred deposit addresses on the page is the one that is measured', async () => {
  const lines = (await measureDeposits()) ?? [];
  const page = readFileSync('docs/labels.md', 'utf8');
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => !page.includes(line))).toEqual([]);
});
