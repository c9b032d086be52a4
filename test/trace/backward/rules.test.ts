// Where an account's money came from, rule by rule; every figure is worked out by hand in the comment above it.
import { describe, expect, test } from 'vitest';
import { assetId } from '../../../src/model/asset.ts';
import type { SourceFindings } from '../../../src/trace/backward/findings.ts';
import { sourcesUnder, USD, upstreamOf } from '../../support/upstream.ts';

function statementOf({ statement }: SourceFindings, convention = 'fifo') {
  const {
    asset: _asset,
    convention: _name,
    ...units
  } = statement.find((row) => row.convention === convention && row.asset === USD) ?? {
    asset: USD,
    convention,
  };
  return Object.fromEntries(Object.entries(units).filter(([, amount]) => amount !== 0n));
}

const entityNamed = ({ entities }: SourceFindings, name: string) =>
  entities.find(({ entity }) => entity === `${name} & Co.`);

describe('the parts of what an account received', () => {
  const world = `
    S>M 60
    E>M 40
    M>D 80
    S>D 30
    E>D 500
    mint>D 3
    D>Z 5
    Z>D 5
    Q>D 7`;

  test('are named places, issuance, the account’s own money, and what wallets cannot have had', async () => {
    const found = await upstreamOf(world, { account: 'D', named: 'S scam, E exchange' });
    // M pays its first 80 units: 60 of S and 20 of E. Q's 7 were never received by Q; Z's 5 are D's own.
    expect(sourcesUnder(found)).toEqual({
      'labelled E': '520/500',
      'labelled S': '90/30',
      'issued issued': '3/3',
      'own D': '5/0',
    });
    expect(statementOf(found)).toEqual({
      received: 625n,
      labelled: 610n,
      issued: 3n,
      own: 5n,
      unexplained: 7n,
    });
    expect(found.gaps.map(({ code, amount }) => [code, amount])).toEqual([['shortage', 7n]]);
  });

  test('follow the convention, and bounds hold whatever it is', async () => {
    const found = await upstreamOf(world, { account: 'D', named: 'S scam, E exchange' });
    // Haircut: of 80 out of 60 and 40, 48 are S's and 32 E's.
    expect(sourcesUnder(found, 'haircut')).toMatchObject({ 'labelled S': '78/30', 'labelled E': '532/500' });
    // Of M's 100, 20 stay: at least 40 of S's 60 left, at most all. Q's 7 may be anybody's, so may Z's 5.
    // E: 500 and at least 20 of 40. S at most: 625 − 520 of E − 3 issued.
    expect(entityNamed(found, 'S')?.bounds?.get(USD)).toEqual({ least: 70n, mostFollowed: 90n, most: 102n });
    expect(entityNamed(found, 'E')?.bounds?.get(USD)).toEqual({
      least: 520n,
      mostFollowed: 540n,
      most: 552n,
    });
  });

  test('are gathered by category and by who says so', async () => {
    const found = await upstreamOf(world, { account: 'D', named: 'S scam, E exchange' });
    expect(
      found.categories.map(({ kind, category, amounts }) => [kind, category, amounts.get('fifo')?.get(USD)]),
    ).toEqual([
      ['labelled', 'exchange', 520n],
      ['labelled', 'scam', 90n],
      ['own', '', 5n],
      ['issued', '', 3n],
    ]);
    expect(found.labelSources.map(({ saidBy, category }) => `${saidBy} ${category}`)).toEqual([
      'a test exchange',
      'a test scam',
    ]);
  });
});

describe('an account', () => {
  test('of several addresses: what one pays another has not arrived from anybody', async () => {
    const found = await upstreamOf('S>D1 100\nD1>D2 70\nS>D2 5', { account: 'D1 D2', named: 'S scam' });
    expect(found.received.get(USD)).toBe(105n);
    expect(sourcesUnder(found)).toEqual({ 'labelled S': '105/105' });
  });

  test('receives in the window alone, and what lies outside of it is counted apart', async () => {
    const world = 'S>M 10\nE>D 4\nM>D 6\nE>D 8\nS>D 16';
    // Hours 2 and 3: M's 6 (of S, paid to M before the window began) and E's 8.
    const found = await upstreamOf(world, {
      account: 'D',
      named: 'S scam, E exchange',
      options: { since: 2 * 3600, until: 3 * 3600 },
    });
    expect(sourcesUnder(found)).toEqual({ 'labelled E': '8/8', 'labelled S': '6/0' });
    expect(found.account[0]?.outside).toBe(2);
  });

  test('with a name of its own is no source of its own money', async () => {
    const found = await upstreamOf('S>D 10\nD>Z 4\nZ>D 4', { account: 'D', named: 'S scam, D scam' });
    expect(sourcesUnder(found)).toEqual({ 'labelled S': '10/10', 'own D': '4/0' });
    expect(found.account[0]?.labels.map(({ category }) => category)).toEqual(['scam']);
  });

  test('that received nothing has no sources', async () => {
    const found = await upstreamOf('D>Z 4', { account: 'D' });
    expect([found.sources, found.statement, found.account[0]?.isSeen]).toEqual([[], [], true]);
  });
});

describe('a source', () => {
  test('is a named place whatever its category, unless the label says nothing of origin', async () => {
    const world = 'V>S 10\nS>P 10\nP>D 10';
    const found = await upstreamOf(world, { account: 'D', named: 'S sanctioned, P personal' });
    expect(sourcesUnder(found)).toEqual({ 'labelled S': '10/0' });
  });

  test('only while its label holds: before that it is a wallet like others', async () => {
    // Until hour 1 E is nobody: its first 10 are V's. From hour 2 on its payments are E's own.
    const world = 'V>E 10\nE>D 10\nV>E 20\nE>D 20';
    const found = await upstreamOf(world, { account: 'D', named: 'V scam, E exchange 2-9' });
    expect(sourcesUnder(found)).toEqual({ 'labelled V': '10/0', 'labelled E': '20/20' });
    expect(statementOf(found).unexplained).toBeUndefined();
  });

  test('is an unknown wallet where limits end, with the reason', async () => {
    const world = 'S>A 9\nA>B 9\nB>D 9\nS>H 5\nH>H2 1\nH>H3 1\nH>D 3';
    const found = await upstreamOf(world, {
      account: 'D',
      named: 'S scam',
      options: { hops: 2, hubLimit: 3 },
    });
    // B is one hop away and explored, A two. H has four transfers.
    expect(sourcesUnder(found)).toEqual({ 'unknown A hop-limit': '9/0', 'unknown H hub': '3/3' });
  });

  test('too small to be followed stands with its like, where it did not pay the account itself', async () => {
    const world = 'U1>M 1\nU2>M 2\nS>M 997\nM>D 1000\nU3>D 3';
    const minValue = { kind: 'units', text: '5' } as const;
    const found = await upstreamOf(world, { account: 'D', named: 'S scam', options: { minValue } });
    expect(sourcesUnder(found)).toEqual({
      'labelled S': '997/0',
      'unknown 2 small below-min-value': '3/0',
      'unknown U3 below-min-value': '3/3',
    });
  });

  test('is whoever paid a contract that passes the payment on at once, though it serves too many to be explored', async () => {
    const world = 'E>S 60\nX>R 1\nR>Y 1\nS>R 50 USD swap\nR>D 50 USD swap\nR>D 4\nS>D 2';
    // S is explored for the 2 that it pays itself; only so is its payment into R known. R's 4 are R's own.
    const options = { hubLimit: 4 };
    const found = await upstreamOf(world, { account: 'D', named: 'E exchange', options });
    expect(sourcesUnder(found)).toEqual({ 'labelled E': '52/0', 'unknown R hub': '4/4' });
    expect(statementOf(found)).toEqual({ received: 56n, labelled: 52n, unknown: 4n });
  });
});

describe('a crossing upstream', () => {
  const ETH = assetId('ETH');
  const world = 'S>A 100 USD\nE>A 300 USD\nA>X 400 USD\nX>A 40 ETH\nA>D 20 ETH';

  test('is followed where it is given', async () => {
    const found = await upstreamOf(world, {
      account: 'D',
      named: 'S scam, E exchange',
      crossings: ['2 for 3'],
    });
    // 400 USD, 100 of S in front, become 40 ETH, 10 of S in front; the first 20 leave: 10 of S and 10 of E. Pro rata 5 and 15.
    expect(sourcesUnder(found, 'fifo', ETH)).toEqual({ 'labelled S': '10/0', 'labelled E': '10/0' });
    expect(sourcesUnder(found, 'haircut', ETH)).toEqual({ 'labelled S': '5/0', 'labelled E': '15/0' });
    expect(found.crossings.map(({ given, received }) => [given?.amount, received?.amount])).toEqual([
      [400n, 40n],
    ]);
    // All of A's 400 cross, so S gave 100 of them: 10 of the 40, half a unit more or less by rounding, that is 9 to 11; E as
    // much as 29 to 31. D gets 20 of the 40: of E at least 29 − 20.
    expect(entityNamed(found, 'S')?.bounds?.get(ETH)).toEqual({ least: 0n, mostFollowed: 11n, most: 11n });
  });

  test('is named where it is not: the desk is the source', async () => {
    const found = await upstreamOf(world, { account: 'D', named: 'S scam, E exchange, X dex' });
    expect(sourcesUnder(found, 'fifo', ETH)).toEqual({ 'labelled X': '20/0' });
  });
});

test('the same answers give the same findings in whatever order they are told', async () => {
  const world = 'S>M 60\nE>M 40\nM>D 80\nS>D 30\nE>D 500\nmint>D 3\nD>Z 5\nZ>D 5\nQ>D 7';
  const ask = (concurrency: number) =>
    upstreamOf(world, { account: 'D', named: 'S scam, E exchange', options: { concurrency } });
  const [one, eight] = [await ask(1), await ask(8)];
  expect({ ...eight, options: undefined }).toEqual({ ...one, options: undefined });
});
