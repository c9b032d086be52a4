// Inferred deposit addresses in a trace: an endpoint of their exchange, called inferred wherever they stand, never evidence
// for another, and gone with `--deposits off`.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-deposits-'));

/** `hour from to amount`, in USD; each line is a transaction. */
const PAYMENTS = [
  '0 seed account 100',
  '1 account hot 100',
  '2 seed courier 30',
  '3 courier account 30',
  '4 account hot 30',
  '5 seed courier 20',
  '6 courier account 20',
  '7 account hot 20',
  '8 seed twice 7',
  '9 twice hot 7',
];

function list(payments: readonly string[]): string {
  const file = join(mkdtempSync(join(folder, 'list-')), 'list.csv');
  const rows = payments.map((line, index) => {
    const [hour, from, to, amount] = line.split(' ');
    return `example,t${index},${index + 1},${1_700_000_000 + Number(hour) * 3600},1,${from},${to},USD,${amount}`;
  });
  writeFileSync(file, ['chain,tx,height,time,order,from,to,asset,amount', ...rows, ''].join('\n'));
  return file;
}

const labels = join(folder, 'labels.csv');
writeFileSync(
  labels,
  'chain,address,entity,category,source,tier\nexample,hot,Alpha,exchange,https://example.org,curated\n',
);

async function traced(payments: readonly string[], ...more: readonly string[]) {
  const argv = [
    'seed',
    '--ledger',
    list(payments),
    '--labels',
    labels,
    '--min-value',
    '0',
    '--quiet',
    ...more,
  ];
  const { code, out, err } = await cli(argv);
  expect([code, err]).toEqual([0, '']);
  return out;
}

async function found(payments: readonly string[], ...more: readonly string[]) {
  const { runs } = resultSchema.parse(JSON.parse(await traced(payments, ...more, '--json')));
  return runs[0] as (typeof runs)[number];
}

/** By service, what reached it under fifo. */
async function reached(payments: readonly string[], ...more: readonly string[]) {
  const { entities } = await found(payments, ...more);
  return Object.fromEntries(entities.map(({ entity, amounts }) => [entity, amounts.fifo?.USD]));
}

test('is at its exchange and not at one of its wallets, and its exchange is asked for by its name', async () => {
  const wallets = join(folder, 'wallets.csv');
  const rows = ['hot,Alpha 14', 'hot2,Alpha: Hot Wallet', 'other,Alphabet 2'].map((row) => `${row},exchange`);
  writeFileSync(
    wallets,
    `chain,address,entity,category,source\n${[...rows, 'thief,Alpha (fake),phishing'].map((row) => `example,${row},test`).join('\n')}\n`,
  );
  // Two addresses of customers, swept into two wallets; 1 straight to each wallet, 2 to another exchange, and 3 to
  // somebody who goes by its name.
  const payments = [
    ...['0 seed first 10', '1 first hot 10', '2 seed first 5', '3 first hot 5'],
    ...['4 seed second 7', '5 second hot2 7', '6 seed second 8', '7 second hot2 8'],
    ...['8 seed hot 1', '9 seed hot2 1', '10 seed other 2', '11 seed thief 3'],
  ];
  const about = async (...more: readonly string[]) => {
    const argv = ['seed', '--ledger', list(payments), '--labels', wallets, '--min-value', '0', '--quiet'];
    const { out } = await cli([...argv, ...more, '--json']);
    const [run] = resultSchema.parse(JSON.parse(out)).runs;
    return Object.fromEntries(run?.entities.map(({ entity, amounts }) => [entity, amounts.fifo?.USD]) ?? []);
  };
  const alpha = { 'inferred deposit at Alpha': '30', 'Alpha 14': '1', 'Alpha: Hot Wallet': '1' };
  expect(await about()).toEqual({ ...alpha, 'Alphabet 2': '2' });
  expect(await about('--to', 'alpha')).toEqual(alpha);
  expect(await about('--to', 'Alpha 14')).toEqual({ 'Alpha 14': '1' });
});

describe('an inferred deposit address', () => {
  test('ends the trace as an endpoint of its exchange; the courier who feeds it is none', async () => {
    // 100 straight, 30 and 20 by the courier; the wallet that passed on once stays a wallet.
    expect(await reached(PAYMENTS)).toEqual({ 'inferred deposit at Alpha': '150', Alpha: '7' });
    const { endpoints, deposits } = await found(PAYMENTS);
    expect(endpoints.map(({ address, category, labels }) => [address, category, labels[0]?.role])).toEqual([
      ['account', 'deposit', 'deposit'],
      ['hot', 'exchange', undefined],
    ]);
    // Every sweep an hour after its receipt: 1 − ½·3600/41760 = 0.956…
    expect(deposits).toMatchObject([
      {
        address: 'account',
        inferred: true,
        exchange: 'Alpha',
        source: 'https://example.org',
        confidence: 0.95,
        parameters: { within: 41_760, left: '0.01', sweeps: 2 },
        sweeps: [
          { tx: 't1', amount: '100', to: { address: 'hot' }, waited: 3600, receipts: 1, left: '0' },
          { tx: 't4', amount: '30' },
          { tx: 't7', amount: '20' },
        ],
      },
    ]);
  });

  test('is called inferred in every form in which it stands', async () => {
    const text = await traced(PAYMENTS);
    expect(text).toContain('150 USD (95.5 %, 100 of it directly) reached inferred deposit at Alpha');
    expect(text).toContain('Inferred deposit addresses');
    expect(text).toContain('sweep t1: 100 USD to hot');
    expect(text).toContain('at least 2 sweeps, each within 41760 s');
    const csv = await traced(PAYMENTS, '--format', 'csv');
    const rows = csv.split('\n').filter((line) => line.includes(',account,'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain('inferred deposit at Alpha,deposit');
    for (const format of ['dot', 'graphml', 'gexf', 'mermaid', 'svg', 'csv-nodes']) {
      const out = await traced(PAYMENTS, '--format', format);
      const lines = out.split('\n').filter((line) => line.includes('Alpha'));
      expect(lines.filter((line) => line.includes('inferred')).length, format).toBeGreaterThan(0);
    }
  });

  test('stands on the page and in the document with its sweeps, its confidence and the numbers it rests on', async () => {
    for (const format of ['html', 'md']) {
      const out = await traced(PAYMENTS, '--format', format);
      for (const part of [
        'Inferred deposit addresses',
        'account on example: inferred deposit at Alpha, confidence 0.95',
        'sweep t7: 20 USD to hot',
        'at least 2 sweeps, each within 41760 s',
      ])
        expect([format, out.replaceAll('\\', '')]).toEqual([format, expect.stringContaining(part)]);
    }
  });

  test('is called inferred where a long name is cut short', async () => {
    const long = join(folder, 'long.csv');
    writeFileSync(
      long,
      `chain,address,entity,category,source\nexample,hot,${'An exchange with a name '.repeat(9)},exchange,test\n`,
    );
    const argv = ['seed', '--ledger', list(PAYMENTS), '--labels', long, '--min-value', '0', '--quiet'];
    const { out } = await cli(argv, { outIsTerminal: true, columns: 100 });
    const named = out.split('\n').filter((line) => line.includes(' account ') && line.includes('exch'));
    expect(named.length).toBeGreaterThan(1);
    for (const line of named) expect(line).toContain('inferred deposit at');
  });

  test('is left out with --deposits off, and then nothing says inferred', async () => {
    const { entities, deposits, options } = await found(PAYMENTS, '--deposits', 'off');
    expect(entities.map(({ entity, amounts }) => [entity, amounts.fifo?.USD])).toEqual([['Alpha', '157']]);
    expect([deposits, options.deposits]).toEqual([undefined, 'off']);
    expect(await traced(PAYMENTS, '--deposits', 'off')).not.toMatch(/inferred deposit/i);
  });

  test('is passed through where --follow says so', async () => {
    expect(await reached(PAYMENTS, '--follow', 'account')).toEqual({ Alpha: '157' });
  });

  test('is among what reaches its exchange with --to', async () => {
    expect(await reached(PAYMENTS, '--to', 'Alpha')).toEqual({
      'inferred deposit at Alpha': '150',
      Alpha: '7',
    });
  });

  test('goes by the numbers that it is asked with', async () => {
    expect(await reached(PAYMENTS, '--deposit-sweeps', '1')).toEqual({ 'inferred deposit at Alpha': '157' });
    expect(await reached(PAYMENTS, '--deposit-sweeps', '4')).toEqual({ Alpha: '157' });
    expect(await reached(PAYMENTS, '--deposit-within', '3599')).toEqual({ Alpha: '157' });
  });
});

test('a seed is none, whatever it does: it is asked where its money went', async () => {
  const payments = ['0 x seed 5', '1 seed hot 5', '2 x seed 6', '3 seed hot 6'];
  expect(await reached(payments)).toEqual({ Alpha: '11' });
});

test('what a courier chain ends in is one inference, however often the walk is made anew', async () => {
  // Each passes on all to the next, twice; only the last pays the exchange.
  const payments = [0, 10].flatMap((hour) => [
    `${hour} seed first 5`,
    `${hour + 1} first second 5`,
    `${hour + 2} second last 5`,
    `${hour + 3} last hot 5`,
  ]);
  const { deposits } = await found(payments);
  expect(deposits?.map(({ address }) => address)).toEqual(['last']);
});

test('the sums of a run still add up, with and without', async () => {
  for (const mode of ['on', 'off']) {
    const { statement } = await found(PAYMENTS, '--deposits', mode, '--convention', 'all');
    expect(statement.map(({ injected, endpoints, residual }) => [injected, endpoints, residual])).toEqual(
      Array.from({ length: 6 }, () => ['157', '157', '0']),
    );
  }
});

test('numbers that are none, or beside --deposits off, are refused', async () => {
  const refused = [
    ['--deposit-within', 'soon'],
    ['--deposit-left', '-1'],
    ['--deposit-sweeps', '0'],
    ['--deposits', 'off', '--deposit-within', '60'],
  ];
  for (const flags of refused) {
    const { code, err } = await cli(['seed', '--ledger', list(PAYMENTS), ...flags]);
    expect([flags, code]).toEqual([flags, 2]);
    expect(err).toContain('bad-option');
  }
});
