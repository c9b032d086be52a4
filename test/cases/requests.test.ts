// What the fixture cases cost: a change that asks more, or less, shows in the list of requests beside this test.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caseLine, caseRequests } from '../support/case-requests.ts';

test('the number of requests of each case is the one that is written down', async () => {
  const cases = await caseRequests();
  for (const { again } of cases) expect(again).toEqual([]);
  await expect(`${cases.map(caseLine).join('\n')}\n`).toMatchFileSnapshot(
    join(process.cwd(), 'test/cases/requests.txt'),
  );
});
