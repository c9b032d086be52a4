// CoinJoins that are followed, clusters and likely change in a run on Bitcoin: told with their evidence, and no figure moves
// because of them.
// The world is made up; what it holds is seen from its text.
import { describe, expect, test } from 'vitest';
import type { ResultJson, RunJson } from '../../../src/report/schema.ts';
import { resultSchema } from '../../../src/report/schema.ts';
import { cli } from '../../support/cli.ts';
import { addressOf, coinStory, type Told, txOf } from '../../support/coin-story.ts';
import { written } from '../../support/listed.ts';

/**
 * S pays A and B; with C's coin they pay D and the exchange E. D makes itself a coin for a Whirlpool round of five (P) and
 * keeps the rest (Q); an output of the round, R1, goes to the exchange X.
 */
function story(start: number): readonly Told[] {
  return [
    { name: 't0', height: start - 1, vin: [['before:0', 'Z', 100_010_000]], vout: [['S', 100_000_000]] },
    {
      name: 't1',
      height: start,
      vin: [['t0:0', 'S', 100_000_000]],
      vout: [
        ['A', 60_000_000],
        ['B', 39_990_000],
      ],
    },
    {
      name: 't2',
      height: start + 1,
      vin: [
        ['t1:0', 'A', 60_000_000],
        ['t1:1', 'B', 39_990_000],
        ['before:1', 'C', 5_000_000],
      ],
      vout: [
        ['D', 60_000_000],
        ['E', 44_900_000],
      ],
    },
    {
      name: 't3',
      height: start + 2,
      vin: [['t2:0', 'D', 60_000_000]],
      vout: [
        ['P', 5_010_000],
        ['Q', 54_980_000],
      ],
    },
    {
      name: 't4',
      height: start + 3,
      vin: [
        ['t3:0', 'P', 5_010_000],
        ...[1, 2, 3, 4].map((n) => [`before:${n + 1}`, `O${n}`, 5_000_000] as const),
      ],
      vout: [1, 2, 3, 4, 5].map((n) => [`R${n}`, 5_000_000] as const),
    },
    {
      name: 't5',
      height: start + 4,
      vin: [['t4:0', 'R1', 5_000_000]],
      vout: [['X', 4_990_000]],
    },
  ];
}

const row = (owner: string, entity: string, category: string, definer = ''): string =>
  `${addressOf(owner)},${entity},${category},test,${definer}`;
const labels = written(
  'labels.csv',
  [
    'address,entity,category,source,cluster_definer',
    row('E', 'E Exchange', 'exchange'),
    row('X', 'X Exchange', 'exchange'),
    row('B', 'Bee', 'personal'),
    row('C', 'Sea Scam', 'scam', 'true'),
    row('O1', 'Oh Shop', 'shop', 'true'),
    '',
  ].join('\n'),
);

async function asked(start: number, ...argv: readonly string[]): Promise<string> {
  // The run is pinned six blocks below the tip: at the last transaction.
  const http = coinStory(story(start), start + 10);
  const sources = ['--labels', labels, '--no-store', '--quiet', '--min-value', '0'];
  const { code, out, err } = await cli([addressOf('S'), ...argv, ...sources], { http });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

async function runOf(start: number, ...argv: readonly string[]): Promise<RunJson> {
  const result: ResultJson = resultSchema.parse(JSON.parse(await asked(start, '--json', ...argv)));
  return result.runs[0] as RunJson;
}

/** All rules of CoinJoins apply. */
const LATE = 800_000;
/** What goes into a CoinJoin is divided; that it ends there is the usual: mixing.test.ts. */
const FOLLOW = ['--coinjoin', 'follow'];
/** None of these kinds was there. */
const EARLY = 300_000;

describe('a CoinJoin on the way', () => {
  test('is told with what went in, what was counted and the rule', async () => {
    const { coinJoins } = await runOf(LATE, '--convention', 'fifo,haircut,poison');
    // D's 60,000,000 are all A's under fifo; P's coin is 5,010,000 of them. Under haircut D's share of C's clean 5,000,000 of
    // 104,990,000 is clean: 60,000,000 · 99,990,000 / 104,990,000 = 57,142,584.9 is tainted, of P's coin 4,771,405.8.
    expect(coinJoins).toEqual([
      {
        kind: 'whirlpool',
        chain: 'bip122:000000000019d6689c085ae165831e93',
        tx: txOf('t4'),
        height: LATE + 3,
        time: 1_231_006_505 + 600 * (LATE + 3),
        asset: 'bip122:000000000019d6689c085ae165831e93/slip44:0',
        amounts: { fifo: '5010000', haircut: expect.stringMatching(/^477140[56]$/), poison: '5010000' },
        counts: { inputs: 5, inputScripts: 5, outputs: 5, equal: 5 },
        equalAmount: '5000000',
        parameters: { fromBlock: 570_000, leastInputs: 5, mostInputs: 10, mostAbovePool: 110_000 },
      },
    ]);
  });

  test('is marked on the path that leads through it', async () => {
    const { paths } = await runOf(LATE, ...FOLLOW);
    const through = paths.find(({ entity }) => entity === 'X Exchange');
    expect(through?.hops.map(({ tx, coinJoin }) => [tx, coinJoin])).toEqual([
      [txOf('t1'), undefined],
      [txOf('t2'), undefined],
      [txOf('t3'), undefined],
      [txOf('t4'), 'whirlpool'],
      [txOf('t5'), undefined],
    ]);
  });

  test('is reach under poison', async () => {
    expect(await asked(LATE, '--convention', 'poison')).toContain('0.0501 BTC (reach) went in');
  });

  test('may be where an analyst ends the trace', async () => {
    const entry = `- decision: exclude\n  subject: ${txOf('t4')}\n  reason: nobody can say whose coins come out\n  author: desk 3\n  date: 2026-11-25\n`;
    const { coinJoins, statement } = await runOf(
      LATE,
      ...FOLLOW,
      '--decisions',
      written('decisions.yaml', entry),
    );
    expect(coinJoins?.map(({ tx, amounts }) => [tx, amounts.fifo])).toEqual([[txOf('t4'), '5010000']]);
    const fifo = statement.find(({ convention }) => convention === 'fifo');
    // All of it, fee and outputs, and nothing else of this story is left unfollowed.
    expect(fifo?.notFollowed).toEqual({ 'excluded-by-analyst': '5010000' });
  });

  test('changes no figure where it is followed: what looks like one and what does not are divided alike', async () => {
    const figures = ({ statement, entities }: RunJson) => ({ statement, entities });
    const [late, early] = [await runOf(LATE, ...FOLLOW), await runOf(EARLY)];
    expect(early.coinJoins).toBeUndefined();
    expect(figures(early)).toEqual(figures(late));
    // By hand, fifo: the round's first output is P's 5,000,000, of which 10,000 are the fee of t5.
    expect(late.entities.find(({ entity }) => entity === 'X Exchange')?.amounts.fifo).toEqual({
      'bip122:000000000019d6689c085ae165831e93/slip44:0': '4990000',
    });
  });
});

describe('wallets that are spent together', () => {
  const together = { chain: 'bip122:000000000019d6689c085ae165831e93', size: 3 };
  const place = (name: string) => ({ chain: together.chain, address: addressOf(name) });
  const step = (from: string, to: string, tx: string, height: number) => ({
    from: addressOf(from),
    to: addressOf(to),
    tx: txOf(tx),
    height,
  });

  test('are told with the transactions that say so, and with labels said of a whole cluster alone', async () => {
    const { clusters } = await runOf(LATE);
    const ties = ['B', 'C'].map((name) => step('A', name, 't2', LATE + 1));
    expect(clusters).toEqual([
      {
        ...together,
        places: [place('A'), place('B')],
        because: ties.sort((a, b) => (a.to < b.to ? -1 : 1)),
        labels: [expect.objectContaining({ address: addressOf('C'), entity: 'Sea Scam', category: 'scam' })],
      },
    ]);
  });

  test('in a CoinJoin are strangers: before there were any, the same shape joins them', async () => {
    const strangers = ({ clusters = [] }: RunJson) =>
      clusters.filter(({ places }) => places.some(({ address }) => address === addressOf('P')));
    expect(strangers(await runOf(LATE))).toEqual([]);
    expect(strangers(await runOf(EARLY))).toEqual([
      {
        ...together,
        size: 5,
        places: [place('P')],
        because: [step('P', 'O1', 't4', EARLY + 3)],
        labels: [expect.objectContaining({ address: addressOf('O1'), entity: 'Oh Shop' })],
      },
    ]);
  });
});

test('likely change is marked on a path, with the signs for it', async () => {
  const { paths } = await runOf(LATE);
  const signs = paths
    .filter(({ entity }) => entity === 'E Exchange')
    .flatMap(({ hops }) => hops.map(({ to, change }) => [to, change]));
  // B's 0.3999 BTC stand beside A's 0.6; in t2 both amounts are round, neither is below the smallest input, and both are new.
  expect(signs).toEqual([
    [addressOf('B'), { signs: ['not-round'], against: [] }],
    [addressOf('E'), undefined],
  ]);
});

test('in text all of it is said to be inferred', async () => {
  const out = await asked(LATE, ...FOLLOW);
  const [t2, t4] = [txOf('t2'), txOf('t4')];
  expect(out).toContain('CoinJoins on the way\n  (inferences from the form of transactions, no facts;');
  expect(out).toContain(`whirlpool ${t4}: 0.0501 BTC went in; block 800003, `);
  expect(out).toContain('evidence: 5 inputs of 5 scripts; 5 outputs, 5 of 0.05 BTC\n');
  expect(out).toContain('inferred: a CoinJoin by its form (whirlpool)');
  expect(out).toContain("inferred: likely the payer's change (no round amount)");
  expect(out).toContain("Wallets that seem to be one owner's\n  (inferences: ");
  expect(out).toContain(
    `${addressOf('A')}, ${addressOf('B')} (Bee); 3 addresses in the cluster, as far as was read`,
  );
  expect(out).toContain(`Sea Scam [scam], said of the whole cluster of ${addressOf('C')} (Sea Scam) by test`);
  expect(out).toContain(
    `${addressOf('A')} and ${addressOf('B')} (Bee) are spent together in ${t2}, block 800001`,
  );
});
