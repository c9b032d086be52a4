// The rules of exploration and of seeds (engine.md §3, §4, §7), each on the smallest world that shows it. Worlds are
// transfer lists, so that the whole program is run; expected figures are added up by hand in the comments.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { type CliResult, cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-rules-'));
let files = 0;

/** `A>B 10` = one transfer; each its own transaction and height, an hour apart; `A>B 10 tx=t h=3 order=` overrides. */
function list(world: string): string {
  const rows = world
    .trim()
    .split('\n')
    .map((line, index) => {
      const [pair = '', amount = '', ...more] = line.trim().split(/\s+/);
      const given = new Map(more.map((word) => word.split('=') as [string, string]));
      const [from, to] = pair.split('>');
      const height = Number(given.get('h') ?? index + 1);
      const order = given.get('order') ?? String(index);
      const tx = given.get('tx') ?? `t${index + 1}`;
      return [
        'demo',
        tx,
        height,
        1_600_000_000 + height * 3600,
        order,
        from,
        to,
        given.get('asset') ?? 'USD',
        amount,
        0,
      ];
    });
  const file = join(folder, `${files++}.csv`);
  const header = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  writeFileSync(file, `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
  return file;
}

function labelled(...names: string[]): string {
  const file = join(folder, `labels-${files++}.csv`);
  const rows = names.map((name) => `demo,${name},${name} Exchange,exchange,test`);
  writeFileSync(file, `chain,address,name,category,source\n${rows.join('\n')}\n`);
  return file;
}

async function run(world: string, ...argv: string[]): Promise<CliResult> {
  const sources = ['--ledger', list(world), '--labels', labelled('E', 'F')];
  return cli(['--min-value', '0', ...argv, ...sources, '--json', '--quiet']);
}

async function traced(world: string, ...argv: string[]): Promise<ResultJson> {
  const { code, out, err } = await run(world, ...argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ResultJson;
}

async function refused(world: string, ...argv: string[]): Promise<string> {
  const { code, out, err } = await run(world, ...argv);
  expect(out).toBe('');
  expect(code).not.toBe(0);
  return err;
}

type Lines = ResultJson['touched'];

/** `{ address: units }` under fifo. */
function fifo(lines: Lines): Record<string, string> {
  return Object.fromEntries((lines ?? []).map(({ address, amounts }) => [address, amounts.fifo?.USD ?? '0']));
}

function reasons(result: ResultJson): Record<string, string> {
  return Object.fromEntries(
    (result.notFollowed ?? []).map(({ address, reason, amounts }) => [
      address,
      `${reason} ${amounts.fifo?.USD ?? '0'}`,
    ]),
  );
}

describe('a wallet seed', () => {
  test('taints what leaves it, and what comes back is returned', async () => {
    const result = await traced('X>S 50\nS>A 30\nA>S 10\nA>E 20', 'S');
    expect(result.seeds?.[0]?.injected).toEqual({ USD: '30' });
    expect(result.returned?.amounts.fifo).toEqual({ USD: '10' });
    expect(fifo(result.endpoints)).toEqual({ E: '20' });
  });

  test('is no endpoint, whatever its label says', async () => {
    const result = await traced('E>A 10\nA>F 10', 'E');
    expect(result.seeds?.[0]?.labels[0]?.category).toBe('exchange');
    expect(fifo(result.endpoints)).toEqual({ F: '10' });
  });

  test('injects from --since on, and its earlier payments stay clean', async () => {
    // Heights are hours: the second payment lies at 1600000000 + 2 h.
    const result = await traced('S>A 10\nS>A 10\nA>E 20', 'S', '--since', String(1_600_000_000 + 2 * 3600));
    expect(result.seeds?.[0]?.injected).toEqual({ USD: '10' });
    expect(fifo(result.endpoints)).toEqual({ E: '10' });
  });

  test('that pays itself injects nothing', async () => {
    const result = await traced('S>S 10\nS>E 5', 'S');
    expect(result.seeds?.[0]?.injected).toEqual({ USD: '5' });
  });

  test('reached by another seed ends the other one’s value, counted once', async () => {
    const result = await traced('S>R 10\nR>E 10', 'S', 'R');
    expect(result.reachedSeed?.map(({ from, to, amounts }) => [from, to, amounts.fifo?.USD])).toEqual([
      ['list:demo/S', 'list:demo/R', '10'],
    ]);
    expect(Object.keys(result.endpoints?.[0]?.bySeed ?? {})).toEqual(['list:demo/R']);
  });
});

describe('many seeds', () => {
  test('have bounds together, and each alone while they are no more than a hundred', async () => {
    for (const count of [100, 101]) {
      const seeds = Array.from({ length: count }, (_, nth) => `S${nth}`);
      // Each pays E its own 2, and nobody else pays: under any rule E has 2 of each.
      const result = await traced(seeds.map((seed) => `${seed}>E 2`).join('\n'), ...seeds);
      const [entity] = result.entities ?? [];
      const all = String(2 * count);
      expect(entity?.bounds.USD).toEqual({ least: all, mostFollowed: all, most: all });
      const alone = Object.values(entity?.boundsBySeed ?? {});
      expect(alone).toHaveLength(count === 100 ? 100 : 0);
      for (const { USD } of alone) expect(USD).toEqual({ least: '2', mostFollowed: '2', most: '2' });
    }
  });
});

describe('a payment seed', () => {
  test('taints that payment alone, and its payer is an ordinary place', async () => {
    const result = await traced('X>A 10\nV>A 7\nA>E 17', '--tx', 't2');
    expect(result.question).toBe('payments');
    expect(fifo(result.endpoints)).toEqual({ E: '7' });
    expect(result.returned?.amounts).toEqual({});
  });

  test('is swept apart from wallet seeds: two questions, two runs', async () => {
    const result = await traced('V>S 10\nS>E 10', 'S', '--tx', 't1');
    expect(result.runs.map(({ name, question }) => [name, question])).toEqual([
      ['trace-wallets', 'wallets'],
      ['trace-payments', 'payments'],
    ]);
    // The victim's payment is followed through the flagged wallet.
    expect(result.runs.map(({ endpoints }) => endpoints[0]?.amounts.fifo?.USD)).toEqual(['10', '10']);
    expect(result.endpoints).toBeUndefined();
  });

  test('straight into an exchange is absorbed at once', async () => {
    const result = await traced('V>E 10\nE>A 10', '--tx', 't1');
    expect(fifo(result.endpoints)).toEqual({ E: '10' });
    expect(result.paths?.[0]?.hops.length).toBe(1);
  });

  test('of a transaction with several payments must say which', async () => {
    const world = 'V>A 10 tx=t h=1\nV>B 5 tx=t h=1\nA>E 10\nB>F 5';
    expect(await refused(world, '--tx', 't')).toMatch(
      /seed-ambiguous[\s\S]*:0 {2}10[\s\S]*:1 {2}5[\s\S]*--tx t:<n>/,
    );
    expect(fifo((await traced(world, '--tx', 't:1')).endpoints)).toEqual({ F: '5' });
  });

  test('named twice is one seed', async () => {
    const result = await traced('V>A 10\nA>E 10', '--tx', 't1', '--tx', 't1');
    expect(result.seeds?.length).toBe(1);
  });

  test('of an unknown transaction is refused by name', async () => {
    expect(await refused('V>A 10', '--tx', 'nosuch')).toMatch(
      /transaction-unknown[\s\S]*nosuch|nosuch[\s\S]*transaction-unknown/,
    );
  });
});

describe('following', () => {
  test('no payment made before the taint arrived can carry it', async () => {
    const result = await traced('X>A 10\nA>E 10\nS>A 10', 'S');
    expect(result.endpoints).toEqual([]);
    expect(fifo(result.held)).toEqual({ A: '10' });
  });

  test('a loop ends, and every unit stands once', async () => {
    const result = await traced('S>A 10\nA>B 10\nB>A 10\nA>B 10\nB>E 4', 'S');
    expect(fifo(result.endpoints)).toEqual({ E: '4' });
    expect(fifo(result.held)).toEqual({ B: '6' });
  });

  test('what pays out of an endpoint carries nothing', async () => {
    const result = await traced('S>E 10\nE>A 10\nA>F 10', 'S');
    expect(fifo(result.endpoints)).toEqual({ E: '10' });
  });

  test('in one transaction passes on what came in, without the wallet’s history', async () => {
    // A holds 100 clean; within t the seed's 10 go through it to E, whatever fifo would say of A's balance.
    const result = await traced(
      'X>A 100\nS>A 10 tx=t h=5\nA>E 10 tx=t h=5',
      'S',
      '--convention',
      'fifo,lifo,haircut',
    );
    expect(result.endpoints?.[0]?.amounts).toEqual({
      fifo: { USD: '10' },
      lifo: { USD: '10' },
      haircut: { USD: '10' },
    });
  });

  test('a shortage is booked as clean and oldest, and is a gap with its amount', async () => {
    const result = await traced('S>A 10\nA>E 25', 'S', '--convention', 'fifo');
    expect(result.gaps?.map(({ code, address, amount }) => [code, address, amount])).toEqual([
      ['shortage', 'A', '15'],
    ]);
    // fifo: 15 clean ones are older, then the 10.
    expect(fifo(result.endpoints)).toEqual({ E: '10' });
  });

  test('stops at --hops with its reason', async () => {
    const result = await traced('S>A 10\nA>B 10\nB>E 10', 'S', '--hops', '2');
    expect(reasons(result)).toEqual({ B: 'hop-limit 10' });
  });

  test('stops below --min-value with its reason', async () => {
    const result = await traced('S>A 999\nS>B 1\nA>E 999\nB>F 1', 'S', '--min-value', '1%');
    expect(reasons(result)).toEqual({ B: 'below-min-value 1' });
    expect(fifo(result.endpoints)).toEqual({ E: '999' });
  });

  test('takes --min-value in whole units too', async () => {
    const result = await traced('S>A 900\nS>B 99\nA>E 900\nB>F 99', 'S', '--min-value', '100');
    expect(reasons(result)).toEqual({ B: 'below-min-value 99' });
  });

  test('takes the wallets with most money first when --max-wallets is short', async () => {
    const result = await traced('S>A 10\nS>B 20\nA>E 10\nB>F 20', 'S', '--max-wallets', '1');
    expect(reasons(result)).toEqual({ A: 'wallet-limit 10' });
    expect(fifo(result.endpoints)).toEqual({ F: '20' });
  });

  test('does not enter a hub unless told to', async () => {
    const noise = Array.from({ length: 8 }, (_, index) => `N${index}>H 1`).join('\n');
    const world = `S>H 10\nH>E 10\n${noise}`;
    expect(reasons(await traced(world, 'S', '--hub-limit', '5'))).toEqual({ H: 'hub 10' });
    expect(fifo((await traced(world, 'S', '--hub-limit', '5', '--follow', 'H')).endpoints)).toEqual({
      E: '10',
    });
  });

  test('stops after --until with its reason', async () => {
    const result = await traced(
      'S>A 10\nA>E 4\nA>B 6\nB>F 6',
      'S',
      '--until',
      String(1_600_000_000 + 2 * 3600),
    );
    expect(fifo(result.endpoints)).toEqual({ E: '4' });
    expect(reasons(result)).toEqual({ B: 'after-until 6' });
  });

  test('counts nothing above --as-of, and says how much is pending', async () => {
    const result = await traced('S>A 10\nA>E 10', 'S', '--as-of', '1');
    expect(fifo(result.held)).toEqual({ A: '10' });
    expect(result.pending?.map(({ amount }) => amount)).toEqual(['10']);
  });

  test('stops at further categories on demand, and lists what else is labelled as touched', async () => {
    const world = 'S>A 10\nA>E 10';
    const scam = join(folder, 'scam.csv');
    writeFileSync(scam, 'chain,address,name,category,source\ndemo,A,A Scam,scam,test\n');
    const on = await traced(world, 'S', '--labels', scam);
    expect(fifo(on.touched)).toEqual({ A: '10' });
    expect(fifo(on.endpoints)).toEqual({ E: '10' });
    const stopped = await traced(world, 'S', '--labels', scam, '--stop-at', 'scam');
    expect(fifo(stopped.endpoints)).toEqual({ A: '10' });
  });

  test('a label that had ended does not stop a later payment', async () => {
    const ended = join(folder, 'ended.csv');
    writeFileSync(
      ended,
      'chain,address,name,category,source,validTo\ndemo,A,Old Exchange,exchange,test,2020-01-01\n',
    );
    const result = await traced('S>A 10\nA>E 10', 'S', '--labels', ended);
    expect(fifo(result.endpoints)).toEqual({ E: '10' });
  });

  test('only the asset asked for', async () => {
    const result = await traced('S>A 10\nS>A 7 asset=EUR\nA>E 10\nA>F 7 asset=EUR', 'S', '--asset', 'eur');
    expect(result.seeds?.[0]?.injected).toEqual({ EUR: '7' });
    expect(result.endpoints?.map(({ address }) => address)).toEqual(['F']);
  });

  test('an order that the list does not tell is a gap where it matters', async () => {
    const world = 'X>A 10\nS>A 10 h=5 order=\nA>E 10 h=5 order=';
    expect((await traced(world, 'S')).gaps?.map(({ code, address }) => [code, address])).toEqual([
      ['order-unknown', 'A'],
    ]);
    const told = 'X>A 10\nS>A 10 h=5\nA>E 10 h=5';
    expect((await traced(told, 'S')).gaps).toEqual([]);
  });
});

describe('several seeds', () => {
  test('under poison each is asked alone, and one payment’s reach is not counted twice', async () => {
    const result = await traced('S>A 10\nR>A 5\nA>E 15', 'S', 'R', '--convention', 'poison');
    expect(result.endpoints?.[0]?.amounts).toEqual({ poison: { USD: '15' } });
    expect(result.endpoints?.[0]?.bySeed).toEqual({
      'list:demo/R': { poison: { USD: '15' } },
      'list:demo/S': { poison: { USD: '15' } },
    });
    expect(result.held).toEqual([]);
  });

  test('paths into an endpoint add up to its amount, seed by seed', async () => {
    const result = await traced('S>A 10\nR>A 5\nA>B 8\nA>E 7\nB>E 8', 'S', 'R', '--convention', 'haircut');
    for (const [seed, amounts] of Object.entries(result.endpoints?.[0]?.bySeed ?? {})) {
      const sum = (result.paths ?? [])
        .filter((path) => path.seed === seed)
        .reduce((all, { amount }) => all + BigInt(amount), 0n);
      expect([seed, String(sum)]).toEqual([seed, amounts.haircut?.USD]);
    }
  });
});
