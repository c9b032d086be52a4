// The label book (issue 5): GraphSense's 524,170 tags imported (wanted: under 60 s), 1,000 addresses looked up (under
// 20 ms), and what an installed book adds to the start of a small run (under 50 ms). Needs the shared packs for the real
// figures; without them a pack of the same size is made up.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstalled } from '../../src/labels/installed.ts';
import type { Label } from '../../src/model/label.ts';
import { line, median, timed } from './timed.ts';

const PACKS = '../shared/labels';
const TAGS = 524_170;

function madeUp(folder: string): string {
  const tags = Array.from(
    { length: TAGS },
    (_, n) => `- address: '0x${n.toString(16).padStart(40, '0')}'\n  label: Owner ${n % 5000}\n`,
  );
  const header =
    'title: T\ncreator: C\ncurrency: ETH\ncategory: exchange\nsource: https://example.org\ntags:\n';
  writeFileSync(join(folder, 'made-up.yaml'), header + tags.join(''));
  return join(folder, 'made-up.yaml');
}

export async function benchLabels(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-bench-labels-'));
  const book = join(folder, 'labels.db');
  const real = join(PACKS, 'graphsense-tagpacks');
  const source = existsSync(real) ? real : madeUp(folder);
  const first = await timed(['labels', 'import', source, '--book', book, '--quiet']);
  const sums = /(\d+) rows read: (\d+) labels stored/.exec(first.out);
  const megabytes = statSync(book).size / 1e6;
  line(
    `import of ${sums?.[1] ?? '?'} rows${source === real ? '' : ' (made up)'}`,
    `${(first.ms / 1000).toFixed(1)} s (wanted: 60 s or less, ${(60_000 / first.ms).toFixed(1)} times as fast), ${sums?.[2] ?? '?'} labels, ${megabytes.toFixed(0)} MB`,
  );
  const again = await timed(['labels', 'import', source, '--book', book, '--quiet']);
  line('the same again, unchanged', `${again.ms.toFixed(0)} ms`);
  if (existsSync(PACKS)) {
    const others = readdirSync(PACKS).map((name) => join(PACKS, name));
    const all = await timed(['labels', 'import', ...others, '--book', book, '--quiet']);
    line('all other packs', `${(all.ms / 1000).toFixed(1)} s`);
  }
  await lookups(book);
  await starts(folder, book);
  rmSync(folder, { recursive: true, force: true });
}

/** 1,000 addresses spread over the book, in a process that has just opened it and again. */
async function lookups(book: string): Promise<void> {
  const reader = await openInstalled(book);
  const some: Label[] = [];
  let at = 0;
  for (const label of reader.all(undefined)) {
    if (at % 500 === 0 && some.length < 1_000) some.push(label);
    at += 1;
  }
  reader.close();
  const fresh = await openInstalled(book);
  for (const name of ['first', 'again'] as const) {
    const start = performance.now();
    const busy = process.cpuUsage();
    let found = 0;
    for (const { chain, address } of some) found += fresh.of(chain, address).length;
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(busy);
    line(
      `lookup of ${some.length} addresses, ${name}`,
      `${ms.toFixed(1)} ms, ${((user + system) / 1000).toFixed(1)} ms of a processor (wanted: 20 ms or less), ${found} labels among ${at}`,
    );
  }
  fresh.close();
}

async function starts(folder: string, book: string): Promise<void> {
  const list = join(folder, 'list.csv');
  writeFileSync(
    list,
    'chain,tx,height,time,order,from,to,asset,amount,decimals\nmade-up,t,1,1700000000,0,a,b,USD,1,2\n',
  );
  // Taken in turns, so that a busy machine slows both.
  const without: number[] = [];
  const more = await median(15, async () => {
    const plain = (await timed(['a', '--ledger', list, '--no-book'])).ms;
    without.push(plain);
    return (await timed(['a', '--ledger', list, '--book', book])).ms - plain;
  });
  const plain = without.sort((a, b) => a - b)[7] as number;
  line(
    'start with the whole book',
    `${more.toFixed(0)} ms more (wanted: 50 ms or less) than ${plain.toFixed(0)} ms without, ${(1 + more / plain).toFixed(2)} times`,
  );
}
