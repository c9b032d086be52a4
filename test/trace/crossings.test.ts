// Crossings: value that changes asset or chain (engine.md §4). Figures are worked out by hand in the comments; the
// properties hold of any world.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssetId } from '../../src/model/asset.ts';
import type { PlaceKey } from '../../src/model/place.ts';
import { ceilingKeeper } from '../../src/trace/ceiling/keeper.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { ConventionName } from '../../src/trace/conventions/convention.ts';
import { placeCrossings } from '../../src/trace/crossings.ts';
import { statementOf } from '../../src/trace/statement.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { CHAIN, crossedWorld, crossedWorlds, deskWorlds, posedCrossings } from '../support/crossed-worlds.ts';

const conserving = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'] as const;

type Posed = ReturnType<typeof posedCrossings>;

/** `line asset seed place` → amount, all zero ones left out; and the statement must close. */
function booked({ timeline, question }: Posed, name: ConventionName): Record<string, bigint> {
  const swept = sweep(timeline, question, conventions[name], 'kept');
  const sums: Record<string, bigint> = {};
  for (const { line, asset, seed, place, amount } of swept.bookings) {
    const key = `${line} ${timeline.assets[asset]} ${swept.seeds[seed]?.id} ${timeline.keys[place]?.split('/')[1]}`;
    sums[key] = (sums[key] ?? 0n) + amount;
  }
  if (name !== 'poison')
    for (const row of statementOf(timeline, swept, () => 'hub'))
      expect(row.residual, `${name} ${row.seed} ${row.asset}`).toBe(0n);
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount > 0n));
}

/** A has 10 clean, then 10 of S; it swaps 10 USD for 5 ETH with router r, and pays the ETH to E. */
const swap = `
  X>A 10 USD
  S>A 10 USD
  A>r 10 USD swap
  r>A 5 ETH swap
  A>E 5 ETH`;

describe('a swap in one transaction', () => {
  test('what is given ends in its asset, and the same share of what is received is tainted', () => {
    const world = posedCrossings(swap, [['t2', 't3']]);
    // fifo gives the clean 10; lifo the tainted 10, so all 5 ETH; haircut 5 of 10 given, so 5·5/10 = 2.5: a tie goes to the taint, 3.
    expect(booked(world, 'fifo')).toEqual({ 'held USD S A': 10n });
    expect(booked(world, 'lifo')).toEqual({ 'convertedOut USD S r': 10n, 'endpoint ETH S E': 5n });
    expect(booked(world, 'haircut')).toEqual({
      'convertedOut USD S r': 5n,
      'held USD S A': 5n,
      'endpoint ETH S E': 3n,
    });
    expect(booked(world, 'pifo')).toEqual({ 'convertedOut USD S r': 10n, 'endpoint ETH S E': 5n });
    expect(booked(world, 'libr')).toEqual({ 'held USD S A': 10n });
  });

  test('reach goes through in full', () => {
    expect(booked(posedCrossings(swap, [['t2', 't3']]), 'poison')).toMatchObject({ 'endpoint ETH S E': 5n });
  });

  test('without the crossing the value stays with the router, and what it pays carries nothing', () => {
    expect(booked(posedCrossings(swap), 'lifo')).toEqual({ 'notFollowed USD S r': 10n });
  });

  test('it takes precedence over matching: the router passes on nothing of what was given', () => {
    // The router sends on 10 USD to E in the same transaction: not A's, for A's went into the crossing.
    const world = posedCrossings(
      `S>A 10 USD
       A>r 10 USD swap
       r>E 10 USD swap
       r>A 4 ETH swap`,
      [['t1', 't3']],
    );
    expect(booked(world, 'fifo')).toEqual({ 'convertedOut USD S r': 10n, 'held ETH S A': 4n });
  });

  test('the ceiling follows it at the rate of the crossing, without a hop', () => {
    const { timeline, question } = posedCrossings(
      `S>A 10 USD
       A>r 10 USD swap
       r>B 5 ETH swap
       B>G 5 ETH`,
      [['t1', 't2']],
    );
    const { unexplored, hops, wholes } = ceilingKeeper().update(timeline, question);
    const number = (name: string) => timeline.placeIndex.get(`${CHAIN}/${name}` as PlaceKey) as number;
    const eth = timeline.assets.indexOf('ETH' as AssetId);
    expect(unexplored.get(number('G'))?.get(eth)).toBe(5n);
    expect(unexplored.has(number('r'))).toBe(false);
    // S → A is one hop; A crosses to B at no hop; B → G is the second.
    expect([hops.get(number('A')), hops.get(number('B')), hops.get(number('G'))]).toEqual([1, 1, 2]);
    expect(wholes.get(eth)).toBe(5n);
  });
});

describe('a swap through a desk, over several transactions', () => {
  const desk = `
    S>A 6 USD
    T>A 3 USD
    A>d 6 USD
    A>d 3 USD
    d>A 60 ETH
    d>B 31 ETH`;

  test('given and received legs add up, over the seeds to the unit', () => {
    const world = posedCrossings(desk, [['t2,t3', 't4,t5']], ['S', 'T']);
    // All 9 given are tainted, so all 91 received: S 6/9 of 91 = 60⅔, T 30⅓ → 61 and 30. Legs 60 and 31: of the first,
    // 60·61/91 = 40.2 and 60·30/91 = 19.8 → 40 and 20; the rest, 21 and 10, with the second.
    expect(booked(world, 'fifo')).toEqual({
      'convertedOut USD S d': 6n,
      'convertedOut USD T d': 3n,
      'held ETH S A': 40n,
      'held ETH T A': 20n,
      'held ETH S B': 21n,
      'held ETH T B': 10n,
    });
  });

  test('under poison each seed has all of it, for each is asked alone', () => {
    expect(
      booked(posedCrossings(`${desk}\n A>E 60 ETH`, [['t2,t3', 't4,t5']], ['S', 'T']), 'poison'),
    ).toMatchObject({
      'endpoint ETH S E': 60n,
      'endpoint ETH T E': 60n,
    });
  });

  test('value given after --until does not cross, and value received after it is not followed', () => {
    // Transfers stand at times 0, 1, 2, …: until 1 nothing is given in time; until 3 all is, and nothing received.
    expect(booked(posedCrossings(desk, [['t2,t3', 't4,t5']], ['S', 'T'], 1), 'fifo')).toEqual({
      'afterUntil USD S d': 6n,
      'afterUntil USD T d': 3n,
    });
    expect(booked(posedCrossings(desk, [['t2,t3', 't4,t5']], ['S', 'T'], 3), 'fifo')).toEqual({
      'convertedOut USD S d': 6n,
      'convertedOut USD T d': 3n,
      'afterUntil ETH S A': 40n,
      'afterUntil ETH T A': 20n,
      'afterUntil ETH S B': 21n,
      'afterUntil ETH T B': 10n,
    });
  });

  test.each([
    ['something was received before all was given', [['t4', 't3']]],
    ['one side of it is of several assets', [['t2,t4', 't5']]],
    ['one of its transfers stands twice', [['t2,t2', 't4']]],
    ['its other side is a seed or is followed itself', [['t0', 't4']]],
  ] as [string, [string, string][]][])('is refused with its reason where %s', (why, crossings) => {
    const { timeline, question } = posedCrossings(desk, crossings, ['S', 'T']);
    const { placed, refused } = placeCrossings(timeline, question);
    expect(placed).toEqual([]);
    expect(refused.map((one) => one.why).join()).toContain(why);
  });
});

describe('on any world', () => {
  test('every unit is in one line, in each asset: what was injected and converted in is found again', () => {
    fc.assert(
      fc.property(crossedWorlds, ({ rows, crossings }) => {
        // The statement closes inside `booked`.
        for (const name of conserving) booked(posedCrossings(crossedWorld(rows), crossings), name);
      }),
      { seed: 1816, numRuns: 400 },
    );
  });

  test('no transfer carries more than its amount, and a crossing gives no more taint than it was given', () => {
    fc.assert(
      fc.property(crossedWorlds, ({ rows, crossings }) => {
        const { timeline, question } = posedCrossings(crossedWorld(rows), crossings);
        for (const name of conserving) {
          const swept = sweep(timeline, question, conventions[name], 'dropped');
          for (const [index, lots] of swept.carried) {
            const sum = lots.reduce((total, { amount }) => total + amount, 0n);
            expect(sum <= (timeline.legs[index]?.transfer.amount as bigint)).toBe(true);
          }
          for (const { of, given, received } of swept.crossed) {
            const [t = 0n] = given.values();
            const [r = 0n] = received.values();
            // r is t·y/x, rounded to one of its neighbours.
            expect(r * of.x > t * of.y - of.x && r * of.x < t * of.y + of.x).toBe(true);
          }
        }
      }),
      { seed: 1816, numRuns: 400 },
    );
  });

  test('no convention brings more to an unexplored place than its ceiling', () => {
    fc.assert(
      fc.property(crossedWorlds, ({ rows, crossings }) => {
        const { timeline, question } = posedCrossings(crossedWorld(rows), crossings);
        const { unexplored } = ceilingKeeper().update(timeline, question);
        for (const name of conserving) {
          const sums = new Map<string, bigint>();
          for (const { line, place, asset, amount } of sweep(timeline, question, conventions[name], 'dropped')
            .bookings)
            if (line === 'notFollowed')
              sums.set(`${place}|${asset}`, (sums.get(`${place}|${asset}`) ?? 0n) + amount);
          for (const [key, sum] of sums) {
            const [place = 0, asset = 0] = key.split('|').map(Number);
            expect(sum <= (unexplored.get(place)?.get(asset) ?? 0n), `${name} ${key}`).toBe(true);
          }
        }
      }),
      { seed: 1816, numRuns: 400 },
    );
  });

  test('what a seed gets does not depend on whether ways are kept, which cuts lots finer', () => {
    fc.assert(
      fc.property(deskWorlds, ({ rows, crossings }) => {
        const { timeline, question } = posedCrossings(crossedWorld(rows), crossings, ['S', 'T']);
        for (const name of conserving) {
          const [kept, dropped] = (['kept', 'dropped'] as const).map((ways) =>
            [...sweep(timeline, question, conventions[name], ways).carried].flatMap(([leg, lots]) =>
              [0, 1].map((seed) => [
                name,
                leg,
                seed,
                lots.reduce((sum, lot) => (lot.seed === seed ? sum + lot.amount : sum), 0n),
              ]),
            ),
          );
          expect(kept).toEqual(dropped);
        }
      }),
      { seed: 1816, numRuns: 400 },
    );
  });

  test('without crossings that can be reckoned with nothing is converted', () => {
    fc.assert(
      fc.property(crossedWorlds, ({ rows }) => {
        for (const name of conserving)
          expect(
            Object.keys(booked(posedCrossings(crossedWorld(rows)), name)).filter((key) =>
              /^converted/.test(key),
            ),
          ).toEqual([]);
      }),
      { seed: 1816, numRuns: 100 },
    );
  });
});
