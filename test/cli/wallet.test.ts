// `trace wallet`: one wallet from its own history, on recorded cases and on small lists added up by hand.
import { describe, expect, test } from 'vitest';
import { type WalletJson, walletSchema } from '../../src/report/wallet/schema.ts';
import { cli } from '../support/cli.ts';
import { exchangeLabels, listOf, written } from '../support/listed.ts';

const ETH = 'eip155:1/slip44:60';
const USDC = 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
const RONIN = [
  'wallet',
  '0x098B716B8Aaf21512996dC57EB0615e2383E2f96',
  '--replay',
  'fixtures/cases/ronin/tape',
];
const COLONIAL = ['wallet', '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '--replay', 'fixtures/cases/colonial/tape'];

async function json(...argv: readonly string[]): Promise<WalletJson> {
  const { code, out, err } = await cli([...argv, '--quiet', '--format', 'json']);
  expect([code, err]).toEqual([0, '']);
  return walletSchema.parse(JSON.parse(out));
}

/** The wallet `W` of a small world; E, F and G are exchanges. */
function listed(world: readonly string[], ...argv: readonly string[]) {
  return ['wallet', 'W', '--ledger', listOf(world), '--labels', exchangeLabels, ...argv];
}

describe('of a recorded case, offline', () => {
  test('the wallet that took the money of the Ronin bridge: the published amounts, from the bridge', async () => {
    const { labels, totals, categories, counterparties, deposit, transactions, patterns } = await json(
      ...RONIN,
    );
    expect(labels[0]).toMatchObject({ category: 'sanctioned', tier: 'official' });
    // 173,600 ETH and 25.5 million USDC: Ronin's own post-mortem.
    const taken = { [ETH]: '173600000000000000000000', [USDC]: '25500000000000' };
    expect(categories.find(({ category }) => category === 'bridge')).toEqual({
      category: 'bridge',
      places: 1,
      received: taken,
      sent: {},
    });
    expect(counterparties[0]).toMatchObject({ entity: 'Ronin bridge', received: taken, transfers: 2 });
    expect(totals.find(({ asset }) => asset === USDC)).toEqual({
      asset: USDC,
      received: '25500000000000',
      paid: '25500000000000',
      receipts: 1,
      payments: 5,
      left: '0',
    });
    expect(transactions).toBe(245);
    expect(deposit).toEqual({ because: 'named' });
    // The two desks that sold the USDC and what they paid back, as published: shared/reference/cases.md.
    expect(patterns?.map(({ kind, amount, exchanged }) => [kind, amount, exchanged?.received])).toEqual([
      ['desk-swap', '14500000000000', '4870142605602774505227'],
      ['desk-swap', '11000000000000', '3694537583527971690307'],
    ]);
  });

  test('the wallet of the Colonial ransom: in and out in gross, to the satoshi, and no fee that is its own', async () => {
    const { totals, first, last, labels } = await json(...COLONIAL);
    // 0.0002 of dust on 8 May 2021 and the 75.0003 BTC that the affidavit names; all of it spent.
    expect(totals).toEqual([
      { asset: BTC, received: '7500050000', paid: '7500050000', receipts: 2, payments: 2, left: '0' },
    ]);
    expect(labels[0]?.entity).toBe('DarkSide');
    expect([first?.time, last?.time].map((time) => new Date((time ?? 0) * 1000).toISOString())).toEqual([
      '2021-05-08T16:35:07.000Z',
      '2021-05-08T17:47:50.000Z',
    ]);
  });

  test('as text: who it is, by whose word, and how it was made; invented data says so', async () => {
    const { code, out } = await cli([...RONIN, '--quiet']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toContain('took part in 245 transactions');
    for (const part of [
      'Lazarus Group (Ronin bridge exploiter) [sanctioned]; tier official; since 2022-04-14',
      'in 25,500,000 USDC (1 receipt), out 25,500,000 USDC (5 payments), left 0 USDC',
      'bridge (1 address): 25,500,000 USDC, 173,600 ETH from there',
      'Not taken for one: somebody names it already.',
      'Looked for in its own history alone',
    ])
      expect(out).toContain(part);
    const reuters = ['wallet', '0x9e63e3e4ce1b9419f9d2dd29a49f2097065c9979', '--quiet'];
    const invented = await cli([...reuters, '--replay', 'fixtures/cases/reuters/tape']);
    expect(invented.out).toMatch(/^SYNTHETIC: .*invented/);
  });
});

describe('of a small list', () => {
  test('what came and went, by category and counterparty, itself left out', async () => {
    // In 60 + 40 + 5, out 30 + 7 + 8 + 50: 10 are left. What it pays itself neither comes nor goes.
    const world = ['A>W 60', 'E>W 40', 'W>E 30', 'W>E 7', 'W>B 8', 'W>W 9', 'A>W 5', 'W>F 50'];
    const { totals, categories, counterparties, transactions } = await json(...listed(world));
    expect(totals).toEqual([
      { asset: 'USD', received: '105', paid: '95', receipts: 3, payments: 4, left: '10' },
    ]);
    expect(transactions).toBe(8);
    expect(categories).toEqual([
      { category: 'exchange', places: 2, received: { USD: '40' }, sent: { USD: '87' } },
      { category: null, places: 2, received: { USD: '65' }, sent: { USD: '8' } },
    ]);
    const rows = counterparties.map(({ address, entity, received, sent, transfers }) => [
      address,
      entity,
      received.USD,
      sent.USD,
      transfers,
    ]);
    expect(rows).toEqual([
      ['E', 'E Exchange', '40', '37', 3],
      ['F', 'F Exchange', undefined, '50', 1],
      ['A', undefined, '65', undefined, 2],
      ['B', undefined, undefined, '8', 1],
    ]);
  });

  test('a deposit address is inferred, with its sweeps; another says why it is none', async () => {
    const swept = ['A>W 60', 'W>E 60', 'A>W 40', 'B>W 2', 'W>E 42'];
    const { deposit } = await json(...listed(swept));
    expect(deposit?.inferred).toMatchObject({
      address: 'W',
      inferred: true,
      exchange: 'E Exchange',
      entity: 'inferred deposit at E Exchange',
      sweeps: [
        { tx: 't2', amount: '60', receipts: 1, waited: 3600 },
        { tx: 't5', amount: '42', receipts: 2, waited: 7200 },
      ],
    });
    const { out } = await cli([...listed(swept), '--quiet']);
    expect(out).toContain('inferred deposit at E Exchange, confidence 0.91');
    const none = await json(...listed([...swept, 'W>B 1']));
    expect(none.deposit).toMatchObject({ because: 'pays-elsewhere' });
    expect((await json(...listed(swept, '--deposits', 'off'))).deposit).toBeUndefined();
  });

  test('an address that looks like a counterparty and sent dust alone', async () => {
    const [real, fake, twin] = ['abcd000000wxyz', 'abcd111111wxyz', 'abcd222222wxyz'];
    const { lookAlikes } = await json(...listed([`W>${real} 500`, `${fake}>W 1`, `${twin}>W 300`]));
    expect(lookAlikes).toMatchObject([
      { chain: 'list:demo', wallet: 'W', address: fake, resembles: real, dust: { USD: '1' }, paid: {} },
    ]);
    const { out } = await cli([...listed([`W>${real} 500`, `${fake}>W 1`]), '--quiet']);
    expect(out).toContain(`${fake} looks like ${real}, with whom W deals: 1 USD as dust, booked.`);
  });

  test('patterns in its own history, others where others are asked for, and only those that it is in', async () => {
    // W's 40 go over A and B back to W: two wallets in between.
    const world = ['X>W 40', 'W>A 40', 'A>B 40', 'B>W 40'];
    expect(await json(...listed(world))).toMatchObject({ patterns: [], patternsFrom: 'its-own' });
    const { patterns, patternsFrom } = await json(...listed(world, '--hops', '5'));
    expect(patternsFrom).toBe('others-too');
    expect(
      patterns?.map(({ kind, amount, places }) => [kind, amount, places.map(({ address }) => address)]),
    ).toEqual([['round-trip', '40', ['W']]]);
    const { out } = await cli([...listed(['X>W 40', 'W>A 40'], '--hops', '5'), '--quiet']);
    expect(out).toContain('None in the flow of what left it.');
  });

  test('one that paid more than is known to have come: the hole is named', async () => {
    const { totals } = await json(...listed(['A>W 5', 'W>B 9']));
    expect(totals[0]?.left).toBe('-4');
    const { out } = await cli([...listed(['A>W 5', 'W>B 9']), '--quiet']);
    expect(out).toContain('4 USD more out than in: the history has a hole');
  });

  test('one longer than --hub-limit: labels alone', async () => {
    const answer = await json(...listed(['A>W 5', 'W>B 1', 'W>B 2'], '--hub-limit', '2'));
    expect([answer.hub, answer.transactions, answer.totals, answer.deposit]).toEqual([
      true,
      0,
      [],
      undefined,
    ]);
  });

  test('names that act are shown and do not act', async () => {
    const evil = 'Bad\u001b[2J\u202eknab';
    const file = written(
      'evil.csv',
      `chain,address,name,category,source\ndemo,B,${evil},exchange,=cmd()\u0007\ndemo,W,${evil},scam,x\n`,
    );
    const argv = ['wallet', 'W', '--ledger', listOf(['A>W 5', 'W>B 5', 'A>W 5', 'W>B 5']), '--labels', file];
    for (const format of ['text', 'json']) {
      const { code, out } = await cli([...argv, '--quiet', '--format', format]);
      expect(code).toBe(0);
      for (const sign of ['\u0007', '\u001b', '\u202e']) expect(out.includes(sign)).toBe(false);
    }
  });
});

test('other forms are refused, and secrets are never echoed', async () => {
  const csv = await cli([...listed(['A>W 5']), '--format', 'csv']);
  expect([csv.code, csv.err]).toEqual([2, expect.stringContaining('--format does not take "csv"')]);
  const secret = 'a'.repeat(64);
  const refused = await cli(['wallet', secret]);
  expect(refused.code).toBe(2);
  expect(refused.err).not.toContain(secret);
});
