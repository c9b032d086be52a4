// `trace account`: three figures about one account, each by itself; flags by date, victims from a file, and answers in words.
import { describe, expect, test } from 'vitest';
import type { AccountJson } from '../../src/report/account/schema.ts';
import { resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { listOf, written } from '../support/listed.ts';

/** Each an hour after the one before, from 2020-09-13 12:26:40Z. */
const world = ['V>S 50', 'W>M 40', 'S>M 60', 'M>D 80', 'S>D 30', 'E>D 500', 'S>D 7', 'V>D 9'];
const hour = (n: number) => new Date((1_600_000_000 + n * 3600) * 1000).toISOString();

const labels = written(
  'flags.csv',
  [
    'chain,address,name,category,source,date',
    'demo,E,E Exchange,exchange,test,',
    // Public since hour 4, in which S pays D 30; Firm B says so without a date.
    `demo,S,S & Co.,scam,Firm A,${hour(4)}`,
    'demo,S,S the thief,hack,Firm B,',
  ].join('\n'),
);

async function asked(argv: readonly string[], rows: readonly string[] = world) {
  const files = ['--ledger', listOf(rows), '--labels', labels, '--min-value', '0', '--quiet'];
  return cli(['account', 'D', ...argv, ...files]);
}

async function found(argv: readonly string[], rows: readonly string[] = world): Promise<AccountJson> {
  const { out } = await asked([...argv, '--json'], rows);
  return resultSchema.parse(JSON.parse(out)).accounts?.[0] as AccountJson;
}

const victims = (...rows: readonly string[]) => written('victims.csv', ['name,txid', ...rows].join('\n'));

describe('flagged wallets', () => {
  test('by who flags them, with what arrived once that was public', async () => {
    const { flagged } = await found(['--convention', 'fifo,haircut']);
    // Of M's 100 the first 40 are W's: of the 80 that it pays D, 40 are S's; pro rata 48. Straight: 30 and 7.
    expect(flagged.amounts).toEqual({ fifo: { USD: '77' }, haircut: { USD: '85' } });
    expect(flagged.direct).toEqual({ fifo: { USD: '37' }, haircut: { USD: '37' } });
    // Of M's 100, 20 stay: of S's 60 at least 40 went on.
    expect(flagged.bounds.USD).toMatchObject({ least: '77', mostFollowed: '97' });
    expect(
      flagged.saidBy.map(({ source, after }) => [source, after.amounts.fifo, after.direct.fifo]),
    ).toEqual([
      ['Firm A', { USD: '37' }, { USD: '37' }],
      ['Firm B', undefined, undefined],
    ]);
    expect(flagged.saidBy.map(({ after }) => after.directLeast)).toEqual([{ USD: '37' }, {}]);
    expect(flagged.saidBy.map(({ wallets }) => wallets.map(({ since }) => since))).toEqual([
      [1_600_000_000 + 4 * 3600],
      [undefined],
    ]);
  });

  test('stand in a table with every name that flags them', async () => {
    const { out } = await asked(['--format', 'csv']);
    const rows = out.split('\r\n').filter((row) => row.includes('flagged-wallet'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain(',S & Co. or S the thief,');
  });

  test('are told in sentences that say “at least” and add nothing up', async () => {
    const { summary } = await found(['--convention', 'fifo']);
    expect(summary).toEqual([
      '(a) 626 USD arrived at D in 5 payments, 2020-09-13 15:26:40Z to 2020-09-13 19:26:40Z.',
      '(b) At least 37 USD of it came directly from 1 flagged wallet; with what came through other wallets, from 1, 77 (fifo), at least 77 and at most 126 under any rule.',
      '    flagged by Firm A (1 wallet, public since 2020-09-13 16:26:40Z): at least 37 USD directly, 77 in all (fifo); after that at least 37 directly, 37 in all (fifo)',
      '    flagged by Firm B (1 wallet, since when is not said): at least 37 USD directly, 77 in all (fifo)',
      'These figures answer different questions about money that may be the same: they are never added up.',
    ]);
  });

  test('may be those of a file alone, whatever it calls them', async () => {
    const file = written('wanted.csv', 'chain,address,name,category,source\ndemo,W,W,personal,an order\n');
    const { flagged, flags } = await found(['--flagged', file, '--convention', 'fifo']);
    expect([flags, flagged.amounts, flagged.direct]).toEqual([[file], { fifo: { USD: '40' } }, {}]);
    const both = await found(['--flagged', file, '--flagged', 'labels', '--convention', 'fifo']);
    expect(both.flagged.amounts).toEqual({ fifo: { USD: '117' } });
  });

  test('only while the flag holds: what an address paid as somebody else is not counted', async () => {
    const file = written(
      'moved.csv',
      `chain,address,name,category,source,valid_from,valid_to\ndemo,P,old owner,scam,Firm A,,${hour(0)}\ndemo,P,new owner,exchange,Firm A,${hour(1)},\n`,
    );
    const { flagged, sources } = await found(
      ['--labels', file, '--convention', 'fifo'],
      ['P>D 10', 'P>D 20'],
    );
    expect(flagged.amounts).toEqual({ fifo: { USD: '10' } });
    expect(sources.entities.map(({ entity, amounts }) => [entity, amounts.fifo?.USD])).toEqual([
      ['new owner', '20'],
      ['old owner', '10'],
    ]);
  });

  test('none of them: said as plainly', async () => {
    const { summary, flagged } = await found([], ['E>D 500']);
    expect([flagged.wallets, summary[1]]).toEqual([
      [],
      '(b) None of the USD that was followed came from a flagged wallet.',
    ]);
  });
});

test('the report stands on what it says: each figure with what it rests on, and where the rest came from', async () => {
  const file = victims('Case 1,t2', 'Case 2,t8');
  const { out, code } = await asked(['--victims', file, '--convention', 'fifo,haircut']);
  expect(code).toBe(0);
  const part = (title: string) => out.split(`\n${title}\n`)[1]?.split('\n\n')[0]?.split('\n');
  expect(part('(a) What arrived')).toEqual([
    '  D on demo: 626 USD in 5 payments, 2020-09-13 15:26:40Z to 2020-09-13 19:26:40Z',
  ]);
  expect(part('(b) From flagged wallets')).toEqual([
    '  S on demo: 37 USD directly, in all 77 (fifo; haircut 85); 2 payments of its own',
    '      S & Co. [scam] says Firm A, public since 2020-09-13 16:26:40Z',
    '      S the thief [hack] says Firm B, since when is not said',
  ]);
  expect(part('    By who flagged them')).toEqual([
    '  Firm A (1 wallet): 37 USD directly, in all 77 (fifo; haircut 85)',
    '      under any rule at least 77 USD, at most 126 USD',
    '      after its flags were public: 37 USD directly, in all 37 (fifo; haircut 37)',
    '  Firm B (1 wallet): 37 USD directly, in all 77 (fifo; haircut 85)',
    '      under any rule at least 77 USD, at most 126 USD',
    '      since when is not said',
  ]);
  expect(part('(c) From victims')).toEqual([
    '  Case 1, 1 payment: paid 40 USD',
    '      of the 40 USD reached the account: 40 (fifo; haircut 32); under any rule at least 20 USD, at most 40 USD',
    '  Case 2, 1 payment: paid 9 USD',
    '      of the 9 USD reached the account: 9 (fifo; haircut 9); under any rule at least 9 USD, at most 9 USD',
    '  all together, 2 payments: paid 49 USD',
    '      of the 49 USD reached the account: 49 (fifo; haircut 41); under any rule at least 29 USD, at most 49 USD',
  ]);
  expect(part("    The ways of the victims' money")?.filter((line) => /^ {2}\d/.test(line))).toEqual([
    '  1. 40 USD of Case 1 over 2 hops',
    '  2. 9 USD of Case 2 over 1 hop',
  ]);
  // What W and V paid was never received by them.
  expect(part('Where all of it came from, as far as it was followed')?.at(-1)).toBe(
    '  and 49 USD (fifo) · 41 USD (haircut) without explanation: wallets paid it that are not known to have received it',
  );
  expect(out).toContain('\n  flags: labels');
});

describe('an account', () => {
  test('that is flagged itself is no source of its own money, and says so', async () => {
    const file = written(
      'own.csv',
      'chain,address,name,category,source,date\ndemo,D,D & Sons,scam,Firm C,2020-01-01\n',
    );
    const { flagged, summary } = await found(['--flagged', file], [...world, 'D>X 5', 'X>D 5']);
    expect(flagged.own.map(({ address }) => address)).toEqual(['D']);
    expect(flagged.wallets).toEqual([]);
    expect(summary[0]).toBe(
      'D, an address of the account, is itself flagged: D & Sons [scam] says Firm C since 2020-01-01 00:00:00Z. That is in no figure: the account is no source of its own money.',
    );
  });

  test('that received nothing in the window: words, and no figure', async () => {
    const { summary, received } = await found(['--since', '2022-01-01']);
    expect([received, summary]).toEqual([
      {},
      [
        'Nothing arrived at D from 2022-01-01 00:00:00Z; 5 payments arrived outside of that time and are in no sum.',
      ],
    ]);
  });

  test('without an address is told what to give', async () => {
    const { code, err } = await cli(['account', '-'], { input: '\n' });
    expect([code, err]).toEqual([2, expect.stringContaining('[no-seed]')]);
  });
});

describe('victims', () => {
  test('each by itself, and all together', async () => {
    const file = victims('Case 1,t2', 'Case 2,t8');
    const { victims: told } = await found(['--victims', file, '--convention', 'fifo,haircut']);
    // Case 1: W's 40 lie in front of M's 100 and leave first; pro rata 32 of them are in the 80. Case 2 paid D straight.
    expect(told?.victims.map(({ name, injected, amounts }) => [name, injected, amounts])).toEqual([
      ['Case 1', { USD: '40' }, { fifo: { USD: '40' }, haircut: { USD: '32' } }],
      ['Case 2', { USD: '9' }, { fifo: { USD: '9' }, haircut: { USD: '9' } }],
    ]);
    expect(told?.total.amounts).toEqual({ fifo: { USD: '49' }, haircut: { USD: '41' } });
    // Of M's 100 20 stay: at least 20 of Case 1's 40 went on.
    expect(told?.victims.map(({ bounds }) => bounds.USD)).toEqual([
      { least: '20', most: '40', mostFollowed: '40' },
      { least: '9', most: '9', mostFollowed: '9' },
    ]);
  });

  test('whose money did not arrive: nothing, and what it could be at most', async () => {
    const rows = ['V>A 10', 'A>E 10', 'S>D 3'];
    const { summary } = await found(['--victims', victims('Case 1,t1')], rows);
    expect(summary.find((line) => line.startsWith('(c)'))).toBe(
      '(c) Of 10 USD that Case 1 paid, nothing is seen to have reached the account.',
    );
  });

  test('by a date, an amount and an address, where that fits one payment', async () => {
    const file = written('claims.csv', `name,date,amount,address\nCase 1,${hour(1)},40,M`);
    const { victims: told } = await found(['--victims', file, '--convention', 'fifo']);
    expect(told?.total.amounts).toEqual({ fifo: { USD: '40' } });
  });

  test.each([
    ['without a name', 'name,txid\n,t1', 'line 2'],
    ['that the chain does not know', 'name,txid\nCase 1,t99', 'line 2'],
    [
      'that two claim beyond its amount',
      'name,txid\nCase 1,t1\nCase 2,t1',
      'line 2 (Case 1) and line 3 (Case 2)',
    ],
    ['that fits no payment', 'name,date,amount,address\nCase 1,2020-09-13,41,M', 'line 2'],
    ['that fits two', 'name,date,amount,address\nCase 1,2020-09-13,7,D', 'line 2'],
  ])('a file with a claim %s is refused whole, and no figure is short of it', async (_what, text, fact) => {
    const { code, out, err } = await asked(['--victims', written('victims.csv', text)], [...world, 'S>D 7']);
    expect([code > 0, out]).toEqual([true, '']);
    expect(err).toContain('[bad-claims]');
    expect(err).toContain(fact);
  });
});

test.each([
  ['--flagged', 'labels'],
  ['--victims', 'victims.csv'],
])('%s without an account is refused', async (flag, value) => {
  const { code, err } = await cli(['D', flag, value, '--ledger', listOf(world)]);
  expect([code, err]).toEqual([2, expect.stringContaining(`${flag} does not take "${value}"`)]);
});

test('what asks about the way downstream is refused', async () => {
  const { code, err } = await asked(['--to', 'E']);
  expect([code, err]).toEqual([2, expect.stringContaining('trace account does not take "--to"')]);
});
