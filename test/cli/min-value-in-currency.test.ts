// `--min-value` in the currency of `--prices`: each receipt at the price of its time, those of all assets of a place together.
//
//   TOK is 1 USD at 1,000,000, 0.5 at 2,000,000 and 3 at 3,000,000; GEM is 50 at 1,000,000; NOP has no price.
//   A 100 TOK at 1                 100.00   followed       D 150 TOK at 0.5    75.00   not
//   B 60 TOK at 1 and 1 GEM at 50  110.00   followed       F 50 TOK at 3      150.00   followed
//   C 99 TOK at 1                   99.00   not
//   U 10,000 NOP of 10,001, followed as by 0.1 %; V 1 NOP, not: that is less.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-min-value-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const receipts = [
  [1, 'A', 'TOK', 100],
  [1, 'B', 'TOK', 60],
  [1, 'B', 'GEM', 1],
  [1, 'C', 'TOK', 99],
  [1, 'U', 'NOP', 10_000],
  [1, 'V', 'NOP', 1],
  [2, 'D', 'TOK', 150],
  [3, 'F', 'TOK', 50],
] as const;
const rows = [
  ...receipts.map(([at, to, asset, amount], n) => `in${n},${at},${at}000000,${n},S,${to},${asset},${amount}`),
  ...receipts.map(
    ([, from, asset, amount], n) => `out${n},4,4000000,${n},${from},E${from},${asset},${amount}`,
  ),
];
const ledger = file(
  'transfers.csv',
  `chain,tx,height,time,order,from,to,asset,amount,decimals\n${rows.map((row) => `demo,${row},0\n`).join('')}`,
);
const places = [...new Set(receipts.map(([, to]) => `E${to}`))];
const labels = file(
  'labels.csv',
  `chain,address,name,category,source\n${places.map((at) => `demo,${at},${at},exchange,me\n`).join('')}`,
);
const prices = file(
  'prices.csv',
  'asset,time,price,currency\nTOK,1000000,1,USD\nTOK,2000000,0.5,USD\nTOK,3000000,3,USD\nGEM,1000000,50,USD\nTOK,4000000,1,USD\n',
);
const asked = ['S', '--ledger', ledger, '--labels', labels, '--prices', prices];

async function runOf(...more: string[]): Promise<RunJson> {
  const { code, out, err } = await cli([...asked, ...more, '--json', '--quiet']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as ResultJson).runs[0] as RunJson;
}

const namesOf = (run: RunJson): string[] => run.endpoints.map(({ address }) => address).sort();

test('a place is followed if all that it could have received is worth as much', async () => {
  const run = await runOf('--min-value', '100usd');
  expect(namesOf(run)).toEqual(['EA', 'EB', 'EF', 'EU']);
  expect(run.notFollowed.map(({ address, reason }) => [address, reason]).sort()).toEqual([
    ['C', 'below-min-value'],
    ['D', 'below-min-value'],
    ['V', 'below-min-value'],
  ]);
  expect(run.options.minValue).toBe('100USD');
  expect(namesOf(await runOf('--min-value', '75.01 USD'))).toEqual(['EA', 'EB', 'EC', 'EF', 'EU']);
  expect(namesOf(await runOf('--min-value', '75 usd'))).toEqual(['EA', 'EB', 'EC', 'ED', 'EF', 'EU']);
  expect(namesOf(await runOf('--min-value', '150.01usd'))).toEqual(['EU']);
});

test('what has no price is said, with what it was decided by', async () => {
  const { gaps } = await runOf('--min-value', '100usd');
  expect(gaps).toEqual([
    {
      code: 'price-unknown',
      chain: expect.any(String),
      asset: 'NOP',
      amount: '1',
      why: expect.stringContaining('(prices.csv has no price of it)'),
    },
  ]);
});

test('a kept result tells it again, and larger values are tried in the currency', async () => {
  const kept = join(folder, 'kept.json');
  const argv = [...asked, '--min-value', '50usd', '--sensitivity', '--flows'];
  await cli([...argv, '--json', '-o', kept]);
  for (const format of ['text', 'html', 'json', 'md']) {
    const direct = await cli([...argv, '--format', format]);
    expect((await cli(['report', kept, '--format', format])).out).toBe(direct.out);
  }
  const { runs } = JSON.parse(readFileSync(kept, 'utf8')) as ResultJson;
  const tried = runs[0]?.sensitivity?.tried.flatMap(({ minValue }) => minValue ?? []);
  expect(tried).toEqual(['500USD', '5000USD']);
});

test.each([
  ['without prices', ['S', '--ledger', ledger, '--min-value', '100usd'], '--prices beside it, in USD'],
  ['of another currency', [...asked, '--min-value', '100eur'], '--prices beside it, in EUR'],
  ['finer than hundredths', [...asked, '--min-value', '0.001usd'], 'an amount of a currency (100usd)'],
] as const)('is refused %s', async (_, argv, words) => {
  const { code, err } = await cli(argv);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
