// The cluster in a wallet's profile: what its own history tells, and no more. The world is made up.
import { expect, test } from 'vitest';
import { type WalletJson, walletSchema } from '../../src/report/wallet/schema.ts';
import { cli } from '../support/cli.ts';
import { addressOf, coinStory, type Told, txOf } from '../support/coin-story.ts';
import { listOf, written } from '../support/listed.ts';

const H = 800_000;
const UNITS = 1_000_000;

/** Spends a coin of each of these owners and pays all but 1,000 satoshi to one, or in coins of one size to several. */
function spend(name: string, nth: number, owners: readonly string[], payees: readonly string[]): Told {
  const each = payees.length === 1 ? owners.length * UNITS - 1_000 : UNITS;
  return {
    name,
    height: H + nth,
    vin: owners.map((owner, n): Told['vin'][number] => [`paid-${name}:${n}`, owner, UNITS]),
    vout: payees.map((payee) => [payee, each]),
  };
}

function paid({ name, vin }: Told): Told {
  return {
    name: `paid-${name}`,
    height: H - 1,
    vin: [[`before-${name}:0`, 'bank', vin.length * UNITS + 1_000]],
    vout: vin.map(([, owner, satoshi]) => [owner, satoshi]),
  };
}

const spends = [
  spend('ab', 1, ['a', 'b'], ['shop']),
  // In a's own history as a payment to it.
  spend('bc', 2, ['b', 'c'], ['a']),
  // In c's history alone.
  spend('cd', 3, ['c', 'd'], ['shop']),
  // Pays a, and ties nothing to it.
  spend('ef', 4, ['e', 'f'], ['a']),
  spend('round', 5, ['a', 'x1', 'x2', 'x3', 'x4'], ['o1', 'o2', 'o3', 'o4', 'o5']),
  // A CoinJoin of strangers that pays a.
  spend('other', 6, ['y1', 'y2', 'y3', 'y4', 'y5'], ['a', 'p2', 'p3', 'p4', 'p5']),
];
const http = coinStory([...spends.map(paid), ...spends], H + 12);
const labels = written(
  'labels.csv',
  `address,entity,category,source,cluster_definer\n${addressOf('c')},Sea Scam,scam,a court,true\n${addressOf('b')},Bee,personal,a forum,\n`,
);
const flags = ['--labels', labels, '--no-store', '--quiet'];

async function clusterOf(name: string): Promise<WalletJson['cluster']> {
  const { code, out, err } = await cli(['wallet', addressOf(name), ...flags, '--json'], { http });
  expect([code, err]).toEqual([0, '']);
  return walletSchema.parse(JSON.parse(out)).cluster;
}

const names = new Map(['a', 'b', 'c', 'd', 'p2'].map((name) => [addressOf(name), name]));

test('has whoever is spent together with it, over several steps of its own history, and why', async () => {
  const cluster = await clusterOf('a');
  expect(cluster?.members.map(({ address }) => names.get(address)).sort()).toEqual(['a', 'b', 'c']);
  expect(cluster?.because).toEqual([
    { from: addressOf('a'), to: addressOf('b'), tx: txOf('ab'), height: H + 1 },
    { from: addressOf('b'), to: addressOf('c'), tx: txOf('bc'), height: H + 2 },
  ]);
  expect(cluster?.labels).toEqual([
    expect.objectContaining({ address: addressOf('c'), entity: 'Sea Scam', source: 'a court' }),
  ]);
});

test('is not tied by a CoinJoin that it spends in, which is named; one that pays it is none of its', async () => {
  expect((await clusterOf('a'))?.coinJoins).toEqual([
    { tx: txOf('round'), height: H + 5, kind: 'whirlpool' },
  ]);
  const alone = await clusterOf('p2');
  expect(alone?.members.map(({ address }) => names.get(address))).toEqual(['p2']);
  expect([alone?.because, alone?.labels, alone?.coinJoins]).toEqual([[], [], []]);
});

test('in words: who, why, and that it is an inference from its own history', async () => {
  const { out } = await cli(['wallet', addressOf('a'), ...flags, '--no-color'], { http });
  const part = out.slice(out.indexOf('Cluster (inferred)'), out.indexOf('Gaps'));
  for (const words of [
    "It and 2 other addresses seem to be one owner's, as far as its own history tells",
    'An inference, no fact',
    'Bee [personal]',
    `are spent together in ${txOf('bc').slice(0, 6)}`,
    'Sea Scam [scam], said of the whole cluster of',
    'whirlpool',
  ])
    expect(part).toContain(words);
  const { out: alone } = await cli(['wallet', addressOf('p2'), ...flags], { http });
  expect(alone).toContain('Nothing in its own history ties it to another address.');
});

test('is a field of Bitcoin alone, and of a history that is read', async () => {
  const { out } = await cli(['wallet', 'W', '--ledger', listOf(['A>W 60', 'W>B 8']), '--quiet', '--json']);
  expect(walletSchema.parse(JSON.parse(out)).cluster).toBeUndefined();
  const hub = await cli(['wallet', addressOf('a'), ...flags, '--json', '--hub-limit', '1'], { http });
  expect(walletSchema.parse(JSON.parse(hub.out))).toMatchObject({ hub: true });
  expect(walletSchema.parse(JSON.parse(hub.out)).cluster).toBeUndefined();
});
