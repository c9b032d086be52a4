// The second reckoning beside the engine on random worlds: neither knows a line of the other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounding, networksOf } from '../../src/evidence/arithmetic/bounding.ts';
import { rules } from '../../src/evidence/arithmetic/money.ts';
import { reachOf } from '../../src/evidence/arithmetic/reach.ts';
import { lines, recount, seedsInOrder } from '../../src/evidence/arithmetic/recount.ts';
import { type Rows, readRows, rowsText } from '../../src/evidence/arithmetic/rows.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Statement } from '../../src/trace/findings.ts';
import { ledgerRows } from '../../src/trace/ledger-rows.ts';
import type { Question } from '../../src/trace/question.ts';
import { statementOf } from '../../src/trace/statement.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { type Timeline, timelineOf } from '../../src/trace/timeline.ts';
import type { Walk } from '../../src/trace/walk.ts';
import { boundsOf } from '../support/bounds-of.ts';
import { crossedWorld, crossedWorlds, deskWorlds, posedCrossings } from '../support/crossed-worlds.ts';
import { everySplit } from '../support/every-split.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { type Posed, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  mixingWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

const runs = { seed: 20_261_125, numRuns: 150 };

interface Laid {
  readonly timeline: Timeline;
  readonly question: Question;
}
const laid = ({ transfers, question }: Posed): Laid => ({ timeline: timelineOf(transfers), question });

function rowsOf({ timeline, question }: Laid): Rows {
  const rows = readRows(
    rowsText(ledgerRows({ explored: { timeline, question, gaps: [] } } as unknown as Walk)),
  );
  if (rows === undefined) throw new Error('the rows cannot be read');
  return rows;
}

/** Whether by both ways every seed of every asset has the same in every line. */
function compared({ timeline, question }: Laid): void {
  const rows = rowsOf({ timeline, question });
  const seeds = seedsInOrder(rows);
  for (const rule of rules) {
    const swept = sweep(timeline, question, conventions[rule], 'dropped');
    const books = recount(rows, seeds, rule);
    const said = new Map(
      statementOf(timeline, swept, () => 'hub').map((row) => [`${row.seed} ${row.asset}`, row]),
    );
    for (const [asset, { sums, injected, convertedIn }] of books)
      for (const [rank, { id }] of seeds.entries()) {
        const row = said.get(`${id} ${asset}`) as Statement | undefined;
        const found = Object.fromEntries(lines.map((line) => [line, sums[line][rank]]));
        const expected = Object.fromEntries(
          lines.map((line) => {
            const amount = row === undefined ? 0n : row[line];
            return [
              line,
              typeof amount === 'bigint' ? amount : [...amount.values()].reduce((a, b) => a + b, 0n),
            ];
          }),
        );
        const ours = { injected: injected[rank], convertedIn: convertedIn[rank], ...found };
        expect({ id, asset, rule, ...ours }).toEqual({
          id,
          asset,
          rule,
          injected: row?.injected ?? 0n,
          convertedIn: row?.convertedIn ?? 0n,
          ...expected,
        });
      }
  }
}

/** The bounds of an endpoint by this reckoning, as numbers. */
function boundsAt(
  posed: Posed,
  endpoint: string,
  seed?: string,
): { least: number; followed: number; most: number } {
  const rows = rowsOf(laid(posed));
  const of = boundingOf(rows, seed);
  const asset = rows.rows[0]?.asset ?? 'none';
  const place = rows.rows.find(({ to, end }) => end === 'endpoint' && to.endsWith(`/${endpoint}`))?.to;
  const found = place === undefined ? undefined : of.at(asset, [place]);
  if (found === undefined) return { least: 0, followed: 0, most: -1 };
  return { least: Number(found.least), followed: Number(found.mostFollowed), most: Number(found.most) };
}

function boundingOf(rows: Rows, seed: string | undefined) {
  const books = recount(rows, seedsInOrder(rows), 'fifo');
  const shortages = new Map([...books].map(([asset, book]) => [asset, book.shortages] as const));
  return bounding(rows, networksOf(rows, shortages), seed, { left: 1_000_000_000 });
}

/** Asks of every random world of a kind; what fails is printed as the world it was. */
type Worlds = (ask: (world: Laid) => void) => void;

const onAccounts =
  (worlds: fc.Arbitrary<AccountWorld>): Worlds =>
  (ask) =>
    fc.assert(
      fc.property(worlds, (world) => ask(laid(posedAccount(world)))),
      runs,
    );
const onCoins =
  (worlds: typeof coinWorlds): Worlds =>
  (ask) =>
    fc.assert(
      fc.property(worlds, ({ world, sameBlock }) => ask(laid(posedCoins(world, sameBlock)))),
      runs,
    );
const acrossCrossings =
  (worlds: typeof crossedWorlds | typeof deskWorlds): Worlds =>
  (ask) =>
    fc.assert(
      fc.property(worlds, ({ rows, crossings }) =>
        ask(posedCrossings(crossedWorld(rows), crossings, ['S', 'T'])),
      ),
      runs,
    );
const allWorlds: readonly (readonly [string, Worlds])[] = [
  ['on account chains with wallets', onAccounts(accountWorlds)],
  ['on account chains with payments', onAccounts(paymentWorlds)],
  ['on account chains with a since and an until', onAccounts(windowedWorlds)],
  ['on account chains with claims of tainted payments', onAccounts(claimWorlds)],
  ['on coin chains with coins', onCoins(coinWorlds)],
  ['on coin chains with wallets', onCoins(coinWalletWorlds)],
  ['on coin chains with transactions that value ends in', onCoins(mixingWorlds)],
  ['across crossings of one row each', acrossCrossings(crossedWorlds)],
  ['across crossings of several, by two seeds through a desk', acrossCrossings(deskWorlds)],
];

describe('the statement agrees with the engine’s', () => {
  test.each(allWorlds)('%s', (name, inAll) => {
    let crossed = 0;
    inAll((world) => {
      compared(world);
      crossed += rowsOf(world).crossings.length;
    });
    if (name.startsWith('across')) expect(crossed).toBeGreaterThan(20);
  });
});

describe('reach', () => {
  /** Of the engine, seed by seed: what ends at each endpoint, in fees, burnt, or back at its seed. */
  function booked({ timeline, question }: Laid): Map<string, bigint> {
    const { bookings, seeds } = sweep(timeline, question, conventions.poison, 'dropped');
    const sums = new Map<string, bigint>();
    for (const { line, seed, asset, place, amount } of bookings) {
      const where = line === 'endpoint' ? timeline.keys[place] : line;
      const name = `${seeds[seed]?.id} ${timeline.assets[asset]} ${where}`;
      if (['endpoint', 'fees', 'burnt', 'returned'].includes(line))
        sums.set(name, (sums.get(name) ?? 0n) + amount);
    }
    return sums;
  }

  function recounted(world: Laid): Map<string, bigint> {
    const rows = rowsOf(world);
    const seeds = seedsInOrder(rows);
    const sums = new Map<string, bigint>();
    for (const [asset, { lines: all, atEndpoint }] of reachOf(rows, seeds))
      for (const [where, { bySeed }] of [...Object.entries(all), ...atEndpoint])
        for (const [rank, amount] of bySeed.entries())
          if (amount > 0n) sums.set(`${seeds[rank]?.id} ${asset} ${where}`, amount);
    return sums;
  }

  test.each(allWorlds)('agrees with the engine’s %s', (_, inAll) => {
    let found = 0;
    inAll((world) => {
      const again = recounted(world);
      expect(Object.fromEntries([...again].sort())).toEqual(Object.fromEntries([...booked(world)].sort()));
      found += again.size;
    });
    expect(found).toBeGreaterThan(20);
  });

  test('counts a payment once, by however many seeds it was reached, and an emptied wallet stays touched', () => {
    // S and T both touch A; A is empty after its first payment, and pays 7 more that C gave it.
    const rows = rowsOf(
      posedCrossings('S>A 10 USD\nT>A 5 USD\nA>E 15 USD\nC>A 7 USD\nA>E 7 USD', [], ['S', 'T']),
    );
    const at = [...(reachOf(rows, seedsInOrder(rows)).get('USD')?.atEndpoint.values() ?? [])];
    expect(at).toEqual([{ all: 22n, bySeed: [22n, 22n] }]);
  });
});

describe('bounds', () => {
  const rows = fc
    .array(
      fc.record({
        from: fc.constantFrom(...'STABCU'),
        to: fc.constantFrom(...'TABCUEF'),
        amount: fc.bigInt(1n, 4n),
      }),
      { minLength: 2, maxLength: 9 },
    )
    .map((all) => all.map((each, index) => ({ ...each, tx: `tx${(index * 5 + 3) % 11}` })));

  test('are the smallest and largest of every split that the balances allow, tried one by one, of all seeds and of each', () => {
    fc.assert(
      fc.property(rows, (transfers) => {
        const world: AccountWorld = {
          transfers,
          seeds: ['S', 'T'],
          endpoints: ['E', 'F'],
          unexplored: ['U'],
        };
        for (const seed of [undefined, ...world.seeds]) {
          const split = everySplit(world, seed === undefined ? world.seeds : [seed]);
          for (const endpoint of world.endpoints) {
            const found = boundsAt(posedAccount(world), endpoint, seed);
            // An endpoint to which nothing was paid has no bounds here.
            if (found.most >= 0)
              expect({ endpoint, seed, ...found }).toEqual({ endpoint, seed, ...split.get(`${endpoint} `) });
          }
        }
      }),
      runs,
    );
  });

  test('of two seeds together are what a split by hand reaches', () => {
    // E can have 5 of the 7 of x:2 in t3; of the 2 left in t3:0 one in t7:2; and both of x:3 by t0:2, t1:0, t8:0 and t5.
    // The fees can be clean throughout. A coin that E or F spends is clean.
    const world = {
      externalCoins: { 'x:0': 3n, 'x:1': 1n, 'x:2': 7n, 'x:3': 2n },
      seedCoins: ['x:2', 'x:3'],
      endpoints: ['E', 'F'],
      transactions: [
        { id: 't3', vin: ['x:0', 'x:1', 'x:2'], vout: paid([3n, 'S'], [5n, 'E']), fee: 3n },
        { id: 't0', vin: ['x:3', 't3:1'], vout: paid([2n, 'S'], [2n, 'S'], [2n, 'S']), fee: 1n },
        { id: 't7', vin: ['t3:0', 't0:0'], vout: paid([3n, 'S'], [1n, 'S'], [1n, 'E']), fee: 0n },
        { id: 't4', vin: ['t7:0', 't0:1', 't7:1'], vout: paid([5n, 'F']), fee: 1n },
        { id: 't1', vin: ['t0:2', 't7:2'], vout: paid([2n, 'S']), fee: 1n },
        { id: 't8', vin: ['t4:0', 't1:0'], vout: paid([7n, 'S']), fee: 0n },
        { id: 't5', vin: ['t8:0'], vout: paid([6n, 'E']), fee: 1n },
        { id: 't2', vin: ['t5:0'], vout: paid([5n, 'S']), fee: 1n },
      ],
    };
    expect(boundsAt(posedCoins(world), 'E')).toMatchObject({ followed: 8, most: 8 });
  });
});

describe('bounds agree with the engine’s', () => {
  function boundsSame({ timeline, question }: Laid): void {
    const rows = rowsOf({ timeline, question });
    const { shortages } = sweep(timeline, question, conventions.fifo, 'dropped');
    const all = [...timeline.assets.keys()];
    for (const seed of [undefined, ...question.seeds]) {
      const ours = boundingOf(rows, seed?.id);
      const asked = seed === undefined ? question.seeds : [seed];
      for (const { group, asset, least, most, mostFollowed } of boundsOf(
        timeline,
        question,
        asked,
        all,
        shortages,
        new Set(),
      )) {
        const name = { group, seed: seed?.id };
        const found = ours.at(timeline.assets[asset] as string, [group]);
        expect({ ...name, ...found }).toEqual({ ...name, least, most, mostFollowed });
      }
    }
  }

  test.each(allWorlds)('%s', (_, inAll) => inAll(boundsSame));
});

test('what would take too long is left undone, and not called right', () => {
  const world = posedCrossings('S>A 9 USD\nA>E 5 USD');
  const rows = rowsOf(world);
  const books = recount(rows, seedsInOrder(rows), 'fifo');
  const shortages = new Map([...books].map(([asset, book]) => [asset, book.shortages] as const));
  const place = rows.rows.at(-1)?.to as string;
  const of = (left: number) =>
    bounding(rows, networksOf(rows, shortages), undefined, { left }).at('USD', [place]);
  expect(of(1_000)).toEqual({ least: 5n, most: 5n, mostFollowed: 5n });
  expect(of(3)).toBeUndefined();
});

test('rows that are forged so that units vanish, or cross for nothing, give no figure and break nothing', () => {
  const rows = rowsOf(posedCrossings('S>A 9 USD\nA>r 9 USD\nr>B 3 ETH\nB>E 3 ETH', [['t1', 't2']]));
  const forged = (change: (row: Rows['rows'][number], index: number) => object): Rows => ({
    ...rows,
    rows: rows.rows.map((row, index) => ({ ...row, ...change(row, index) })),
  });
  const place = rows.rows.at(-1)?.to as string;
  expect(boundingOf(rows, undefined).at('ETH', [place])).toEqual({ least: 3n, most: 3n, mostFollowed: 3n });
  // Without an injection, with nothing given, with nothing received: no crossing brings 3.
  for (const amounts of [
    [0n, 9n, 3n, 3n],
    [9n, 0n, 3n, 3n],
    [9n, 9n, 0n, 3n],
  ]) {
    const changed = forged((_, index) => ({ amount: amounts[index] }));
    expect(boundingOf(changed, undefined).at('ETH', [place])).not.toMatchObject({ least: 3n });
  }
});

function paid(...outputs: readonly (readonly [bigint, string])[]): { amount: bigint; to: string }[] {
  return outputs.map(([amount, to]) => ({ amount, to }));
}
