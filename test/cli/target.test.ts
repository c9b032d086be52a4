// `--to` and `trace path`: only what reaches one wallet or one service, and the rest still adds up.
import { describe, expect, test } from 'vitest';
import { type ResultJson, resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { asked, exchangeLabels, found, listOf } from '../support/listed.ts';

const world = ['S>A 60', 'X>A 40', 'A>E 30', 'A>B 50', 'B>F 20', 'S>E 7', 'B>E 5'];

describe('only what reaches', () => {
  test('a service, by its name: its endpoints, bounds and paths, and what went elsewhere', async () => {
    const run = await found(world, '--to', 'f exchange', '--convention', 'fifo,haircut');
    // First in, first out: A pays E the first 30 of S's 60, B the other 30 and 20 of X's; B pays F the first 20.
    expect(run.entities?.map(({ entity, amounts }) => [entity, amounts.fifo])).toEqual([
      ['F Exchange', { USD: '20' }],
    ]);
    expect(run.endpoints?.map(({ address }) => address)).toEqual(['F']);
    expect(run.paths?.map(({ amount, hops }) => [amount, hops.map(({ to }) => to)])).toEqual([
      ['20', ['A', 'B', 'F']],
    ]);
    // E: 30 through A, 7 straight, and B's next 5, which are still S's.
    expect(run.to).toMatchObject({ name: 'f exchange', isMet: true, elsewhere: { fifo: { USD: '42' } } });
    const row = run.statement?.find(({ convention }) => convention === 'fifo');
    expect([row?.injected, row?.endpoints, row?.held, row?.residual]).toEqual(['67', '62', '5', '0']);
    expect(run.sensitivity?.entities.map(({ entity }) => entity)).toEqual(['F Exchange']);
  });

  test('a wallet, which then ends the trace', async () => {
    const run = await found(world, '--to', 'B');
    expect(
      run.endpoints?.map(({ address, category, amounts, bounds }) => [
        address,
        category,
        amounts.fifo,
        bounds,
      ]),
    ).toEqual([
      // E's 30 take at most 30 of the 60 that are S's; of the 70 left 40 are X's, so that at least 10 of B's 50 are not.
      ['B', 'wallet', { USD: '30' }, { USD: { least: '10', most: '50', mostFollowed: '50' } }],
    ]);
    expect(run.summary?.[0]).toContain('30 USD (44.7 %) reached B by 1 path');
    expect(run.summary?.[0]).toContain('37 (55.2 %) reached other services');
  });

  test('a service that was not reached: none of it, in words', async () => {
    const { out } = await asked(world, '--to', 'G Exchange');
    expect(out.split('\n')[0]).toContain(
      'none of it reached G Exchange, which this run met nowhere: check the name',
    );
    const met = await asked(['X>A 1', 'A>G 1', ...world], '--to', 'G Exchange');
    expect(met.out.split('\n')[0]).toContain('none of it reached G Exchange;');
  });
});

test('a seed is no target: what comes back to it is “returned”', async () => {
  const { code, err } = await asked(world, '--to', 'S');
  expect([code, err]).toEqual([2, expect.stringContaining('--to does not take "S"')]);
});

test('trace path is the same question, and says so in its command', async () => {
  const files = ['--ledger', listOf(world), '--labels', exchangeLabels, '--min-value', '0', '--quiet'];
  const path = await cli(['path', 'S', 'F', ...files, '--json']);
  const to = await cli(['S', '--to', 'F', ...files, '--json']);
  const { command, ...same } = JSON.parse(path.out) as ResultJson;
  const { command: _, ...asked } = JSON.parse(to.out) as ResultJson;
  expect(JSON.stringify(same)).toBe(JSON.stringify(asked));
  expect(command).toMatch(/^trace path S F --ledger/);
  expect(resultSchema.parse(JSON.parse(path.out)).runs[0]?.paths.map(({ amount }) => amount)).toEqual(['20']);
  const text = await cli(['path', 'S', 'F', ...files]);
  expect(text.out).toContain('trace path S F --ledger');
});

test('trace path refuses a secret in either place', async () => {
  const { code, err } = await cli(['path', 'S', 'a'.repeat(64), '--ledger', listOf(world)]);
  expect([code, err]).toEqual([2, expect.stringContaining('[secret-pasted]')]);
});

test('a seed that is a service by its label is told to be none, and what comes back to it is returned', async () => {
  const files = ['--ledger', listOf(['E>A 10', 'A>E 4', 'A>F 6']), '--labels', exchangeLabels, '--quiet'];
  const { out } = await cli(['E', '--json', ...files]);
  const [run] = resultSchema.parse(JSON.parse(out)).runs;
  expect(run?.summary[0]).toBe(
    'E is itself named E Exchange [exchange]; as a seed it is no endpoint, and what comes back to it counts as returned.',
  );
  expect(run?.entities.map(({ entity }) => entity)).toEqual(['F Exchange']);
  expect(run?.returned.amounts.fifo).toEqual({ USD: '4' });
  expect(run?.summary[1]).toContain('6 USD left E');
});
