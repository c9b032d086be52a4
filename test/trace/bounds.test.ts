// The bounds against every feasible split of small worlds, tried one by one, and against all conventions on larger ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { boundsOf } from '../support/bounds-of.ts';
import { type AccountVector, poseAccount } from '../support/vectors.ts';

type Row = AccountVector['transfers'][number];

const NAMES = ['S', 'A', 'B', 'C', 'E', 'F'];
const ENDPOINTS = ['E', 'F'];

function vector(transfers: readonly Row[], seeds: readonly string[] = ['S']): AccountVector {
  return {
    kind: 'account',
    id: 'generated',
    transfers: [...transfers],
    seeds: [...seeds],
    endpoints: ENDPOINTS,
    expect: { injected: {}, shortage: {}, conventions: {} },
  };
}

const row = (most: number) =>
  fc.record({
    from: fc.constantFrom(...NAMES),
    to: fc.constantFrom(...NAMES),
    amount: fc.integer({ min: 1, max: most }).map(String),
  });

/** Least and most at each endpoint over every choice that the balances allow, openings as given. */
function tried(
  transfers: readonly Row[],
  openings: ReadonlyMap<string, number>,
): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  const balance = new Map<string, number>(openings);
  const taint = new Map<string, number>();
  const reached = new Map<string, number>();
  const of = (map: Map<string, number>, name: string): number => map.get(name) ?? 0;
  const add = (map: Map<string, number>, name: string, amount: number): void =>
    void map.set(name, of(map, name) + amount);

  function step(index: number): void {
    const transfer = transfers[index];
    if (transfer === undefined) {
      for (const end of ENDPOINTS) {
        const here = of(reached, end);
        const [least, most] = found.get(end) ?? [here, here];
        found.set(end, [Math.min(least, here), Math.max(most, here)]);
      }
      return;
    }
    const { from, to } = transfer;
    const x = Number(transfer.amount);
    if (from === to) {
      step(index + 1);
      return;
    }
    const isPool = from !== 'S' && !ENDPOINTS.includes(from);
    const had = of(balance, from);
    const dirty = of(taint, from);
    const low = from === 'S' ? x : isPool ? Math.max(0, x - (had - dirty)) : 0;
    const high = from === 'S' ? x : isPool ? Math.min(x, dirty) : 0;
    for (let t = low; t <= high; t += 1) {
      if (isPool) {
        add(balance, from, -x);
        add(taint, from, -t);
      }
      const lands = ENDPOINTS.includes(to) ? reached : to === 'S' ? undefined : taint;
      if (lands !== undefined) add(lands, to, t);
      if (lands === taint) add(balance, to, x);
      step(index + 1);
      if (lands !== undefined) add(lands, to, -t);
      if (lands === taint) add(balance, to, -x);
      if (isPool) {
        add(balance, from, x);
        add(taint, from, t);
      }
    }
  }
  step(0);
  return found;
}

function bounded(transfers: readonly Row[]) {
  const { timeline, question } = poseAccount(vector(transfers));
  const { shortages } = sweep(timeline, question, conventions.fifo, 'dropped');
  const name = (key: string): string => key.split('/')[1] as string;
  const bounds = boundsOf(timeline, question, question.seeds, [0], shortages, new Set());
  const openings = new Map(
    [...shortages.values()].map(({ place, amount }) => [
      name(timeline.keys[place] as string),
      Number(amount),
    ]),
  );
  return { openings, bounds: new Map(bounds.map((bound) => [name(bound.group), bound])), timeline, question };
}

test('least and most are the smallest and largest over every feasible split', () => {
  fc.assert(
    fc.property(fc.array(row(4), { minLength: 1, maxLength: 9 }), (transfers) => {
      const { bounds, openings } = bounded(transfers);
      for (const [end, [least, most]] of tried(transfers, openings)) {
        const bound = bounds.get(end);
        expect([end, Number(bound?.least ?? 0n), Number(bound?.most ?? 0n)]).toEqual([end, least, most]);
      }
    }),
    { seed: 20261122, numRuns: 1500 },
  );
});

test('least ≤ every conserving convention ≤ most', () => {
  fc.assert(
    fc.property(fc.array(row(1000), { minLength: 5, maxLength: 60 }), (transfers) => {
      const { bounds, timeline, question } = bounded(transfers);
      for (const convention of Object.values(conventions)) {
        if (!convention.conserving) continue;
        const swept = sweep(timeline, question, convention, 'dropped');
        for (const end of ENDPOINTS) {
          const bound = bounds.get(end);
          const here = swept.bookings
            .filter(({ line, place }) => line === 'endpoint' && timeline.keys[place] === `list:vector/${end}`)
            .reduce((sum, { amount }) => sum + amount, 0n);
          expect((bound?.least ?? 0n) <= here && here <= (bound?.most ?? 0n)).toBe(true);
        }
      }
    }),
    { seed: 20261122, numRuns: 300 },
  );
});

describe('what the bounds do not know', () => {
  test('the example of engine.md §6: with the 100 that A must have had, E may have 0 to 10', () => {
    const { bounds } = bounded([
      { from: 'S', to: 'A', amount: '10' },
      { from: 'A', to: 'E', amount: '10' },
      { from: 'A', to: 'F', amount: '100' },
    ]);
    expect(bounds.get('E')).toMatchObject({ least: 0n, most: 10n });
  });

  test('a place that was not explored may have sent all it got to any endpoint', () => {
    const posed = poseAccount(
      vector([
        { from: 'S', to: 'A', amount: '7' },
        { from: 'S', to: 'E', amount: '3' },
      ]),
    );
    const question = { ...posed.question, explored: new Set<never>() };
    const [bound] = boundsOf(posed.timeline, question, question.seeds, [0], new Map(), new Set());
    expect(bound).toMatchObject({ least: 3n, most: 10n, mostFollowed: 3n });
  });

  test('what passes a place with an incomplete history has no least', () => {
    const { timeline, question } = poseAccount(
      vector([
        { from: 'S', to: 'A', amount: '7' },
        { from: 'A', to: 'E', amount: '7' },
      ]),
    );
    const leaky = new Set(timeline.keys.filter((key) => key.endsWith('/A')));
    const [bound] = boundsOf(timeline, question, question.seeds, [0], new Map(), leaky);
    expect(bound).toMatchObject({ least: 0n, most: 7n });
  });
});
