// `--prices FILE` on a world that is added up by hand.
//
//   S → E 3 TOK at 1,000,000, price 0.335 of that second     3 × 0.335 = 1.005, half up 1.01
//   S → E 10 TOK at 1,090,000, price 2 of 100 s later        20.00; with it E has 21.01
//   S → E 5 GEM at 1,000,000                                 no price of GEM: 5 stay GEM
//   S → F 7 TOK at 5,000,000, nearest price 45 days before   no price
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import type { SourcesJson } from '../../src/report/sources/schema.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-prices-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ledger = file(
  'transfers.csv',
  `chain,tx,height,time,order,from,to,asset,amount,decimals
demo,t1,1,1000000,0,S,E,TOK,3,0
demo,t2,1,1000000,1,S,E,GEM,5,0
demo,t3,2,1090000,0,S,E,TOK,10,0
demo,t4,3,5000000,0,S,F,TOK,7,0
`,
);
const labels = file(
  'labels.csv',
  'chain,address,name,category,source\ndemo,E,Desk,exchange,me\ndemo,F,Other,exchange,me\n',
);
const PRICES = `asset,time,price,currency,source
TOK,1000000,0.335,USD,Paper
TOK,1090100,2,usd,
TOK,1000000,99,EUR,
`;
const prices = file('prices.csv', PRICES);
const asked = ['S', '--ledger', ledger, '--labels', labels, '--min-value', '0'];

test('each transfer counts at the price nearest to it, and what has none stays in its asset', async () => {
  const { code, out } = await cli([...asked, '--prices', prices, '--json', '--convention', 'fifo,poison']);
  expect(code).toBe(0);
  const { prices: told, statement, endpoints } = JSON.parse(out) as ResultJson;
  expect(told).toMatchObject({
    currency: 'USD',
    source: 'prices.csv',
    prices: [
      { asset: 'GEM', time: 1_000_000, missing: 'prices.csv has no price of it' },
      {
        asset: 'TOK',
        time: 1_000_000,
        price: '0.335',
        source: 'Paper (prices.csv)',
        given: 1_000_000,
        apart: 0,
      },
      { asset: 'TOK', time: 1_090_000, price: '2', source: 'prices.csv', given: 1_090_100, apart: 100 },
      {
        asset: 'TOK',
        time: 5_000_000,
        missing: 'prices.csv has no price of it within a day of the transfer',
      },
    ],
  });
  const desk = {
    fifo: {
      TOK: { value: '21.01', transfers: 2 },
      GEM: { value: '0.00', transfers: 1, unpriced: { transfers: 1, amount: '5' } },
    },
  };
  const other = { fifo: { TOK: { value: '0.00', transfers: 1, unpriced: { transfers: 1, amount: '7' } } } };
  expect(told?.entities).toEqual(
    expect.arrayContaining([
      { entity: 'Desk', values: desk },
      { entity: 'Other', values: other },
    ]),
  );
  expect(told?.endpoints.find(({ address }) => address === 'E')?.values).toEqual(desk);
  // Neither the statement nor the exact amounts know of prices.
  const plain = JSON.parse(
    (await cli([...asked, '--json', '--convention', 'fifo,poison'])).out,
  ) as ResultJson;
  expect(statement).toEqual(plain.statement);
  expect(endpoints).toEqual(plain.endpoints);
});

test('says so in the first sentences and beside each endpoint, and again from the JSON in every form', async () => {
  const { out } = await cli([...asked, '--prices', prices]);
  const flat = out.replace(/\s+/g, ' ');
  expect(flat).toContain('Desk at least 21.01 USD (one transfer of GEM without a price)');
  expect(flat).toContain('Other no value (one transfer of TOK without a price)');
  expect(flat).toContain('at most 1 min 40 s from their transfers, each value rounded half up to hundredths');
  expect(flat).toContain('at the prices of its arrivals: 21.01 USD');
  const all = ['--sensitivity', '--flows'];
  const kept = join(folder, 'kept.json');
  await cli([...asked, '--prices', prices, ...all, '--json', '-o', kept]);
  for (const format of ['text', 'json', 'csv', 'md', 'html'] as const) {
    const direct = join(folder, `direct.${format}`);
    const again = join(folder, `again.${format}`);
    await cli([...asked, '--prices', prices, ...all, '--format', format, '-o', direct]);
    await cli(['report', kept, '--format', format, '-o', again]);
    expect(readFileSync(again, 'utf8'), format).toBe(readFileSync(direct, 'utf8'));
  }
  const table = readFileSync(join(folder, 'direct.csv'), 'utf8').split('\n');
  const [header = '', ...lines] = table.map((line) => line.split(','));
  const valued = lines
    .filter((cells) => cells[1]?.startsWith('value') && cells[3] === 'fifo')
    .map((cells) => Object.fromEntries(cells.map((cell, index) => [header[index], cell])));
  expect(valued).toMatchObject([
    { line: 'value-unpriced', asset: 'GEM', amount: '5', entity: 'Desk', reason: 'no price' },
    { line: 'value-unpriced', asset: 'TOK', amount: '7', entity: 'Other', reason: 'no price' },
    { line: 'value', asset: 'USD', decimals: '2', amount: '2101', entity: 'Desk', reason: 'of TOK' },
  ]);
  for (const format of ['md', 'html'])
    expect(readFileSync(join(folder, `direct.${format}`), 'utf8'), format).toContain('21.01 USD');
});

test('in another currency only rows of that currency count', async () => {
  const { out } = await cli([...asked, '--prices', prices, '--currency', 'EUR', '--json']);
  const { prices: told } = JSON.parse(out) as ResultJson;
  // 3 × 99 = 297.00, but 10 TOK came 25 h later.
  expect(told?.entities.find(({ entity }) => entity === 'Desk')?.values.fifo?.TOK).toEqual({
    value: '297.00',
    transfers: 2,
    unpriced: { transfers: 1, amount: '10' },
  });
});

test('stablecoins are 1 only where the user says so, and the report repeats it', async () => {
  const list = file(
    'usdt.csv',
    'chain,tx,height,time,order,from,to,asset,amount,decimals\ndemo,t1,1,1000000,0,S,E,USDT,1234,0\n',
  );
  const argv = ['S', '--ledger', list, '--labels', labels, '--prices', prices];
  expect((await cli(argv)).out.replace(/\s+/g, ' ')).toContain('Desk no value (one transfer of USDT');
  const { out } = await cli([...argv, '--stablecoins-at-one']);
  const flat = out.replace(/\s+/g, ' ');
  expect(flat).toContain(
    'Desk 1,234.00 USD. Stablecoins are taken as 1 USD, as asked (--stablecoins-at-one)',
  );
  const euro = await cli([...argv, '--stablecoins-at-one', '--currency', 'EUR']);
  expect(euro.code).toBe(2);
});

test('a bundle holds the prices, and its replay gives the same bytes', async () => {
  const bundle = join(folder, 'out.trace.zip');
  expect((await cli([...asked, '--prices', prices, '--bundle', bundle, '--json'])).code).toBe(0);
  const { code, out } = await cli(['verify', bundle]);
  expect(code).toBe(0);
  expect(out.replace(/\s+/g, ' ')).toContain('the result is the same, byte for byte');
});

describe('is refused', () => {
  test('a file with broken rows, each named by its line, and nothing of it is used', async () => {
    const broken = file(
      'broken.csv',
      'asset,time,price,currency\nTOK,1000000,-1,\nTOK,yesterday,1,\n,1000000,1,\nTOK,1000000,1.5,Dollar\nTOK,1000000,2,\nTOK,1000000,3,\nTOK,1000000\n',
    );
    const { code, err } = await cli([...asked, '--prices', broken]);
    expect(code).toBe(2);
    for (const said of [
      'line 2: its price is no positive decimal',
      'line 3: its time is none',
      'line 4: its asset is empty',
      'line 5: its currency is not of three letters',
      'line 7: line 6 has another price of the same asset and time',
      'line 8: it has 2 cells under a header of 4',
    ])
      expect(err).toContain(said);
  });

  test.each([
    ['a currency without prices', ['--currency', 'USD']],
    ['stablecoins at one without prices', ['--stablecoins-at-one']],
    ['a service beside a transfer list', ['--prices', 'defillama']],
  ])('%s', async (_what, more) => {
    expect((await cli([...asked, ...more])).code).toBe(2);
  });
});

describe('wherever what reached somebody is asked', () => {
  const accounts = file('accounts.csv', 'account,address,chain\ncustomer,E,demo\n');
  const valuesOf = async (...argv: string[]): Promise<ResultJson['prices']> => {
    const { code, out } = await cli([...argv, '--prices', prices, '--json']);
    expect(code).toBe(0);
    return (JSON.parse(out) as ResultJson).prices;
  };
  const from = ['--ledger', ledger, '--labels', labels, '--min-value', '0'];
  const TOK = { value: '21.01', transfers: 2 };

  test('a path tells the value of its end alone, and asks for no price of another', async () => {
    const told = await valuesOf('path', 'S', 'E', ...from);
    expect(told?.entities.map(({ entity, values }) => [entity, values.fifo?.TOK])).toEqual([['E', TOK]]);
    expect(told?.prices.map(({ asset, time }) => `${asset} ${time}`)).toEqual([
      'GEM 1000000',
      'TOK 1000000',
      'TOK 1090000',
    ]);
  });

  test('an account of --accounts has one under its name', async () => {
    const told = await valuesOf('exposure', 'S', '--accounts', accounts, ...from);
    expect(told?.entities.find(({ entity }) => entity === 'customer')?.values.fifo?.TOK).toEqual(TOK);
  });

  // A gets 30 TOK of S (scam) at 0.335 and 10 of C at 1,000,000 too: 10.05 and 3.35, 13.40 together. It pays E 20 TOK at 2, 40.00:
  // fifo all S's, haircut 20 · 30 / 40 = 15 of S, 30.00, and 5 of C, 10.00. S pays E 3 GEM, which has no price.
  const upstream = file(
    'upstream.csv',
    `chain,tx,height,time,order,from,to,asset,amount,decimals
demo,u1,1,1000000,0,S,A,TOK,30,0
demo,u2,1,1000000,1,C,A,TOK,10,0
demo,u3,1,1000000,2,S,E,GEM,3,0
demo,u4,2,1090000,0,A,E,TOK,20,0
`,
  );
  const scam = file(
    'scam.csv',
    'chain,address,name,category,source\ndemo,S,Fraud,scam,court\ndemo,C,Coins,exchange,me\n',
  );
  const back = ['--ledger', upstream, '--labels', scam, '--min-value', '0', '--prices', prices];

  test('what an account received has one, with what of it came from whom', async () => {
    const { out } = await cli(['account', 'E', ...back, '--json']);
    const { accounts } = JSON.parse(out) as { accounts: { sources: SourcesJson; summary: string[] }[] };
    const told = accounts[0]?.sources.prices;
    const gem = { GEM: { value: '0.00', transfers: 1, unpriced: { transfers: 1, amount: '3' } } };
    expect(told?.received).toEqual({ ...gem, TOK: { value: '40.00', transfers: 1 } });
    expect(told?.entities.map(({ entity, values }) => [entity, values.fifo, values.haircut])).toEqual([
      [
        'Fraud',
        { ...gem, TOK: { value: '40.00', transfers: 1 } },
        { ...gem, TOK: { value: '30.00', transfers: 1 } },
      ],
      ['Coins', undefined, { TOK: { value: '10.00', transfers: 1 } }],
    ]);
    expect(told?.flagged?.haircut).toEqual({ ...gem, TOK: { value: '30.00', transfers: 1 } });
    expect(accounts[0]?.summary.join(' ')).toContain(
      'at least 40.00 USD (one transfer of GEM without a price) arrived; of it (fifo) at least 40.00 USD (one transfer of GEM without a price) from Fraud; at least 40.00 USD (one transfer of GEM without a price) from flagged wallets.',
    );
  });

  test.each(['account', 'backward'])('and a kept result tells it again: %s', async (kind) => {
    const argv = kind === 'account' ? ['account', 'E', ...back] : ['E', '--backward', ...back];
    const kept = join(folder, `${kind}.json`);
    await cli([...argv, '--json', '-o', kept]);
    for (const format of ['text', 'json', 'csv', 'md', 'html']) {
      const direct = await cli([...argv, '--format', format]);
      expect(direct.code).toBe(0);
      expect({ format, out: (await cli(['report', kept, '--format', format])).out }).toEqual({
        format,
        out: direct.out,
      });
      if (format !== 'csv') expect(direct.out).toContain('40.00 USD');
    }
  });

  test('upstream, --min-value may be of their currency too', async () => {
    // All that A could have passed on is 20 TOK at 2; nobody asks C or S, who are named.
    const { out } = await cli([...['E', '--backward'], ...back, '--min-value', '40.01usd', '--json']);
    const { sources } = JSON.parse(out) as { sources: SourcesJson[] };
    expect(sources[0]?.sources.map(({ address, reason }) => [address, reason]).sort()).toEqual([
      ['A', 'below-min-value'],
      ['S', undefined],
    ]);
    const enough = await cli([...['E', '--backward'], ...back, '--min-value', '40usd', '--json']);
    const found = (JSON.parse(enough.out) as { sources: SourcesJson[] }).sources[0];
    expect(found?.sources.map(({ address }) => address).sort()).toEqual(['C', 'S']);
  });

  test('a case names the file beside case.yaml', async () => {
    const folder2 = join(folder, 'case');
    cpSync('fixtures/cases/colonial', folder2, { recursive: true });
    const yaml = join(folder2, 'case.yaml');
    const text = readFileSync(yaml, 'utf8');
    writeFileSync(yaml, text.replace(/^runs:/m, 'options:\n  prices: mine.csv\nruns:'));
    const days = Array.from({ length: 60 }, (_, n) => `bitcoin,${1_619_827_200 + 86_400 * n},100,USD\n`);
    writeFileSync(join(folder2, 'mine.csv'), `asset,time,price,currency\n${days.join('')}`);
    const { out, err } = await cli(['run', folder2, '--json']);
    expect(err).not.toContain('error');
    const seizure = (JSON.parse(out) as ResultJson).runs.find(({ name }) => name === 'seizure');
    // Of the coin 61.46816619 BTC reach the seizure under fifo (expected/seizure.json), at 100 each.
    expect(seizure?.prices?.prices.map((row) => [row.time > 1_622_000_000, row.source])).toEqual([
      [true, 'mine.csv'],
    ]);
    expect(Object.values(seizure?.prices?.entities[0]?.values.fifo ?? {})).toEqual([
      { value: '6146.82', transfers: 1 },
    ]);
  });
});
