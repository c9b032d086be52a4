// Indirect exposure in a screening. Every figure is worked out by hand in the comment above it.
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { addressOf, coinStory } from '../support/coin-story.ts';
import { written } from '../support/listed.ts';
import { screening } from '../support/screening.ts';

const UNITS = 1_000_000;

interface Result {
  readonly policy: { readonly indirect?: unknown };
  readonly rows: readonly {
    readonly address: string;
    readonly verdict: string;
    readonly notSeen?: readonly string[];
    readonly reasons: readonly Readonly<Record<string, unknown>>[];
    readonly upstream?: {
      readonly explored: number;
      readonly assets: readonly Readonly<Record<string, unknown>>[];
      readonly gaps: readonly { readonly code: string }[];
    };
  }[];
  readonly changes?: readonly unknown[];
}

const policy = (from: string, limits = ''): string => `name: Indirect
${limits === '' ? '' : `indirect: { ${limits} }\n`}rules:
  - name: stolen money through others
    exposure: indirect
    categories: [hack]
${from === '' ? '' : `    from: "${from}"\n`}    verdict: refuse
`;

const LABELS = `chain,address,name,category
made-up,thief,Thief,hack
made-up,bank,Bank,exchange
made-up,double,Double,exchange
made-up,double,Two-Faced,hack
`;

const MOVES: readonly (readonly [string, string, string])[] = [
  // taint: 80 over the mule, who had 60 of the thief and then 40 of the bank; 5 of the thief and 15 of the bank straight.
  ['thief', 'mule', '60.00'],
  ['bank', 'mule', '40.00'],
  ['mule', 'taint', '80.00'],
  ['thief', 'taint', '5.00'],
  ['bank', 'taint', '15.00'],
  // loop: 10 of the thief, sent away and got back.
  ['thief', 'runner', '10.00'],
  ['runner', 'loop', '10.00'],
  ['loop', 'friend', '10.00'],
  ['friend', 'loop', '10.00'],
  // haunted: 1 of a wallet that is not known to have received anything, 99 of the bank.
  ['ghost', 'haunted', '1.00'],
  ['bank', 'haunted', '99.00'],
  // behind: the thief paid the bank, where a way ends.
  ['thief', 'bank', '500.00'],
  ['bank', 'behind', '7.00'],
  // second: over a go-between from a place that two sources name.
  ['double', 'between', '3.00'],
  ['between', 'second', '3.00'],
];
const LEDGER = [
  'chain,tx,height,time,order,from,to,asset,amount,decimals',
  ...MOVES.map(
    ([from, to, amount], nth) =>
      `made-up,t${nth},${nth + 1},${1_700_000_000 + nth * 60},0,${from},${to},USD,${amount},2`,
  ),
  '',
].join('\n');

async function screened(text: string, address: string, ...more: readonly string[]) {
  const { code, result } = await screening<Result>({ policy: text, labels: LABELS, ledger: LEDGER }).screen(
    `${address}\n`,
    ...more,
  );
  return { code, result, row: result?.rows[0] };
}

test('the verdict prints the sum it rests on, its convention, sources, and the bounds', async () => {
  // First in, first out: of the mule's 80 the first 60 are the thief's. Of 100 received these are 60%.
  // Whatever the rule, of the mule's 80 at least 40 and at most 60 are the thief's; with 5 straight at least 45, and at most
  // 100 less the bank's 15 + 20 at least.
  const { code, result, row } = await screened(policy('60%'), 'taint');
  expect(code).toBe(5);
  expect(row?.verdict).toBe('refuse');
  expect(row?.reasons).toMatchObject([
    {
      rule: 'stolen money through others',
      exposure: 'indirect',
      convention: 'fifo',
      amount: '6000',
      of: '10000',
      direct: '500',
      sources: [{ address: 'thief', amount: '6000' }],
      bounds: { least: '4500', most: '6500' },
    },
  ]);
  expect(row?.reasons).toHaveLength(1);
  expect(result?.policy.indirect).toEqual({
    convention: 'fifo',
    hops: 8,
    maxWallets: 500,
    minValue: '0.1%',
  });
  // All was seen: just below the threshold it passes.
  expect((await screened(policy('60.01%'), 'taint')).code).toBe(0);
  expect((await screened(policy('60'), 'taint')).code).toBe(5);
  expect((await screened(policy('60.01'), 'taint')).code).toBe(0);
});

test('of one deposit alone: what it brought, and nothing that came before or after it', async () => {
  // The mule's 80 came in transaction t2, 60 of them the thief's; whatever the rule, between 40 and 60. t4 is the bank's 15.
  const { code, row } = await screened(policy('75%'), 'taint t2');
  expect([code, row?.verdict]).toEqual([5, 'refuse']);
  expect(row?.reasons).toMatchObject([
    { convention: 'fifo', amount: '6000', of: '8000', direct: '0', bounds: { least: '4000', most: '6000' } },
  ]);
  expect((await screened(policy('75.01%'), 'taint t2')).code).toBe(0);
  expect((await screened(policy('1%'), 'taint t4')).row?.verdict).toBe('pass');
});

test('two deposits of one second are not told apart', async () => {
  const ledger = LEDGER.replace('t3,4,1700000180', 't3,4,1700000120');
  const run = screening<Result>({ policy: policy('75%'), labels: LABELS, ledger });
  const { code, result } = await run.screen('taint t2\n');
  expect([code, result?.rows[0]?.verdict]).toEqual([3, 'unknown']);
  expect(result?.rows[0]?.notSeen?.join()).toContain('in the same second');
});

// Last in, first out: 40 of the bank, then 40 of the thief. Haircut: 80 × 60 / 100 = 48.
test.each([
  ['lifo', '4000'],
  ['haircut', '4800'],
])('under %s it is %s', async (convention, amount) => {
  const { row } = await screened(policy('1%', `convention: ${convention}`), 'taint');
  expect(row?.reasons).toMatchObject([{ convention, amount, of: '10000' }]);
});

test('what limits cut off is no pass: unknown where it could meet the rule, and said in either case', async () => {
  // The mule is not followed: 80 of 100 are nobody's.
  const { code, row } = await screened(policy('80%', 'hops: 1'), 'taint');
  expect([code, row?.verdict, row?.reasons]).toEqual([3, 'unknown', []]);
  expect(row?.upstream?.assets).toMatchObject([{ received: '10000', notFollowed: { 'hop-limit': '8000' } }]);
  const other = await screened(policy('80.01%', 'hops: 1'), 'taint');
  expect([other.code, other.row?.verdict]).toEqual([0, 'pass']);
  expect(other.row?.upstream?.assets).toMatchObject([{ notFollowed: { 'hop-limit': '8000' } }]);
});

test('money that a wallet is not known to have had may be anybody’s', async () => {
  const { code, row } = await screened(policy('1%'), 'haunted');
  expect([code, row?.verdict]).toEqual([3, 'unknown']);
  expect(row?.upstream?.assets).toMatchObject([{ received: '10000', unexplained: '100' }]);
  expect(row?.upstream?.gaps.map(({ code: gap }) => gap)).toEqual(['shortage']);
  expect((await screened(policy('1.01%'), 'haunted')).code).toBe(0);
});

test('money sent in a circle makes no share smaller', async () => {
  // 20 were received, 10 of them its own: 10 of 10.
  const { code, row } = await screened(policy('60%'), 'loop');
  expect(code).toBe(5);
  expect(row?.reasons).toMatchObject([{ amount: '1000', of: '1000' }]);
  expect(row?.upstream?.assets).toMatchObject([{ received: '1000', own: '1000' }]);
});

test('a way ends at the first named place, and any label of it counts', async () => {
  expect((await screened(policy(''), 'behind')).code).toBe(0);
  const { row } = await screened(policy(''), 'second');
  expect(row?.reasons).toMatchObject([
    { amount: '300', of: '300', labels: [{ entity: 'Two-Faced', category: 'hack' }] },
  ]);
});

test('a history of the address that is not had leaves the rule without an answer', async () => {
  const { code, row } = await screened(policy('60%'), 'taint', '--hub-limit', '2');
  expect([code, row?.verdict, row?.upstream]).toEqual([3, 'unknown', undefined]);
});

test('one whose middle has a longer history than is read is unknown too', async () => {
  // The mule has three transfers, as taint has: 80 are a hub's.
  const moves = LEDGER.replace(/made-up,t4,.*\n/, '').replace(/made-up,t3,.*\n/, '');
  const { screen } = screening<Result>({ policy: policy('60%'), labels: LABELS, ledger: moves });
  const { code, result } = await screen('taint\n', '--hub-limit', '2');
  expect([code, result?.rows[0]?.verdict]).toEqual([3, 'unknown']);
  expect(result?.rows[0]?.upstream?.assets).toMatchObject([{ notFollowed: { hub: '8000' } }]);
});

test('run again after the labels changed, it says what has changed', async () => {
  const { at, screen } = screening<Result>({ policy: policy('60%'), labels: LABELS, ledger: LEDGER });
  await screen('taint\nbehind\n', '-o', at('first.json'));
  writeFileSync(at('labels'), LABELS.replace('thief,Thief,hack', 'thief,Thief,exchange'));
  const { result } = await screen('taint\nbehind\n', '--before', at('first.json'));
  expect(result?.changes).toEqual([
    {
      chain: 'list:made-up',
      address: 'taint',
      before: 'refuse',
      after: 'pass',
      rulesBefore: ['stolen money through others'],
      rulesAfter: [],
    },
  ]);
});

test.each([
  ['a convention that adds up to nothing', policy('', 'convention: poison')],
  ['no hop', policy('', 'hops: 0')],
  ['a limit that does not exist', policy('', 'wallets: 3')],
  ['limits for what no rule asks', policy('', 'hops: 3').replace('exposure: indirect', 'exposure: received')],
])('a policy with %s is refused whole', async (_, text) => {
  const { screen } = screening<Result>({ policy: text, labels: LABELS, ledger: LEDGER });
  const { code, err, result } = await screen('taint\n');
  expect([code, result]).toEqual([2, undefined]);
  expect(err).toContain('[bad-policy]');
});

// thief → mule 999,000; the mule's coin and 1,001,000 of the bank pay target 1,500,000 and the bank 499,000; fee 1,000.
// First in, first out: target's first 999,000 are the mule's. Haircut: 1,500,000 × 999,000 / 2,000,000 = 749,250.
// What the bank paid is direct: one transaction.
test.each([
  ['fifo', '999000'],
  ['haircut', '749250'],
])('on Bitcoin, under %s', async (convention, amount) => {
  const http = coinStory(
    [
      { name: 'first', height: 800_000, vin: [['a:0', 'thief', UNITS]], vout: [['mule', UNITS - 1_000]] },
      {
        name: 'second',
        height: 800_001,
        vin: [
          ['first:0', 'mule', UNITS - 1_000],
          ['b:0', 'bank', UNITS + 1_000],
        ],
        vout: [
          ['target', 1_500_000],
          ['bank', 499_000],
        ],
      },
    ],
    800_010,
  );
  const labels = `address,name,category\n${addressOf('thief')},Thief,hack\n${addressOf('bank')},Bank,exchange\n`;
  const files = [
    '--policy',
    written('policy.yaml', policy('', `convention: ${convention}`)),
    '--labels',
    written('labels.csv', labels),
  ];
  const { code, out } = await cli(['screen', '-', ...files, '--no-store', '--quiet'], {
    http,
    input: addressOf('target'),
  });
  const [row] = (JSON.parse(out) as Result).rows;
  expect([code, row?.verdict]).toEqual([5, 'refuse']);
  expect(row?.reasons).toMatchObject([
    { amount, of: '1500000', direct: '0', sources: [{ address: addressOf('thief'), amount }] },
  ]);
  expect(row?.upstream?.gaps).toEqual([]);
});
