// Known answers from an interpreter written independently of this program (shared/vectors, or the file in VECTORS).
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { type ConventionName, conventionNames } from '../../src/trace/conventions/convention.ts';
import { totalOf } from '../../src/trace/lots.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import type { Booking, Swept } from '../../src/trace/sweep/swept.ts';
import { boundsOf } from '../support/bounds-of.ts';
import {
  type AccountVector,
  type CoinVector,
  poseAccount,
  poseCoin,
  readVectors,
  type Vector,
} from '../support/vectors.ts';

const path = process.env.VECTORS ?? '../shared/vectors/conventions.json';
// A file that was asked for must be there; the shared one may be absent.
const vectors = process.env.VECTORS !== undefined || existsSync(path) ? readVectors(path) : [];

/** `{ outer: { inner: sum } }` of bookings, zero left out, as the vectors write it. */
function summed(
  bookings: readonly Booking[],
  outer: (booking: Booking) => string,
  inner: (booking: Booking) => string,
): Record<string, Record<string, string>> {
  const sums = new Map<string, Map<string, bigint>>();
  for (const booking of bookings) {
    const row = sums.get(outer(booking)) ?? new Map<string, bigint>();
    row.set(inner(booking), (row.get(inner(booking)) ?? 0n) + booking.amount);
    sums.set(outer(booking), row);
  }
  return Object.fromEntries(
    [...sums].map(([key, row]) => [
      key,
      Object.fromEntries([...row].map(([name, sum]) => [name, String(sum)])),
    ]),
  );
}

function checkAccount(vector: AccountVector, name: ConventionName): void {
  const { timeline, question } = poseAccount(vector);
  const swept: Swept = sweep(timeline, question, conventions[name], 'kept');
  const expected = vector.expect.conventions[name];
  const seedName = (rank: number): string => swept.seeds[rank]?.id as string;
  const placeName = (index: number): string => (timeline.keys[index] as string).split('/')[1] as string;
  const of = (line: Booking['line']): readonly Booking[] =>
    swept.bookings.filter((booking) => booking.line === line);
  const perTransfer = timeline.legs.map((_, index) => {
    const lots = swept.carried.get(index) ?? [];
    const ranks = [...new Set(lots.map((lot) => lot.seed))];
    return Object.fromEntries(ranks.map((rank) => [seedName(rank), String(totalOf(lots, rank))]));
  });
  const flat = (line: Booking['line']) =>
    summed(
      of(line),
      () => 'all',
      (booking) => seedName(booking.seed),
    ).all ?? {};
  expect({
    perTransfer,
    endpoints: summed(
      of('endpoint'),
      (booking) => placeName(booking.place),
      (booking) => seedName(booking.seed),
    ),
    held: summed(
      of('held'),
      (booking) => placeName(booking.place),
      (booking) => seedName(booking.seed),
    ),
    returned: flat('returned'),
    reachedSeed: summed(
      of('reachedSeed'),
      (booking) => seedName(booking.reached as number),
      (booking) => seedName(booking.seed),
    ),
  }).toEqual(expected);
  expect(
    Object.fromEntries(
      swept.injected.flatMap((sums, rank) => [...sums.values()].map((sum) => [seedName(rank), String(sum)])),
    ),
  ).toEqual(vector.expect.injected);
  expect(
    Object.fromEntries(
      [...swept.shortages.values()].map((gap) => [placeName(gap.place), String(gap.amount)]),
    ),
  ).toEqual(vector.expect.shortage);
}

function checkCoin(vector: CoinVector, name: ConventionName): void {
  const { timeline, question } = poseCoin(vector);
  const swept = sweep(timeline, question, conventions[name], 'kept');
  const coins: Record<string, string> = {};
  const fees: Record<string, string> = {};
  for (const tx of vector.transactions) {
    fees[tx.id] = '0';
    for (const n of tx.vout.keys()) coins[`${tx.id}:${n}`] = '0';
  }
  for (const [index, lots] of swept.carried) {
    const { transfer } = timeline.legs[index] as (typeof timeline.legs)[number];
    // Poison carries each seed in full; the vectors give the reach of all seed coins together.
    const units = name === 'poison' ? transfer.amount : lots.reduce((sum, lot) => sum + lot.amount, 0n);
    if (transfer.to.kind === 'fee') fees[transfer.txId] = String(units);
    else if (transfer.to.kind !== 'junction') coins[transfer.coin as string] = String(units);
  }
  expect({ coins, fees }).toEqual(vector.expect.conventions[name]);
}

/** The vectors give bounds for one seed (a set of seed coins counts as one), with each pool's total shortage as opening. */
function checkBounds(vector: Vector): void {
  const { timeline, question } = vector.kind === 'account' ? poseAccount(vector) : poseCoin(vector);
  const { shortages } = sweep(timeline, question, conventions.fifo, 'dropped');
  const bounds = boundsOf(timeline, question, question.seeds, [0], shortages, new Set());
  const found = new Map(
    bounds.map(({ group, least, most, mostFollowed }) => {
      expect(most).toBe(mostFollowed);
      return [group.split('/')[1] as string, [String(least), String(most)]];
    }),
  );
  for (const [place, expected] of Object.entries(vector.expect.bounds ?? {}))
    expect([place, ...(found.get(place) ?? ['0', '0'])]).toEqual([place, ...expected]);
}

describe.skipIf(vectors.length === 0)('known answers (skipped: no shared vectors)', () => {
  for (const vector of vectors)
    if (vector.expect.bounds !== undefined) test(`${vector.id}: bounds`, () => checkBounds(vector));
  for (const vector of vectors)
    for (const name of conventionNames)
      if (vector.expect.conventions[name] !== undefined)
        test(`${vector.id} under ${name}`, () => {
          if (vector.kind === 'account') checkAccount(vector, name);
          else checkCoin(vector, name);
        });
});
