// Deposits on Bitcoin in a screening: an address and one transaction. Every figure is worked out by hand in the comment above it.
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { addressOf, coinStory, txOf } from '../support/coin-story.ts';
import { written } from '../support/listed.ts';

const POLICY = `name: Deposits
rules:
  - name: the payer is listed
    exposure: received
    categories: [hack]
    from: 75%
    verdict: refuse
  - name: stolen money through others
    exposure: indirect
    categories: [hack]
    from: 75%
    verdict: review
  - name: gambling
    exposure: sent
    categories: [gambling]
    verdict: review
`;
const LABELS = `address,name,category,source\n${addressOf('thief')},Thief,hack,a court\n${addressOf('bank')},Bank,exchange,the bank\n${addressOf('dice')},Dice,gambling,a forum\n`;

const http = coinStory(
  [
    // The thief puts in 3,000,000 and the bank 1,000,000: of the 2,000,000 for the customer 3/4 are the thief's.
    {
      name: 'shared',
      height: 800_000,
      vin: [
        ['a:0', 'thief', 3_000_000],
        ['b:0', 'bank', 1_000_000],
      ],
      vout: [
        ['customer', 1_200_000],
        ['bank', 1_990_000],
        ['customer', 800_000],
      ],
    },
    { name: 'clean', height: 800_001, vin: [['c:0', 'bank', 500_000]], vout: [['customer', 499_000]] },
    { name: 'to-mule', height: 800_002, vin: [['d:0', 'thief', 601_000]], vout: [['mule', 600_000]] },
    // 600,000 of the thief's and 400,000 of the bank: first in, first out, the first 800,000 have all of the thief's.
    {
      name: 'through',
      height: 800_003,
      vin: [
        ['to-mule:0', 'mule', 600_000],
        ['e:0', 'bank', 400_000],
      ],
      vout: [
        ['customer', 800_000],
        ['mule', 199_000],
      ],
    },
    // The customer's own: 499,000 to the dice and back.
    {
      name: 'own',
      height: 800_004,
      vin: [['clean:0', 'customer', 499_000]],
      vout: [
        ['dice', 100_000],
        ['customer', 398_000],
      ],
    },
    // Two in one block.
    { name: 'first', height: 800_005, vin: [['f:0', 'thief', 11_000]], vout: [['twice', 10_000]] },
    { name: 'second', height: 800_005, vin: [['g:0', 'bank', 91_000]], vout: [['twice', 90_000]] },
  ],
  800_020,
);

interface Result {
  readonly rows: readonly {
    readonly address: string;
    readonly tx?: string;
    readonly verdict: string;
    readonly notSeen?: readonly string[];
    readonly reasons: readonly Readonly<Record<string, unknown>>[];
  }[];
}

async function screened(...lines: readonly string[]) {
  const files = ['--policy', written('policy.yaml', POLICY), '--labels', written('labels.csv', LABELS)];
  const { code, out, err } = await cli(['screen', '-', ...files, '--no-store', '--quiet'], {
    http,
    input: lines.join('\n'),
  });
  return { code, err, rows: out === '' ? [] : (JSON.parse(out) as Result).rows };
}

const deposit = (owner: string, tx: string): string => `${addressOf(owner)} ${txOf(tx)}`;

test('each deposit has what its transaction alone brought, of several outputs together', async () => {
  const { code, rows } = await screened(
    deposit('customer', 'shared'),
    deposit('customer', 'clean'),
    deposit('customer', 'through'),
  );
  expect(code).toBe(5);
  expect(rows.map(({ tx, verdict }) => [tx, verdict])).toEqual([
    [txOf('shared'), 'refuse'],
    [txOf('clean'), 'pass'],
    [txOf('through'), 'review'],
  ]);
  // 1,200,000 × 3/4 + 800,000 × 3/4, in two outputs.
  expect(rows[0]?.reasons).toMatchObject([
    { rule: 'the payer is listed', amount: '1500000', of: '2000000', labels: [{ entity: 'Thief' }] },
  ]);
  expect(rows[0]?.reasons[0]?.transfers).toHaveLength(2);
  // 600,000 of 800,000; the bank's 400,000 can be in it at most, and the fee and the mule's rest hold 200,000.
  expect(rows[2]?.reasons).toMatchObject([
    {
      rule: 'stolen money through others',
      convention: 'fifo',
      amount: '600000',
      of: '800000',
      direct: '0',
      sources: [{ address: addressOf('thief'), amount: '600000' }],
      bounds: { least: '400000', most: '600000' },
    },
  ]);
});

test('the address as a whole is another question than any of its deposits', async () => {
  // 2,000,000 + 499,000 + 800,000 received, 1,500,000 of them the thief's own payment: under 75%. Indirect: 600,000.
  const { code, rows } = await screened(addressOf('customer'));
  expect([code, rows[0]?.verdict, rows[0]?.tx]).toEqual([4, 'review', undefined]);
  expect(rows[0]?.reasons).toMatchObject([{ rule: 'gambling', amount: '100000' }]);
});

test('change is no deposit: of a payment of its own a rule has no answer', async () => {
  const { code, rows } = await screened(deposit('customer', 'own'));
  expect([code, rows[0]?.verdict, rows[0]?.reasons]).toEqual([3, 'unknown', []]);
  expect(rows[0]?.notSeen).toEqual(['that transaction brought it nothing up to the block of the run']);
});

test('of two deposits in one block the payers are told, what is behind them is not told apart', async () => {
  const { rows } = await screened(deposit('twice', 'first'), deposit('twice', 'second'));
  expect(rows.map(({ verdict }) => verdict)).toEqual(['refuse', 'unknown']);
  expect(rows[0]?.reasons).toMatchObject([{ rule: 'the payer is listed', amount: '10000', of: '10000' }]);
  expect(rows[1]?.notSeen?.join()).toContain('in the same second');
});

test('an output is not named: a deposit is all that a transaction brought the address', async () => {
  for (const line of [`${deposit('customer', 'shared')}:0`, `${txOf('shared')}:0`]) {
    const { code, err, rows } = await screened(line);
    expect([code, rows]).toEqual([2, []]);
    expect(err).toContain(line.startsWith(txOf('shared')) ? '[bad-address]' : '[bad-transaction]');
  }
});
