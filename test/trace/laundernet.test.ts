// Two laundering cases that experts traced by hand (shared/data/laundernet), swept by the engine and by the oracle.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { asTransferList, LAUNDERNET, worldOf } from '../support/laundernet.ts';
import { type AccountWorld, accountOracle } from '../support/oracle.ts';
import { conventions } from '../support/oracle-lots.ts';
import { accountAnswer, posedAccount } from '../support/pose-worlds.ts';

const absent = !existsSync(LAUNDERNET);
const word = absent ? ' (skipped: no shared data)' : '';

const total = (parts: Readonly<Record<string, bigint>>) => Object.values(parts).reduce((a, b) => a + b, 0n);

describe.each([
  { name: 'lifi', flows: 135, terminals: 33, reached: 33 },
  { name: 'xscam', flows: 1_307, terminals: 465, reached: 449 },
])('the case $name', ({ name, flows, terminals, reached }) => {
  let world: AccountWorld;
  beforeAll(() => {
    if (!absent) world = worldOf(name);
  });

  test.skipIf(absent)(`has the published flows and terminals, and none is empty${word}`, () => {
    expect(world.transfers).toHaveLength(flows);
    expect(new Set(world.endpoints).size).toBe(terminals);
    expect(world.transfers.filter(({ amount }) => amount === 0n)).toEqual([]);
  });

  test.skipIf(absent)(
    `comes out of the whole program as of the oracle, from a transfer list${word}`,
    async () => {
      const { file, labels } = asTransferList(world, mkdtempSync(join(tmpdir(), 'trace-laundernet-')));
      const limits = ['--min-value', '0', '--hops', '1000', '--max-wallets', '100000'];
      const { out, code } = await cli([
        ...world.seeds,
        '--ledger',
        file,
        '--labels',
        labels,
        ...limits,
        '--json',
      ]);
      expect(code).toBe(0);
      const { endpoints } = JSON.parse(out) as RunJson;
      for (const convention of ['fifo', 'haircut'] as const) {
        const expected = Object.entries(accountOracle(world, convention).endpoints)
          .map(([place, parts]) => [place.toLowerCase(), String(total(parts))])
          .filter(([, sum]) => sum !== '0');
        const got = endpoints
          .map(({ address, amounts }) => [address.toLowerCase(), amounts[convention]?.USD ?? '0'])
          .filter(([, sum]) => sum !== '0');
        expect(got.sort()).toEqual(expected.sort());
      }
      expect(endpoints.filter(({ amounts }) => amounts.poison !== undefined).length).toBe(reached);
    },
  );

  for (const convention of conventions)
    test.skipIf(absent)(
      `comes out of the engine terminal by terminal as of the oracle, ${convention}${word}`,
      () => {
        const answer = accountAnswer(posedAccount(world), convention);
        expect(answer).toEqual(accountOracle(world, convention));
        expect(Object.keys(answer.endpoints).length).toBeGreaterThan(0);
      },
    );

  test.skipIf(absent)(`poison reaches ${reached} of ${terminals} terminals${word}`, () => {
    const { endpoints } = accountAnswer(posedAccount(world), 'poison');
    expect(Object.keys(endpoints)).toHaveLength(reached);
    expect(world.endpoints).toEqual(expect.arrayContaining(Object.keys(endpoints)));
  });
});

test.skipIf(absent)(`xscam lacks 1,058,917.79 USD of history beside 575,011.93 USD injected${word}`, () => {
  for (const convention of conventions) {
    const { shortage, injected } = accountAnswer(posedAccount(worldOf('xscam')), convention);
    expect(total(shortage), convention).toBe(105_891_779n);
    // Published rounded, as 575,012.
    expect(total(injected), convention).toBe(57_501_193n);
  }
});
