// Worlds with crossings, written in a line a transfer, and random ones. No test of its own.
import fc from 'fast-check';
import type { Address } from '../../src/model/address.ts';
import type { AssetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Crossing, CrossingId } from '../../src/model/crossing.ts';
import { type Place, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';
import type { Question } from '../../src/trace/question.ts';
import { timelineOf } from '../../src/trace/timeline.ts';

export const CHAIN = 'list:one' as ChainId;
/** `A>B 10 USD` = transfer t0, t1, …; each its own transaction unless `tx=` says so. Lower-case names are services. */
export function posedCrossings(
  world: string,
  crossings: readonly [string, string][] = [],
  seeds = ['S'],
  until?: number,
) {
  const places = new Map<string, Place>();
  const at = (name: string): Place => {
    const known = places.get(name) ?? wallet(CHAIN, name as Address);
    places.set(name, known);
    return known;
  };
  const heights = new Map<string, number>();
  const transfers = world
    .trim()
    .split('\n')
    .map((line, index): Transfer => {
      const [pair = '', amount = '', asset = '', tx] = line.trim().split(/\s+/);
      const [from = '', to = ''] = pair.split('>');
      const txId = (tx ?? `tx${index}`) as TxId;
      const height = heights.get(txId) ?? index;
      heights.set(txId, height);
      return {
        id: `t${index}` as TransferId,
        chain: CHAIN,
        txId,
        at: { height, time: height, txIndex: 0, order: index },
        from: at(from),
        to: at(to),
        asset: asset as AssetId,
        amount: BigInt(amount),
        coin: undefined,
      };
    });
  const refs = (words: string) =>
    words.split(',').map((word) => ({ chain: CHAIN, transfer: word as TransferId }));
  const question: Question = {
    seeds: seeds.map((name) => ({
      kind: 'wallet',
      id: name as SeedId,
      places: [placeKey(at(name))],
    })),
    explored: new Set(
      [...places].filter(([name]) => /^[A-D]/.test(name)).map(([, place]) => placeKey(place)),
    ),
    answered: new Set(),
    crossings: crossings.map(
      ([given, received], index): Crossing => ({
        id: `c${index}` as CrossingId,
        basis: 'swap',
        given: refs(given),
        received: refs(received),
      }),
    ),
    isEndpoint: (key) => /\/[EF]$/.test(key),
    since: undefined,
    until,
  };
  return { timeline: timelineOf(transfers), question };
}

/** Random worlds of two assets among S, four wallets, two services, an exchange, and up to three crossings between services' transfers. */
const names = ['S', 'A', 'B', 'C', 'r', 'q', 'E'];
export const crossedWorlds = fc
  .array(
    fc.record({
      from: fc.constantFrom(...names.slice(0, 6)),
      to: fc.constantFrom(...names.slice(1)),
      amount: fc.integer({ min: 1, max: 9 }),
      asset: fc.constantFrom('USD', 'ETH'),
    }),
    { minLength: 4, maxLength: 24 },
  )
  .map((rows) => rows.filter(({ from, to }) => from !== to))
  .filter((rows) => rows.length > 3)
  .chain((rows) => {
    const isService = (name: string) => name === 'r' || name === 'q';
    const given = rows.flatMap(({ from, to }, index) => (isService(to) && !isService(from) ? [index] : []));
    const received = rows.flatMap(({ from, to }, index) =>
      isService(from) && !isService(to) ? [index] : [],
    );
    const pairs = given.flatMap((g) =>
      received
        .filter((r) => r > g && rows[r]?.asset !== rows[g]?.asset)
        .map((r): [string, string] => [`t${g}`, `t${r}`]),
    );
    return fc.record({
      rows: fc.constant(rows),
      crossings:
        pairs.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...pairs), { maxLength: 3 }),
    });
  });

const movement = (from: readonly string[], to: readonly string[], asset: string) =>
  fc.record({
    from: fc.constantFrom(...from),
    to: fc.constantFrom(...to),
    amount: fc.integer({ min: 1, max: 9 }),
    asset: fc.constant(asset),
  });
const rowsOf = (most: number, from: readonly string[], to: readonly string[], asset: string) =>
  fc.array(movement(from, to, asset), { minLength: 1, maxLength: most });

/** Two seeds pay A and B, which give to a desk by some transfers, get another asset by some, and pay on. */
export const deskWorlds = fc
  .tuple(
    rowsOf(9, ['S', 'T', 'X', 'A'], ['A', 'B'], 'USD'),
    rowsOf(3, ['A', 'B'], ['d'], 'USD'),
    rowsOf(3, ['d'], ['A', 'B', 'C'], 'ETH'),
    rowsOf(6, ['A', 'B', 'C'], ['B', 'C', 'D', 'E'], 'ETH'),
  )
  .map(([paid, given, received, onward]) => {
    const of = (count: number, first: number) =>
      Array.from({ length: count }, (_, index) => `t${first + index}`).join();
    return {
      rows: [...paid, ...given, ...received, ...onward],
      crossings: [[of(given.length, paid.length), of(received.length, paid.length + given.length)]] as [
        string,
        string,
      ][],
    };
  });

export function crossedWorld(
  rows: readonly { from: string; to: string; amount: number; asset: string }[],
  k = 1,
): string {
  return rows.map(({ from, to, amount, asset }) => `${from}>${to} ${amount * k} ${asset}`).join('\n');
}
