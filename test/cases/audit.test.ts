// The audits of the recorded cases: they add up for a reader with a pencil, and say what the result says.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { type AuditRow, faultsOf, readAudit } from '../support/audit-checker.ts';
import { cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-audit-'));
const conserving = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'];

async function audited(name: string, ...argv: string[]): Promise<{ text: string; json: ResultJson }> {
  const file = join(folder, `${name}-${argv.join('')}.csv`);
  const { code, out, err } = await cli(['run', `fixtures/cases/${name}`, '--json', '--audit', file, ...argv]);
  expect(err).not.toContain('differs');
  expect(code).toBe(0);
  return { text: readFileSync(file, 'utf8'), json: JSON.parse(out) as ResultJson };
}

const closing = (rows: readonly AuditRow[], name: string): bigint =>
  rows
    .filter(({ kind, account }) => kind === 'line' && account === name)
    .reduce((sum, { tainted_in = '0' }) => sum + BigInt(tainted_in), 0n);

describe.each(['colonial', 'reuters', 'ronin'])('%s', (name) => {
  test('adds up under every convention, and its lines are those of the statement in the result', async () => {
    const { text, json } = await audited(name, '--convention', 'all', '--audit-convention', 'all');
    const rows = readAudit(text);
    expect(faultsOf(rows)).toEqual([]);
    expect([...new Set(rows.map(({ convention }) => convention))]).toEqual(['', ...conserving]);
    let lines = 0;
    for (const run of json.runs)
      for (const row of run.statement) {
        const own = rows.filter(
          (each) =>
            each.run === run.name &&
            each.convention === row.convention &&
            each.seed === row.seed &&
            each.asset === row.asset,
        );
        const stated = {
          injected: row.injected,
          'converted-in': row.convertedIn,
          endpoint: row.endpoints,
          held: row.held,
          fees: row.fees,
          burnt: row.burnt,
          returned: row.returned,
          'reached-seed': row.reachedSeed,
          'converted-out': row.convertedOut,
          ...Object.fromEntries(
            Object.entries(row.notFollowed).map(([reason, amount]) => [`not-followed:${reason}`, amount]),
          ),
        };
        for (const [line, amount] of Object.entries(stated)) {
          lines += 1;
          expect([run.name, row.convention, row.seed, line, String(closing(own, line))]).toEqual([
            run.name,
            row.convention,
            row.seed,
            line,
            amount,
          ]);
        }
      }
    expect(lines).toBeGreaterThan(50);
  });

  test('what it has absorbed at each endpoint is what the result says, under the headline alone', async () => {
    const { text, json } = await audited(name);
    const rows = readAudit(text).filter(({ kind, account }) => kind === 'line' && account === 'endpoint');
    const sums: Record<string, bigint> = {};
    for (const { run, seed, asset, party, tainted_in = '0' } of rows) {
      const key = [run, seed, asset, party].join(' ');
      sums[key] = (sums[key] ?? 0n) + BigInt(tainted_in);
    }
    const told: Record<string, bigint> = {};
    for (const run of json.runs)
      for (const { address, bySeed } of run.endpoints)
        for (const [seed, amounts] of Object.entries(bySeed))
          for (const [asset, amount] of Object.entries(amounts[run.conventions[0] as string] ?? {}))
            told[[run.name, seed, asset, address].join(' ')] = BigInt(amount);
    expect(sums).toEqual(told);
  });

  test('is the same to the byte however many histories are asked for at once', async () => {
    const [one, eight] = await Promise.all([
      audited(name, '--concurrency=1'),
      audited(name, '--concurrency=8'),
    ]);
    const body = (text: string) => text.split('\r\n').filter((line) => !line.includes(',head,'));
    expect(body(one.text)).toEqual(body(eight.text));
  });
});
