// The page in a browser: it asks nobody, breaks no policy, can be read by everybody, and shows the amounts of the JSON result.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { hasChromium, startChromium } from '../support/chromium.ts';
import { cli } from '../support/cli.ts';
import { hostileQuestion } from '../support/hostile.ts';
import { exchangeLabels, listOf } from '../support/listed.ts';

const COLONIAL = ['run', 'fixtures/cases/colonial', '--convention', 'all', '--quiet'];

interface Opened {
  readonly page: Page;
  /** What it asked for, and what a browser complained about. */
  readonly requests: string[];
  readonly complaints: string[];
}

describe.skipIf(!hasChromium)('the page in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await startChromium('webgl');
    context = await browser.newContext();
    await context.addInitScript({
      content:
        "document.addEventListener('securitypolicyviolation', (event) => console.error('policy:', event.violatedDirective))",
    });
  }, 120_000);
  afterAll(() => browser?.close());

  async function opened(argv: readonly string[], on: BrowserContext = context): Promise<Opened> {
    const file = join(await temporaryFolder(), 'page.html');
    const { code, err } = await cli([...argv, '--format', 'html', '-o', file, '--quiet']);
    expect([code, err]).toEqual([0, expect.anything()]);
    const page = await on.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => void requests.push(request.url()));
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      // WebGL in software says that reading back is slow.
      if (message.type() === 'error' || message.text().startsWith('policy:')) complaints.push(message.text());
    });
    await page.goto(`file://${file}`);
    return { page, requests, complaints };
  }

  async function drawn(page: Page): Promise<void> {
    await page.locator('.canvas').first().scrollIntoViewIfNeeded();
    await page.locator('.canvas[data-drawn]').first().waitFor({ timeout: 30_000 });
  }

  async function seriousFindings(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  test('asks for nothing but itself, breaks no policy, and nothing of a hostile name acts', async () => {
    const { page, requests, complaints } = await opened(hostileQuestion());
    await drawn(page);
    await page.locator('[name="search"]').fill('desk');
    await page.locator('.found button').first().click();
    await page.locator('[name="convention"]').selectOption('1');
    await page.waitForTimeout(200);
    expect(await page.locator('.chosen').textContent()).toContain('\\u{1b}[31m');
    expect(requests).toEqual([page.url()]);
    expect(complaints).toEqual([]);
    expect(await page.locator('img, b, iframe, script:not([type]) ~ script').count()).toBe(0);
    // The whole of 2^256 − 1, shown by the script as well as by the file.
    await page.locator('.chosen button').click();
    const most = (2n ** 256n - 1n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
    expect(await page.locator('.transfers-table').textContent()).toContain(most);
    // The watch itself sees what breaks the policy.
    await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=color:red>')");
    await page.waitForTimeout(100);
    expect(complaints.join()).toContain('style-src');
    await page.close();
  }, 60_000);

  test.each([
    ['a case', COLONIAL],
    ['hostile names', hostileQuestion()],
  ])(
    'no serious finding of axe, wide and at 375 px, where nothing sticks out: %s',
    async (_name, argv) => {
      const { page } = await opened(argv);
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 375, height: 800 });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
      await page.close();
    },
    60_000,
  );

  /** Exact, by other means than the program's: the point is put into the digits. */
  function coins(units: bigint): string {
    const digits = units.toString().padStart(9, '0');
    const whole = digits.slice(0, -8).replace(/\B(?=(\d{3})+$)/g, ',');
    return `${whole}.${digits.slice(-8)}`.replace(/\.?0+$/, '');
  }

  test('every rule that is chosen shows the amounts of the JSON result, and their sum is the one in it', async () => {
    const { out } = await cli([...COLONIAL, '--json']);
    const run = (JSON.parse(out) as ResultJson).runs.find(({ name }) => name === 'seizure');
    const { page } = await opened(COLONIAL);
    const article = page.locator('#run2');
    const rows = article.locator('.reached tbody tr');
    expect(run?.endpoints.length).toBeGreaterThan(0);
    expect(await rows.count()).toBe(run?.endpoints.length);
    for (const [index, name] of (run?.conventions ?? []).entries()) {
      await article.locator('[name="convention"]').selectOption(String(index));
      await page.waitForTimeout(150);
      const amount = Object.values(run?.endpoints[0]?.amounts[name] ?? {})[0] ?? '0';
      expect([name, await rows.first().locator('td').first().textContent()]).toEqual([
        name,
        `${coins(BigInt(amount))} BTC`,
      ]);
      const total = await article.locator('.reached tfoot td').first().textContent();
      const said = (run?.statement ?? []).filter(({ convention }) => convention === name);
      const sum = said.reduce((all, { endpoints }) => all + BigInt(endpoints), 0n);
      expect([name, total]).toEqual([name, name === 'poison' ? '– (reach)' : `${coins(sum)} BTC`]);
      expect(await article.locator('.poison').isVisible()).toBe(name === 'poison');
    }
    await page.close();
  }, 60_000);

  test('the statement on the page adds up in every column, to what the JSON result says was injected', async () => {
    const { out } = await cli([...COLONIAL, '--json']);
    const run = (JSON.parse(out) as ResultJson).runs.find(({ name }) => name === 'seizure');
    const { page } = await opened(COLONIAL);
    const tables = await page
      .locator('#run2 table.statement')
      .evaluateAll((all) =>
        all.map((table) =>
          [...table.querySelectorAll('tr')].map((row) =>
            [...row.children].map((each) => each.textContent ?? ''),
          ),
        ),
      );
    const units = (text: string | undefined): bigint => {
      const [whole = '0', fraction = ''] = (text ?? '0').replaceAll(',', '').split('.');
      return BigInt(`${whole}${fraction.padEnd(8, '0')}`);
    };
    const injected = BigInt(Object.values(run?.seeds[0]?.injected ?? {})[0] ?? '0');
    const conserving = (run?.conventions ?? []).filter((name) => name !== 'poison');
    // As many rules in one table as there is room for on paper.
    expect(tables.flatMap(([head = []]) => head.slice(1))).toEqual(conserving);
    for (const [head = [], ...lines] of tables)
      for (const [column, name] of head.slice(1).entries()) {
        const of = (line: readonly string[]) => units(line[column + 1]);
        const sum = lines.slice(0, -2).reduce((all, line) => all + of(line), 0n);
        expect([name, sum, of(lines.at(-2) ?? []), of(lines.at(-1) ?? [])]).toEqual([
          name,
          injected,
          injected,
          injected,
        ]);
      }
    await page.close();
  }, 60_000);

  test('without JavaScript the answer, the figures, the flow and the transfers are there', async () => {
    const still = await browser.newContext({ javaScriptEnabled: false });
    const { page } = await opened(COLONIAL, still);
    const run = page.locator('#run2');
    expect(await run.locator('h1').textContent()).toContain('61.46816619 BTC (96.4 %) reached FBI');
    for (const part of [
      '.reached table',
      '.sankey',
      'table.statement',
      '.ways',
      '.transfers table',
      '.gaps',
      '.method',
    ])
      expect([part, await run.locator(part).first().isVisible()]).toEqual([part, true]);
    for (const part of ['.controls', '.graph', '.pager'])
      expect([part, await run.locator(part).first().isVisible()]).toEqual([part, false]);
    const link = run.locator('.transfers a.tx').first();
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/mempool\.space\/tx\/[0-9a-f]{64}$/);
    expect(await link.getAttribute('rel')).toContain('noopener');
    await still.close();
  }, 60_000);

  describe('250 payments to a service', () => {
    const rows = Array.from({ length: 250 }, (_, n) => `S>${n % 2 === 0 ? 'E' : 'B'} ${n + 1}`);
    const argv = ['S', '--ledger', listOf(rows), '--labels', exchangeLabels, '--min-value', '0'];
    const counted = (page: Page) => page.locator('.count').textContent();
    const listed = (page: Page) => page.locator('.transfers-table tbody tr').count();

    test('are listed a hundred at a time, filtered by amount, time, category and place, and never in silence', async () => {
      const { page } = await opened(argv);
      expect(await counted(page)).toBe('Transfers 1 to 100 of 250 of USD, under fifo.');
      await page.locator('[name="next"]').click();
      await page.locator('[name="next"]').click();
      expect([await counted(page), await listed(page)]).toEqual([
        'Transfers 201 to 250 of 250 of USD, under fifo.',
        50,
      ]);
      expect(await page.locator('[name="next"]').isDisabled()).toBe(true);
      // 241 to 250.
      await page.locator('[name="least"]').fill('241');
      await page.waitForTimeout(200);
      expect([await counted(page), await listed(page)]).toEqual([
        'Transfers 1 to 10 of 10 of USD, under fifo.',
        10,
      ]);
      expect(await page.locator('.state').textContent()).toContain('10 of 250 transfers, 240 filtered out');
      await page.locator('[name="least"]').fill('a lot');
      await page.waitForTimeout(200);
      expect(await page.locator('[name="least"]').getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('.state').textContent()).toContain(
        'is no amount of this asset, and is not used',
      );
      await page.locator('[type="reset"]').click();
      await page.waitForTimeout(200);
      // E is the receiver of every other one, and its row of the figures goes too, which is said.
      await page.locator('[name="category"][value="exchange"]').uncheck();
      await page.waitForTimeout(200);
      expect(await counted(page)).toBe('Transfers 1 to 100 of 125 of USD, under fifo.');
      expect(await page.locator('.hidden-rows').first().textContent()).toContain('hidden by the filter');
      await page.locator('[type="reset"]').click();
      await page.waitForTimeout(200);
      // An hour apart: the second half of 249 hours holds numbers 126 to 250.
      await page.locator('[name="since"]').fill('500');
      await page.waitForTimeout(200);
      expect(await counted(page)).toBe('Transfers 1 to 100 of 125 of USD, under fifo.');
      await page.locator('[type="reset"]').click();
      await page.waitForTimeout(200);
      await page.locator('[name="search"]').fill('E Exchange');
      await page.locator('.found button').first().press('Enter');
      expect(await counted(page)).toBe('Transfers 1 to 100 of 125 of USD, under fifo, at E Exchange.');
      // 1 + 3 + … + 249 = 125².
      expect(await page.locator('.chosen').textContent()).toContain('15,625 USD came in and 0 USD went out');
      await page.close();
    }, 60_000);

    test('are all on paper, and what only acts on a screen is not', async () => {
      const { page } = await opened(argv);
      await page.emulateMedia({ media: 'print' });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await listed(page)).toBe(250);
      for (const part of ['.controls', '.graph', '.pager', 'nav'])
        expect([part, await page.locator(part).first().isVisible()]).toEqual([part, false]);
      await page.close();
    }, 60_000);
  });

  test('a run that found nothing is a page too', async () => {
    const { page, complaints } = await opened(['Nobody', '--ledger', listOf(['S>A 9'])]);
    await page.locator('[name="convention"]').selectOption('1');
    await page.waitForTimeout(200);
    expect(await page.locator('h1').textContent()).toContain('takes part in no transfer');
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  test('links lead to the explorer that is chosen, or nowhere', async () => {
    const { page } = await opened(COLONIAL);
    const run = page.locator('#run2');
    const href = () => run.locator('.transfers a.tx').first().getAttribute('href');
    await run.locator('[name="explorer"]').selectOption({ label: 'blockstream.info' });
    expect(await href()).toMatch(/^https:\/\/blockstream\.info\/tx\//);
    await run.locator('[name="explorer"]').selectOption({ label: 'no links' });
    expect(await href()).toBeNull();
    await page.close();
  }, 60_000);

  test('the keyboard reaches the answer, the choices and the list', async () => {
    const { page } = await opened(['S', '--ledger', listOf(['S>A 9', 'A>E 9']), '--labels', exchangeLabels]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the answer');
    await page.locator('[name="convention"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(200);
    expect(await page.locator('.count').textContent()).toContain('under haircut');
    await page.close();
  }, 60_000);
});

test('the browser’s own script is in the file as it was built', async () => {
  const { out } = await cli(['S', '--ledger', listOf(['S>A 9']), '--format', 'html', '--quiet']);
  expect(out).toContain(`<script>${readFileSync('dist/report/page/browser.js', 'utf8')}</script>`);
});
