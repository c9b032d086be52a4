// The report as a document: a second program reads its Markdown, and finds the amounts of the JSON and nothing that acts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { escaped } from '../../src/report/document/markdown.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';
import { cells, sectionsOf, tablesIn } from '../support/markdown-reader.ts';

const REUTERS = 'fixtures/cases/reuters';

async function written(folder: string, ...more: string[]): Promise<string> {
  const { out, err } = await cli(['run', folder, '--format', 'md', '--quiet', ...more]);
  expect(err).toBe('');
  return out;
}

/** `1,420.25 USDT` in base units of six decimals, as the case's tokens have. */
function units(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = (text.split(' ')[0] ?? '').replaceAll(',', '').split('.');
  return BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
}

describe('a report in Markdown', () => {
  test('is the same twice, and at any concurrency', async () => {
    const once = await written(REUTERS);
    expect(await written(REUTERS, '--concurrency', '1')).toBe(
      once.replaceAll('trace run fixtures/cases/reuters', 'trace run fixtures/cases/reuters --concurrency 1'),
    );
  });

  test('gives each service a packet with its payments, which add up to what the JSON says, under every rule', async () => {
    const { runs } = JSON.parse((await cli(['run', REUTERS, '--json', '--quiet'])).out) as ResultJson;
    const sections = sectionsOf(await written(REUTERS));
    let checked = 0;
    for (const run of runs) {
      const own = sections.filter(({ title }) => title === run.title);
      for (const { entity, category, amounts } of run.entities) {
        const packet = own.find(({ heading }) => heading === `Request packet: ${entity}`);
        if (!['exchange', 'deposit', 'payment-processor', 'gambling'].includes(category)) {
          expect(packet).toBeUndefined();
          continue;
        }
        const [addresses, payments] = tablesIn(packet?.text ?? '');
        const endpoints = run.endpoints.filter((endpoint) => endpoint.entity === entity);
        expect(cells(addresses, 'address')).toEqual(endpoints.map(({ address }) => address));
        for (const convention of run.conventions)
          for (const [id, asset] of Object.entries(run.assets)) {
            // A forged token of the same name is shown with its contract.
            if (!asset.genuine) continue;
            const column = convention === 'poison' ? 'poison (reach)' : convention;
            const carried = cells(payments, column)
              .filter((cell) => cell.endsWith(` ${asset.symbol}`))
              .map((cell) => units(cell, asset.decimals ?? 0));
            expect([entity, convention, id, carried.reduce((sum, one) => sum + one, 0n)]).toEqual([
              entity,
              convention,
              id,
              BigInt(amounts[convention]?.[id] ?? '0'),
            ]);
            checked += carried.length;
          }
        expect(cells(payments, 'transaction').every((tx) => /^(0x)?[0-9a-f]{64}$/.test(tx))).toBe(true);
      }
    }
    expect(checked).toBeGreaterThan(50);
  });

  test('says what is behind it: the question, the answer, the blocks as of which, version, rules and label files', async () => {
    const { runs } = JSON.parse((await cli(['run', REUTERS, '--json', '--quiet'])).out) as ResultJson;
    const [run] = runs;
    const text = new MarkdownIt().render(await written(REUTERS));
    for (const { height, hash } of run?.asOf ?? [])
      for (const word of [String(height), hash]) expect(text).toContain(word);
    for (const word of ['SYNTHETIC', 'fifo (headline)', 'labels/exchanges.csv', 'trace 0.'])
      expect(text).toContain(word);
  });

  test('of an account has its three figures and its sources', async () => {
    const sections = sectionsOf(await written(REUTERS));
    const account = sections.filter(({ title }) => title.startsWith('What did the account receive'));
    expect(account.map(({ heading }) => heading)).toEqual(
      expect.arrayContaining(['Answer', '(a) What arrived', '(b) From flagged wallets', '(c) From victims']),
    );
  });

  test('lists every transfer of the ledger that the JSON has with --flows', async () => {
    const { out } = await cli(['run', REUTERS, '--json', '--flows', '--quiet']);
    const { runs } = JSON.parse(out) as ResultJson;
    const ledgers = sectionsOf(await written(REUTERS)).filter(
      ({ heading }) => heading === 'Appendix: the ledger',
    );
    expect(ledgers).toHaveLength(runs.length);
    for (const [index, run] of runs.entries())
      expect(cells(tablesIn(ledgers[index]?.text ?? '')[0], 'transaction')).toEqual(
        run.flows?.map(({ tx }) => tx),
      );
  });

  test('names what an issuer could still freeze: what the JSON says is held, in tokens of Tether', async () => {
    const { runs } = JSON.parse((await cli(['run', REUTERS, '--json', '--quiet'])).out) as ResultJson;
    const USDT = 'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7';
    const held = runs.flatMap((run) => run.held.filter(({ amounts }) => amounts.fifo?.[USDT] !== undefined));
    expect(held.length).toBeGreaterThan(0);
    const tables = sectionsOf(await written(REUTERS))
      .filter(({ heading }) => heading.startsWith('Still held, in tokens'))
      .flatMap(({ text }) => tablesIn(text));
    const rows = tables.flatMap((table) =>
      cells(table, 'fifo').map((fifo, row) => [cells(table, 'address')[row], fifo]),
    );
    for (const { address, amounts } of held)
      expect(rows.filter(([at]) => at === address).map(([, fifo]) => units(fifo ?? '', 6))).toContain(
        BigInt(amounts.fifo?.[USDT] ?? ''),
      );
  });
});

const HOSTILE = [
  '[click](https://evil.example)',
  '![x](https://evil.example/a.png)',
  '<script>alert(1)</script>',
  '"]--><img src=x onerror=alert(1)>',
  'a | b | c',
  '``` ` ```` x',
  '# heading',
  '1. list',
  '- [ ] task',
  'https://evil.example www.evil.example',
  '**bold** _it_ ~~gone~~ $x$ @somebody',
  '[ref]: https://evil.example',
  '\\[click\\](https://evil.example)',
  '&lt;b&gt; &#60;script&#62;',
];

const ACTING = ['link_open', 'image', 'html_inline', 'html_block', 'em_open', 's_open', 'code_inline', 'hr'];

/** Everything that a reader of Markdown makes of it that is not text. */
function acting(markdown: string, ...more: string[]): string[] {
  const reader = new MarkdownIt({ html: true, linkify: true });
  const tokens = reader.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  return tokens.map(({ type }) => type).filter((type) => [...ACTING, ...more].includes(type));
}

describe('hostile text', () => {
  test.each(HOSTILE)('%s is shown as it is, and does nothing', (text) => {
    for (const markdown of [escaped(text), `| a |\n| --- |\n| ${escaped(text)} |`, `- ${escaped(text)}`]) {
      expect(acting(markdown, 'strong_open', 'heading_open')).toEqual([]);
      const shown = new MarkdownIt()
        .render(markdown)
        .replace(/<\/?(?:p|ul|li|table|thead|tbody|tr|th|td)>/g, '');
      const plain = shown
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      expect(plain).toContain(text);
    }
  });

  test('in the name of a service leaves a report whole: no link, no HTML, no cell more', async () => {
    const folder = await temporaryFolder();
    const labels = join(folder, 'labels.csv');
    const name = HOSTILE.join(' ').replaceAll('"', '""');
    const row = `bitcoin,1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X,"${name}",exchange,"${name}"`;
    writeFileSync(labels, `chain,address,name,category,source\n${row}\n`);
    const { out } = await cli([
      ...[
        '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr',
        '--replay',
        'fixtures/cases/colonial/tape',
        '--labels',
        labels,
      ],
      ...['--hops', '1', '--format', 'md', '--quiet'],
    ]);
    expect(out).toContain('Request packet');
    expect(acting(out)).toEqual([]);
    for (const { text } of sectionsOf(out))
      for (const { head, rows } of tablesIn(text))
        for (const row of rows) expect(row).toHaveLength(head.length);
  });
});
