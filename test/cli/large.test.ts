// Lists longer than the stack is deep (about 125,000 arguments of one call): what is handled as a whole must not be spread
// over one. Counts and sums are those of the loop that writes the file.
import { expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { written } from '../support/listed.ts';

const MANY = 200_001;
const HEADER = 'chain,tx,height,time,order,from,to,asset,amount,decimals\n';

function manyRows(row: (n: number) => string): string {
  return Array.from({ length: MANY }, (_, n) => row(n)).join('\n');
}

const payments = written(
  'payments.csv',
  `${HEADER}${manyRows((n) => `demo,t${n},${n},${1_600_000_000 + n},0,S,E,USD,1,0`)}\n`,
);
const exchange = 'chain,address,name,category,source\ndemo,E,E Exchange,exchange,test\n';

async function traced(...argv: readonly string[]): Promise<RunJson> {
  const { code, out, err } = await cli([...argv, '--min-value', '0', '--json', '--quiet']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as RunJson;
}

test('an endpoint with 200,001 arrivals is reported whole', async () => {
  const labels = written('labels.csv', exchange);
  const { endpoints, statement, pathsLeftOut, paths } = await traced(
    ...['S', '--ledger', payments, '--labels', labels, '--convention', 'fifo,poison'],
  );
  expect(endpoints.map(({ amounts, arrivals, bounds }) => ({ amounts, arrivals, bounds }))).toEqual([
    {
      amounts: { fifo: { USD: '200001' }, poison: { USD: '200001' } },
      arrivals: { USD: { transfers: MANY, first: 1_600_000_000, last: 1_600_200_000 } },
      bounds: { USD: { least: '200001', most: '200001', mostFollowed: '200001' } },
    },
  ]);
  expect(statement.map(({ endpoints: at, residual }) => [at, residual])).toEqual([['200001', '0']]);
  expect(pathsLeftOut + paths.length).toBe(MANY);
}, 60_000);

test('200,000 transfers above the as-of block are counted as pending', async () => {
  const { pending } = await traced('S', '--ledger', payments, '--as-of', '0');
  expect(pending.length).toBe(MANY - 1);
}, 60_000);

test('a label file of 200,001 rows is taken whole', async () => {
  const labels = written(
    'labels.csv',
    `${exchange}${manyRows((n) => `demo,W${n},Somebody ${n},personal,test`)}\n`,
  );
  const list = written('list.csv', `${HEADER}demo,t1,1,1600000000,0,S,E,USD,10,0\n`);
  const { endpoints } = await traced('S', '--ledger', list, '--labels', labels);
  expect(endpoints.map(({ entity }) => entity)).toEqual(['E Exchange']);
}, 60_000);
