// `trace warehouse deposits`: all deposit addresses of a warehouse are those that the question about each single wallet finds,
// with the same evidence.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cli } from '../../support/cli.ts';
import { HEADER } from '../list/support.ts';
import { warehouseOf, written } from './support.ts';

const HOUR = 3_600;
const LABELS = [
  'chain,address,name,category,source,tier',
  'demo,E1,One,exchange,a test,',
  'demo,E2,One,exchange,a test,',
  'demo,F,Two,exchange,a test,',
  // Names that make no main wallet: a deposit address, and an inference.
  'demo,G,Three deposit,deposit,a test,',
  'demo,H,Four,exchange,a guess,inferred',
  'demo,W0,Somebody,personal,a test,',
  'bitcoin,1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,One,exchange,a test,',
].join('\n');

interface Step {
  readonly wallet: number;
  readonly does: 'gets' | 'sweeps' | 'pays' | 'part' | 'refund';
  readonly to: number;
  readonly amount: bigint;
  readonly hours: number;
}

const WALLETS = 7;
const MAINS = ['E1', 'E2', 'F', 'G', 'H'];
const step: fc.Arbitrary<Step> = fc.record({
  wallet: fc.nat(WALLETS - 1),
  does: fc.oneof(
    { weight: 30, arbitrary: fc.constant<Step['does']>('gets') },
    { weight: 30, arbitrary: fc.constant<Step['does']>('sweeps') },
    ...(['pays', 'part', 'refund'] as const).map((does) => ({ weight: 1, arbitrary: fc.constant(does) })),
  ),
  to: fc.oneof(
    { weight: 40, arbitrary: fc.nat(1) },
    { weight: 2, arbitrary: fc.integer({ min: 2, max: 4 }) },
  ),
  amount: fc.bigInt(1n, 10n ** 20n),
  hours: fc.oneof({ weight: 60, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constant(30) }),
});
const worlds = fc.array(step, { minLength: 40, maxLength: 70 });

/** Each wallet has what it got and passes all of it on, but where it does otherwise. */
function rowsOf(steps: readonly Step[]): string[] {
  const rows: string[] = [];
  const has = new Map<string, bigint>();
  let time = 1_600_000_000;
  function move(from: string, to: string, amount: bigint): void {
    rows.push(['demo', `t${rows.length}`, rows.length, time, 0, from, to, 'USD', amount, 2].join());
    has.set(from, (has.get(from) ?? 0n) - amount);
    has.set(to, (has.get(to) ?? 0n) + amount);
  }
  for (const { wallet, does, to, amount, hours } of steps) {
    time += hours * HOUR;
    const own = `W${wallet}`;
    const held = has.get(own) ?? 0n;
    const main = MAINS[to] as string;
    if (does === 'gets') move(`S${to}`, own, amount);
    else if (does === 'refund') move(main, own, amount);
    else if (held > 1n) move(own, does === 'pays' ? 'Elsewhere' : main, does === 'part' ? held / 2n : held);
  }
  return rows;
}

interface Told {
  readonly address: string;
  readonly entity: string;
  readonly sweeps: readonly unknown[];
}

async function all(warehouse: string, labels: string, ...more: string[]) {
  const argv = ['warehouse', 'deposits', `sqlite:${warehouse}`, '--labels', labels, '--no-book', ...more];
  const { code, out, err } = await cli(argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const found = async (warehouse: string, labels: string, ...more: string[]) =>
  JSON.parse(await all(warehouse, labels, '--json', ...more)).chains.flatMap(
    ({ deposits }: { deposits: Told[] }) => deposits,
  ) as Told[];

async function ofOne(warehouse: string, labels: string, address: string, ...more: string[]) {
  const argv = [
    'wallet',
    address,
    '--ledger',
    `sqlite:${warehouse}`,
    '--labels',
    labels,
    '--no-book',
    '--json',
  ];
  const { code, out } = await cli([...argv, ...more]);
  expect(code).toBe(0);
  return JSON.parse(out).deposit?.inferred as Told | undefined;
}

test('are those that each wallet alone seems to be, with the same sweeps', async () => {
  const labels = written('labels.csv', `${LABELS}\n`);
  let deposits = 0;
  for (const [at, steps] of fc.sample(worlds, { seed: 4, numRuns: 8 }).entries()) {
    const warehouse = await warehouseOf(written('rows.csv', `${[HEADER, ...rowsOf(steps)].join('\n')}\n`));
    const limits = at % 2 === 0 ? [] : ['--deposit-within', '200000', '--deposit-sweeps', '1'];
    const names = [...Array.from({ length: WALLETS }, (_, n) => `W${n}`), ...MAINS, 'S0', 'S1', 'Elsewhere'];
    const seen = new Set(rowsOf(steps).flatMap((row) => row.split(',').slice(5, 7)));
    const each: Told[] = [];
    for (const name of names.filter((one) => seen.has(one)).sort()) {
      const one = await ofOne(warehouse, labels, name, ...limits);
      if (one !== undefined) each.push(one);
    }
    expect(await found(warehouse, labels, ...limits)).toEqual(each);
    deposits += each.length;
  }
  // Else nothing was compared.
  expect(deposits).toBeGreaterThan(10);
}, 120_000);

// D passes on all that it gets, twice, to One; C does the same, but to D; M pays One what it never got back in full.
const HAND = [
  ['S', 'D', 50],
  ['D', 'E1', 50],
  ['S', 'D', 70],
  ['D', 'E2', 70],
  ['S', 'C', 10],
  ['C', 'D', 10],
  ['D', 'E1', 10],
  ['S', 'C', 20],
  ['C', 'D', 20],
  ['D', 'E1', 20],
  ['S', 'M', 100],
  ['M', 'E1', 40],
];
const hand = () =>
  warehouseOf(
    written(
      'hand.csv',
      `${[HEADER, ...HAND.map(([from, to, amount], at) => `demo,t${at},${at},${1_600_000_000 + at * HOUR},0,${from},${to},USD,${amount},0`)].join('\n')}\n`,
    ),
  );

test('leave as labels that say they are inferred, and that no further inference rests on', async () => {
  const warehouse = await hand();
  const labels = written('labels.csv', `${LABELS}\n`);
  expect((await found(warehouse, labels)).map(({ address, entity }) => [address, entity])).toEqual([
    ['D', 'inferred deposit at One'],
  ]);
  const csv = await all(warehouse, labels, '--format', 'csv');
  expect(csv.split('\r\n')).toEqual([
    expect.stringContaining('chain,address,'),
    expect.stringMatching(/^demo,D,inferred deposit at One,deposit,.*inferred/),
    '',
  ]);
  // With them among the labels C, which passes all on to D, is as little a deposit address as before.
  const more = written('more.csv', csv);
  expect(await found(warehouse, labels, '--labels', more)).toEqual([]);
  const trace = [
    'C',
    '--ledger',
    `sqlite:${warehouse}`,
    '--labels',
    more,
    '--no-book',
    '--json',
    '--min-value',
    '0',
  ];
  const ends = JSON.parse((await cli([...trace, '--convention', 'fifo'])).out);
  expect(ends.endpoints).toMatchObject([
    { address: 'D', entity: 'inferred deposit at One', amounts: { fifo: { USD: '30' } } },
  ]);
});

test('are told in words as a trace tells them, with how many were looked at', async () => {
  const text = await all(await hand(), written('labels.csv', `${LABELS}\n`));
  expect(text).toContain(
    '1 of 2 wallets without a label that paid an exchange seem to be deposit addresses; not so: 1 ',
  );
  expect(text).toContain('D on demo: inferred deposit at One, confidence ');
  expect(text).toContain('inferences from what these addresses received and paid, no facts');
});

test('on a coin chain are the payers of transactions that pay an exchange alone', async () => {
  const main = '76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac';
  const deposit = '0014751e76e8199196d454941c45d1b3a323f1433bd6';
  const stranger = '76a91411b366edfc0a8b66feebae5c2e25a7b6a5d1cf3188ac';
  const id = (n: number) => `${n}`.repeat(64);
  const tx = (n: number, inputs: [number, number, number][], outputs: [string, number][]) =>
    JSON.stringify({
      ...{ hash: id(n), block_number: n, block_timestamp: 1_600_000_000 + n * HOUR, index: 0 },
      inputs: inputs.map(([spent, out, value], index) => ({
        ...{ index, spent_transaction_hash: id(spent), spent_output_index: out, value, addresses: [] },
      })),
      outputs: outputs.map(([script_hex, value], index) => ({ index, script_hex, value, addresses: [] })),
    });
  const lines = [
    tx(1, [], [[stranger, 5_000_000]]),
    tx(
      2,
      [[1, 0, 5_000_000]],
      [
        [deposit, 2_000_000],
        [stranger, 2_999_000],
      ],
    ),
    tx(3, [[2, 0, 2_000_000]], [[main, 1_999_000]]),
    tx(4, [[2, 1, 2_999_000]], [[deposit, 2_998_000]]),
    tx(5, [[4, 0, 2_998_000]], [[main, 2_997_000]]),
  ];
  const warehouse = await warehouseOf(
    written('transactions.json', `${lines.join('\n')}\n`),
    ...['--covers', '0-5'],
  );
  const labels = written('labels.csv', `${LABELS}\n`);
  const own = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
  const inferred = await found(warehouse, labels);
  expect(inferred.map(({ address, sweeps }) => [address, sweeps.length])).toEqual([[own, 2]]);
  expect(inferred[0]).toEqual(await ofOne(warehouse, labels, own));
});

test('of histories that are not whole nothing is said, and it is said of how many', async () => {
  const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`;
  const rows = [
    [1, 2, 50],
    [2, 9, 50],
    [1, 2, 70],
    [2, 9, 70],
  ].map(
    ([from, to, amount], at) =>
      `0xdac17f958d2ee523a2206206994597c13d831ec7,${address(from as number)},${address(to as number)},${amount},0x${`${at + 1}`.repeat(64)},0,${at + 1},${1_600_000_000 + at * HOUR}`,
  );
  const header =
    'token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp';
  // Token transfers alone: whether its coins went elsewhere nobody knows.
  const warehouse = await warehouseOf(
    written('token_transfers.csv', `${[header, ...rows].join('\n')}\n`),
    ...['--chain', 'ethereum'],
  );
  const labels = written(
    'eth.csv',
    `chain,address,name,category,source\nethereum,${address(9)},One,exchange,a test\n`,
  );
  const { code, out } = await cli([
    ...['warehouse', 'deposits', `sqlite:${warehouse}`, '--labels', labels, '--no-book', '--json'],
  ]);
  expect(code).toBe(3);
  expect(JSON.parse(out).chains).toMatchObject([
    { payers: 1, incomplete: 1, hubs: 0, none: {}, deposits: [] },
  ]);
});
