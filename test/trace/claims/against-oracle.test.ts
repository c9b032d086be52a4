// Claims on random worlds, through the whole program: what each victim has where is what the oracle, which shares no code
// with the engine, gives the seeds of that name; and all victims together are the run.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RunJson, runSchema } from '../../../src/report/schema.ts';
import { cli } from '../../support/cli.ts';
import { exchangeLabels, written } from '../../support/listed.ts';
import { type AccountWorld, accountOracle } from '../../support/oracle.ts';
import { conserving, type PartsAt } from '../../support/oracle-lots.ts';
import { claimWorlds } from '../../support/worlds.ts';

/**
 * Nobody pays on, in one transaction, what came in earlier in it: of a wallet that nothing stays in the program does not ask
 * for the history, and so may not know all that it paid. The sweep alone is compared with such worlds elsewhere.
 */
const worlds = claimWorlds.filter(
  ({ payments = [], transfers }) =>
    payments.length > 0 &&
    !transfers.some(({ tx, from }, row) =>
      transfers
        .slice(0, row)
        .some((before) => before.tx === tx && before.to === from && before.from !== from),
    ),
);

const VICTIMS = 3;
const nameOf = (claim: number) => `victim ${claim % VICTIMS}`;

/** Claims in the order of their ids, which is the oracle's order on one payment. */
function claimsOf({ payments = [] }: AccountWorld) {
  return [...payments].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function traced(world: AccountWorld): Promise<RunJson> {
  const { transfers } = world;
  const txs = [...new Set(transfers.map(({ tx }) => tx))];
  const rows = transfers.map(({ tx, from, to, amount }, index) => {
    const height = txs.indexOf(tx);
    return ['demo', tx, height, 1_600_000_000 + height, index, from, to, 'UNIT', amount, 0].join(',');
  });
  const header = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  const claims = claimsOf(world).map(({ row, amount }, index) => {
    const { tx } = transfers[row] as (typeof transfers)[number];
    const n = row - transfers.findIndex((each) => each.tx === tx);
    return `${nameOf(index)},${tx}:${n},${amount}`;
  });
  const { code, out, err } = await cli([
    ...['--seeds', written('claims.csv', `${['name,txid,amount', ...claims].join('\n')}\n`)],
    ...['--ledger', written('list.csv', `${[header, ...rows].join('\n')}\n`)],
    ...[
      '--labels',
      exchangeLabels,
      '--min-value',
      '0',
      '--convention',
      conserving.join(','),
      '--json',
      '--quiet',
    ],
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return runSchema.parse((JSON.parse(out) as { runs: unknown[] }).runs[0]);
}

/** Units of the victim over all these places. */
function ofVictim(world: AccountWorld, at: PartsAt, name: string): bigint {
  const own = claimsOf(world).filter((_, index) => nameOf(index) === name);
  return Object.values(at).reduce(
    (sum, parts) => own.reduce((total, { id }) => total + (parts[id] ?? 0n), sum),
    0n,
  );
}

type Share = NonNullable<RunJson['victimsTotal']>;

function linesOf({ lines }: Share, convention: string): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { line, amounts } of lines) {
    const units = BigInt(amounts[convention]?.UNIT ?? 0);
    if (units > 0n) sums[line] = (sums[line] ?? 0n) + units;
  }
  return sums;
}

test('each victim has what the oracle gives his seeds, within his bounds, and all together are the run', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { victims = [], victimsTotal, statement } = await traced(world);
      expect(new Set(victims.map(({ name }) => name))).toEqual(
        new Set(claimsOf(world).map((_, n) => nameOf(n))),
      );
      for (const convention of conserving) {
        const oracle = accountOracle(world, convention);
        const sums = new Map<string, bigint>();
        for (const victim of victims) {
          const name = victim.name as string;
          const found = linesOf(victim, convention);
          const expected = {
            endpoint: ofVictim(world, oracle.endpoints, name),
            held: ofVictim(world, oracle.held, name),
            reachedSeed: ofVictim(world, oracle.reachedSeed, name),
          };
          expect(found, convention).toEqual(
            Object.fromEntries(Object.entries(expected).filter(([, units]) => units > 0n)),
          );
          expect(BigInt(victim.injected.UNIT ?? 0)).toBe(ofVictim(world, { all: oracle.injected }, name));
          for (const [line, units] of Object.entries(found)) sums.set(line, (sums.get(line) ?? 0n) + units);
          const bounds = victim.lines.find(({ line }) => line === 'endpoint')?.bounds?.UNIT;
          expect(BigInt(bounds?.least ?? 0)).toBeLessThanOrEqual(expected.endpoint);
          expect(BigInt(bounds?.mostFollowed ?? 0)).toBeGreaterThanOrEqual(expected.endpoint);
        }
        expect(linesOf(victimsTotal as Share, convention)).toEqual(Object.fromEntries(sums));
        const own = statement.filter((row) => row.convention === convention);
        const booked = own.reduce((sum, row) => sum + BigInt(row.endpoints), 0n);
        expect(sums.get('endpoint') ?? 0n).toBe(booked);
      }
    }),
    { seed: 20_240_802, numRuns: Number(process.env.ORACLE_RUNS ?? 100) },
  );
}, 60_000);
