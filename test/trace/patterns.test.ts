// Named patterns of the tainted flow, each beside what looks like it and is none: an ordinary payroll, ordinary change, a
// refund. Worlds are made up; which transfers are evidence and what they add up to is seen from the world itself.
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { patternsOf } from '../../src/trace/patterns/patterns.ts';
import { cli } from '../support/cli.ts';
import { written } from '../support/listed.ts';
import type { CoinWorld } from '../support/oracle-coins.ts';
import { posedCoins, run } from '../support/pose-worlds.ts';

type Pattern = NonNullable<ResultJson['patterns']>[number];

const labels = written('labels.csv', 'chain,address,name,category,source\ndemo,E,E Exchange,exchange,test\n');

/** `A>B 10 5h` per line: transaction t1, t2, …, five hours (or `d`: days) after the start. Must stand in order. */
function listOf(world: readonly string[]): string {
  const rows = world.map((line, index) => {
    const [, from, to, amount, count, unit] = /^(\w+)>(\w+) (\d+) (\d+)([hd])$/.exec(line) ?? [];
    const time = 1_600_000_000 + Number(count) * (unit === 'd' ? 86_400 : 3_600);
    return ['demo', `t${index + 1}`, index + 1, time, 0, from, to, 'USD', amount, 0].join(',');
  });
  const head = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  return written('list.csv', `${[head, ...rows].join('\n')}\n`);
}

function asked(world: readonly string[], ...argv: readonly string[]) {
  const sources = ['--ledger', listOf(world), '--labels', labels, '--quiet'];
  return cli(['S', '--min-value', '0', '--hops', '50', ...argv, ...sources]);
}

async function patterns(world: readonly string[], ...argv: readonly string[]): Promise<Pattern[]> {
  const { out, err } = await asked(world, '--json', ...argv);
  expect(err).toBe('');
  return (JSON.parse(out) as ResultJson).patterns ?? [];
}

/** Names of the transactions that are evidence. */
const txs = ({ transfers }: Pattern): string[] => transfers.map((id) => id.split('/')[0] as string);
const from = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `t${first + index}`);
const kinds = (found: readonly Pattern[]): string[] => found.map(({ kind }) => kind);
const each = (count: number, line: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, n) => line(n));

describe('fan-out', () => {
  /** A pays n wallets 10 each, one an hour; each passes `part` on to somebody of its own, `later`. */
  const sprayed = (n: number, part: number, later: number): string[] => [
    `S>A ${n * 10} 0h`,
    ...each(n, (i) => `A>W${i} 10 ${i + 1}h`),
    ...each(n, (i) => `W${i}>X${i} ${part} ${i + 1 + later}h`),
  ];

  test('is one wallet that pays ten or more within a day, which pass it on', async () => {
    const [fan, ...others] = await patterns(sprayed(12, 10, 20));
    expect(others).toEqual([]);
    expect(fan).toMatchObject({
      kind: 'fan-out',
      amount: '120',
      counts: { wallets: 12, passedOn: 12 },
      parameters: { wallets: 10, withinHours: 24 },
    });
    expect(fan?.places.map(({ address }) => address)).toEqual(['A', ...each(12, (i) => `W${i}`)]);
    expect(txs(fan as Pattern)).toEqual(from(2, 13));
  });

  test('may have a few that keep it', async () => {
    // Ten of twelve are more than 80 %; ten of thirteen are not.
    const keeping = (n: number): string[] => sprayed(n, 10, 20).filter((line) => !/^W1[0-2]>/.test(line));
    expect((await patterns(keeping(12)))[0]?.counts).toEqual({ wallets: 12, passedOn: 10 });
    expect(await patterns(keeping(13))).toEqual([
      // Of the first twelve ten passed it on; the thirteenth is no part of it.
      expect.objectContaining({ counts: { wallets: 12, passedOn: 10 } }),
    ]);
  });

  test('is not nine wallets, nor ten over more than a day', async () => {
    expect(await patterns(sprayed(9, 10, 20))).toEqual([]);
    const slow = [
      'S>A 120 0h',
      ...each(12, (i) => `A>W${i} 10 ${3 * i + 1}h`),
      ...each(12, (i) => `W${i}>X${i} 10 ${3 * i + 40}h`),
    ];
    expect(await patterns(slow)).toEqual([]);
  });

  test('is no payroll: those who are paid wages spend them in parts, later, in the same shops', async () => {
    const payday = (start: number): string[] => [
      ...each(30, (i) => `A>W${i} 100 ${start}h`),
      ...each(30, (i) => `W${i}>RENT 40 ${start + 10}h`),
      ...each(30, (i) => `W${i}>SHOP 20 ${start + 30}h`),
      ...each(30, (i) => `W${i}>SHOP 15 ${start + 400}h`),
    ];
    expect(await patterns(['S>A 6000 0h', ...payday(1), ...payday(721)])).toEqual([]);
  });

  test('is not where they pass it on after three days', async () => {
    expect(await patterns(sprayed(12, 10, 73))).toEqual([]);
    expect(kinds(await patterns(sprayed(12, 10, 72)))).toEqual(['fan-out']);
  });
});

describe('fan-in', () => {
  test('is ten or more wallets that pay one within a day with what they got', async () => {
    const world = [
      'S>A 120 0h',
      ...each(12, (i) => `A>W${i} 10 ${5 * i + 1}h`),
      ...each(12, (i) => `W${i}>H 10 ${62 + i}h`),
    ];
    const [fan, ...others] = await patterns(world);
    expect(others).toEqual([]);
    expect(fan).toMatchObject({ kind: 'fan-in', amount: '120', counts: { wallets: 12, passedOn: 12 } });
    expect(fan?.places[0]?.address).toBe('H');
    expect(txs(fan as Pattern)).toEqual(from(14, 25));
  });

  test('is no shop where many pay a part of what they have', async () => {
    const world = [
      'S>A 1200 0h',
      ...each(12, (i) => `A>W${i} 100 ${5 * i + 1}h`),
      ...each(12, (i) => `W${i}>SHOP 89 ${62 + i}h`),
    ];
    expect(await patterns(world)).toEqual([]);
  });

  test('is not made of the seeds’ own payments', async () => {
    const wallets = each(11, (i) => `V${i}`);
    const world = ['S>A 1 0h', ...wallets.map((name) => `${name}>A 10 1h`)];
    expect(await patterns(world, ...wallets)).toEqual([]);
  });
});

describe('a peel chain', () => {
  const peeled = (steps: number): string[] => [
    'S>P0 100 0h',
    ...each(2 * steps, (n) => {
      const i = n >> 1;
      return n % 2 === 0 ? `P${i}>Q${i} 3 ${n + 1}h` : `P${i}>P${i + 1} ${97 - 3 * i} ${n + 1}h`;
    }),
  ];

  test('of wallets: each gets once, pays a small part away and the rest on', async () => {
    const [chain, ...others] = await patterns(peeled(6));
    expect(others).toEqual([]);
    expect(chain).toMatchObject({ kind: 'peel-chain', amount: '18', counts: { steps: 6 } });
    expect(chain?.places.map(({ address }) => address)).toEqual(each(6, (i) => `P${i}`));
    expect(txs(chain as Pattern)).toEqual(from(1, 13));
  });

  test('is not four steps, nor five of wallets that pay three', async () => {
    expect(await patterns(peeled(4))).toEqual([]);
    const three = peeled(5).flatMap((line) =>
      line === 'P2>P3 91 6h' ? ['P2>R 1 6h', 'P2>P3 90 6h'] : [line],
    );
    expect(three.length).toBe(12);
    expect(await patterns(three)).toEqual([]);
  });

  /** One coin, again and again into a payment of 3 and the rest to where `change` says. */
  function coins(steps: number, change: (n: number) => string): CoinWorld {
    return {
      externalCoins: { 's:0': 100n },
      ownerOfExternal: { 's:0': 'S' },
      seedCoins: ['s:0'],
      transactions: each(steps, String).map((_, n) => ({
        id: `c${n}`,
        vin: [n === 0 ? 's:0' : `c${n - 1}:1`],
        vout: [
          { amount: 3n, to: `Q${n}` },
          { amount: 97n - 3n * BigInt(n), to: change(n) },
        ],
        fee: 0n,
      })),
      endpoints: [],
    };
  }
  const inCoins = (world: CoinWorld) => {
    const posed = posedCoins(world);
    const { timeline, swept } = run(posed, 'fifo');
    return patternsOf({ explored: { timeline, question: posed.question }, headline: swept }, () => true);
  };

  test('of coins: each transaction has one input, and two outputs of which the larger is spent likewise', () => {
    const found = inCoins(coins(5, (n) => `P${n}`));
    expect(found.map(({ kind, amount, counts }) => [kind, amount, counts.steps])).toEqual([
      ['peel-chain', 15n, 5],
    ]);
    expect(found[0]?.transfers.length).toBe(15);
  });

  test('of coins is no ordinary change: a few payments, or change to the payer’s own address', () => {
    expect(inCoins(coins(3, (n) => `P${n}`))).toEqual([]);
    expect(inCoins(coins(12, () => 'S'))).toEqual([]);
  });
});

describe('a round trip', () => {
  test('is money that comes back to a wallet over two others or more', async () => {
    const [trip, ...others] = await patterns(['S>A 10 0h', 'A>B 10 1h', 'B>C 10 2h', 'C>A 6 3h', 'A>E 6 4h']);
    expect(others).toEqual([]);
    expect(trip).toMatchObject({ kind: 'round-trip', amount: '6', counts: { trips: 1 } });
    expect(trip?.places.map(({ address }) => address)).toEqual(['A']);
    expect(txs(trip as Pattern)).toEqual(['t2', 't3', 't4']);
  });

  test('may lead back to the seed', async () => {
    const [trip] = await patterns(['S>A 10 0h', 'A>B 10 1h', 'B>S 7 2h']);
    expect(trip).toMatchObject({ kind: 'round-trip', amount: '7', places: [{ address: 'S' }] });
  });

  test('is no refund, however often', async () => {
    expect(await patterns(['S>A 10 0h', 'A>B 10 1h', 'B>A 6 2h', 'A>B 6 3h', 'B>A 5 4h'])).toEqual([]);
  });

  test('is not where only other money comes back', async () => {
    // C gets 10 of the seed's and pays A from 10 clean ones, which came first.
    expect(await patterns(['X>C 10 0h', 'S>A 10 0h', 'A>B 10 1h', 'B>C 10 2h', 'C>A 10 3h'])).toEqual([]);
  });
});

describe('dormancy', () => {
  test('is money that lies for half a year and then goes on, with the part that did', async () => {
    const [rest, ...others] = await patterns(['S>A 10 0d', 'A>E 4 100d', 'A>E 5 200d']);
    expect(others).toEqual([]);
    // 1 lies there still.
    expect(rest).toMatchObject({ kind: 'dormancy', amount: '5', counts: { rests: 1, days: 200 } });
    expect(txs(rest as Pattern)).toEqual(['t1', 't3']);
  });

  test('is not a day less, nor what lies there still', async () => {
    expect(kinds(await patterns(['S>A 10 0d', 'A>E 10 180d']))).toEqual(['dormancy']);
    expect(await patterns(['S>A 10 0d', 'A>E 10 179d'])).toEqual([]);
    expect(await patterns(['S>A 10 0d', 'X>Y 1 900d'])).toEqual([]);
  });
});

describe('patterns', () => {
  const world = ['S>A 10 0d', 'A>E 4 200d'];

  test('are printed as inferences, with their evidence and what defines them', async () => {
    const { out } = await asked(world);
    expect(out).toContain('inferences from the traced flow under fifo, no facts');
    expect(out).toMatch(/dormancy A: 4 USD lay still and then went on, the longest rest 200 days/);
    expect(out).toMatch(/evidence: 2 transfers: t1\/row\/\S+, t2\/row\/\S+\n/);
    expect(out).toContain('called so from: 180 days');
  });

  test('are none under poison, which has no amounts, and none of an asset that is not drawn', async () => {
    expect(await patterns(world, '--convention', 'poison,fifo')).toEqual([]);
    const posed = posedCoins({
      externalCoins: { 's:0': 10n },
      seedCoins: ['s:0'],
      transactions: [],
      endpoints: [],
    });
    const { timeline, swept } = run(posed, 'fifo');
    const explored = { timeline, question: posed.question };
    expect(patternsOf({ explored, headline: swept }, () => false)).toEqual([]);
  });
});
