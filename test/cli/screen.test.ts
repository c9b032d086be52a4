import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { screening } from '../support/screening.ts';

const POLICY = `name: Example policy
rules:
  - name: the address itself
    exposure: own
    categories: [sanctioned]
    verdict: refuse
  - name: stolen money in
    exposure: received
    categories: [hack, Ransomware]
    from: 10%
    verdict: refuse
  - name: gambling
    exposure: sent
    categories: [gambling]
    from: "2.5"
    verdict: review
`;
const LABELS = `chain,address,name,category
made-up,thief,Thief,hack
made-up,bank,Bank,exchange
made-up,dice,Dice,gambling
made-up,listed,Listed,sanctioned
`;
// taint: 10 of 100 from the thief; clean: 10 of 101; player: 3 units to the dice; small: 2 units.
const LEDGER = `chain,tx,height,time,order,from,to,asset,amount,decimals
made-up,t1,1,1700000000,0,thief,taint,USD,10.00,2
made-up,t2,2,1700000060,0,bank,taint,USD,90.00,2
made-up,t3,3,1700000120,0,thief,clean,USD,10.00,2
made-up,t4,4,1700000180,0,bank,clean,USD,91.00,2
made-up,t5,5,1700000240,0,player,dice,USD,3.00,2
made-up,t6,6,1700000300,0,small,dice,USD,2.00,2
made-up,t7,7,1700000360,0,bank,listed,USD,1.00,2
`;

const files = () => screening<Result>({ policy: POLICY, labels: LABELS, ledger: LEDGER });

interface Result {
  readonly worst: string;
  readonly policy: { readonly name: string; readonly sha256: string };
  readonly rows: readonly {
    readonly address: string;
    readonly tx?: string;
    readonly notSeen?: readonly string[];
    readonly verdict: string;
    readonly reasons: readonly {
      rule: string;
      amount?: string;
      of?: string;
      transfers?: readonly string[];
    }[];
  }[];
  readonly changes?: readonly {
    address: string;
    tx?: string;
    before: string | null;
    after: string | null;
    rulesAfter: string[];
  }[];
}

test('each address gets a verdict, its reasons and the sums that they rest on; the exit code is that of the worst', async () => {
  const { screen } = files();
  const { code, result } = await screen('# five\ntaint\nclean\nplayer\nsmall\n\nlisted\n');
  expect(code).toBe(5);
  expect(result?.worst).toBe('refuse');
  expect(result?.rows.map(({ address, verdict }) => [address, verdict])).toEqual([
    ['taint', 'refuse'],
    ['clean', 'pass'],
    ['player', 'review'],
    ['small', 'pass'],
    ['listed', 'refuse'],
  ]);
  expect(result?.rows[0]?.reasons).toMatchObject([{ rule: 'stolen money in', amount: '1000', of: '10000' }]);
  expect(result?.rows[0]?.reasons[0]?.transfers).toHaveLength(1);
  expect(result?.rows[4]?.reasons.map(({ rule }) => rule)).toEqual(['the address itself']);
  expect((await screen('player\nclean\n')).code).toBe(4);
  expect((await screen('clean\n')).code).toBe(0);
});

test('a history that is not had is unknown, and exit code 3', async () => {
  const { screen } = files();
  const { code, result } = await screen('clean\n', '--hub-limit', '1');
  expect([code, result?.rows[0]?.verdict]).toEqual([3, 'unknown']);
});

test('a deposit is judged by what its transaction alone brought, beside the address as a whole', async () => {
  const { screen } = files();
  const { code, result } = await screen('taint t1\ntaint, t2\ntaint\nclean t3\nplayer t5\ntaint t1\n');
  expect(code).toBe(5);
  // t1 is all the thief's, t2 all the bank's; t5 brought the player nothing.
  expect(result?.rows.map(({ address, tx, verdict }) => [address, tx, verdict])).toEqual([
    ['taint', 't1', 'refuse'],
    ['taint', 't2', 'pass'],
    ['taint', undefined, 'refuse'],
    ['clean', 't3', 'refuse'],
    ['player', 't5', 'unknown'],
  ]);
  expect(result?.rows[0]?.reasons).toMatchObject([{ rule: 'stolen money in', amount: '1000', of: '1000' }]);
  expect(result?.rows[4]?.notSeen).toEqual([
    'that transaction brought it nothing up to the block of the run',
  ]);
});

test('what changed is told deposit by deposit', async () => {
  const { at, screen } = files();
  await screen('taint t1\ntaint t2\n', '-o', at('first.json'));
  writeFileSync(at('labels'), LABELS.replace('bank,Bank,exchange', 'bank,Bank,hack'));
  const { result } = await screen('taint t1\ntaint t2\n', '--before', at('first.json'));
  expect(result?.changes).toMatchObject([{ address: 'taint', tx: 't2', before: 'pass', after: 'refuse' }]);
});

test('a line of more than an address and a transaction is refused', async () => {
  const { screen } = files();
  const { code, err, result } = await screen('taint t1 t2\n');
  expect([code, result]).toEqual([2, undefined]);
  expect(err).toContain('[bad-address]');
});

test('a listing that has ended by the block of the run is no finding, and one that begins later neither', async () => {
  const { at, screen } = files();
  // The last block is of 2023-11-14.
  const judged = async (from: string, to: string) => {
    const row = `made-up,listed,Listed,sanctioned,${from},${to}`;
    writeFileSync(at('labels'), `chain,address,name,category,valid_from,valid_to\n${row}\n`);
    return (await screen('listed\n')).result?.rows[0]?.verdict;
  };
  expect(await judged('', '2023-11-13')).toBe('pass');
  expect(await judged('', '2023-11-14')).toBe('refuse');
  expect(await judged('2023-11-15', '')).toBe('pass');
});

test('run again after the labels changed, it says what has changed', async () => {
  const { at, screen } = files();
  await screen('taint\nclean\nsmall\n', '-o', at('first.json'));
  writeFileSync(
    at('labels'),
    `${LABELS.replace('thief,Thief,hack', 'thief,Thief,exchange')}made-up,clean,Clean,sanctioned\n`,
  );
  const { result } = await screen('taint\nclean\nsmall\n', '--before', at('first.json'));
  expect(result?.changes).toMatchObject([
    { address: 'clean', before: 'pass', after: 'refuse', rulesAfter: ['the address itself'] },
    { address: 'taint', before: 'refuse', after: 'pass', rulesAfter: [] },
  ]);
});

const bad: readonly [string, string, string][] = [
  ['an exposure that is not judged', 'exposure: own', 'exposure: indirectly'],
  ['a field that does not exist', 'verdict: review', 'verdict: review\n    level: 3'],
  ['a threshold that is none', 'from: 10%', 'from: much'],
  ['no categories', 'categories: [gambling]', 'categories: []'],
  ['an alias', 'name: Example policy', 'name: &a Example\nx: *a'],
];

test.each(bad)('a policy with %s is refused whole', async (_, before, after) => {
  const { at, screen } = files();
  writeFileSync(at('policy'), POLICY.replace(before, after));
  const { code, err, result } = await screen('clean\n');
  expect([code, result]).toEqual([2, undefined]);
  expect(err).toContain('[bad-policy]');
});

test('what is no earlier screening is refused', async () => {
  const { at, screen } = files();
  const { code, err } = await screen('clean\n', '--before', at('labels'));
  expect(code).toBe(2);
  expect(err).toContain('[bad-screening]');
});
