// `trace cluster`: who is one owner with an address, why two are together, and what was not read. The world is made up.
import { describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { type ClusterAnswerJson, clusterSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { addressOf, coinStory, type Told, txOf } from '../support/coin-story.ts';
import { written } from '../support/listed.ts';

const H = 800_000;

/** Spends a coin of each of these owners, of 1,000,000 satoshi or as said. */
function spend(name: string, nth: number, ...owners: readonly (string | [string, number])[]): Told {
  const vin = owners.map((owner, n): Told['vin'][number] =>
    typeof owner === 'string'
      ? [`paid-${name}:${n}`, owner, 1_000_000]
      : [`paid-${name}:${n}`, owner[0], owner[1]],
  );
  return { name, height: H + nth, vin, vout: [['shop', 500_001]] };
}

/** What pays those coins, an output to each. */
function paid({ name, vin }: Told): Told {
  const sum = vin.reduce((all, [, , satoshi]) => all + satoshi, 0);
  return {
    name: `paid-${name}`,
    height: H - 1,
    vin: [[`before-${name}:0`, 'bank', sum + 1_000]],
    vout: vin.map(([, owner, satoshi]) => [owner, satoshi]),
  };
}

const round: Told = {
  ...spend('round', 9, 'd', 'x1', 'x2', 'x3', 'x4'),
  vout: Array.from({ length: 5 }, (_, n) => [`out${n}`, 1_000_000]),
};
const spends = [
  spend('ab', 1, 'a', 'b', ['marked', 900]),
  spend('bc', 2, 'b', 'c'),
  spend('cd', 3, 'c', 'd'),
  spend('ef', 4, 'e', 'f'),
  round,
];
const http = coinStory([...spends.map(paid), ...spends], H + 15);
const labels = written(
  'labels.csv',
  [
    'address,entity,category,source,cluster_definer',
    `${addressOf('c')},Sea Scam,scam,a court,true`,
    `${addressOf('b')},Bee,personal,a forum,`,
    '',
  ].join('\n'),
);

async function asked(argv: readonly string[], ask: Http = http) {
  const [address, ...rest] = argv as [string, ...string[]];
  const flags = ['--labels', labels, '--no-store', '--quiet'];
  const words = rest.map((word) => (/^[a-z]\d?$|^marked$/.test(word) ? addressOf(word) : word));
  return cli(['cluster', addressOf(address), ...words, ...flags], { http: ask });
}

async function answer(argv: readonly string[], ask?: Http): Promise<ClusterAnswerJson & { code: number }> {
  const { code, out, err } = await asked([...argv, '--json'], ask);
  expect(err).toBe('');
  return { ...clusterSchema.parse(JSON.parse(out)), code };
}

const names = new Map(['a', 'b', 'c', 'd', 'marked', 'x1'].map((name) => [addressOf(name), name]));
const txs = new Map(spends.map(({ name }) => [txOf(name), name]));
const members = (all: readonly { readonly address: string }[]): string[] =>
  all.map(({ address }) => names.get(address) ?? address).sort();
const steps = (all: ClusterAnswerJson['because']): string[] =>
  all.map(({ from, to, tx, height }) => `${names.get(from)} ${names.get(to)} ${txs.get(tx)} +${height - H}`);

describe('one address', () => {
  test('is told with all that it is spent together with, over any number of steps, and why', async () => {
    const found = await answer(['a']);
    expect(members(found.members)).toEqual(['a', 'b', 'c', 'd']);
    expect(steps(found.because)).toEqual(['a b ab +1', 'b c bc +2', 'c d cd +3']);
    expect([found.read, found.unread, found.hubs, found.gaps, found.code]).toEqual([4, [], [], [], 0]);
    expect(found.ended).toBe('all-read');
  });

  test('has the labels that are said of a whole cluster; another stays at its own address', async () => {
    const { labels: own, members: all } = await answer(['a']);
    expect(own).toEqual([expect.objectContaining({ address: addressOf('c'), entity: 'Sea Scam' })]);
    const labelled = all.filter((member) => member.labels.length > 0);
    expect(labelled.flatMap((member) => member.labels.map(({ entity }) => entity)).sort()).toEqual([
      'Bee',
      'Sea Scam',
    ]);
  });

  test('is not tied by a CoinJoin, which is named, nor by dust', async () => {
    const found = await answer(['x1']);
    expect(members(found.members)).toEqual(['x1']);
    expect(found.coinJoins).toEqual([
      expect.objectContaining({
        tx: txOf('round'),
        height: H + 9,
        kind: 'whirlpool',
        counts: { inputs: 5, inputScripts: 5, outputs: 5, equal: 5 },
      }),
    ]);
    expect(members((await answer(['marked'])).members)).toEqual(['marked']);
    expect(found.parameters).toEqual({ dust: 1_000 });
  });
});

describe('two addresses', () => {
  test('are together by the shortest chain of transactions', async () => {
    const { other } = await answer(['a', 'd']);
    expect(other?.isTogether).toBe(true);
    expect(steps(other?.because ?? [])).toEqual(['a b ab +1', 'b c bc +2', 'c d cd +3']);
  });

  test('are asked for no further than what ties them', async () => {
    const seen: string[] = [];
    const { other, ended, unread } = await answer(['a', 'b'], async (request) => {
      seen.push(request.path);
      return http(request);
    });
    expect(steps(other?.because ?? [])).toEqual(['a b ab +1']);
    expect(seen.filter((path) => path.includes(addressOf('c')))).toEqual([]);
    // b's history names c, which nobody asked about: no limit kept it from being read.
    expect([ended, unread]).toEqual(['tied', []]);
    const { out } = await asked(['a', 'b']);
    expect(out).not.toContain('Not read');
    expect(out).not.toContain('\nAddresses\n');
  });

  test('of two clusters are not together, and the exit code says nothing of it', async () => {
    const found = await answer(['a', 'e']);
    expect([found.other?.isTogether, found.other?.because, found.code]).toEqual([false, [], 0]);
  });
});

describe('what was not read', () => {
  test('for the limit is listed', async () => {
    const found = await answer(['a', '--max-wallets', '2']);
    // a, then b: what b's history tells of c is known, what c is spent with is not.
    expect(members(found.members)).toEqual(['a', 'b', 'c']);
    expect([found.read, members(found.unread), found.ended]).toEqual([2, ['c'], 'limit']);
    const { out } = await asked(['a', '--max-wallets', '2']);
    expect(out).toContain('Not read: there may be more\n  1 of these addresses, because of --max-wallets');
  });

  test('for its length is listed', async () => {
    const found = await answer(['a', '--hub-limit', '2']);
    // b and c stand in four transactions each, a in two.
    expect([members(found.members), members(found.hubs), found.read]).toEqual([['a', 'b'], ['b'], 1]);
  });

  test('because a service failed is a gap, with exit code 3', async () => {
    const found = await answer(['a'], async (request) =>
      request.path.includes(addressOf('b')) ? { status: 500, headers: {}, body: 'broken' } : http(request),
    );
    expect([members(found.members), found.read, found.code]).toEqual([['a', 'b'], 1, 3]);
    const gap = { code: 'source-failed', address: addressOf('b') };
    // One of each service that was asked.
    expect(found.gaps).toEqual([expect.objectContaining(gap), expect.objectContaining(gap)]);
  });
});

test('in text the answer comes first, and says that it is inferred and where it fails', async () => {
  const { out } = await asked(['a', 'd']);
  const [a, b, d] = ['a', 'b', 'd'].map(addressOf);
  expect(out.startsWith(`${a} and ${d} seem to be one owner's: 3 transactions tie them together (`)).toBe(
    true,
  );
  expect(out).toContain('An inference, no fact: ');
  expect(out).toContain('a PayJoin joins strangers and cannot be told apart');
  expect(out).toContain(`${a} and ${b} (Bee [personal]) are spent together in ${txOf('ab')}, block 800001\n`);
  expect(out).toContain(`Sea Scam [scam], said of the whole cluster of ${addressOf('c')} by a court\n`);
  expect(out).toContain('inputs of 1000 satoshi or less tie nothing');
  expect((await asked(['x1'])).out).toContain(`whirlpool ${txOf('round')}, block 800009\n`);
});

test('elsewhere than on Bitcoin there are none', async () => {
  const { code, err } = await cli(['cluster', '0x098B716B8Aaf21512996dC57EB0615e2383E2f96', '--no-store']);
  expect([code, err]).toEqual([2, expect.stringContaining('[no-clusters]')]);
});

test('stands on the page of a trace too, with the transaction that ties two of its wallets', async () => {
  const story = coinStory(
    [
      { name: 'before', height: H - 1, vin: [['x:0', 'bank', 3_001_000]], vout: [['seed', 3_000_000]] },
      {
        ...{ name: 'pay', height: H, vin: [['before:0', 'seed', 3_000_000]] },
        vout: [
          ['x', 1_000_000],
          ['y', 1_990_000],
        ],
      },
      {
        ...{ name: 'join', height: H + 1, vout: [['shop', 2_980_000]] },
        vin: [
          ['pay:0', 'x', 1_000_000],
          ['pay:1', 'y', 1_990_000],
        ],
      },
    ],
    H + 15,
  );
  const argv = [addressOf('seed'), '--format', 'html', '--min-value', '0', '--no-store', '--quiet'];
  const { code, out } = await cli(argv, { http: story });
  expect(code).toBe(0);
  const [, clusters = ''] = out.split(/-clusters-title">Inferences: wallets[^<]*<\/h2>/);
  const section = clusters.slice(0, clusters.indexOf('</section>'));
  for (const part of [addressOf('x'), addressOf('y'), txOf('join')]) expect(section).toContain(part);
});
