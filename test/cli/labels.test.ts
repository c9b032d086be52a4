import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

const A = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const B = '1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X';
/** In no built-in row. */
const C = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

function folder(files: Readonly<Record<string, string>> = {}): string {
  const home = mkdtempSync(join(tmpdir(), 'trace-labels-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(home, name, '..'), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return home;
}

/** The seed pays b, b pays c; `labels` are installed in a book at the usual place. */
async function installed(labels: string) {
  const home = folder({
    'labels.csv': labels,
    'list.csv': `chain,tx,height,time,order,from,to,asset,amount,decimals
made-up,t1,1,1700000000,0,a,b,USD,10,0
made-up,t2,2,1700000060,0,b,c,USD,10,0
`,
  });
  expect((await cli(['labels', 'import', join(home, 'labels.csv')], { home })).code).toBe(0);
  const trace = async (...more: readonly string[]) => {
    const { code, out, err } = await cli(['a', '--ledger', join(home, 'list.csv'), '--json', ...more], {
      home,
    });
    if (code !== 0) throw new Error(err);
    return resultSchema.parse(JSON.parse(out)) as unknown as {
      endpoints: { address: string; entity: string }[];
      held: { address: string; shownAs?: string; labels: { entity: string }[] }[];
      labelSources: { pack: string; rows: number; sha256?: string; imported?: number }[];
    };
  };
  return { home, trace };
}

test('a trace takes labels from the installed book and says from which packs', async () => {
  const { trace } = await installed('chain,address,name,category\nmade-up,b,Example Exchange,exchange\n');
  const result = await trace();
  expect(result.endpoints.map(({ address, entity }) => [address, entity])).toEqual([
    ['b', 'Example Exchange'],
  ]);
  expect(result.labelSources[0]).toMatchObject({ pack: 'labels.csv', rows: 1, imported: 1_700_000_000 });
  expect(result.labelSources[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect((await trace('--no-book')).endpoints).toEqual([]);
});

test('sources that disagree are shown as "A or B", at an endpoint and elsewhere', async () => {
  const { trace } = await installed(
    'chain,address,name,category,tier\nmade-up,b,Kraken,exchange,curated\nmade-up,b,Coinbase 4,exchange,curated\nmade-up,b,BitcoinTalk,exchange,explorer\n',
  );
  expect((await trace()).endpoints.map(({ entity }) => entity)).toEqual(['Coinbase 4 or Kraken']);
  const mixed = await installed(
    'chain,address,name,category,tier\nmade-up,b,Kraken,exchange,curated\nmade-up,b,Example Scam,scam,curated\n',
  );
  expect((await mixed.trace()).endpoints.map(({ entity }) => entity)).toEqual(['Kraken or Example Scam']);
  const touched = await installed('chain,address,name\nmade-up,c,One\nmade-up,c,Two\n');
  expect((await touched.trace()).held[0]).toMatchObject({ address: 'c', shownAs: 'One or Two' });
});

test('a drawing, an audit and the page show them so too', async () => {
  const { home } = await installed(
    'chain,address,name,tier\nmade-up,a,One,curated\nmade-up,a,Two,curated\nmade-up,b,Three,curated\nmade-up,b,Four,curated\n',
  );
  const told = async (...more: readonly string[]) =>
    (await cli(['a', '--ledger', join(home, 'list.csv'), ...more], { home })).out;
  for (const format of ['dot', 'graphml', 'csv-nodes']) {
    const text = await told('--format', format);
    expect(text, format).toContain('One or Two');
    expect(text, format).toContain('Four or Three');
  }
  const page = await told('--format', 'html');
  expect(page).toContain('One or Two');
  expect(page).toContain('Four or Three');
  const audit = join(home, 'audit.txt');
  expect((await cli(['a', '--ledger', join(home, 'list.csv'), '--audit', audit], { home })).code).toBe(0);
  expect(readFileSync(audit, 'utf8')).toContain('Four or Three');
});

test('a label that ended is not applied to later transfers', async () => {
  // The payment to b is of 2023-11-14.
  const { trace } = await installed(
    'chain,address,name,category,valid_to\nmade-up,b,Listed,exchange,2023-11-13\nmade-up,c,Listed,exchange,2023-11-14\n',
  );
  expect((await trace()).endpoints.map(({ address }) => address)).toEqual(['c']);
});

test('--labels-as-of hides what was not published by then, and what has no date', async () => {
  const { trace } = await installed(
    'chain,address,name,category,date\nmade-up,b,Later,exchange,2024-06-01\nmade-up,c,Before,exchange,2023-01-01\nmade-up,b,Undated,exchange,\n',
  );
  expect((await trace()).endpoints.map(({ address }) => address)).toEqual(['b']);
  expect((await trace('--labels-as-of', '2024-05-31')).endpoints.map(({ address }) => address)).toEqual([
    'c',
  ]);
  expect((await trace('--labels-as-of', '2024-06-01')).endpoints.map(({ address }) => address)).toEqual([
    'b',
  ]);
});

test('a case is replayed with its own labels, whatever book is installed', async () => {
  const { home } = await installed(
    'chain,address,name,category\nbitcoin,1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X,Trap,exchange\n',
  );
  const { code, out } = await cli(['run', 'fixtures/cases/colonial', '--json'], { home });
  expect(code).toBe(0);
  expect(out).not.toContain('Trap');
  const book = join(home, '.local/share/trace/labels.db');
  const named = await cli(['run', 'fixtures/cases/colonial', '--json', '--book', book], { home });
  expect(named.out).toContain('Trap');
  expect(named.err).toContain('not compared with the expected output, since --book may change the result');
});

test('labels why prints every row in order, and the rule', async () => {
  const home = folder({
    'a.csv': `address,name,category,tier,date,source\n${C},Kraken,exchange,curated,2020-01-01,https://example.org/k\n${C},Coinbase,exchange,curated,2019-01-01,https://example.org/c\n${C},BitcoinTalk,forum,explorer,2024-01-01,https://example.org/f\n`,
  });
  await cli(['labels', 'import', join(home, 'a.csv')], { home });
  const { code, out } = await cli(['labels', 'why', C], { home });
  expect(code).toBe(0);
  const lines = out.split('\n');
  expect(lines[0]).toBe('Shown as Kraken or Coinbase [exchange].');
  expect(lines[1]).toBe('A trace ends here: Kraken or Coinbase [exchange].');
  expect(lines.slice(2, 5).map((line) => /^\d\. (\S+)/.exec(line)?.[1])).toEqual([
    'Kraken',
    'Coinbase',
    'BitcoinTalk',
  ]);
  expect(lines[2]).toContain(
    'tier curated; since 2020-01-01 00:00:00Z; no confidence; says https://example.org/k; in a.csv',
  );
  expect(out).toContain('analyst > owner > official > curated > explorer > not stated > inferred');
  const before = await cli(['labels', 'why', C, '--labels-as-of', '2019-06-01'], { home });
  expect(before.out).toContain('Shown as Coinbase [exchange].');
});

test('broken rows are named with file and line; --strict makes them an error', async () => {
  const home = folder({
    'p/good.csv': `address,name\n${A},One\nbroken,Two\n`,
    'p/half.json': '[{"addr',
    'p/LICENSE': 'x',
  });
  const { code, out, err } = await cli(['labels', 'import', join(home, 'p')], { home });
  expect(code).toBe(0);
  expect(err).toBe(
    'trace: p/good.csv line 3 left out: it names no chain, and its address has no form that tells one\n',
  );
  expect(out).toContain('p/good.csv: 2 rows read, 1 labels stored, 1 refused\n');
  expect(out).toContain(
    'p/half.json: nothing stored. The labels of p/half.json cannot be read: it is no whole JSON',
  );
  expect(out).toContain('2 files: 1 stored, 0 unchanged, 1 unreadable\n');
  expect((await cli(['labels', 'import', join(home, 'p'), '--strict', '--quiet'], { home })).code).toBe(1);
});

test('a pack includes from its own folder and above it, never from outside what was named', async () => {
  const pack = (name: string) => `header: !include ${name}\ntags:\n- address: ${A}\n`;
  const home = folder({
    'secret.yaml': 'label: Secret\ncurrency: BTC\n',
    'p/header.yaml': 'label: Included\ncurrency: BTC\n',
    'p/deep/good.yaml': pack('header.yaml'),
    'p/deep/above.yaml': pack('../../secret.yaml'),
    'p/deep/link.yaml': pack('link-header.yaml'),
  });
  symlinkSync(join(home, 'secret.yaml'), join(home, 'p/deep/link-header.yaml'));
  const { out } = await cli(['labels', 'import', join(home, 'p')], { home });
  expect(out).toContain('p/deep/good.yaml: 1 rows read, 1 labels stored');
  expect(out).toMatch(/p\/deep\/above.yaml: nothing stored\..*not there, or not beside it/);
  expect(out).toMatch(/p\/deep\/link.yaml: nothing stored\..*not there, or not beside it/);
  expect((await cli(['labels', 'why', A], { home })).out).not.toContain('Secret');
});

test('a source of any length takes no more of a line than a link needs, and is whole in JSON', async () => {
  const long = `https://example.org/${'h'.repeat(200_000)}`;
  const home = folder({ 'a.csv': `address,name,source,url\n${A},Long,a court,${long}\n` });
  await cli(['labels', 'import', join(home, 'a.csv')], { home });
  const { out } = await cli(['labels', 'why', A], { home });
  expect(out).toContain('says a court (https://example.org/hhh');
  expect(out.length).toBeLessThan(3_000);
  const json = JSON.parse((await cli(['labels', 'why', A, '--json'], { home })).out) as {
    labels: { url?: string }[];
  };
  expect(json.labels.map(({ url }) => url)).toContain(long);
});

test('what is exported can be imported into another book and gives the same', async () => {
  const home = folder({
    'a.csv': `address,name,category,tier,confidence,valid_from\n${A},=1+1,exchange,owner,0.5,2020-01-01\n${B},"B, or not",scam,,,\n`,
  });
  await cli(['labels', 'import', join(home, 'a.csv')], { home });
  const texts = await Promise.all(
    ['csv', 'json', 'tagpack'].map(async (format) => {
      const file = join(home, `out.${format === 'tagpack' ? 'yaml' : format}`);
      expect((await cli(['labels', 'export', '--format', format, '-o', file], { home })).code).toBe(0);
      const book = join(home, `${format}.db`);
      expect((await cli(['labels', 'import', file, '--strict', '--book', book], { home })).code).toBe(0);
      return (await cli(['labels', 'export', '--book', book], { home })).out;
    }),
  );
  const csv = readFileSync(join(home, 'out.csv'), 'utf8');
  expect(csv).toContain(",'=1+1,");
  expect(texts).toEqual([csv, csv, csv]);
});

test('a book that is named and not there is an error, and so is a file that is no book', async () => {
  const home = folder({ 'not.db': 'x'.repeat(5000) });
  for (const [argv, code] of [
    [['labels', 'list'], 'no-label-book'],
    [['labels', 'export', '--book', join(home, 'none.db')], 'no-label-book'],
    [['labels', 'list', '--book', join(home, 'not.db')], 'database-unusable'],
    [['labels', 'import', join(home, 'absent.csv')], 'file-unreadable'],
  ] as const) {
    const { err, out } = await cli(argv, { home });
    expect(err).toContain(`[${code}]`);
    expect(out).toBe('');
  }
});

test('the packs are listed with their age', async () => {
  const home = folder({ 'a.csv': `address,name,date\n${A},One,2020-01-01\n` });
  await cli(['labels', 'import', join(home, 'a.csv')], { home });
  const { out } = await cli(['labels', 'list'], { home, now: () => 1_700_000_000_000 + 3 * 86_400_000 });
  expect(out).toMatch(
    /^a\.csv {2}1 labels {2}newest 2020-01-01 {2}imported 2023-11-14, 3 days ago {2}sha256 [0-9a-f]{64}\n$/,
  );
});

test('--flagged-from says what each service received after the wallet was flagged', async () => {
  const home = folder({
    // The seed pays 10 before it is flagged on 15 November 2023, 20 and 5 after.
    'list.csv': `chain,tx,height,time,order,from,to,asset,amount,decimals
made-up,t1,1,1700000000,0,a,x,USD,10,0
made-up,t2,2,1700006400,0,a,x,USD,20,0
made-up,t3,3,1700100000,0,a,x,USD,5,0
`,
    'labels.csv':
      'chain,address,name,category,date\nmade-up,x,Example Exchange,exchange,\nmade-up,a,Flagged,scam,2023-11-15\nmade-up,a,Flagged,scam,2024-01-01\n',
  });
  const argv = ['a', '--ledger', join(home, 'list.csv'), '--labels', join(home, 'labels.csv')];
  const late = async (flagged: string) => {
    const { out } = await cli([...argv, '--json', '--flagged-from', flagged], { home });
    const { endpoints } = JSON.parse(out) as {
      endpoints: { afterFlag: { since: number; amounts: Record<string, Record<string, string>> } }[];
    };
    const { since, amounts } = (endpoints[0] as (typeof endpoints)[0]).afterFlag;
    return [since, Object.values(amounts).flatMap((sums) => Object.values(sums))];
  };
  // date -u -d 2023-11-15 +%s: a payment of that very second counts. All of it is the seed's under every rule.
  expect(await late('labels')).toEqual([1_700_006_400, ['25', '25', '25']]);
  expect(await late('2023-11-16')).toEqual([1_700_092_800, ['5', '5', '5']]);
  expect(await late('2023-11-17')).toEqual([1_700_179_200, []]);
  const { out: text } = await cli([...argv, '--flagged-from', 'labels'], { home });
  expect(text).toContain(
    'After the seeds were flagged\n  arrivals from 2023-11-15 00:00:00Z on, by fifo\n  Example Exchange x: 25 USD',
  );
  const { err } = await cli(['x', ...argv.slice(1, 3), '--flagged-from', 'labels'], { home });
  expect(err).toContain('[seed-not-flagged]');
});
