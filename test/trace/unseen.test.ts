// What could have gone anywhere unseen: the figure on which every "nothing reached it under any rule" rests. On random worlds,
// against the sweeps, which know nothing of flows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runBounds } from '../../src/trace/bounds/by-group.ts';
import { conserving } from '../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins, run } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  coinWalletWorlds,
  coinWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

const posedWorlds: fc.Arbitrary<Posed> = fc.oneof(
  accountWorlds.map((world) => posedAccount(world)),
  windowedWorlds.map((world) => posedAccount(world)),
  paymentWorlds.map((world) => posedAccount(world)),
  coinWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  coinWalletWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
);

function everyWorld(
  check: (unseen: bigint, unfollowed: bigint, injected: bigint, world: Posed) => void,
): void {
  fc.assert(
    fc.property(posedWorlds, fc.constantFrom(...conserving), (posed, convention) => {
      const { timeline, swept } = run(posed, convention);
      const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((all, amount) => all + amount, 0n);
      const explored = { timeline, question: posed.question, gaps: [] };
      const unfollowed = sum(
        swept.bookings
          .filter(({ line }) => line === 'notFollowed' || line === 'afterUntil')
          .map(({ amount }) => amount),
      );
      check(
        sum(runBounds(explored, swept, () => undefined).unseen.values()),
        unfollowed,
        sum(swept.injected.flatMap((sums) => [...sums.values()])),
        posed,
      );
    }),
    { seed: 1816, numRuns: 400 },
  );
}

describe('what could have gone unseen', () => {
  test('no rule leaves more unfollowed than could have gone unseen', () => {
    let some = 0;
    everyWorld((unseen, unfollowed, injected) => {
      expect(unfollowed).toBeLessThanOrEqual(unseen);
      expect(unseen).toBeLessThanOrEqual(injected);
      if (unfollowed > 0n) some += 1;
    });
    expect(some).toBeGreaterThan(50);
  });

  test('is nothing where every place was explored', () => {
    let all = 0;
    everyWorld((unseen, _, __, { question, transfers }) => {
      const isOpen = transfers.some(({ from, to }) =>
        [from, to].some(
          (place) =>
            place.kind === 'wallet' && !question.explored.has(`${place.chain}/${place.address}` as never),
        ),
      );
      if (isOpen || question.until !== undefined) return;
      all += 1;
      expect(unseen).toBe(0n);
    });
    expect(all).toBeGreaterThan(10);
  });
});
