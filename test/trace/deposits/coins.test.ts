// Deposit addresses on a coin chain in a trace: a walk knows of a place only where the coins of the seed went, so that the whole
// history of one that looks like a deposit address is asked for, once, and of no other.
import { expect, test } from 'vitest';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { placeKey } from '../../../src/model/place.ts';
import type { SeedId } from '../../../src/model/seed.ts';
import { defaultOptions } from '../../../src/trace/options.ts';
import { traceQuestion } from '../../../src/trace/trace.ts';
import {
  BTC,
  bookOf,
  type CoinTx,
  coinHistory,
  placeOf,
  type Said,
  units,
} from '../../support/deposit-histories.ts';
import { blockOf, memoryLedger } from '../../support/memory-ledger.ts';

/** The seed's coin reaches `w` once; another customer's coin comes later. Both are swept within two hours. */
const SWEPT: readonly CoinTx[] = [
  {
    tx: 'd1',
    at: 0,
    from: [['seed', '3']],
    to: [
      ['w', '2'],
      ['friend', '1'],
    ],
  },
  { tx: 's1', at: 2, from: ['d1:0'], to: [['hot', '1.9999']] },
  { tx: 'd2', at: 50, from: [['customer', '5']], to: [['w', '5']] },
  { tx: 's2', at: 51, from: ['d2:0'], to: [['hot', '4.9999']] },
];

async function traced(
  txs: readonly CoinTx[],
  change: (ledger: Ledger) => Ledger = (ledger) => ledger,
  said: Said = { hot: { entity: 'Alpha' } },
) {
  const log: string[] = [];
  const ledger = change(memoryLedger(BITCOIN, 'coin', coinHistory(txs), log));
  const place = placeOf('seed', BITCOIN);
  const findings = await traceQuestion({
    seeds: [{ kind: 'wallet', id: placeKey(place) as string as SeedId, place }],
    ledgers: new Map([[BITCOIN, ledger]]),
    // Later than all of the history.
    asOf: new Map([[BITCOIN, { ...blockOf(BITCOIN), time: 1_700_000_000 }]]),
    labels: bookOf(said, BITCOIN),
    options: { ...defaultOptions, conventions: ['fifo'] },
    totals: 'left',
    sensitivity: 'left',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  return { findings, log };
}

test('one whose other coins were swept too ends the trace, and its history is asked for once', async () => {
  const { findings, log } = await traced(SWEPT);
  expect(
    findings.endpoints.map(({ display, label, amounts }) => [display, label.entity, amounts.get('fifo')]),
  ).toEqual([['w', 'inferred deposit at Alpha', new Map([[BTC, units('2', BTC)]])]]);
  expect(findings.deposits[0]?.sweeps.map(({ txId }) => txId)).toEqual(['s1', 's2']);
  expect(log).toEqual([`${BITCOIN}/seed`, `${BITCOIN}/w`]);
});

test('one whose other coin went elsewhere is followed through', async () => {
  const elsewhere = SWEPT.map((tx) => (tx.tx === 's2' ? { ...tx, to: [['friend', '4.9999'] as const] } : tx));
  const { findings } = await traced(elsewhere);
  expect(findings.endpoints.map(({ label }) => label.entity)).toEqual(['Alpha']);
  expect([findings.deposits, findings.gaps]).toEqual([[], []]);
});

test('one whose history could not be had is followed through, and the gap says what is not known', async () => {
  const { findings } = await traced(SWEPT, (ledger) => ({
    ...ledger,
    async *transfersOf(places, scope) {
      for (const place of places)
        if (placeKey(place) !== `${BITCOIN}/w`) yield* ledger.transfersOf([place], scope);
        else {
          const gap = { code: 'source-failed', chain: BITCOIN, place, why: 'a test' } as const;
          yield { subject: place, transfers: [], pending: [], gaps: [gap] };
        }
    },
  }));
  expect(findings.endpoints.map(({ label }) => label.entity)).toEqual(['Alpha']);
  expect(findings.gaps.map(({ code, place }) => [code, place && placeKey(place)])).toEqual([
    ['deposit-unknown', `${BITCOIN}/w`],
  ]);
});

test('one whose history is longer than may be read is followed through, and the gap says so', async () => {
  const { findings } = await traced(SWEPT, (ledger) => ({
    ...ledger,
    async *transfersOf(places, scope) {
      for (const place of places)
        if (placeKey(place) !== `${BITCOIN}/w`) yield* ledger.transfersOf([place], scope);
        else yield { subject: place, transfers: [], pending: [], gaps: [], hub: true as const };
    },
  }));
  expect(findings.endpoints.map(({ label }) => label.entity)).toEqual(['Alpha']);
  expect(findings.gaps).toMatchObject([
    { code: 'deposit-unknown', why: expect.stringContaining('--hub-limit') },
  ]);
});

test('one of which a history tells its own legs alone: its transactions are asked for whole', async () => {
  const key = `${BITCOIN}/w`;
  const { findings } = await traced(SWEPT, (ledger) => ({
    ...ledger,
    async *transfersOf(places, scope) {
      for await (const page of ledger.transfersOf(places, scope)) {
        const own = page.transfers.filter(({ from, to }) => [from, to].some((end) => placeKey(end) === key));
        yield placeKey(page.subject as (typeof places)[number]) === key ? { ...page, transfers: own } : page;
      }
    },
  }));
  expect(findings.deposits.map(({ place }) => placeKey(place))).toEqual([key]);
});

// A courier passes on to a deposit address at once, twice: by the same signs he would be one himself. The exchange sweeps the
// deposit address together with its own wallet, so that both are one cluster, of which a source says whose it is.
const COURIER: readonly CoinTx[] = [
  { tx: 'c1', at: 0, from: [['seed', '3']], to: [['courier', '3']] },
  { tx: 'c2', at: 1, from: ['c1:0'], to: [['w', '2.9999']] },
  { tx: 's1', at: 2, from: ['c2:0', ['hot', '1']], to: [['hot', '3.9998']] },
  { tx: 'c3', at: 50, from: [['customer', '5']], to: [['courier', '5']] },
  { tx: 'c4', at: 51, from: ['c3:0'], to: [['w', '4.9999']] },
  { tx: 's2', at: 52, from: ['c4:0'], to: [['hot', '4.9998']] },
];
const WHOLE = { hot: { entity: 'Alpha', clusterDefiner: true } } as const;

test('whoever pays a deposit address is none, though that is in the cluster of a main wallet', async () => {
  const { findings } = await traced(COURIER, undefined, WHOLE);
  expect(findings.deposits.map(({ place }) => place)).toEqual([placeOf('w', BITCOIN)]);
  expect(findings.endpoints.map(({ display, label }) => [display, label.entity])).toEqual([
    ['w', 'inferred deposit at Alpha'],
  ]);
});

test('nor is a whole chain of couriers: one inference, at its end', async () => {
  const chain = COURIER.flatMap((tx): CoinTx[] => {
    if (tx.tx !== 'c1' && tx.tx !== 'c3') return [tx];
    const before = { ...tx, tx: `b${tx.tx}`, to: tx.to.map(([, amount]) => ['first', amount] as const) };
    return [
      before,
      {
        ...tx,
        from: [`b${tx.tx}:0`],
        to: tx.to.map(([who]) => [who, tx.tx === 'c1' ? '2.99999' : '4.99999'] as const),
      },
    ];
  });
  const { findings } = await traced(chain, undefined, WHOLE);
  expect(findings.deposits.map(({ place }) => place)).toEqual([placeOf('w', BITCOIN)]);
});

test('nor where all of them are spent together with the main wallet', async () => {
  const together = [
    ...COURIER,
    {
      tx: 'x',
      at: 53,
      from: [
        ['courier', '1'],
        ['w', '1'],
        ['hot', '1'],
      ],
      to: [['hot', '2.9999']],
    } as CoinTx,
  ];
  const { findings } = await traced(together, undefined, WHOLE);
  for (const { place, exchange } of findings.deposits)
    expect([place, exchange.source]).toEqual([placeOf('w', BITCOIN), 'test']);
});

test('one that is swept to a wallet in the cluster of a main wallet, if a source says so of the whole cluster', async () => {
  // Nobody names `hot2`; it is spent together with `hot`.
  const txs: readonly CoinTx[] = [
    ...SWEPT.map((tx) =>
      tx.tx.startsWith('s') ? { ...tx, to: tx.to.map(([, amount]) => ['hot2', amount] as const) } : tx,
    ),
    { tx: 'out', at: 60, from: ['s1:0', ['hot', '3']], to: [['customer-9', '4.99']] },
  ];
  const named = { entity: 'Alpha', source: 'https://example.org/wallets' };
  const { findings } = await traced(txs, undefined, { hot: { ...named, clusterDefiner: true } });
  expect(findings.endpoints.map(({ display, label }) => [display, label.entity])).toEqual([
    ['w', 'inferred deposit at Alpha'],
  ]);
  expect(findings.deposits[0]?.exchange.source).toBe(
    'said of the whole cluster of hot, spent together in out: https://example.org/wallets',
  );
  const plain = await traced(txs, undefined, { hot: named });
  expect([plain.findings.deposits, plain.findings.endpoints]).toEqual([[], []]);
  // Two owners in one cluster: nobody can say whose it is.
  const both = txs.map((tx) =>
    tx.tx === 'out' ? { ...tx, from: [...tx.from, ['beta', '1'] as const] } : tx,
  );
  const rivals = await traced(both, undefined, {
    hot: { ...named, clusterDefiner: true },
    beta: { entity: 'Beta', clusterDefiner: true },
  });
  expect(rivals.findings.deposits).toEqual([]);
});
