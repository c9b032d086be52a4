// `trace report`: a result that was kept as JSON gives every form byte for byte as the run itself gives it, and a file that
// is no whole result of ours is refused by name.
import { constants } from 'node:buffer';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withinLength } from '../../src/cli/too-long.ts';
import { type FormatName, formatNames, formats } from '../../src/report/formats.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { exchangeLabels, listOf, written } from '../support/listed.ts';

/** What the forms together need. */
const ALL = ['--flows', '--sensitivity'];

async function bytesOf(argv: readonly string[], format: FormatName): Promise<Buffer> {
  const file = join(await temporaryFolder(), 'out');
  const { code, err } = await cli([...argv, '--format', format, '-o', file, '--quiet']);
  expect({ format, code, err }).toEqual({ format, code: expect.anything(), err: '' });
  return readFileSync(file);
}

async function kept(argv: readonly string[]): Promise<string> {
  const file = join(await temporaryFolder(), 'result.json');
  await bytesTo(file, argv);
  return file;
}

async function bytesTo(file: string, argv: readonly string[]): Promise<void> {
  writeFileSync(file, await bytesOf(argv, 'json'));
}

/** Every form of `names` from the file is the one from the run. */
async function check(argv: readonly string[], names: readonly FormatName[] = formatNames): Promise<void> {
  const file = await kept(argv);
  for (const name of names) {
    const again = await bytesOf(['report', file], name);
    const direct = await bytesOf(argv, name);
    expect({ name, text: again.toString('latin1') }).toEqual({ name, text: direct.toString('latin1') });
  }
}

const TEXTS = ['text', 'json', 'csv'] as const;
const files = (rows: readonly string[]) => [
  '--ledger',
  listOf(rows),
  '--labels',
  exchangeLabels,
  '--min-value',
  '0',
];

describe('every form is the one of the run', () => {
  test.each(readdirSync('fixtures/cases'))(
    'of the case %s, with all that it can tell',
    async (name) =>
      check(
        ['run', join('fixtures/cases', name), ...ALL, '--explain-bounds', '--hops', '6'],
        ['text', 'json', 'csv', 'graphml', 'xlsx'],
      ),
    120_000,
  );

  test('of a list with fees, with burnt money, and with a wallet that is called as what is none', async () => {
    const rows = ['S>A 10', 'A>junction 7', 'A>fee 1', 'junction>E 4', 'junction>burnt 2'];
    await check(['S', ...files(rows), ...ALL]);
  });

  test('of sources that disagree, labels that act, and a seed that a label names', async () => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const labels = written(
      'names.csv',
      [
        'chain,address,name,category,source,tier',
        `demo,E,${cell('One Desk')},exchange,a,explorer`,
        `demo,E,${cell('Other <b> or "Desk"')},exchange,b,explorer`,
        'demo,E,Third,exchange,c,inferred',
        'demo,S,Thief,scam,a,explorer',
        'demo,S,Saint,scam,b,explorer',
        'demo,A,Mule,scam,a,explorer',
      ].join('\n'),
    );
    await check(['S', ...files(['S>A 10', 'A>E 7', 'A>F 2']), '--labels', labels, ...ALL]);
  });

  test('of a target, of a moment from which on wallets were flagged, of a wallet never seen', async () => {
    const rows = ['S>A 60', 'X>A 40', 'A>E 30', 'A>B 50', 'B>F 20', 'S>E 7'];
    await check(['S', ...files(rows), '--to', 'F Exchange', ...ALL], TEXTS);
    await check(['S', ...files(rows), '--flagged-from', '2020-09-13T14:00Z', '--totals', ...ALL], TEXTS);
    await check(['S', ...files(['S>A 60']), '--flagged-from', '2020-09-13T14:00Z', ...ALL], TEXTS);
    await check(['Nobody', ...files(rows), ...ALL], TEXTS);
    await check(['S', ...files(rows), '--paths', '1', ...ALL], TEXTS);
  });

  test('of inferred deposit addresses, one of which was given gas by its exchange', async () => {
    const rows = [
      ...['S,once,USD,10', 'G,once,demo/slip44:1,5', 'once,E,USD,10', 'once,fee,demo/slip44:1,3'],
      ...['S,twice,USD,4', 'twice,E,USD,4', 'S,twice,USD,6', 'twice,E,USD,6'],
    ].map((row, n) => `demo,t${n},${n + 1},${1_600_000_000 + n * 3600},0,${row},0`);
    const list = written(
      'gas.csv',
      `chain,tx,height,time,order,from,to,asset,amount,decimals\n${rows.join('\n')}\n`,
    );
    const funder = written(
      'funder.csv',
      'chain,address,name,category,source\ndemo,G,E Exchange: Deposit Funder,exchange,test\n',
    );
    const argv = ['S', '--ledger', list, '--labels', exchangeLabels, '--labels', funder, '--min-value', '0'];
    const { out } = await cli([...argv, '--quiet']);
    expect(out).toContain('its gas came from E Exchange: Deposit Funder, as test says: one sweep is enough');
    await check([...argv, ...ALL], TEXTS);
    await check([...argv, '--deposit-sweeps', '3', ...ALL], TEXTS);
  });

  test('of labels with all that a label can say', async () => {
    const labels = written(
      'whole.csv',
      [
        'chain,address,name,category,source,url,tier,role,date,confidence,valid_from,valid_to,actor_id,cluster_definer',
        'demo,E,E Exchange,exchange,a court,https://example.org/1,official,hot-wallet,2020-01-01,0.5,2019-01-01,2030-01-01,e,true',
        'demo,E,F Exchange,exchange,another,,official,,,,,,,',
        'demo,E,E Tag,exchange,https://example.org/2,,explorer,,,,,,,',
        'demo,F,Nobody,exchange,one,javascript:alert(1),,,,,,,,',
        'demo,F,Somebody,exchange,two,,,,,,,,,',
        'demo,A,Seed Desk,scam,three,https://example.org/3,curated,,,,,,,',
        '',
      ].join('\n'),
    );
    const argv = ['A', '--ledger', listOf(['A>E 10', 'A>F 5']), '--labels', labels, '--min-value', '0'];
    const { out } = await cli([...argv, '--quiet']);
    for (const text of [
      'E Exchange or F Exchange',
      'Nobody or Somebody',
      'named by a court (https://example.org/1)',
      'three (https://example.org/3)',
    ])
      expect(out.replace(/\s+/g, ' ')).toContain(text);
    const json = JSON.parse((await cli([...argv, '--json', '--quiet'])).out) as ResultJson;
    const whole = json.runs[0]?.endpoints.find(({ address }) => address === 'E');
    expect(whole).toMatchObject({ source: 'a court', url: 'https://example.org/1', tier: 'official' });
    expect(whole?.labels[0]).toEqual({
      entity: 'E Exchange',
      category: 'exchange',
      role: 'hot-wallet',
      source: 'a court',
      url: 'https://example.org/1',
      tier: 'official',
      // date -u -d 2020-01-01 +%s; 2019-01-01; the end of 2030-01-01
      date: 1_577_836_800,
      validFrom: 1_546_300_800,
      validTo: 1_893_542_399,
      confidence: 0.5,
      actor: 'e',
      clusterDefiner: true,
      pack: labels,
    });
    await check([...argv, ...ALL]);
    const upstream = ['Z', '--backward', '--ledger', listOf(['E>Z 10', 'F>A 5', 'A>Z 3', 'Z>Y 1'])];
    await check([...upstream, '--labels', labels, '--min-value', '0'], ['text', 'json', 'csv', 'html']);
  });

  test('of decisions of an analyst', async () => {
    const entry = (kind: string, subject: string, more = '') =>
      `- decision: ${kind}\n  subjects: [${subject}]\n  author: One\n  date: 2024-08-02\n  reason: seen\n${more}`;
    const decisions = written(
      'decisions.yaml',
      [
        entry('stop', 'A', '  name: A "desk"\n'),
        entry('exclude', 't1'),
        entry('same-owner', 'B, C', '  name: B & C\n'),
        entry('follow', 'Elsewhere'),
      ].join(''),
    );
    const rows = ['S>A 10', 'S>B 5', 'B>C 4', 'C>E 3', 'A>F 6'];
    await check(['S', ...files(rows), '--decisions', decisions, ...ALL]);
  });

  test('of claims of victims, used and not', async () => {
    const claims = written(
      'claims.csv',
      [
        'name,txid,date,amount,address',
        'Ann,t1,,,',
        'Bob,,2020-09-13,20,A',
        ',,,,',
        'Cid,,2020-09-13,3,A',
        'Dan,t9,,,',
      ].join('\n'),
    );
    const rows = ['V>A 10', 'W>A 20', 'A>E 15', 'W>A 20'];
    await check(['--seeds', claims, '--bad-claims', 'list', ...files(rows), ...ALL]);
  });

  test('of the sources of an account, and of an account with flags and victims', async () => {
    const rows = ['V>S 50', 'W>M 40', 'S>M 60', 'M>D 80', 'S>D 30', 'E>D 500', 'V>S 9', 'S>D 9'];
    const labels = written(
      'flags.csv',
      'chain,address,name,category,source,date\ndemo,S,S & Co.,scam,A,2020-09-13\n',
    );
    const victims = written('victims.csv', 'name,txid\nAnn,t1\nBob,t7\n');
    await check(['D', '--backward', ...files(rows), '--labels', labels, '--paths', '1'], TEXTS);
    await check(
      ['account', 'D', '--victims', victims, ...files(rows), '--labels', labels, '--paths', '1'],
      TEXTS,
    );
  });

  test('of any list', async () => {
    const wallet = fc.constantFrom('S', 'A', 'B', 'C', 'D', 'E', 'F');
    const payment = fc.record({ from: wallet, to: wallet, amount: fc.integer({ min: 1, max: 100 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(payment, { minLength: 1, maxLength: 12 }), async (payments) => {
        const rows = payments
          .filter(({ from, to }) => from !== to)
          .map(({ from, to, amount }) => `${from}>${to} ${amount}`);
        fc.pre(rows.length > 0);
        await check(
          ['S', ...files(rows), '--convention', 'all', '--explain-bounds', ...ALL],
          ['text', 'json', 'csv', 'ndjson', 'graphml'],
        );
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe('a file that is no whole result of ours', () => {
  const good = () => kept(['S', ...files(['S>A 10', 'A>E 7'])]);

  async function refused(text: string): Promise<string> {
    const result: CliResult = await cli(['report', '-'], { input: text });
    expect({ code: result.code, out: result.out }).toEqual({ code: 1, out: '' });
    expect(result.err).toMatch(/^ {2}next: \S/m);
    return /\[([a-z-]+)\]/.exec(result.err)?.[1] ?? result.err;
  }

  test('is refused by name', async () => {
    const text = readFileSync(await good(), 'utf8');
    const changed = (change: (value: ResultJson) => object) =>
      JSON.stringify({ ...JSON.parse(text), ...change(JSON.parse(text)) });
    expect(await refused('')).toBe('result-not-json');
    expect(await refused('run,line,seed\n')).toBe('result-not-json');
    expect(await refused('[]')).toBe('result-not-ours');
    expect(await refused('null')).toBe('result-not-ours');
    expect(await refused('{"runs": []}')).toBe('result-not-ours');
    expect(await refused(changed(() => ({ schemaVersion: 2 })))).toBe('result-newer');
    expect(await refused(changed(() => ({ fromTomorrow: 1 })))).toBe('result-newer');
    expect(await refused(changed(({ runs }) => ({ runs: [{ ...(runs[0] as object), held: 'none' }] })))).toBe(
      'result-broken',
    );
    expect(await refused(changed(({ runs }) => ({ runs: [{ ...(runs[0] as object), options: {} }] })))).toBe(
      'result-broken',
    );
  });

  test('is refused wherever it is cut off', async () => {
    const text = readFileSync(await good(), 'utf8').trimEnd();
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      const part = text.slice(0, Math.floor(text.length * share));
      expect(await refused(part.replace(/\}\s*$/, ''))).toBe('result-truncated');
    }
    // A cut behind a brace still leaves what no JSON is.
    expect(['result-truncated', 'result-not-json']).toContain(
      await refused(`${text.slice(0, -1).trimEnd()}`),
    );
  });

  test('is refused by name where it is longer than any text can be, and so is what would become so', async () => {
    const file = join(await temporaryFolder(), 'long.json');
    writeFileSync(file, '{');
    truncateSync(file, constants.MAX_STRING_LENGTH + 1);
    const { code, out, err } = await cli(['report', file]);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('[result-too-long]')]);
    const half = 'x'.repeat(constants.MAX_STRING_LENGTH / 2 + 1);
    await expect(withinLength(async () => half + half)).rejects.toMatchObject({ code: 'result-too-long' });
    await expect(withinLength(() => Promise.reject(new RangeError('another')))).rejects.toThrow('another');
  }, 60_000);

  test('names what to do where a form needs more than the result holds, and leaves no file behind', async () => {
    const file = await good();
    for (const name of formatNames.filter((each) => formats[each].flows === 'needed')) {
      const out = join(await temporaryFolder(), 'none');
      const { code, err } = await cli(['report', file, '--format', name, '-o', out]);
      expect([code, err]).toEqual([1, expect.stringContaining('[result-lacks-flows]')]);
      expect(() => readFileSync(out)).toThrow('ENOENT');
    }
    const { err } = await cli(['report', file]);
    expect(err).toContain('without --sensitivity');
    const unwritable = await cli(['report', file, '-o', '/nowhere/result.txt']);
    expect([unwritable.code, unwritable.err]).toEqual([1, expect.stringContaining('[output-unwritable]')]);
    expect((await cli(['report', '/nowhere/result.json'])).err).toContain('[file-unreadable]');
  });
});
