import { expect, test } from 'vitest';
import { barOf } from '../../src/cli/import-bar.ts';
import { csv } from '../chains/list/support.ts';
import { fresh, written } from '../chains/warehouse/support.ts';
import { cli } from '../support/cli.ts';

test.each([
  // Of blocks 101 to 200, those up to 100, 150, 199 and 200.
  [100, '[....................]   0 % '],
  [150, '[##########..........]  50 % '],
  [199, '[###################.]  99 % '],
  [200, '[####################] 100 % '],
])('up to block %i of 101 to 200', (height, bar) => {
  expect(barOf(height, { first: 101, last: 200 })).toBe(bar);
});

test('where no file says which blocks it covers there is none', () => {
  expect(barOf(150, undefined)).toBe('');
});

test('stands on the line of an import in a terminal, and is taken back', async () => {
  let now = 1_700_000_000_000;
  const list = csv('demo,t1,5,1600000000,0,A,B,USD,3,0', 'demo,t2,9,1600000060,0,B,C,USD,3,0');
  const { err } = await cli(
    ['warehouse', 'import', written('list.csv', list), '--to', `sqlite:${fresh('w.db')}`],
    { errIsTerminal: true, now: () => (now += 1000) },
  );
  expect(err).toContain('[####################] 100 % 2 transfers stored, up to block 9');
  expect(err.endsWith('\r\u001b[2K')).toBe(true);
});
