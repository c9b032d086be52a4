// The audit's own computation agrees with the sweep on worlds of both kinds, and what is written adds up for a reader who
// knows nothing but the columns. Where the sweep is made to lie there is no audit.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditsOf } from '../../../src/trace/audit/audit.ts';
import { conventions } from '../../../src/trace/conventions/by-name.ts';
import type { Lot } from '../../../src/trace/lots.ts';
import type { Question } from '../../../src/trace/question.ts';
import { sweep } from '../../../src/trace/sweep/sweep.ts';
import type { Swept } from '../../../src/trace/sweep/swept.ts';
import { type Timeline, timelineOf } from '../../../src/trace/timeline.ts';
import { faultsOf, readAudit } from '../../support/audit-checker.ts';
import { csvOf, textOf, walkOf } from '../../support/audited-worlds.ts';
import { crossedWorld, crossedWorlds, deskWorlds, posedCrossings } from '../../support/crossed-worlds.ts';
import { conserving } from '../../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins } from '../../support/pose-worlds.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../../support/worlds.ts';

const runs = { seed: 1816, numRuns: Number(process.env.ORACLE_RUNS ?? 40) };

interface World {
  readonly timeline: Timeline;
  readonly question: Question;
}

const ofPosed = ({ transfers, question }: Posed): World => ({ timeline: timelineOf(transfers), question });

const worlds: Readonly<Record<string, fc.Arbitrary<World>>> = {
  'wallet seeds': accountWorlds.map((world) => ofPosed(posedAccount(world))),
  'since and until': windowedWorlds.map((world) => ofPosed(posedAccount(world))),
  'payment seeds': paymentWorlds.map((world) => ofPosed(posedAccount(world))),
  'claims on tainted payments': claimWorlds.map((world) => ofPosed(posedAccount(world))),
  'coin seeds': coinWorlds.map(({ world, sameBlock }) => ofPosed(posedCoins(world, sameBlock))),
  'wallet seeds on a coin chain': coinWalletWorlds.map(({ world, sameBlock }) =>
    ofPosed(posedCoins(world, sameBlock)),
  ),
  'transactions that value ends in': mixingWorlds.map(({ world, sameBlock }) =>
    ofPosed(posedCoins(world, sameBlock)),
  ),
  'unanswered coins': coinWalletWorlds.map(({ world, sameBlock }) => {
    const { timeline, question } = ofPosed(posedCoins(world, sameBlock));
    return { timeline, question: { ...question, answered: new Set() } };
  }),
  crossings: crossedWorlds.map(({ rows, crossings }) => posedCrossings(crossedWorld(rows), crossings)),
  'a desk, two seeds': deskWorlds.map(({ rows, crossings }) =>
    posedCrossings(crossedWorld(rows), crossings, ['S', 'T']),
  ),
  'transfers left out': fc.tuple(accountWorlds, fc.nat(40)).map(([world, at]) => {
    const { timeline, question } = ofPosed(posedAccount(world));
    const { transfer } = timeline.legs[at % timeline.legs.length] as Timeline['legs'][number];
    return { timeline, question: { ...question, excluded: new Set([`${transfer.chain}|${transfer.txId}`]) } };
  }),
};

describe('a written audit adds up, to the unit', () => {
  for (const [name, drawn] of Object.entries(worlds))
    test(name, () => {
      fc.assert(
        fc.property(drawn, ({ timeline, question }) => {
          const csv = csvOf(walkOf(timeline, question, conserving), conserving);
          expect(faultsOf(readAudit(csv))).toEqual([]);
        }),
        runs,
      );
    });
});

test('the sums of the text are right, and each begins with what the one above it left', () => {
  const any = fc.oneof(...Object.values(worlds));
  const units = (text: string) => BigInt(text.replaceAll(',', ''));
  let sums = 0;
  fc.assert(
    fc.property(any, ({ timeline, question }) => {
      for (const account of textOf(walkOf(timeline, question, conserving), conserving).split('\n\n')) {
        const after = new Map<string, bigint>();
        for (const [, of = '', before = '', more, less, then = ''] of account.matchAll(
          /^ {5}(balance|tainted|sum|seed \d+) +([\d,]+)(?: \+ ([\d,]+))?(?: − ([\d,]+))? = ([\d,]+)$/gm,
        )) {
          sums += 1;
          expect(units(before)).toBe(after.get(of) ?? 0n);
          expect(units(before) + units(more ?? '0') - units(less ?? '0')).toBe(units(then));
          after.set(of, units(then));
        }
      }
    }),
    runs,
  );
  expect(sums).toBeGreaterThan(5000);
});

test('any figure of it changed by one no longer adds up', () => {
  const figures = ['balance', 'tainted'].flatMap((of) => {
    const flow = of === 'balance' ? 'amount' : of;
    return [`${of}_before`, `${flow}_in`, `${flow}_out`, `${of}_after`];
  });
  const any = fc.oneof(...Object.values(worlds));
  fc.assert(
    fc.property(any, fc.nat(10_000), fc.constantFrom(...figures), ({ timeline, question }, at, figure) => {
      const rows = readAudit(csvOf(walkOf(timeline, question, conserving), conserving));
      const filled = rows.flatMap((row, index) => (row[figure] === '' ? [] : [index]));
      fc.pre(filled.length > 0);
      const changed = filled[at % filled.length];
      const tampered = rows.map((row, index) =>
        index === changed ? { ...row, [figure]: String(BigInt(row[figure] as string) + 1n) } : row,
      );
      expect(faultsOf(tampered)).not.toEqual([]);
    }),
    runs,
  );
});

test('a rule that tells another amount no longer adds up', () => {
  const any = fc.oneof(...Object.values(worlds));
  let told = 0;
  fc.assert(
    fc.property(any, fc.nat(10_000), ({ timeline, question }, at) => {
      const rows = readAudit(csvOf(walkOf(timeline, question, conserving), conserving));
      const amount =
        /(?<=first out, |all that is there, | = |there, )\d+(?= tainted| of seed| of them tainted|\.)/;
      const ruled = rows.flatMap(({ rule = '' }, index) => (amount.test(rule) ? [index] : []));
      fc.pre(ruled.length > 0);
      told += 1;
      const changed = ruled[at % ruled.length];
      const tampered = rows.map((row, index) =>
        index === changed
          ? { ...row, rule: (row.rule as string).replace(amount, (units) => String(BigInt(units) + 1n)) }
          : row,
      );
      expect(faultsOf(tampered)).not.toEqual([]);
    }),
    runs,
  );
  expect(told).toBeGreaterThan(30);
});

describe('where the sweep lies there is no audit', () => {
  /** A sweep that was tampered with, or undefined where this world has nothing to tamper with. */
  const lies: Readonly<Record<string, (swept: Swept) => Swept | undefined>> = {
    'a transfer that carries a unit more': (swept) => {
      const [first] = swept.carried;
      if (first === undefined) return undefined;
      const [leg, lots] = first;
      const [lot, ...rest] = lots as [Lot, ...Lot[]];
      return {
        ...swept,
        carried: new Map([...swept.carried, [leg, [{ ...lot, amount: lot.amount + 1n }, ...rest]]]),
      };
    },
    'a transfer that carries nothing any more': (swept) => {
      const legs = [...swept.carried.keys()];
      if (legs.length === 0) return undefined;
      return { ...swept, carried: new Map([...swept.carried].filter(([leg]) => leg !== legs.at(-1))) };
    },
    'a booking that stands twice': (swept) =>
      swept.bookings[0] && { ...swept, bookings: [...swept.bookings, swept.bookings[0]] },
    'a booking in another line': (swept) =>
      swept.bookings[0] && {
        ...swept,
        bookings: [{ ...swept.bookings[0], line: 'burnt' }, ...swept.bookings.slice(1)],
      },
    'a unit less injected': (swept) =>
      swept.injected[0] && {
        ...swept,
        injected: [
          new Map([...swept.injected[0]].map(([asset, amount]) => [asset, amount - 1n])),
          ...swept.injected.slice(1),
        ],
      },
  };
  for (const [name, lie] of Object.entries(lies))
    test(name, () => {
      let told = 0;
      fc.assert(
        fc.property(fc.oneof(worlds['wallet seeds'] as never, worlds['coin seeds'] as never), (drawn) => {
          const { timeline, question } = drawn as World;
          for (const rule of conserving) {
            const swept = lie(sweep(timeline, question, conventions[rule], 'dropped'));
            if (swept === undefined || swept.injected.every((sums) => sums.size === 0)) continue;
            told += 1;
            expect(() => auditsOf(walkOf(timeline, question, [rule], [swept]), [rule], [])).toThrow(
              /^audit: /,
            );
          }
        }),
        { ...runs, numRuns: 40 },
      );
      expect(told).toBeGreaterThan(30);
    });
});
