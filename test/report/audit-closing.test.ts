// The last row of a wallet: the chain's balance beside ours, or why it is not there.
import { expect, test } from 'vitest';
import { closingRow } from '../../src/report/audit/closing.ts';
import type { Account } from '../../src/trace/audit/account.ts';
import type { Audit } from '../../src/trace/audit/audit.ts';
import type { Closing } from '../../src/trace/checks.ts';

/** A wallet that closes at 7 on paper. */
function closed(closing: Partial<Closing> | undefined, of: 'wallet' | 'seed' = 'wallet') {
  const found = { place: 1, asset: 0, ours: 7n, theirs: undefined, failed: undefined, ...closing };
  const audit = {
    closings: new Map(closing === undefined ? [] : [['1|0', found]]),
    seedPlaces: new Set(of === 'seed' ? [1] : []),
  } as unknown as Audit;
  return closingRow(audit, { place: 1, asset: 0, balance: 7n } as unknown as Account);
}

test('an equal balance has no difference', () => {
  expect(closed({ theirs: 7n })).toMatchObject({ chain: 7n, difference: 0n });
});

test("the difference is the chain's balance less ours, below zero too", () => {
  expect(closed({ theirs: 9n })).toMatchObject({ chain: 9n, difference: 2n });
  expect(closed({ theirs: 3n })).toMatchObject({ chain: 3n, difference: -4n });
  expect(closed({ theirs: 3n }).why).toContain('Differs');
});

test('a balance that is not known is no number, and the row says why', () => {
  const known = { chain: undefined, difference: undefined };
  expect(closed({})).toMatchObject({ ...known, why: expect.stringContaining('cannot tell') });
  expect(closed({ failed: 'source-failed' })).toMatchObject({
    ...known,
    why: expect.stringContaining('source-failed'),
  });
  expect(closed(undefined)).toMatchObject({ ...known, why: expect.stringContaining('no pool') });
  expect(closed(undefined, 'seed')).toMatchObject({ ...known, why: expect.stringContaining('seed') });
});
