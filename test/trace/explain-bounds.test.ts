// The cuts that prove the bounds: by hand, and each one checked by taking its parts away.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { networksOf } from '../../src/trace/bounds/bounds.ts';
import { type Cut, explain, type Proof } from '../../src/trace/bounds/explain.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { allowance, leaks, type Printed } from '../support/cut-check.ts';
import { asked } from '../support/listed.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { posedAccount } from '../support/pose-worlds.ts';

const row = fc.record({
  from: fc.constantFrom(...'STABCUr'),
  to: fc.constantFrom(...'TABCUrEF'),
  asset: fc.constantFrom('USD', 'USD', 'ETH'),
  amount: fc.bigInt(1n, 9n),
});

/** One row is one transaction; every other world has value that crosses at r. */
const worlds: fc.Arbitrary<AccountWorld> = fc
  .record({
    rows: fc.array(row, { minLength: 3, maxLength: 20 }),
    way: fc.option(fc.array(fc.bigInt(1n, 9n), { minLength: 4, maxLength: 4 }), { freq: 2 }),
    seeds: fc.constantFrom(['S'], ['S', 'T']),
  })
  .map(({ rows, way, seeds }) => {
    const crossing = [
      { from: 'S', to: 'A', asset: 'USD' },
      { from: 'A', to: 'r', asset: 'USD' },
      { from: 'r', to: 'B', asset: 'ETH' },
      { from: 'B', to: 'E', asset: 'ETH' },
    ].map((leg, nth) => ({ ...leg, amount: way?.[nth] ?? 1n }));
    const part = Math.ceil(rows.length / 4);
    const all =
      way === null
        ? rows
        : crossing.flatMap((leg, nth) => [leg, ...rows.slice(nth * part, (nth + 1) * part)]);
    const at = (nth: number) => all.indexOf(crossing[nth] as (typeof crossing)[number]);
    return {
      transfers: all.map((each, index) => ({ ...each, tx: `tx${(index * 5 + 3) % 29}` })),
      seeds,
      endpoints: ['E', 'F'],
      unexplored: ['U', 'r'],
      ...(way === null ? {} : { crossings: [{ given: [at(1)], received: at(2) }] }),
    };
  });

function proofsOf(world: AccountWorld) {
  const { transfers, question } = posedAccount(world);
  const timeline = timelineOf(transfers);
  const { shortages, injected } = sweep(timeline, question, conventions.fifo, 'dropped');
  const assets = [...new Set(injected.flatMap((sums) => [...sums.keys()]))];
  const proofs = explain(
    networksOf(timeline, question, assets, shortages, new Set()),
    (place) => place.split('/')[1],
  );
  const printed = ({ asset }: Proof, cut: Cut, crossing: number | undefined): Printed => ({
    asset,
    crossing,
    parts: cut.parts.map(({ kind, amount, place, transfer, crossing: id }) => ({
      kind,
      amount,
      row: transfer === undefined ? undefined : transfers.findIndex((each) => each.id === transfer.id),
      place: place?.kind === 'wallet' ? place.address : undefined,
      crossing: id === undefined ? undefined : question.crossings?.findIndex((each) => each.id === id),
    })),
  });
  return { proofs, printed };
}

function sentBySeeds({ transfers, seeds }: AccountWorld, asset: string): bigint {
  return transfers
    .filter((each) => seeds.includes(each.from) && each.from !== each.to && each.asset === asset)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

const LEVELS = ['least', 'followed', 'most'] as const;

describe('every cut that is printed', () => {
  test('adds up to its bound, is of parts no larger than they are, and lets nothing through', () => {
    let cuts = 0;
    let crossed = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const { proofs, printed } = proofsOf(world);
        const check = (proof: Proof, name: string, crossing: number | undefined) => {
          for (const level of LEVELS) {
            const cut = printed(proof, proof.cuts[level], crossing);
            const became = proofs.crossings.map(({ received }) => received[level]);
            const allowed = allowance(world, cut, became);
            for (const part of cut.parts) expect(part.amount, part.kind).toBe(allowed(part));
            const sum = cut.parts.reduce((total, { amount }) => total + amount, 0n);
            expect(sum).toBe(proof.cuts[level].sum);
            expect(level === 'least' ? proof.injected - sum : sum, level).toBe(proof.figures[level]);
            const through = leaks(world, cut, became);
            if (level === 'least') through.delete(name);
            const forbidden =
              level === 'least' ? [...through] : level === 'most' ? [name, 'not followed'] : [name];
            expect(
              forbidden.filter((each) => through.has(each)),
              `${level} ${name}`,
            ).toEqual([]);
            cuts += 1;
          }
        };
        for (const proof of proofs.entities) check(proof, proof.entity, undefined);
        for (const [nth, proof] of proofs.crossings.entries()) check(proof, `crossing ${nth}`, nth);
        crossed += proofs.crossings.length;
        for (const { asset, injected } of proofs.entities) {
          const certain = proofs.crossings.reduce(
            (sum, { received }) => (received.asset === asset ? sum + received.least : sum),
            0n,
          );
          expect(injected).toBe(sentBySeeds(world, asset) + certain);
        }
      }),
      { seed: 20261125, numRuns: 500 },
    );
    expect([cuts > 1500, crossed > 100]).toEqual([true, true]);
  });
});

/** A has 10 of S and 5 others, pays 8 to E and 3 to B; then 3 come in from Y, and 6 go to F. */
const world = ['S>A 10', 'X>A 5', 'A>E 8', 'A>B 3', 'Y>A 3', 'A>F 6'];

describe('with --explain-bounds', () => {
  test('the report prints them for the reader to add up', async () => {
    const { out } = await asked(world, '--explain-bounds', '--hops', '2');
    const section = out.slice(
      out.indexOf('Why no rule can give less or more'),
      out.indexOf('How this was made'),
    );
    const lines = section.split('\n').map((line) => line.trim().replace(/ \(t(\d+).*?\)/, ' (t$1)'));
    expect(lines.filter((line) => line !== '')).toEqual([
      'Why no rule can give less or more',
      'E Exchange',
      // 15 less 8 and 3 leave 4: so 10 − 3 − 4 must have gone to E.
      'at least 3 USD: 10 came in, 7 can go elsewhere, for all of it passes here',
      '3  transfer to B (t4)',
      '4  all that A had after its payment (t4) until it received again',
      'at most 10 USD: all that can come, or was not followed, passes here',
      '10  sent by a seed to A (t1)',
      'at most 8 USD of what was followed: all that can come passes here',
      '8  transfer to E (t3)',
      'F Exchange',
      'at least 0 USD: 10 came in, 10 can go elsewhere, for all of it passes here',
      '10  sent by a seed to A (t1)',
      'at most 7 USD: all that can come, or was not followed, passes here',
      '3  transfer to B (t4)',
      '4  all that A had after its payment (t4) until it received again',
      'at most 4 USD of what was followed: all that can come passes here',
      '4  all that A had after its payment (t4) until it received again',
    ]);
  });

  test('JSON has them too', async () => {
    const { out } = await asked(world, '--explain-bounds', '--hops', '2', '--json');
    const { explainBounds } = JSON.parse(out) as ResultJson;
    const [first] = explainBounds?.entities ?? [];
    expect(first).toMatchObject({
      entity: 'E Exchange',
      injected: '10',
      least: '3',
      most: '10',
      mostFollowed: '8',
    });
    expect(first?.cuts.least).toMatchObject({
      sum: '7',
      parts: [
        { kind: 'transfer', amount: '3', tx: 't4', chain: 'list:demo', address: 'B' },
        { kind: 'held', amount: '4', tx: 't4', chain: 'list:demo', address: 'A' },
      ],
    });
  });

  test('without it nothing of the kind is said', async () => {
    const { out } = await asked(world, '--json');
    expect(out).not.toContain('explainBounds');
  });
});
