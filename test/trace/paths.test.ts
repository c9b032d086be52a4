// Paths into endpoints: their hops, their waiting times, and that those left out are left out with their amount. Worlds are
// small transfer lists, an hour from line to line; what must come out is added up in the comments.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeKey } from '../../src/model/place.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import type { Mixing, Mixings } from '../../src/trace/coins/mixing.ts';
import { type PathsInto, pathsInto } from '../../src/trace/paths.ts';
import { asked, found } from '../support/listed.ts';
import { conserving } from '../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins, type Run, run } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
} from '../support/worlds.ts';

/** `amount: S → A → E` with the transactions, in the order of the result. */
function drawn({ paths }: ResultJson): string[] {
  return (paths ?? []).map(
    ({ amount, hops }) =>
      `${amount}: ${hops[0]?.from} ${hops.map(({ tx, to }) => `-${tx}> ${to}`).join(' ')}`,
  );
}

/** Units of paths by address of the endpoint. */
function sums({ paths, pathsLeftOutInto }: ResultJson): Record<string, bigint> {
  const all: Record<string, bigint> = {};
  for (const { amount, hops } of paths ?? []) {
    const end = hops.at(-1)?.to as string;
    all[end] = (all[end] ?? 0n) + BigInt(amount);
  }
  for (const { address, amount } of pathsLeftOutInto ?? [])
    all[address] = (all[address] ?? 0n) + BigInt(amount);
  return all;
}

/** Units at the endpoints under the headline. */
function ends({ endpoints, headline }: ResultJson): Record<string, bigint> {
  return Object.fromEntries(
    (endpoints ?? []).map(({ address, amounts }) => [
      address,
      BigInt(amounts[headline as string]?.USD ?? '0'),
    ]),
  );
}

// Three ways to E. A has 10 by t1, of which 4 go to B and 6 to C; B pays E 4 by t5, C pays E 6 by t6, S pays E 2 by t4.
const fork = ['S>A 10', 'A>B 4', 'A>C 6', 'S>E 2', 'B>E 4', 'C>E 6'];

describe('a path', () => {
  test('runs from the seed over every transfer on the way, with what it carries', async () => {
    expect(drawn(await found(fork))).toEqual([
      '6: S -t1> A -t3> C -t6> E',
      '4: S -t1> A -t2> B -t5> E',
      '2: S -t4> E',
    ]);
  });

  test('under fifo is the lineage: the units that came first are the ones that left', async () => {
    // A has 5 by t1, then 5 by t2 over B. It pays E 3 (of t1), then F 7 (2 of t1 and 5 of t3).
    const world = ['S>A 5', 'S>B 5', 'B>A 5', 'A>E 3', 'A>F 7'];
    expect(drawn(await found(world, '--convention', 'fifo'))).toEqual([
      '5: S -t2> B -t3> A -t5> F',
      '3: S -t1> A -t4> E',
      '2: S -t1> A -t5> F',
    ]);
    // lifo: E gets 3 of t3; F the 2 that are left of it, then 5 of t1.
    expect(drawn(await found(world, '--convention', 'lifo'))).toEqual([
      '5: S -t1> A -t5> F',
      '3: S -t2> B -t3> A -t4> E',
      '2: S -t2> B -t3> A -t5> F',
    ]);
  });

  test('under haircut carries its share, the units of the seed that came first first', async () => {
    // A holds 5 + 5 of the seed and 10 clean ones. E gets 8, half of it tainted: 4 of t1. F gets 12: 1 of t1, 5 of t3.
    const world = ['S>A 5', 'S>B 5', 'B>A 5', 'X>A 10', 'A>E 8', 'A>F 12'];
    expect(drawn(await found(world, '--convention', 'haircut'))).toEqual([
      '5: S -t2> B -t3> A -t6> F',
      '4: S -t1> A -t5> E',
      '1: S -t1> A -t6> F',
    ]);
  });

  test('says how long the money lay before each hop, but for the first', async () => {
    // Lines are an hour apart: t1 → t3 → t6.
    const [first] = (await found(fork)).paths ?? [];
    expect(first?.hops.map(({ waited }) => waited)).toEqual([undefined, 7200, 10_800]);
    const { out } = await asked(fork);
    expect(out).toMatch(/after 3 h {2}C → E/);
    expect(out).not.toMatch(/after [^\n]*S → A/);
  });
});

describe('paths into an endpoint add up to its amount', () => {
  const loops = [
    'S>A 20',
    'X>A 7',
    'A>B 9',
    'B>A 4',
    'A>C 11',
    'C>B 6',
    'B>E 8',
    'A>F 6',
    'C>E 5',
    'X>B 5',
    'B>F 5',
  ];

  test.each(['fifo', 'lifo', 'haircut', 'pifo', 'libr'])('under %s', async (convention) => {
    const result = await found(loops, '--convention', convention);
    expect(Object.keys(ends(result)).length).toBe(2);
    expect(sums(result)).toEqual(ends(result));
  });

  test.each(['0', '1', '2'])('also where only %s are kept', async (kept) => {
    const result = await found(loops, '--paths', kept);
    expect(result.pathsLeftOut).toBeGreaterThan(0);
    expect(sums(result)).toEqual(ends(result));
  });
});

describe('in every world and under every convention that adds up', () => {
  const posedWorlds: fc.Arbitrary<Posed> = fc.oneof(
    accountWorlds.map((world) => posedAccount(world)),
    paymentWorlds.map((world) => posedAccount(world)),
    coinWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
    coinWalletWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
    mixingWorlds.map(({ world, sameBlock }) => posedCoins(world, sameBlock)),
  );
  const cases = fc.record({
    posed: posedWorlds,
    convention: fc.constantFrom(...conserving),
    kept: fc.constantFrom(0, 1, 2, 'all' as const),
  });

  /** Of what ends value inside, only that it does is looked at. */
  const mixingsOf = ({ transfers, question }: Posed): Mixings =>
    new Map(
      transfers
        .map(({ to }) => placeKey(to))
        .filter((key, n) => transfers[n]?.to.kind === 'junction' && question.isEndpoint(key, 0))
        .map((key) => [key, {} as Mixing]),
    );

  function everyCase(check: (done: Run, paths: PathsInto) => void): void {
    fc.assert(
      fc.property(cases, ({ posed, convention, kept }) => {
        const done = run(posed, convention);
        check(
          done,
          pathsInto(done.timeline, done.swept, () => true, { keep: kept, mixings: mixingsOf(posed) }),
        );
      }),
      { seed: 1816, numRuns: 300 },
    );
  }

  test('kept and left out, they add up to each endpoint, asset by asset and seed by seed', () => {
    everyCase(({ timeline, swept }, { paths, leftOut }) => {
      const add = (sums: Record<string, bigint>, key: string, amount: bigint) => {
        sums[key] = (sums[key] ?? 0n) + amount;
      };
      const booked: Record<string, bigint> = {};
      for (const { line, seed, place, asset, amount } of swept.bookings)
        if (line === 'endpoint')
          add(booked, `${swept.seeds[seed]?.id} ${timeline.keys[place]} ${timeline.assets[asset]}`, amount);
      const told: Record<string, bigint> = {};
      for (const { seed, asset, amount, hops } of paths) {
        const end = hops.at(-1)?.to;
        add(told, `${seed} ${end === undefined ? '' : placeKey(end)} ${asset}`, amount);
      }
      for (const { seed, asset, place, amount } of leftOut)
        add(told, `${seed} ${placeKey(place)} ${asset}`, amount);
      expect(told).toEqual(booked);
    });
  });

  test('each hop begins where the one before ended, no earlier, and moves at least what the path carries', () => {
    everyCase((_, { paths }) => {
      for (const { amount, hops } of paths)
        for (const [index, hop] of hops.entries()) {
          expect(hop.recorded).toBeGreaterThanOrEqual(amount);
          const before = hops[index - 1];
          if (before === undefined || hop.from === undefined) continue;
          expect(placeKey(hop.from)).toBe(placeKey(before.to));
          expect(hop.waited).toBe(hop.at.time - before.at.time);
          expect(hop.waited).toBeGreaterThanOrEqual(0);
        }
    });
  });

  test('two parts of one payment that came the same way are one path', () => {
    everyCase(({ timeline, swept }) => {
      const halves = swept.bookings.flatMap((booking) => {
        const half = booking.amount / 2n;
        return [
          { ...booking, amount: half },
          { ...booking, amount: booking.amount - half },
        ];
      });
      const again = pathsInto(timeline, { ...swept, bookings: halves }, () => true, {
        keep: 'all',
        mixings: new Map(),
      });
      expect(again.paths).toEqual(
        pathsInto(timeline, swept, () => true, { keep: 'all', mixings: new Map() }).paths,
      );
    });
  });
});

describe('--paths', () => {
  test('keeps those with most money into each endpoint, and says what the others carry', async () => {
    const result = await found([...fork, 'S>F 1'], '--paths', '1');
    expect(drawn(result)).toEqual(['6: S -t1> A -t3> C -t6> E', '1: S -t7> F']);
    // 4 over B and 2 straight.
    expect(result.pathsLeftOut).toBe(2);
    expect(result.pathsLeftOutInto).toEqual([
      {
        chain: 'list:demo',
        address: 'E',
        entity: 'E Exchange',
        seed: 'list:demo/S',
        asset: 'USD',
        paths: 2,
        amount: '6',
      },
    ]);
    const { out } = await asked(fork, '--paths', '1');
    expect(out).toContain('left out (--paths 1): 2 paths to E Exchange with 6 USD together');
    expect(out).toContain('reached E Exchange by 3 paths');
  });

  test('0 keeps none and all keeps all', async () => {
    const none = await found(fork, '--paths', '0');
    expect([none.paths, none.pathsLeftOut, none.pathsLeftOutInto?.[0]?.amount]).toEqual([[], 3, '12']);
    const all = await found(fork, '--paths', 'all');
    expect([all.paths?.length, all.pathsLeftOut, all.pathsLeftOutInto]).toEqual([3, 0, []]);
  });

  test.each(['-1', 'many', '1.5', ''])('refuses %j', async (text) => {
    const { code, err } = await asked(fork, `--paths=${text}`);
    expect(code).toBe(2);
    expect(err).toContain('a whole number from 0, or all');
  });
});
