// `trace exposure`: many accounts at once, on a world that is added up by hand.
//
//   clean → d1 1000, s1 → d1 600, s1 → d1b 50        Alice (d1, d1b): 1,650 in all, 650 of it from s1, all directly
//   s2 → mid 900, clean → mid 900, mid → d2 1200     Bob (d2): 1,200 of mid's 1,800, of which 900 are s2's
//   clean → d3 70                                    Carol (d3): 70, none of it
//                                                    Dan (d9): nothing at all
//
// Of the 1,200 fifo takes s2's 900 first, lifo the clean 900 first (300 left to be s2's), haircut half: 600. At least
// 1,200 − 900 = 300 are s2's under any rule, and at most 900.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-exposure-'));
const ROWS = `chain,tx,height,time,order,from,to,asset,amount,decimals
demo,t1,1,100,0,clean,d1,USD,1000,0
demo,t2,2,200,0,s1,d1,USD,600,0
demo,t3,3,300,0,s2,mid,USD,900,0
demo,t4,4,400,0,clean,mid,USD,900,0
demo,t5,5,500,0,mid,d2,USD,1200,0
demo,t6,6,600,0,clean,d3,USD,70,0
demo,t7,7,700,0,s1,d1b,USD,50,0
`;
const ACCOUNTS = 'account,address\nAlice,d1\nAlice,d1b\nBob,d2\nCarol,d3\nDan,d9\n';
const ledger = file('transfers.csv', ROWS);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function asked(accounts: string, ...more: string[]) {
  const argv = ['exposure', 's1', 's2', '--ledger', ledger, '--accounts', accounts, ...more];
  return cli(argv);
}

test('says of every account what it received, and what of it is the wallets’ by each rule', async () => {
  const { code, out } = await asked(
    file('accounts.csv', ACCOUNTS),
    ...['--convention', 'fifo,lifo,haircut', '--json'],
  );
  expect(code).toBe(0);
  const { exposure, statement } = JSON.parse(out) as ResultJson;
  const all = (amount: string) => ({ USD: amount });
  const none = { amounts: {}, direct: {}, bounds: {} };
  expect(exposure?.accounts).toMatchObject([
    {
      account: 'Bob',
      received: { amounts: all('1200'), transfers: 1 },
      amounts: { fifo: all('900'), lifo: all('300'), haircut: all('600') },
      direct: {},
      bounds: { USD: { least: '300', mostFollowed: '900', most: '900' } },
    },
    {
      account: 'Alice',
      places: [{ address: 'd1' }, { address: 'd1b' }],
      received: { amounts: all('1650'), transfers: 3 },
      amounts: { fifo: all('650'), lifo: all('650'), haircut: all('650') },
      direct: all('650'),
      bounds: { USD: { least: '650', mostFollowed: '650', most: '650' } },
    },
    { account: 'Carol', received: { amounts: all('70'), transfers: 1 }, ...none },
    { account: 'Dan', received: { amounts: {}, transfers: 0 }, ...none },
  ]);
  expect(statement?.every(({ residual }) => residual === '0')).toBe(true);
});

test('ends at an account whatever a label says of it, and tells it again from its JSON in every form', async () => {
  const accounts = file('accounts.csv', ACCOUNTS);
  const labels = file('labels.csv', 'chain,address,name,category,source\ndemo,d2,Someone,personal,me\n');
  const plain = await asked(accounts, '--labels', labels);
  expect(plain.out).toContain('2 of 4 accounts of accounts.csv reached (fifo).');
  expect(plain.out).toMatch(/900\s+75\.0 %\s+0\s+300\s+900\s+1,200\s+Bob/);
  expect(plain.out).toMatch(/650\s+39\.3 %\s+650\s+650\s+650\s+1,650\s+Alice/);
  expect(plain.out).toMatch(/0\s+0\.0 %\s+0\s+0\s+0\s+70\s+Carol/);
  const kept = file(
    'kept.json',
    (await asked(accounts, '--labels', labels, '--json', '--sensitivity', '--flows')).out,
  );
  // But for the command that made it, which ends with --json.
  const toldAgain = (await cli(['report', kept])).out;
  expect(toldAgain.replace(' --sensitivity --flows', '')).toBe(plain.out);
  for (const format of ['csv', 'html', 'md'] as const)
    expect((await cli(['report', kept, '--format', format])).out, format).toContain('Carol');
});

test.each([
  ['an account is a seed', 'address\ns1\n', 'account-is-seed'],
  ['an address is two accounts’', 'account,address\nA,d1\nB,d1\n', 'bad-accounts'],
  ['an address is missing', 'account,address\nA,\n', 'bad-accounts'],
  ['there is no such column', 'account\nA\n', 'bad-accounts'],
  ['a row is cut off', 'account,address\nA\n', 'bad-accounts'],
])('refuses a file where %s', async (_, text, code) => {
  const { code: exit, err, out } = await asked(file('bad.csv', text));
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(`[${code}]`);
});

test('wants accounts, and is refused upstream', async () => {
  const without = await cli(['exposure', 's1', '--ledger', ledger]);
  expect([without.code, without.err.includes('--accounts')]).toEqual([2, true]);
  const upstream = await cli([
    ...['d1', '--backward', '--ledger', ledger],
    ...['--accounts', file('accounts.csv', ACCOUNTS)],
  ]);
  expect([upstream.code, upstream.err.includes('--accounts')]).toEqual([2, true]);
});
