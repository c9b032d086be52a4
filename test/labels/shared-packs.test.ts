// The real packs, where they are at hand: every row of every file is either a label or named, and counts are those of the
// files, counted here by other means.
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';

const LABELS = fileURLToPath(new URL('../../../shared/labels/', import.meta.url));
const absent = !existsSync(LABELS);

async function imported(folder: string, ...flags: readonly string[]) {
  const book = join(mkdtempSync(join(tmpdir(), 'trace-book-')), 'labels.db');
  const { code, out, err } = await cli(['labels', 'import', join(LABELS, folder), '--book', book, ...flags]);
  expect(code).toBe(0);
  const sums = /^(\d+) rows read: (\d+) labels stored, (\d+) said twice, (\d+) actors, (\d+) refused$/m.exec(
    out,
  );
  const [rows, labels, repeated, actors, refused] = (sums ?? []).slice(1).map(Number);
  return { book, out, err, rows, labels, repeated, actors, refused };
}

/** Lines of the files of a folder that match. */
function lines(folder: string, pattern: RegExp): number {
  return readdirSync(join(LABELS, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .reduce(
      (all, name) => all + (readFileSync(join(LABELS, folder, name), 'utf8').match(pattern)?.length ?? 0),
      0,
    );
}

test.skipIf(absent)(
  'GraphSense: each of the 524,170 tags and each actor is read, and 22 broken rows are named (skipped: no shared data)',
  async () => {
    const { out, err, rows, labels, repeated, actors, refused } = await imported('graphsense-tagpacks');
    const tags = lines('graphsense-tagpacks/packs', /^[ -]*address:/gm);
    expect(tags).toBe(524_170);
    expect(actors).toBe(lines('graphsense-tagpacks/actors', /^- id:/gm));
    expect(rows).toBe(tags + (actors as number));
    expect(refused).toBe(22);
    expect(err.split('\n').filter((line) => line.includes(' left out: '))).toHaveLength(22);
    // A tag of two categories is two labels.
    expect((labels as number) + (repeated as number)).toBeGreaterThanOrEqual(tags - 22);
    expect(out).toContain('0 unreadable');
  },
  240_000,
);

test.skipIf(absent)(
  'OFAC: every row of every list is a label, but for a Tron address that is listed as Bitcoin (skipped: no shared data)',
  async () => {
    const folder = 'ofac-0xB10C-fork-2025-11';
    const count = readdirSync(join(LABELS, folder))
      .filter((name) => name.endsWith('.txt'))
      .reduce(
        (all, name) =>
          all +
          readFileSync(join(LABELS, folder, name), 'utf8')
            .split('\n')
            .filter(Boolean).length,
        0,
      );
    const { out, rows, refused } = await imported(folder);
    // Each list is there twice, as text and as JSON.
    expect(rows).toBe(2 * count);
    expect(refused).toBe(2);
    expect(out).toContain('0 unreadable');
    expect(out).toContain('sanctioned_addresses_ETH.txt: 77 rows read, 77 labels stored, 0 refused');
  },
  60_000,
);

test.skipIf(absent)(
  'DefiLlama: 3,958 rows of 80 exchanges (skipped: no shared data)',
  async () => {
    const { out, book } = await imported('defillama-cex');
    expect(out).toContain('cex_addresses.csv: 3958 rows read, ');
    const { out: json } = await cli([
      'labels',
      'export',
      '--format',
      'json',
      '--book',
      book,
      '--pack',
      'defillama-cex/cex_addresses.csv',
    ]);
    const labels = JSON.parse(json) as { entity: string; category: string }[];
    expect(new Set(labels.map(({ entity }) => entity)).size).toBe(80);
    expect(new Set(labels.map(({ category }) => category))).toEqual(new Set(['exchange']));
  },
  60_000,
);

test.skipIf(absent)(
  'all other packs load, and no file is unreadable (skipped: no shared data)',
  async () => {
    for (const folder of [
      'am-i-exposed-btc',
      'brianleect-etherscan-labels',
      'forta',
      'mining-pools',
      'ofac-TRX-2026',
    ]) {
      const { out, labels } = await imported(folder, '--quiet');
      expect(out, folder).toContain('0 unreadable');
      expect(labels, folder).toBeGreaterThan(100);
    }
    const scam = await imported('scamsniffer');
    const addresses = JSON.parse(readFileSync(join(LABELS, 'scamsniffer/address.json'), 'utf8')) as string[];
    expect(scam.out).toContain(`address.json: ${addresses.length} rows read`);
    expect(scam.refused).toBe(0);
  },
  120_000,
);
