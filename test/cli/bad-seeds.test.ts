// Seeds that cannot be meant, or that there is nothing to say of (issue 3, "Bad input"): each has an answer in words. Claims
// of a file are claims.test.ts and test/trace/claims; texts that are no address are bad-input.test.ts.
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { exchangeLabels, written } from '../support/listed.ts';

const HEADER = 'chain,tx,height,time,order,from,to,asset,amount,decimals';

/** `from,to,amount` a row, an hour apart. */
function run(rows: readonly string[], ...argv: readonly string[]): Promise<CliResult> {
  const lines = rows.map((row, n) => {
    const [from, to, amount] = row.split(',');
    return `demo,t${n + 1},${n + 1},${1_600_000_000 + n * 3600},0,${from},${to},USD,${amount},2`;
  });
  const list = written('list.csv', `${[HEADER, ...lines].join('\n')}\n`);
  return cli([
    ...argv,
    '--ledger',
    list,
    '--labels',
    exchangeLabels,
    '--min-value',
    '0',
    '--json',
    '--quiet',
  ]);
}

async function resultOf(rows: readonly string[], ...argv: readonly string[]): Promise<ResultJson> {
  const { code, out, err } = await run(rows, ...argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ResultJson;
}

async function refusalOf(rows: readonly string[], ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await run(rows, ...argv);
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err).toMatch(/^ {2}next: \S/m);
  return err;
}

describe('a wallet', () => {
  test('that the chain does not know is said to be in no transfer, which is no result of nothing', async () => {
    const { summary, endpoints } = await resultOf(['S,E,10'], 'Nobody');
    expect(summary).toEqual(['Nobody takes part in no transfer up to the as-of block: check the address.']);
    expect(endpoints).toEqual([]);
  });

  test('that the chain does not know, beside one that it does: both are told', async () => {
    const { summary } = await resultOf(['S,E,10'], 'S', 'Nobody');
    expect(summary).toEqual([
      'Nobody takes part in no transfer up to the as-of block: check the address.',
      expect.stringMatching(/^10 USD left 1 wallet; 10 USD \(100\.0 %/),
    ]);
  });

  test('that sent nothing in the window is told so', async () => {
    const { summary } = await resultOf(['S,E,10'], 'S', '--since', '2021-01-01');
    expect(summary).toEqual(['Nothing left S in the window asked for.']);
  });

  test('named twice is one', async () => {
    const { seeds, summary } = await resultOf(['S,E,10'], 'S', 'S', 'demo:S');
    expect(seeds?.map(({ injected }) => injected)).toEqual([{ USD: '1000' }]);
    expect(summary?.[0]).toMatch(/^10 USD left S;/);
  });

  test('that paid more than its history shows has a gap with the amount that is missing', async () => {
    const { gaps, endpoints } = await resultOf(['S,A,10', 'A,E,15'], 'S');
    expect(gaps?.map(({ code, address, amount }) => [code, address, amount])).toEqual([
      ['shortage', 'A', '500'],
    ]);
    // The missing 5 are clean and oldest: fifo pays them first.
    expect(endpoints?.[0]?.amounts.fifo).toEqual({ USD: '1000' });
  });
});

describe('a payment', () => {
  test('named in two ways is refused, with both names and the transfer', async () => {
    expect(await refusalOf(['V,A,10'], '--tx', 't1', '--tx', 't1:0')).toMatch(
      /\[seed-claimed-twice\]\n {2}list:demo\/t1\n {2}list:demo\/t1:0\n {2}claimed 2000 of the 1000 base units of t1\/row\//,
    );
  });

  test('that its transaction does not make is refused with those that it makes', async () => {
    expect(await refusalOf(['V,A,10'], '--tx', 't1:3')).toMatch(
      /makes no payment number 3\. \[seed-unknown\]\n {2}:0 {2}1000 of USD/,
    );
  });

  test('into an exchange that is itself a wallet seed is two questions: absorbed in one, the source of the other', async () => {
    const { runs } = await resultOf(['V,E,10', 'E,F,4'], 'E', '--tx', 't1');
    expect(runs.map(({ question, endpoints }) => [question, endpoints.map(({ entity }) => entity)])).toEqual([
      ['wallets', ['F Exchange']],
      ['payments', ['E Exchange']],
    ]);
  });
});

describe('an amount of a list', () => {
  test.each([
    ['negative', 'V,A,-10', /amount "-10" is negative/],
    ['finer than its asset', 'V,A,10.005', /amount "10\.005" is finer than the 2 decimals of its row/],
    ['no number', 'V,A,ten', /amount "ten" is no decimal number/],
  ])('that is %s refuses the list by line', async (_, row, why) => {
    const err = await refusalOf(['S,E,10', row], 'S');
    expect(err).toMatch(/\[bad-ledger-row\]/);
    expect(err).toMatch(/line 3/);
    expect(err).toMatch(why);
  });
});
