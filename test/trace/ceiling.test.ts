// The ceiling decides which histories are asked for: kept from round to round it must say what a whole pass says, and
// never less than any convention books.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlaceKey } from '../../src/model/place.ts';
import { placeKey } from '../../src/model/place.ts';
import type { Transfer } from '../../src/model/transfer.ts';
import { type Ceilings, ceilingKeeper } from '../../src/trace/ceiling/keeper.ts';
import { conventions as engines } from '../../src/trace/conventions/by-name.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { timelineBuilder } from '../../src/trace/timeline.ts';
import { ceilingsInOnePass } from '../support/ceiling-in-one-pass.ts';
import { conserving } from '../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
} from '../support/worlds.ts';

const runs = { seed: 1816, numRuns: Number(process.env.ORACLE_RUNS ?? 200) };
const worlds: fc.Arbitrary<Posed> = fc.oneof(
  accountWorlds.map((world) => posedAccount(world)),
  paymentWorlds.map((world) => posedAccount(world)),
  coinWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  coinWalletWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  mixingWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
);
/** In which round a place is explored, by its rank; some are given up again in the round after. */
const plans = fc.array(fc.record({ round: fc.nat(3), isGivenUp: fc.boolean() }), {
  minLength: 30,
  maxLength: 30,
});

interface Round {
  readonly transfers: readonly Transfer[];
  readonly question: Posed['question'];
}

/** A world as exploration meets it: with each place its history, on coin chains whole transactions. */
function roundsOf(
  { transfers, question }: Posed,
  plan: readonly { round: number; isGivenUp: boolean }[],
): Round[] {
  const places = [...question.explored].sort();
  const seedKeys = question.seeds.flatMap((seed) => (seed.kind === 'wallet' ? seed.places : []));
  const planOf = (index: number) => plan[index % plan.length] as (typeof plan)[number];
  let known = new Set<Transfer>();
  return [0, 1, 2, 3].map((round) => {
    const opened = places.filter((_, index) => planOf(index).round <= round);
    const explored = opened.filter((_, index) => !(planOf(index).isGivenUp && planOf(index).round < round));
    const at = new Set<PlaceKey>([...seedKeys, ...opened]);
    const touches = (each: Transfer): boolean =>
      at.has(placeKey(each.from)) || at.has(placeKey(each.to)) || round === 3;
    const txs = new Set(transfers.filter(touches).map(({ txId }) => txId));
    const told = transfers.filter((each) =>
      each.coin !== undefined || each.to.kind === 'junction' || each.from.kind === 'junction'
        ? txs.has(each.txId)
        : touches(each),
    );
    const fresh = told.filter((each) => !known.has(each));
    known = new Set([...known, ...told]);
    return { transfers: fresh, question: { ...question, explored: new Set([...seedKeys, ...explored]) } };
  });
}

/** Round by round what one keeper says; only until the next round is asked for. */
function* keptRounds(posed: Posed, plan: Parameters<typeof roundsOf>[1]) {
  const builder = timelineBuilder();
  const keeper = ceilingKeeper();
  for (const { transfers, question } of roundsOf(posed, plan)) {
    builder.add(transfers);
    const timeline = builder.timeline();
    yield { timeline, question, kept: keeper.update(timeline, question) };
  }
}

function plain({
  injected,
  unexplored,
  coins,
  hops,
}: Omit<Ceilings, 'wholes' | 'crossings' | 'receipts' | 'couldCarry'>) {
  const sorted = <V>(map: ReadonlyMap<number | string, V>): [number | string, V][] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    injected: sorted(injected).filter(([, amount]) => amount !== 0n),
    unexplored: sorted(unexplored).map(([place, sums]) => [place, sorted(sums)]),
    coins: sorted(coins).map(([coin, { place, amount }]) => [coin, place, amount]),
    hops: sorted(hops),
  };
}

test('kept from round to round it equals one pass over all that is known', () => {
  fc.assert(
    fc.property(worlds, plans, (posed, plan) => {
      for (const { timeline, question, kept } of keptRounds(posed, plan)) {
        expect(plain(kept)).toEqual(plain(ceilingsInOnePass(timeline, question)));
        for (const [place, sums] of kept.unexplored)
          for (const [asset, all] of sums) {
            const own = kept.receipts(place).filter((each) => each.asset === asset);
            expect(own.reduce((sum, { amount }) => sum + amount, 0n)).toBe(all);
          }
      }
    }),
    runs,
  );
});

test('no convention brings more to an unexplored place than its ceiling, nor to places without one', () => {
  fc.assert(
    fc.property(worlds, plans, (posed, plan) => {
      for (const { timeline, question, kept } of keptRounds(posed, plan)) {
        const { unexplored } = kept;
        for (const name of conserving) {
          const sums = new Map<number, bigint>();
          for (const { line, place, asset, amount } of sweep(timeline, question, engines[name], 'dropped')
            .bookings)
            if (
              line === 'notFollowed' &&
              asset === 0 &&
              !question.explored.has(timeline.keys[place] as PlaceKey)
            )
              sums.set(place, (sums.get(place) ?? 0n) + amount);
          for (const [place, sum] of sums)
            expect(sum, `${name} at ${timeline.keys[place]}`).toBeLessThanOrEqual(
              unexplored.get(place)?.get(0) ?? 0n,
            );
        }
      }
    }),
    runs,
  );
});
