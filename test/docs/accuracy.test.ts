// docs/accuracy.md says what `npm run bench:accuracy` measures, for all data that is present; and nothing known is missed.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accuracies, accuracyTable } from '../support/accuracy.ts';

const present = existsSync('../shared/data/laundernet') && existsSync('../shared/data/btc-esplora');

async function holds(where: 'here' | 'shared'): Promise<void> {
  const rows = await accuracies(where);
  for (const { name, reached, reachable, residual } of rows)
    expect({ name, reached, residual }).toEqual({ name, reached: reachable, residual: 0n });
  const page = readFileSync('docs/accuracy.md', 'utf8');
  const missing = accuracyTable(rows).filter((line) => !page.includes(line));
  expect(missing).toEqual([]);
}

test('every known terminal is found, every sum closes, and the page says so: what the repository brings', () =>
  holds('here'));

test.skipIf(!present)(
  'every known terminal is found, every sum closes, and the page says so: shared data (skipped: no shared data)',
  () => holds('shared'),
);
