// `trace <account…> --backward` through the whole program: Bitcoin from its transactions, refusals in words, every form.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultSchema } from '../../src/report/schema.ts';
import type { SourcesJson } from '../../src/report/sources/schema.ts';
import { cli } from '../support/cli.ts';
import { exchangeLabels, listOf, written } from '../support/listed.ts';
import { readCoinWorld, serveCoinWorld } from '../support/world-text.ts';

const world = ['S>M 60', 'E>M 40', 'M>D 80', 'S>D 30', 'E>D 500'];

async function backward(rows: readonly string[], ...argv: readonly string[]) {
  const files = ['--ledger', listOf(rows), '--labels', exchangeLabels];
  return cli(['D', '--backward', '--min-value', '0', ...argv, ...files, '--quiet']);
}

async function sourcesOf(...argv: readonly string[]): Promise<SourcesJson> {
  const { out } = await backward(world, ...argv, '--json');
  return resultSchema.parse(JSON.parse(out)).sources?.[0] as SourcesJson;
}

describe('the money that reached an address of the FBI in 2021', () => {
  const FBI = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
  const RANSOM = '3EYkxQSUv2KcuRTnHQA8tNuG7S2pKcdNxB';
  const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
  const labels = written(
    'ransom.csv',
    `chain,address,name,category,source\nbitcoin,${RANSOM},DarkSide affiliate,ransomware,an affidavit of 7 June 2021\n`,
  );
  const http = serveCoinWorld(readCoinWorld(join('fixtures/cases/colonial', 'world.txt')));

  test.each([
    ['fifo', '6146816619'],
    ['lifo', '6145827297'],
  ])('comes from the coin of the ransom as it went there: %s', async (convention, units) => {
    const argv = [FBI, '--backward', '--labels', labels, '--json', '--convention', convention];
    const { out, code } = await cli([...argv, '--as-of', 'bitcoin=686684'], { http });
    const found = resultSchema.parse(JSON.parse(out)).sources?.[0] as SourcesJson;
    // What is known answers of the seizure forward (docs/method.md), read from the other end: the whole coin is the seed.
    expect(found.received).toEqual({ [BTC]: '6369996546' });
    expect(found.entities.map(({ entity, amounts }) => [entity, amounts])).toEqual([
      ['DarkSide affiliate', { [convention]: { [BTC]: units } }],
    ]);
    // The other 23 inputs belong to wallets whose own transactions are not published.
    const others = String(6_369_996_546n - BigInt(units));
    expect(found.statement.map(({ unknown, unexplained }) => [unknown, unexplained])).toEqual([
      [others, '0'],
    ]);
    // Their transactions could not be had: gaps, and exit code 3.
    expect([code, found.gaps.some(({ code: gap }) => gap === 'source-failed')]).toEqual([3, true]);
  });
});

describe('the report', () => {
  test('says in one sentence what arrived and from whom', async () => {
    const { out, code } = await backward(world);
    expect(code).toBe(0);
    // M's first 80 units: 60 of S, which nobody names and which never received them, and 20 of E.
    expect(out.split('\n')[0]).toBe(
      '610 USD arrived at D in 3 payments, 2020-09-13 14:26:40Z to 2020-09-13 16:26:40Z; 520 (85.2 %, 500 of it directly) came from E Exchange [exchange], under any rule; 90 (14.7 %) has no explanation (paid by wallets that are not known to have received it) (fifo).',
    );
  });

  test('adds up in text, in JSON and in the table', async () => {
    const { out } = await backward(world);
    expect(out).toMatch(/from named sources +520 USD/);
    expect(out).toMatch(/= all that arrived +610 USD/);
    const { statement } = await sourcesOf();
    for (const { received, labelled, unknown, issued, own, unexplained } of statement)
      expect(
        [labelled, unknown, issued, own, unexplained].reduce((sum, each) => sum + BigInt(each), 0n),
      ).toBe(BigInt(received));
    const csv = await backward(world, '--format', 'csv');
    expect(csv.out).toMatch(/^trace,received,,,USD,USD,0,610,list:demo,D,/m);
    expect(csv.out).toMatch(
      /^trace,source-labelled,[^,]*,fifo,USD,USD,0,520,list:demo,E,E Exchange,exchange,/m,
    );
    expect(csv.out).toMatch(/^trace,unexplained,,fifo,USD,USD,0,90,/m);
  });

  test('says in words that nothing arrived in the window, and what lies outside of it', async () => {
    const { out, code } = await backward(world, '--since', '2022-01-01');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'Nothing arrived at D from 2022-01-01 00:00:00Z; 3 payments arrived outside of that time and are in no sum.',
    );
  });

  test('says of an address that nobody knows that it should be checked', async () => {
    const { out } = await cli(['Y', '--backward', '--ledger', listOf(world), '--quiet']);
    expect(out.split('\n')[0]).toBe('Y takes part in no transfer up to the as-of block: check the address.');
  });
});

test.each([
  [['--tx', 't1'], '--tx'],
  [['--to', 'E'], '--to'],
  [['--seeds', 'claims.csv'], '--seeds'],
  [['--audit', written('audit.txt', '')], '--audit'],
  [['--decisions', 'file.yaml'], '--decisions'],
  [['--sensitivity'], '--sensitivity'],
  [['--totals'], '--totals'],
])('%s has no meaning upstream and is refused', async (argv, flag) => {
  const { code, err, out } = await backward(world, ...argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`--backward does not take "${flag}"`);
});
