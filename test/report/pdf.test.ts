// The report as PDF: a second program (poppler) reads the text out of it, and finds the amounts of the JSON and every name.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

const REUTERS = 'fixtures/cases/reuters';
const COLONIAL = 'fixtures/cases/colonial';
const isThere = spawnSync('pdftotext', ['-v']).error === undefined;
const withPoppler = isThere ? test : test.skip;
const skipped = isThere ? '' : ' (skipped: no pdftotext)';

async function pdfOf(argv: readonly string[], now = 1_700_000_000_000): Promise<string> {
  const file = join(await temporaryFolder(), 'report.pdf');
  const { code, out, err } = await cli([...argv, '--format', 'pdf', '--quiet', '-o', file], {
    now: () => now,
  });
  expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
  return file;
}

/** As a reader selects it. */
function textOf(file: string): string {
  return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', maxBuffer: 1e8 });
}

/** `1420250000000` of six decimals: `1,420,250`. */
function shown(units: string, decimals: number): string {
  const digits = units.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/(\d)(?=(\d{3})+$)/g, '$1,');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** A trace to 1DToN8…, which a label file names. */
async function named(name: string): Promise<string[]> {
  const labels = join(await temporaryFolder(), 'labels.csv');
  const row = `bitcoin,1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X,"${name}",exchange,a test`;
  writeFileSync(labels, `chain,address,name,category,source\n${row}\n`);
  const replay = ['--replay', 'fixtures/cases/colonial/tape', '--hops', '1'];
  return ['15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', ...replay, '--labels', labels];
}

describe('a report in PDF', () => {
  test('is the same to the byte, whenever it is made', async () => {
    const once = readFileSync(await pdfOf(['run', COLONIAL]));
    const later = readFileSync(await pdfOf(['run', COLONIAL], 1_900_000_000_000));
    expect(later.equals(once)).toBe(true);
    const { runs } = JSON.parse((await cli(['run', COLONIAL, '--json', '--quiet'])).out) as ResultJson;
    const asOf = new Date((runs[0]?.asOf[0]?.time ?? 0) * 1000).toISOString();
    expect(once.toString('latin1')).toContain(`(D:${asOf.replace(/\D/g, '').slice(0, 14)}Z)`);
  });

  test('needs a file to go to', async () => {
    const { code, err } = await cli(['run', REUTERS, '--format', 'pdf']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('-o FILE') as string });
  });

  withPoppler(`has every amount of the JSON, in whole, under every rule${skipped}`, async () => {
    const { runs } = JSON.parse((await cli(['run', REUTERS, '--json', '--quiet'])).out) as ResultJson;
    const words = new Set(textOf(await pdfOf(['run', REUTERS])).split(/\s+/));
    let checked = 0;
    for (const { endpoints, entities, held, assets } of runs)
      for (const { amounts } of [...endpoints, ...entities, ...held])
        for (const sums of Object.values(amounts))
          for (const [id, units] of Object.entries(sums)) {
            const asset = assets[id];
            if (asset?.genuine !== true) continue;
            const text = shown(units, asset.decimals ?? 0);
            // In a list the next amount follows behind a comma.
            expect([id, words.has(text) || words.has(`${text},`), text]).toEqual([id, true, text]);
            checked += 1;
          }
    expect(checked).toBeGreaterThan(90);
  });

  withPoppler(`has every transaction of the ledger, in its order${skipped}`, async () => {
    const argv = ['run', COLONIAL];
    const { runs } = JSON.parse((await cli([...argv, '--json', '--flows', '--quiet'])).out) as ResultJson;
    const text = textOf(await pdfOf(argv)).replace(/\s+/g, '');
    for (const { flows = [] } of runs) for (const { tx } of flows) expect(text).toContain(tx);
  });

  withPoppler(`shows Chinese, Japanese and Korean names, from fonts within it${skipped}`, async () => {
    const file = await pdfOf(await named('币安交易所 幣安 バイナンス 바이낸스 Биржа Ανταλλακτήριο'));
    const text = textOf(file);
    for (const word of ['币安交易所', '幣安', 'バイナンス', '바이낸스', 'Биржа', 'Ανταλλακτήριο'])
      expect(text).toContain(word);
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trimEnd().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(3);
    for (const font of fonts) expect(font).toMatch(/\byes yes yes\s+\d+\s+0$/);
  });

  withPoppler(`shows by its code point what no font has, and what would act${skipped}`, async () => {
    const text = textOf(await pdfOf(await named('Ⲁ بورصة \u202e gnahcxe'))).replace(/\s+/g, '');
    expect(text).toContain('\\u{2c80}');
    expect(text).toContain('\\u{628}\\u{648}\\u{631}\\u{635}\\u{629}');
    expect(text).toContain('\\u{202e}gnahcxe');
  });

  withPoppler(`has on its pages no link and no script, whatever a name says${skipped}`, async () => {
    const file = await pdfOf(await named(') >> /JavaScript (app.alert(1)) https://evil.example'));
    expect(textOf(file).replace(/\s+/g, '')).toContain(')>>/JavaScript(app.alert(1))https://evil.example');
    const raw = readFileSync(file).toString('latin1');
    expect(raw).not.toMatch(/\/(?:JS|JavaScript|URI|OpenAction|Launch|AA)\b/);
  });
});
