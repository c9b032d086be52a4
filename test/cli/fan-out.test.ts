// The fan-out of issue 2, check 5, without its latency (test/bench/fan-out.ts has that): all 1,364 wallets, every family of chains.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { type Chain, type FanOut, fanOut } from '../support/fan-out.ts';
import { cliAgainst, serving } from './loopback.ts';

const WHOLE = ['--hops', '8', '--max-wallets', '5000', '--min-value', '0', '--json', '--no-store'];

/** Every sixteenth wallet of the last hop is an account at an exchange. */
function exchangesOf(world: FanOut): Set<string> {
  return new Set(world.levels.at(-1)?.filter((_, index) => index % 16 === 0));
}

function labelsFor(world: FanOut): string {
  const file = join(mkdtempSync(join(tmpdir(), 'trace-fan-out-')), 'labels.csv');
  const rows = [...exchangesOf(world)].map(
    (address) => `${world.chain},${address},Made-up Exchange,exchange,test`,
  );
  writeFileSync(file, ['chain,address,name,category,source', ...rows, ''].join('\n'));
  return file;
}

async function traced(world: FanOut, labels: string, concurrency: number) {
  const served = await serving(world.http);
  const urls = {
    'mempool.space': served.url,
    'eth.blockscout.com': served.url,
    'api.trongrid.io': served.url,
  };
  const argv = [world.seed, ...WHOLE, '--labels', labels, '--concurrency', String(concurrency)];
  const result = await cliAgainst(urls, argv);
  return { ...result, requests: served.requests.length };
}

/** The bytes without the program's version and without its command line, which names the concurrency. */
function comparable(text: string): string {
  const { program: _, command: _c, ...rest } = JSON.parse(text) as ResultJson;
  return JSON.stringify(rest);
}

function sums(
  lines: readonly { address: string; amounts: RunJson['fees']['amounts'] }[],
  asset: string,
  rule: string,
) {
  const found = new Map<string, bigint>();
  for (const { address, amounts } of lines) {
    const amount = BigInt(amounts[rule]?.[asset] ?? '0');
    if (amount > 0n) found.set(address, (found.get(address) ?? 0n) + amount);
  }
  return found;
}

const total = (amounts: ReadonlyMap<string, bigint>) =>
  [...amounts.values()].reduce((all, one) => all + one, 0n);
const sorted = (amounts: ReadonlyMap<string, bigint>) => [...amounts].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each<Chain>(['bitcoin', 'ethereum', 'tron'])(
  'a fan-out of 4, 16, 64, 256 and 1,024 wallets on %s',
  (chain) => {
    const world = fanOut(chain, 5);
    const exchanges = exchangesOf(world);
    const labels = labelsFor(world);

    test('is reported in full, wallet by wallet, and alike at concurrency 1 and 8', async () => {
      const alone = await traced(world, labels, 1);
      expect([alone.code, alone.err]).toEqual([0, '']);
      const run = JSON.parse(alone.out) as RunJson;
      expect(run.gaps).toEqual([]);
      expect(run.notFollowed).toEqual([]);
      const { asset } = world;
      for (const rule of ['fifo', 'haircut']) {
        const held = sums(run.held, asset, rule);
        const reached = sums(run.endpoints, asset, rule);
        const expected = [...world.balances];
        expect(sorted(held)).toEqual(
          sorted(new Map(expected.filter(([address]) => !exchanges.has(address)))),
        );
        expect(sorted(reached)).toEqual(
          sorted(new Map(expected.filter(([address]) => exchanges.has(address)))),
        );
        expect(held.size + reached.size).toBe(1364);
        expect(total(held) + total(reached)).toBe(world.injected - world.fees);
        const row = run.statement.find((line) => line.asset === asset && line.convention === rule);
        expect(BigInt(row?.injected ?? 0) - BigInt(row?.returned ?? 0)).toBe(world.injected);
        expect(BigInt(row?.fees ?? 0)).toBe(world.fees);
      }
      for (const stranger of world.strangers) expect(alone.out).not.toContain(stranger);

      const many = await traced(world, labels, 8);
      expect(comparable(many.out)).toBe(comparable(alone.out));
      expect(many.requests).toBe(alone.requests);
    }, 180_000);
  },
);
