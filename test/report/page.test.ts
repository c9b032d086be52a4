// The page as a file: what it may do, what is in it without JavaScript, and that nothing of a label or a token acts in it. How it
// behaves in a browser is page-in-chromium.test.ts.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { knownChains } from '../../src/model/chain.ts';
import { explorersOf, txLink } from '../../src/report/page/explorers.ts';
import { levelsOf } from '../../src/report/page/levels.ts';
import type { PageData } from '../../src/report/page/page-data.ts';
import { everything, selected } from '../../src/report/page/selection.ts';
import { markup, tree } from '../../src/report/page/tree.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { hostileQuestion, MOST } from '../support/hostile.ts';
import { exchangeLabels, listOf, written } from '../support/listed.ts';

async function page(argv: readonly string[]): Promise<string> {
  const { code, err, out } = await cli([...argv, '--format', 'html', '--quiet']);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const list = listOf(['S>A 60', 'X>A 40', 'A>E 30', 'A>B 50', 'B>F 20']);
const small = (...more: readonly string[]) =>
  page(['S', '--ledger', list, '--labels', exchangeLabels, '--min-value', '0', ...more]);

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the file', () => {
  test('lets nothing run or load but its own script and styles, by their digests', async () => {
    const html = await small();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll('&#39;', "'");
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => digest(text));
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => digest(text));
    expect([scripts.length, styles.length]).toEqual([1, 1]);
    expect(policy).toBe(
      `default-src 'none'; script-src ${scripts[0]}; style-src ${styles[0]}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('has no handler, no style and no address of its own in any element', async () => {
    const body = (await small()).replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
    expect(body).not.toMatch(/<[^>]+\s(?:on\w+|style|src|action|srcset)=/i);
    const hrefs = [...body.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => href);
    expect(hrefs.filter((href) => !href.startsWith('#') && href !== 'data:,')).toEqual([]);
  });

  test('leads to where a source says so, and to nothing that is no page', async () => {
    const links = async (url: string): Promise<readonly string[]> => {
      const labels = written(
        'linked.csv',
        `chain,address,name,category,source,url\ndemo,E,E Exchange,exchange,a court,"${url.replaceAll('"', '""')}"\n`,
      );
      const html = await page(['S', '--ledger', list, '--labels', labels, '--min-value', '0']);
      const body = html.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
      expect(body).not.toMatch(/<[^>]+\son\w+=/i);
      return [...body.matchAll(/<a href="([^"#]*)"[^>]*>([^<]*)<\/a>/g)].map(
        ([, to, text]) => `${to} ${text}`,
      );
    };
    expect(await links('https://example.org/a?b=1&c=2')).toEqual([
      'https://example.org/a?b=1&amp;c=2 https://example.org/a?b=1&amp;c=2',
    ]);
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)//https://example.org',
      'data:text/html,https://example.org',
      'file:///etc/passwd',
      '//example.org',
      'https://example.org/" onmouseover="alert(1)',
      "https://example.org/'><img>",
      'https://example.org/ see there',
      'https://exa\u202emple.org/',
      'https://ex\u0430mple.org/',
    ])
      expect(await links(url), url).toEqual([]);
  });

  test('is the same bytes for the same question', async () => {
    expect(await small()).toBe(await small());
  });

  test('says in its tables, without JavaScript, what the text report says', async () => {
    const html = await small('--convention', 'fifo,haircut');
    // First in, first out: of A's 100 the first 60 are S's: E gets 30 of them, B the other 30, and F the first 20 of those.
    for (const text of [
      '60 USD left S; ',
      '30 USD (50.0 %) reached E Exchange',
      '20 USD (33.3 %) reached F Exchange',
    ])
      expect(html).toContain(text);
    const cell = (texts: readonly string[]) =>
      `data-texts="${JSON.stringify(texts).replaceAll('"', '&quot;')}" data-label="Amount">${texts[0]}</td>`;
    // Pro rata: 60 of 100 are S's, so of 30, 50 and 20 it is 18, 30 and 12.
    expect(html).toContain(cell(['30 USD', '18 USD']));
    expect(html).toContain(cell(['20 USD', '12 USD']));
    expect(html).toContain(cell(['50 USD', '30 USD']));
    expect(html.replace(/<[^>]*>/g, ' ')).toMatch(
      /Sum of these lines\s+60\s+60\s+= left the seeds \(gross\)\s+60\s+60/,
    );
  });
});

test('a case with questions about an account has all its answers on the page, told as the text report tells them', async () => {
  const { out: html } = await cli(['run', 'fixtures/cases/reuters', '--quiet', '--format', 'html']);
  const { out: json } = await cli(['run', 'fixtures/cases/reuters', '--quiet', '--json']);
  const { runs, accounts = [], sources = [] } = JSON.parse(json) as ResultJson;
  expect(accounts.length + sources.length).toBeGreaterThan(0);
  const text = html
    .replace(/<(script|style)>[\s\S]*?<\/\1>|<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
  for (const { summary } of [...runs, ...accounts, ...sources])
    expect(summary.filter((sentence) => !text.includes(sentence))).toEqual([]);
});

test.each([
  ['where the money of an account came from', ['D', '--backward']],
  ['what an account received', ['account', 'D']],
])('%s is a page of its own, with every line of the text report', async (_, words) => {
  const argv = [
    ...words,
    '--ledger',
    listOf(['S>M 60', 'E>M 40', 'M>D 80', 'S>D 30']),
    '--labels',
    exchangeLabels,
  ];
  const { code, out: html } = await cli([...argv, '--format', 'html', '--quiet']);
  expect(code).toBe(0);
  const text = html
    .replace(/<(script|style)>[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
  const { out: report } = await cli([...argv, '--quiet']);
  const lines = report.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !text.includes(line))).toEqual([]);
});

describe('names and amounts that try to break it', () => {
  const hostile = () => page(hostileQuestion());

  test('stand in it as text', async () => {
    const html = await hostile();
    const elements = [...html.matchAll(/<(script|img|b|style|iframe|object|embed)\b[^>]*>/g)].map(
      ([text]) => text,
    );
    expect(elements).toEqual(['<style>', '<script type="application/json" id="run1-data">', '<script>']);
    expect(html).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\\u{1b}[31m\\u{202e}Desk');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  test('are exact to the last digit, and long ones cut where everybody sees it', async () => {
    const html = await hostile();
    const grouped = (units: bigint) => units.toString().replace(/\B(?=(\d{3})+$)/g, ',');
    expect(html).toContain(grouped(MOST));
    expect(html).toContain(grouped(MOST - 2n));
    expect(html).toContain(`${'L'.repeat(79)}…`);
    expect(/<h1[\s\S]*<\/h1>/.exec(html)?.[0]).not.toContain('L'.repeat(80));
    const data = JSON.parse(/id="run1-data">(.*)<\/script>/.exec(html)?.[1] ?? '') as PageData;
    expect(data.transfers.map(([, , , , , amount]) => amount)).toEqual([`${MOST}`, '2', `${MOST - 2n}`]);
  });
});

test('markup escapes text and attributes', () => {
  expect(markup(tree('p', { title: `"'<&>`, hidden: true, id: undefined }, `"'<&>`, tree('br', {})))).toBe(
    '<p title="&quot;&#39;&lt;&amp;&gt;" hidden>&quot;&#39;&lt;&amp;&gt;<br></p>',
  );
});

test('every known chain has an explorer, and only what looks like a transaction is linked', () => {
  for (const { id } of knownChains) {
    const [first] = explorersOf(id);
    expect(txLink(first, 'a'.repeat(64))).toMatch(/^https:\/\/[a-z.]+\/\S+a{64}$/);
    expect(txLink(first, 'javascript:alert(1)')).toBeUndefined();
  }
  expect(explorersOf('list:demo')).toEqual([]);
});

describe('what the reader chooses', () => {
  const place = (name: string, role: PageData['places'][number]['role'], category = '') => ({
    ...{ name, role, category, address: name, chain: 'list:demo', reason: '' },
  });
  // S pays A, A pays B and E, B pays A back; nobody pays C, which pays D.
  const data: PageData = {
    conventions: ['fifo', 'haircut'],
    assets: [{ id: 'USD', symbol: 'USD', decimals: 2 }],
    places: [
      place('S', 'seed'),
      place('A', 'way'),
      place('B', 'held'),
      place('E', 'endpoint', 'exchange'),
      place('C', 'way'),
      place('D', 'held'),
    ],
    transfers: [
      ['t1', 10, 0, 1, 0, '100', ['100', '100']],
      ['t2', 20, 1, 2, 0, '60', ['60', '30']],
      ['t3', 30, 2, 1, 0, '5', ['5', '4']],
      ['t4', 40, 1, 3, 0, `${MOST}`, [`${MOST - 1n}`, '0']],
      ['t5', 50, 4, 5, 0, '1', ['1', '1']],
    ],
  };
  const txs = (change: Partial<ReturnType<typeof everything>>) =>
    selected(data, { ...everything(data), ...change }).map(({ transfer: [tx] }) => tx);

  test('is compared in exact integers, and both ends of a time belong to it', () => {
    expect(txs({})).toEqual(['t1', 't2', 't3', 't4', 't5']);
    expect(txs({ from: 20, to: 40 })).toEqual(['t2', 't3', 't4']);
    expect(txs({ least: MOST - 1n })).toEqual(['t4']);
    expect(txs({ least: MOST })).toEqual([]);
    expect(txs({ convention: 1, least: 31n })).toEqual(['t1']);
    expect(txs({ without: new Set(['exchange']) })).toEqual(['t1', 't2', 't3', 't5']);
    expect(txs({ without: new Set(['no label']) })).toEqual(['t4']);
  });

  test('stands in columns by hops; what nothing leaves stands behind all that pays it', () => {
    const levels = levelsOf(data, selected(data, everything(data)));
    // E ends the last column, one behind B, which is two hops from S; C begins a way of its own.
    expect([...levels].sort(([a], [b]) => a - b).map(([, level]) => level)).toEqual([0, 1, 2, 3, 0, 1]);
  });
});
