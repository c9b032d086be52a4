// `--audit`: the file, its forms and what is refused; and one small ledger worked out by hand.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsOf, readAudit } from '../support/audit-checker.ts';
import { exampleLabels, exampleLedger } from '../support/audit-example.ts';
import { type CliResult, cli } from '../support/cli.ts';

const HEADER = 'chain,tx,height,time,order,from,to,asset,amount,decimals';

/** A ledger and its labels in a folder of their own, and the flags that name them. */
function posed(ledger: string, labels = exampleLabels): { folder: string; sources: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'trace-audit-'));
  writeFileSync(join(folder, 'ledger.csv'), ledger);
  writeFileSync(join(folder, 'labels.csv'), labels);
  const files = ['--ledger', join(folder, 'ledger.csv'), '--labels', join(folder, 'labels.csv')];
  return { folder, sources: [...files, '--min-value', '0', '--quiet'] };
}

/** `audit` is undefined where there is no file. */
async function audited(
  ledger: string,
  argv: readonly string[],
  { file = 'audit.txt', labels = exampleLabels } = {},
): Promise<CliResult & { readonly audit: string | undefined }> {
  const { folder, sources } = posed(ledger, labels);
  const path = join(folder, file);
  const done = await cli([...argv, ...sources, '--audit', path]);
  return { ...done, audit: existsSync(path) ? readFileSync(path, 'utf8') : undefined };
}

/** The account whose heading begins so, its entries in lines. */
function accountIn(text: string | undefined, heading: string): string[] {
  const found = text
    ?.trimEnd()
    .split('\n\n')
    .find((part) => part.startsWith(heading));
  return found?.split('\n').map((line) => line.trim()) ?? [];
}

describe('the example of docs/method.md, by hand', () => {
  // A has 10 clean, then 30 of S. First in, first out: B gets the 10 clean and 10 of S; E gets 15 of S; the last 5 of S go
  // to R and in the same transaction on to E. B pays 25 but had 20: 5 are missing, clean and oldest; E gets 10 of S.
  test('fifo: every sum of the wallet, of what is passed on, and of the shortage', async () => {
    const { code, audit } = await audited(exampleLedger, ['S']);
    expect(code).toBe(0);
    const sums = (heading: string) =>
      accountIn(audit, heading).filter((line) => /^(balance|tainted|sum)\b/.test(line));
    expect(sums('Wallet A, USD')).toEqual([
      'balance  0 + 10 = 10',
      'tainted  0 + 0 = 0',
      'balance  10 + 30 = 40',
      'tainted  0 + 30 = 30',
      'balance  40 − 20 = 20',
      'tainted  30 − 10 = 20',
      'balance  20 − 15 = 5',
      'tainted  20 − 15 = 5',
      'balance  5 − 5 = 0',
      'tainted  5 − 5 = 0',
    ]);
    expect(accountIn(audit, 'Wallet A, USD')).toContain(
      'From the pool: first in, first out, 10 clean (no. 1), 10 tainted (no. 2).',
    );
    // R is not explored: the list tells the whole of t5, and nothing of it stays there.
    expect(sums('Passing through R in t5')).toEqual([
      'balance  0 + 5 = 5',
      'tainted  0 + 5 = 5',
      'balance  5 − 5 = 0',
      'tainted  5 − 5 = 0',
    ]);
    expect(accountIn(audit, 'Passing through R in t5')).toContain(
      'From what came earlier in this same transaction (no. 1): all that is there, 5 tainted (no. 1).',
    );
    expect(sums('Wallet B, USD')).toEqual([
      'balance  0 + 20 = 20',
      'tainted  0 + 10 = 10',
      'balance  20 + 5 = 25',
      'tainted  10 + 0 = 10',
      'balance  25 − 25 = 0',
      'tainted  10 − 10 = 0',
    ]);
    expect(sums('Line endpoint, USD')).toEqual([
      'sum      0 + 15 = 15',
      'sum      15 + 5 = 20',
      'sum      20 + 10 = 30',
    ]);
    expect(accountIn(audit, 'Closing statement')).toEqual([
      'Closing statement of list:demo/S, USD, fifo',
      '+ injected  30',
      '− endpoint  30',
      '= left       0',
    ]);
  });

  // In proportion: of A's 40 30 are tainted, so of 20 paid 15; of 15 paid 15·15/20 = 11.25, so 11; of the last 5 all 4.
  test('haircut: the proportion with its numbers, to the nearest unit', async () => {
    const { audit } = await audited(exampleLedger, ['S', '--convention', 'haircut']);
    const rules = accountIn(audit, 'Wallet A, USD').filter((line) => line.startsWith('From'));
    expect(rules).toEqual([
      'From the pool: in proportion, 30 of 40 are tainted: 30 × 20 ÷ 40 = 15.',
      'From the pool: in proportion, 15 of 20 are tainted: 15 × 15 ÷ 20, to the nearest unit = 11.',
      'From the pool: all 5 that are there, 4 of them tainted.',
    ]);
  });

  test('the table has the same sums, and adds up', async () => {
    const { audit = '' } = await audited(exampleLedger, ['S'], { file: 'audit.CSV' });
    const rows = readAudit(audit);
    expect(faultsOf(rows)).toEqual([]);
    expect(
      rows
        .filter(({ kind, account }) => kind === 'wallet' && account === 'B')
        .map(({ no, event, balance_after, tainted_after, transfer }) => [
          no,
          event,
          balance_after,
          tainted_after,
          transfer?.split('/')[0],
        ]),
    ).toEqual([
      ['1', 'receipt', '20', '10', 't3'],
      ['2', 'shortage', '25', '10', ''],
      ['3', 'payment', '0', '0', 't6'],
      ['4', 'closing', '0', '0', ''],
    ]);
    const gaps = rows.filter(({ kind }) => kind === 'gap');
    expect(gaps.map(({ event, party, difference }) => [event, party, difference])).toEqual([
      ['shortage', 'B', '5'],
    ]);
  });
});

test('what passes through a wallet that was not explored has an account for that transaction alone', async () => {
  // A, then B have the most money and are explored; R is the third. Its 3 go on to B in the same transaction; of the 2
  // that it keeps nothing is known.
  const ledger = `${HEADER}
demo,t1,1,1600000000,0,S,A,USD,20,0
demo,t2,2,1600003600,0,A,B,USD,12,0
demo,t3,3,1600007200,0,A,R,USD,5,0
demo,t3,3,1600007200,1,R,B,USD,3,0
`;
  const { audit } = await audited(ledger, ['S', '--max-wallets', '2']);
  expect(accountIn(audit, 'Passing through R in t3').filter((line) => !line.startsWith('transfer'))).toEqual([
    'Passing through R in t3, USD on demo',
    '1. receipt from A, 2020-09-13 14:26:40Z, block 3',
    'balance  0 + 5 = 5',
    'tainted  0 + 5 = 5',
    'Came as 5 tainted.',
    '2. passed-on to B, 2020-09-13 14:26:40Z, block 3',
    'balance  5 − 3 = 2',
    'tainted  5 − 3 = 2',
    'From what came earlier in this same transaction (no. 1): first in, first out, 3 tainted (no. 1).',
    '3. not-followed to R, 2020-09-13 14:26:40Z, block 3',
    'balance  2 − 2 = 0',
    'tainted  2 − 2 = 0',
    'The place was not explored: this is left when the transaction is over, and is not followed.',
    'Ends with this transfer, in the line: not-followed:wallet-limit',
  ]);
});

test('of very many small receipts a payment is told in sums that a cell can hold, with how many runs they are', async () => {
  // 450 receipts of 1 by turns, S first: 225 of S, 225 of X. A pays 440: 220 and 220, in 440 runs.
  const receipts = Array.from(
    { length: 450 },
    (_, index) =>
      `demo,r${index},${index + 1},${1_600_000_000 + index},0,${index % 2 === 0 ? 'S' : 'X'},A,USD,1,0`,
  );
  const ledger = `${HEADER}\n${receipts.join('\n')}\ndemo,last,500,1600003600,0,A,E,USD,440,0\n`;
  const { audit = '' } = await audited(ledger, ['S'], { file: 'a.csv' });
  expect(readAudit(audit).find(({ account, tx }) => account === 'A' && tx === 'last')).toMatchObject({
    tainted_out: '220',
    rule: 'From the pool: first in, first out, 220 clean (nos. 2 to 440), 220 tainted (nos. 1 to 439), in 440 runs, one kind after the other by turns.',
  });
});

describe('the file', () => {
  test('changes nothing of the result, which goes where it went', async () => {
    const { folder, sources } = posed(exampleLedger);
    const alone = await cli(['S', '--json', ...sources]);
    const beside = await cli(['S', '--json', ...sources, '--audit', join(folder, 'audit.txt')]);
    expect(beside).toEqual(alone);
    expect(readdirSync(folder).sort()).toEqual(['audit.txt', 'labels.csv', 'ledger.csv']);
  });

  test('has wallets and payments as two runs, and several seeds each and together', async () => {
    const ledger = `${exampleLedger}demo,t7,7,1600021600,0,V,A,USD,8,0\ndemo,t8,8,1600025200,0,S,A,USD,4,0\ndemo,t9,9,1600028800,0,T,A,USD,4,0\ndemo,t10,10,1600032400,0,A,E,USD,16,0\n`;
    const { code, audit = '' } = await audited(
      ledger,
      ['S', 'T', '--tx', 't7', '--convention', 'haircut,fifo', '--audit-convention', 'all'],
      { file: 'a.csv' },
    );
    expect(code).toBe(0);
    const rows = readAudit(audit);
    expect(faultsOf(rows)).toEqual([]);
    expect([...new Set(rows.map(({ run, convention }) => `${run} ${convention}`))]).toEqual([
      'trace-wallets ',
      'trace-wallets haircut',
      'trace-wallets fifo',
      'trace-payments ',
      'trace-payments haircut',
      'trace-payments fifo',
    ]);
    // A holds 16 at the end: 8 clean (V's), 4 of S, 4 of T; all of it goes to E.
    const last = rows.filter(
      ({ run, convention, account, tx }) =>
        run === 'trace-wallets' && convention === 'haircut' && account === 'A' && tx === 't10',
    );
    expect(last.map(({ seed, tainted_out }) => [seed, tainted_out])).toEqual([
      ['all', '8'],
      ['list:demo/S', '4'],
      ['list:demo/T', '4'],
    ]);
  });

  test('names what --until stops', async () => {
    const { audit = '' } = await audited(exampleLedger, ['S', '--until', '1600007200'], { file: 'a.csv' });
    const rows = readAudit(audit);
    expect(faultsOf(rows)).toEqual([]);
    const stopped = rows.filter(({ account }) => account === 'not-followed:after-until');
    expect(stopped.map(({ event, tx, tainted_in }) => [event, tx, tainted_in])).toEqual([
      ['after-until', 't4', '15'],
      ['after-until', 't5', '5'],
      ['after-until', 't6', '10'],
    ]);
  });

  test('takes no text of a list or a label for a formula or a control', async () => {
    const ledger = `${HEADER}\ndemo,=t1,1,1600000000,0,S,+A,=USD,10,0\ndemo,@t2,2,1600003600,0,+A,E,=USD,10,0\n`;
    const labels = 'chain,address,name,category,source\ndemo,E,"=HYPERLINK(""x"")\u001b[31m",exchange,test\n';
    const { audit = '', code } = await audited(ledger, ['S'], { file: 'a.csv', labels });
    expect(code).toBe(0);
    const cells = readAudit(audit).flatMap((row) => Object.values(row));
    expect(cells).toContain('\'=HYPERLINK("x")\\u{1b}[31m');
    expect(cells.filter((cell) => /^[=+@\t\r]|^-(?!\d+$)/.test(cell))).toEqual([]);
    const { audit: text = '' } = await audited(ledger, ['S'], { labels });
    expect(text).not.toContain('\u001b');
  });
});

describe('is refused before anything is asked', () => {
  const refused = async (...argv: string[]) => {
    const { code, out, err } = await cli(['S', '--ledger', '/nowhere/at-all.csv', ...argv]);
    expect({ code, out }).toEqual({ code: expect.any(Number) as number, out: '' });
    expect(code).not.toBe(0);
    return err;
  };
  test('in a folder that is not there', async () => {
    expect(await refused('--audit', '/nowhere/a.csv')).toContain('output-unwritable');
  });
  test('as the very file of the result', async () => {
    expect(await refused('--audit', './same.txt', '-o', 'same.txt')).toContain('another file than --output');
  });
  test('with --audit-convention alone', async () => {
    expect(await refused('--audit-convention', 'fifo')).toContain('--audit FILE beside it');
  });
});

test('under a convention that was not swept, or that does not add up, there is no file', async () => {
  const other = await audited(exampleLedger, ['S', '--audit-convention', 'lifo']);
  expect({ code: other.code, out: other.out, audit: other.audit }).toEqual({
    code: 2,
    out: '',
    audit: undefined,
  });
  expect(other.err).toContain('conventions of --convention that add up: fifo, haircut');
  const reach = await audited(exampleLedger, ['S', '--convention', 'poison']);
  expect({ code: reach.code, out: reach.out, audit: reach.audit }).toEqual({
    code: 2,
    out: '',
    audit: undefined,
  });
  expect(reach.err).toContain('of reach no ledger can be kept');
  const first = await audited(exampleLedger, ['S', '--convention', 'poison,lifo']);
  expect(first.audit).toContain('== Convention: lifo ==');
});
