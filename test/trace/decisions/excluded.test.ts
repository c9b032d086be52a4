// Transfers that an analyst left out, on random worlds of both chain kinds: no unit is lost, none passes them, and the
// bounds still hold every convention.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conventions } from '../../../src/trace/conventions/by-name.ts';
import { sweep } from '../../../src/trace/sweep/sweep.ts';
import { type Timeline, timelineOf } from '../../../src/trace/timeline.ts';
import { boundsOf } from '../../support/bounds-of.ts';
import { conserving } from '../../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins } from '../../support/pose-worlds.ts';
import { accountWorlds, coinWalletWorlds, coinWorlds } from '../../support/worlds.ts';

const posedWorlds: fc.Arbitrary<Posed> = fc.oneof(
  accountWorlds.map((world) => posedAccount(world)),
  coinWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  coinWalletWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
);

/** A world, and by its number one of its transfers to wallets, by transaction or by its own id. */
const cases = fc
  .tuple(posedWorlds, fc.nat(), fc.constantFrom('txId' as const, 'id' as const))
  .filter(([{ transfers }]) => transfers.some(({ to }) => to.kind === 'wallet'))
  .map(([{ transfers, question }, number, by]) => {
    const payments = transfers.filter(({ to }) => to.kind === 'wallet');
    const chosen = payments[number % payments.length] as (typeof payments)[number];
    const excluded = new Set([`${chosen.chain}|${chosen[by]}`]);
    const timeline = timelineOf(transfers);
    const left = new Set(
      timeline.legs.flatMap(({ transfer }, index) =>
        transfer[by] === chosen[by] && transfer.to.kind === 'wallet' ? [index] : [],
      ),
    );
    return { timeline, plain: question, question: { ...question, excluded }, left };
  });

function endpointSums(
  timeline: Timeline,
  bookings: ReturnType<typeof sweep>['bookings'],
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { line, place, amount } of bookings) {
    const key = timeline.keys[place] as string;
    if (line === 'endpoint') sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return sums;
}

describe('with a transfer left out', () => {
  test('every unit is booked once, what it carried stops with it, and pools hold what they held', () => {
    fc.assert(
      fc.property(cases, ({ timeline, plain, question, left }) => {
        // What arrives at seeds and endpoints ends there: whether a pool is kept for it is nobody's figure.
        const ends = new Set<string>(
          question.seeds.flatMap((seed) => (seed.kind === 'wallet' ? seed.places : [])),
        );
        const ordinary = ({ balances }: ReturnType<typeof sweep>) =>
          [...balances.values()]
            .filter(({ place }) => {
              const key = timeline.keys[place] as (typeof timeline.keys)[number];
              return !ends.has(key) && !question.isEndpoint(key, 0);
            })
            .map(({ place, asset, amount }) => `${place}|${asset} ${amount}`)
            .sort();
        for (const name of conserving) {
          const swept = sweep(timeline, question, conventions[name], 'kept');
          const injected = swept.injected.flatMap((sums) => [...sums.values()]);
          const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
          expect(total(swept.bookings.map(({ amount }) => amount))).toBe(total(injected));
          // A way ends with the transfer that was left out, or does not hold it. A payment seed that claims one of these
          // transfers starts there, and has no other step.
          for (const { line, way, leg } of swept.bookings) {
            if (line === 'afterUntil' && leg !== undefined) expect(left.has(leg)).toBe(true);
            for (let step = way; step !== undefined; step = step.before)
              if (left.has(step.transfer)) expect([line, leg]).toEqual(['afterUntil', step.transfer]);
          }
          const before = sweep(timeline, plain, conventions[name], 'kept');
          expect(ordinary(swept)).toEqual(ordinary(before));
        }
      }),
      { seed: 1816, numRuns: 150 },
    );
  });

  test('no convention gives an endpoint less than the least or more than the most of what was followed', () => {
    fc.assert(
      fc.property(cases, ({ timeline, question }) => {
        const swepts = conserving.map((name) => sweep(timeline, question, conventions[name], 'dropped'));
        const [first] = swepts as [(typeof swepts)[number]];
        const assets = [...new Set(first.injected.flatMap((sums) => [...sums.keys()]))];
        const bounds = boundsOf(
          timeline,
          question,
          question.seeds,
          assets,
          first.shortages,
          new Set(),
          (place) => [place],
        );
        for (const swept of swepts)
          for (const [place, sum] of endpointSums(timeline, swept.bookings)) {
            const bound = bounds.find(({ group }) => group === place);
            expect(bound === undefined ? 'no bound' : bound.least <= sum && sum <= bound.mostFollowed).toBe(
              true,
            );
          }
      }),
      { seed: 1816, numRuns: 150 },
    );
  });
});
