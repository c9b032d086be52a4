// `--seeds FILE`: files of claims as people write them, good and broken, and how their names and cells come out. What a
// claim means on the chain is test/trace/claims.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { claimed, exchangeLabels, written } from '../support/listed.ts';

const WORLD = ['V>A 10', 'W>A 20', 'A>E 15'];
const HEADER = 'name,txid,date,amount,fee,address,asset,chain';

/** Facts of a refusal, without the file. */
function faultsOf({ code, out, err }: CliResult): string[] {
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('[bad-claims]');
  expect(err).toMatch(/^ {2}next: \S/m);
  return err
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line) && !/^ {2}(next|file): /.test(line))
    .map((line) => line.trim());
}

function runsOf({ code, out, err }: CliResult): RunJson[] {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as ResultJson).runs;
}

describe('a file of claims', () => {
  test('with many faults names them all, by line, before anything is asked', async () => {
    const rows = [
      ',t1,,,,,,',
      'v,,2020-09-13,10,,,,',
      'v,,,,,A,,',
      'v,t1,,-4,,,,',
      'v,t1,,0,,,,',
      'v,t1,,4 USD,,,,',
      'v,t1,,"1,5",,,,',
      'v,t1,02.08.2020,,,,,',
      'v,t1,1600000000000,,,,,',
      'v,t1,20200913,,,,,',
      'v,t1,,,1,,,',
      'v,,2020-09-13,10,10,A,,',
      'v,t1,,,,,,moon base',
      'v,t1',
      'v,"t1,,,,,,',
    ];
    const faults = faultsOf(await claimed(WORLD, HEADER, rows));
    expect(faults.map((fault) => fault.replace(/chains in the file.*|chains: .*/, '…'))).toEqual([
      'line 2: its name is empty',
      'line 3: it has no txid, and no address to find the payment by',
      'line 4: it has no txid, and no date, no amount to find the payment by',
      'line 5: its amount is negative',
      'line 6: its amount is zero',
      'line 7: its amount is no decimal number such as 1234.5: a point, no other signs, at most 255 decimals',
      'line 8: its amount is no decimal number such as 1234.5: a point, no other signs, at most 255 decimals',
      'line 9: its date is neither one such as 2024-08-02 or 2024-08-02 14:05 (+02:00) nor unix seconds',
      'line 10: its date looks like milliseconds: give seconds',
      'line 11: its date is neither one such as 2024-08-02 or 2024-08-02 14:05 (+02:00) nor unix seconds',
      'line 12: its fee says nothing beside a txid: what arrived is known',
      'line 13: its fee is as much as its amount',
      'line 14: There is no chain "moon base". …',
      'line 15: it has 2 cells under a header of 8',
      'line 16: its quotes do not close',
    ]);
  });

  test('is refused whole for one claim that the chain contradicts, until told to list it', async () => {
    const rows = ['one,t1,,,,,,', 'two,t9,,,,,,', 'three,t2,,21,,,,', ',t2,,,,,,'];
    expect(faultsOf(await claimed(WORLD, HEADER, rows.slice(0, 3)))).toEqual([
      expect.stringMatching(/^line 3 \(two\): No transfer of transaction t9 is in /),
      'line 4 (three): it claims 21 base units of USD, and its payment is one of 20',
    ]);
    const [run] = runsOf(await claimed(WORLD, HEADER, rows, '--bad-claims', 'list', '--json'));
    expect(run?.summary[0]).toMatch(/^Of 4 claims of 3 victims .* 1 is used, 3 refused: /);
    expect(run?.victims?.map(({ name, injected, claims }) => [name, injected, claims[0]?.state])).toEqual([
      ['one', { USD: '10' }, 'used'],
      ['two', {}, 'refused'],
      ['three', {}, 'refused'],
      [undefined, {}, 'refused'],
    ]);
    expect(run?.victims?.at(-1)?.claims[0]).toMatchObject({ line: 5, why: 'its name is empty', stated: {} });
  });

  test('of which no claim can be used gives a report that says so, and traces nothing', async () => {
    const [run] = runsOf(await claimed(WORLD, HEADER, ['one,t9,,,,,,'], '--bad-claims', 'list', '--json'));
    expect(run?.question).toBe('payments');
    expect(run?.summary).toEqual([
      expect.stringMatching(/^Of 1 claim of 1 victim .* 0 are used, 1 refused: /),
    ]);
    expect([run?.seeds, run?.victimsTotal?.injected]).toEqual([[], {}]);
    const text = await claimed(WORLD, HEADER, ['one,t9,,,,,,'], '--bad-claims', 'list');
    expect(text.out).toContain(
      'one: nothing\n      line 2: not used, refused: No transfer of transaction t9',
    );
  });

  test.each([
    ['without the column name', 'txid,amount\nt1,3\n', /line 1: column name is missing \(also read: victim/],
    ['with one column twice', 'name,tx,hash\nv,t1,t1\n', /line 1: columns tx and hash all mean txid/],
    ['with a header alone', 'name,txid\n', /a header and no row/],
    ['that is empty', '', /it is empty/],
    ['that is no text', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), /no text in UTF-8/],
  ])('%s is refused by name', async (_, text, why) => {
    const file = written('claims.csv', '');
    writeFileSync(file, text);
    const result = await cli(['--seeds', file]);
    expect(faultsOf(result).join('\n')).toMatch(why);
    expect(result.err).toContain(file);
  });

  test('that is not there, and a policy that is none, are wrong usage', async () => {
    expect((await cli(['--seeds', '/nowhere/claims.csv'])).err).toMatch(
      /\[file-unreadable\][\s\S]*\/nowhere\/claims\.csv/,
    );
    expect(await cli(['--seeds', 'x.csv', '--bad-claims', 'ignore'])).toMatchObject({ code: 2, out: '' });
  });

  test('may have other names for its columns, another delimiter and columns of its own, which are named', async () => {
    const file = written('claims.csv', 'Case No.;Tx Hash;Phone\n"A; 1";t1;555\n');
    const list = written(
      'list.csv',
      'chain,tx,height,time,from,to,asset,amount\ndemo,t1,1,1600000000,V,E,USD,10\n',
    );
    const argv = ['--seeds', file, '--ledger', list, '--labels', exchangeLabels, '--quiet'];
    const [run] = runsOf(await cli([...argv, '--json']));
    expect(run?.victims?.map(({ name }) => name)).toEqual(['A; 1']);
    expect(run?.claimsFile?.unread).toEqual(['Phone']);
    expect((await cli(argv)).out).toContain('(columns not read: "Phone")');
  });
});

describe('a name', () => {
  test('that begins with # is no comment', async () => {
    const [run] = runsOf(await claimed(WORLD, HEADER, ['#17,t1,,,,,,'], '--json'));
    expect(run?.victims?.map(({ name, injected }) => [name, injected])).toEqual([['#17', { USD: '10' }]]);
  });

  test('is one however its letters were put together', async () => {
    const rows = ['Zo\u00eb,t1,,,,,,', 'Zoe\u0308,t2,,,,,,'];
    const [run] = runsOf(await claimed(WORLD, HEADER, rows, '--json'));
    expect(run?.victims?.map(({ injected }) => injected)).toEqual([{ USD: '30' }]);
  });

  test('cannot act on a terminal or a spreadsheet', async () => {
    const rows = ['=1+1 \u001b[2J\u202e,t1,,,,,,', '@x,,2020-09-13,7,,A,,'];
    const text = await claimed(WORLD, HEADER, rows);
    expect(text.out).toContain('=1+1 \\u{1b}[2J\\u{202e}: 10 USD');
    for (const acting of ['\u001b', '\u202e']) expect(text.out).not.toContain(acting);
    const { out } = await claimed(WORLD, HEADER, rows, '--format', 'csv');
    expect(out).toContain("'=1+1 \\u{1b}[2J\\u{202e}");
    expect(out).toContain(",'@x\r\n");
  });

  test.each([
    ['a key', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'],
    [
      'a phrase',
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
    ],
  ])('or another cell that may be %s is refused and not repeated', async (_, secret) => {
    for (const row of [
      `${secret},t1,,,,,,`,
      `v,t1,,,,${secret},,`,
      `v,t1,,,,,${secret},`,
      `v,t1,,,,,,${secret}`,
    ]) {
      const result = await claimed(WORLD, HEADER, [row]);
      expect(faultsOf(result)).toHaveLength(1);
      expect(result.err).not.toContain(secret.slice(0, 12));
      const listed = await claimed(WORLD, HEADER, [row, 'w,t2,,,,,,'], '--bad-claims', 'list');
      expect(listed.code).toBe(0);
      expect(listed.out + listed.err).not.toContain(secret.slice(0, 12));
    }
  });
});

describe('the report', () => {
  const rows = ['one,t1,,4,,,,', 'two,,2020-09-13,20,,A,,', 'two,,2020-09-13,21,,A,,'];

  // A gets 10, of which 4 are the claim of one, and 20 of two; of 15 that go on to E, fifo takes 4, 6 clean, 5 of two.
  // one alone: 26 of 30 are clean, so 0 to 4. two alone: 10 are clean, so 5 to 15.
  test('has a section for each victim: claims, how they were found, where the money is', async () => {
    const { out } = await claimed(WORLD, HEADER, rows, '--convention', 'fifo');
    const section = out.split('\n\n').find((part) => part.startsWith('Victims\n'));
    expect(section?.replace(/\d+-claims/, 'claims')).toBe(
      [
        'Victims',
        '  (claims of claims.csv; in the bounds of each victim the money of all others counts as clean)',
        '  one: 4 USD',
        '      line 2: named by its transaction (stated: 4): 10 USD from V to A at 2020-09-13 12:26:40Z, tx t1:0, the front 4 USD of it',
        '      USD         fifo  under any rule',
        '      E Exchange     4  at least 0, at most 4',
        '      = in all       4',
        '  two: 20 USD',
        '      line 3: matched by date and amount (stated: 20, at 2020-09-13, to A): 20 USD from W to A at 2020-09-13 13:26:40Z, tx t2:0',
        '      line 4: not used, unmatched: no payment to the address fits (stated: 21, at 2020-09-13, to A)',
        '          nearest: 20 USD from W to A at 2020-09-13 13:26:40Z, tx t2',
        '          nearest: 10 USD from V to A at 2020-09-13 12:26:40Z, tx t1',
        '      USD         fifo  under any rule',
        '      E Exchange     5  at least 5, at most 15',
        '      still held    15',
        '      = in all      20',
        '  All together: 24 USD is traced; where it is stands under The sum.',
      ].join('\n'),
    );
    expect(out).toMatch(/^Of 3 claims of 2 victims \(\d+-claims\.csv\) 2 are used, 1 unmatched: /);
    expect(out).toContain('24 USD in 2 claims;');
    expect(out).toMatch(/^ {2}claims: \d+-claims\.csv, sha256 [0-9a-f]{64}$/m);
  });

  test('as CSV says of each row whose it is, and lists bounds by victim and claims that are not used', async () => {
    const { out } = await claimed(WORLD, HEADER, rows, '--convention', 'fifo', '--format', 'csv');
    const [head = [], ...cells] = out.split('\r\n').map((line) => line.split(','));
    const at = (name: string) => head.indexOf(name);
    const told = cells
      // The table of all services tells the same amounts again, over all victims.
      .filter((row) => row.length > 1 && row[at('line')] !== 'side-by-side')
      .map((row) => [row[at('line')], row[at('victim')], row[at('amount')]].join(' '));
    expect(told).toEqual([
      'injected one 4',
      'injected two 20',
      'endpoint one 4',
      'endpoint two 5',
      // Over all seeds: of the 30 in A 24 are tainted, so at least 9 of the 15.
      'least  9',
      'most  15',
      'held two 15',
      'least one 0',
      'most one 4',
      'least two 5',
      'most two 15',
      'claim-unmatched two ',
    ]);
    expect(out).toContain('line 4 of the file: no payment to the address fits');
  });
});

describe('a case folder', () => {
  const COIN = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';

  /** The seizure of the Colonial Pipeline case, asked by a file. */
  async function folder(seeds: string, badClaims: string): Promise<string> {
    const path = await temporaryFolder();
    cpSync('fixtures/cases/colonial/tape', join(path, 'tape'), { recursive: true });
    writeFileSync(join(path, 'victims.csv'), `name,txid\none,${COIN}\ntwo,\n`);
    const yaml = [
      'question: q',
      'runs:',
      '  - name: a',
      `    seeds: ${seeds}`,
      `    options: {convention: fifo, stop-at: [seizure]${badClaims}}`,
      '    evidenceEnds:',
      '      - {place: bc1qvjh9cq6qlj4f4q5vxnkgt25mc6qld04vv20fhe, after: x, source: y}',
    ];
    writeFileSync(join(path, 'case.yaml'), `${yaml.join('\n')}\n`);
    return path;
  }

  // The published figure (docs/method.md, "Known answers").
  test.each(['victims.csv', '{file: victims.csv}'])('may name a file beside it: seeds: %s', async (seeds) => {
    const path = await folder(seeds, ', bad-claims: list');
    const [run] = runsOf(await cli(['run', path, '--json', '--quiet']));
    expect(run?.victims?.map(({ name, claims }) => [name, claims[0]?.state])).toEqual([
      ['one', 'used'],
      ['two', 'refused'],
    ]);
    expect(Object.values(run?.victims?.[0]?.lines[0]?.amounts.fifo ?? {})).toEqual(['6146816619']);
    expect(run?.claimsFile?.name).toBe('victims.csv');
  });

  test('refuses broken rows unless its options say otherwise, and --seeds goes before its file', async () => {
    const path = await folder('victims.csv', '');
    expect(faultsOf(await cli(['run', path, '--quiet']))).toEqual([
      'line 3: it has no txid, and no date, no amount, no address to find the payment by',
    ]);
    const other = written('other.csv', `name,txid\nthree,${COIN}\n`);
    const [run] = runsOf(await cli(['run', path, '--seeds', other, '--json', '--quiet']));
    expect(run?.victims?.map(({ name }) => name)).toEqual(['three']);
  });

  test('with a policy that is none, or the file among its options, is refused', async () => {
    const { code, err } = await cli(['run', await folder('victims.csv', ', bad-claims: ignore')]);
    expect(code).toBe(2);
    expect(err).toMatch(/\[bad-option\][\s\S]*refuse or list/);
    const inOptions = await cli(['run', await folder('{}', ', seeds: victims.csv')]);
    expect(inOptions.code).toBe(2);
    expect(inOptions.err).toMatch(/\[bad-case\][\s\S]*"seeds"/);
  });
});
