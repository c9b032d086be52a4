// The page in Chromium, with more than 2,000 wallets and 20,000 transfers: until something is painted, and until its script has
// run. Chromium has been started and has shown a page before.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../support/chromium.ts';
import { bigWorld } from './big-world.ts';
import { line, median, timed } from './timed.ts';

const TRANSFERS = 25_000;
const SERVICES = 40;

interface Times {
  readonly painted: number;
  readonly ready: number;
  readonly wallets: number;
  readonly transfers: number;
}

export async function benchPage(): Promise<void> {
  if (!hasChromium) return line('page in Chromium', 'skipped: there is none');
  const folder = mkdtempSync(join(tmpdir(), 'trace-bench-page-'));
  const page = join(folder, 'page.html');
  const { ms } = await timed(question(folder, page));
  line('process, --format html', `${ms.toFixed(0)} ms, ${(statSync(page).size / 1e6).toFixed(1)} MB`);
  const browser = await startChromium('no-webgl');
  await shown(browser, 'about:blank');
  const times: Times[] = [];
  const painted = await median(5, async () => {
    const one = await shown(browser, `file://${page}`);
    times.push(one);
    return one.painted;
  });
  const ready = times.map((one) => one.ready).sort((a, b) => a - b)[2] as number;
  const { wallets = 0, transfers = 0 } = times[0] ?? {};
  line(
    `page of ${wallets} wallets, ${transfers} transfers`,
    `first paint ${painted.toFixed(0)} ms, script done ${ready.toFixed(0)} ms`,
  );
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** As a transfer list; labels name some wallets in the middle of the ranks. */
function question(folder: string, page: string): string[] {
  const { transfers, wallets } = bigWorld(TRANSFERS);
  const nameOf = (place: (typeof transfers)[number]['from']) =>
    place.kind === 'wallet' ? place.address : '';
  const rows = transfers.map(({ txId, at, from, to, amount }) =>
    [
      'bench',
      txId,
      at?.height,
      1_600_000_000 + (at?.height ?? 0) * 600,
      0,
      nameOf(from),
      nameOf(to),
      'USD',
      amount,
      6,
    ].join(','),
  );
  const list = join(folder, 'list.csv');
  writeFileSync(list, ['chain,tx,height,time,order,from,to,asset,amount,decimals', ...rows, ''].join('\n'));
  const named = wallets
    .filter((_, rank) => rank % 50 === 30)
    .slice(0, SERVICES)
    .map(({ address }) => `bench,${address},Exchange ${address},exchange,bench`);
  const labels = join(folder, 'labels.csv');
  writeFileSync(labels, ['chain,address,name,category,source', ...named, ''].join('\n'));
  const limits = ['--min-value', '0', '--max-wallets', '5000', '--hops', '50', '--hub-limit', '100000'];
  return [
    'seed',
    '--ledger',
    list,
    '--labels',
    labels,
    ...limits,
    '--paths',
    '200',
    '--format',
    'html',
    '-o',
    page,
    '--quiet',
  ];
}

async function shown(browser: Browser, url: string): Promise<Times> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  const times = await page.evaluate<Times>(`new Promise((done) => {
    const isPage = document.querySelector('article') !== null;
    const look = () => {
      const painted = performance.getEntriesByName('first-contentful-paint')[0];
      const ready = performance.getEntriesByName('trace-ready')[0];
      if (isPage && (painted === undefined || ready === undefined)) return setTimeout(look, 20);
      const data = isPage ? JSON.parse(document.querySelector('#run1-data').textContent) : { places: [], transfers: [] };
      done({
        painted: painted?.startTime ?? 0,
        ready: ready?.startTime ?? 0,
        wallets: data.places.length,
        transfers: data.transfers.length,
      });
    };
    look();
  })`);
  await page.close();
  return times;
}
