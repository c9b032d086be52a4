// A store of one's own that fails at any question of a run, once: the run ends with that. A service that fails there is a gap.
import { expect, test } from 'vitest';
import { BITCOIN, ETHEREUM } from '../../src/model/chain.ts';
import { KnownError } from '../../src/model/errors.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { type OwnerPlace, placeKey } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { Transfer } from '../../src/model/transfer.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import { traceQuestion } from '../../src/trace/trace.ts';
import {
  bookOf,
  type CoinTx,
  coinHistory,
  history,
  type Line,
  placeOf,
  USDT,
} from '../support/deposit-histories.ts';
import { blockOf, memoryLedger } from '../support/memory-ledger.ts';

/** The seed's coin is swept from `w` to `hot2`, which is spent with the exchange's `hot`. */
const COINS: readonly CoinTx[] = [
  { tx: 'd1', at: 0, from: [['seed', '3']], to: [['w', '3']] },
  { tx: 's1', at: 2, from: ['d1:0'], to: [['hot2', '2.9999']] },
  { tx: 'd2', at: 50, from: [['customer', '5']], to: [['w', '5']] },
  { tx: 's2', at: 51, from: ['d2:0'], to: [['hot2', '4.9999']] },
  { tx: 'out', at: 60, from: ['s1:0', ['hot', '3']], to: [['customer-9', '5.99']] },
];
/** The seed pays a contract, which pays on in the same transaction, and a wallet that pays the exchange. */
const LINES: readonly Line[] = [
  { at: 0, from: 'funder', to: 'seed', amount: '9', asset: USDT },
  { at: 1, from: 'seed', to: 'contract', amount: '4', asset: USDT, tx: 'settled' },
  { at: 1, from: 'contract', to: 'friend', amount: '4', asset: USDT, tx: 'settled' },
  { at: 2, from: 'seed', to: 'w', amount: '5', asset: USDT },
  { at: 3, from: 'w', to: 'hot', amount: '5', asset: USDT },
];

const worlds = {
  coins: [BITCOIN, memoryLedger(BITCOIN, 'coin', coinHistory(COINS))],
  accounts: [ETHEREUM, memoryLedger(ETHEREUM, 'account', history(LINES))],
} as const;

/** What is asked of it; the call of that number fails so. */
function failingAt(ledger: Ledger, at: number, code: string) {
  const asked: string[] = [];
  function next(what: string): void {
    asked.push(what);
    if (asked.length - 1 === at) throw new KnownError(code, 'A test.', { hint: 'None.' });
  }
  /** Of `w` its own legs alone, so that its transactions are asked for whole. */
  const partly = (subject: string, transfers: readonly Transfer[]) =>
    subject.endsWith('/w')
      ? transfers.filter(({ from, to }) => [from, to].some((end) => placeKey(end) === subject))
      : transfers;
  const failing: Ledger = {
    ...ledger,
    async *transfersOf(places, scope) {
      next('transfersOf');
      for await (const page of ledger.transfersOf(places, scope))
        yield { ...page, transfers: partly(placeKey(page.subject as OwnerPlace), page.transfers) };
    },
    async *spendsOf(coins, scope) {
      next('spendsOf');
      yield* ledger.spendsOf(coins, scope);
    },
    async transfersIn(tx, scope) {
      next('transfersIn');
      return ledger.transfersIn(tx, scope);
    },
    async isCanonical(block, signal) {
      next('isCanonical');
      return ledger.isCanonical(block, signal);
    },
    async describe(place) {
      next('describe');
      return { balances: [], contract: placeKey(place).endsWith('/contract') };
    },
    issuing: {
      issuerOf: (asset) => (asset === USDT ? 'Tether' : undefined),
      async actsOn() {
        next('actsOn');
        return [];
      },
    },
  };
  return { asked, failing };
}

async function run(world: keyof typeof worlds, at: number, code: string) {
  const [chain, ledger] = worlds[world];
  const { asked, failing } = failingAt(ledger, at, code);
  const place = placeOf('seed', chain);
  const findings = await traceQuestion({
    seeds: [{ kind: 'wallet', id: placeKey(place) as string as SeedId, place }],
    ledgers: new Map([[chain, failing]]),
    asOf: new Map([[chain, { ...blockOf(chain), time: 1_700_000_000 }]]),
    labels: bookOf({ hot: { entity: 'Alpha', source: 'https://example.org', clusterDefiner: true } }, chain),
    options: { ...defaultOptions, conventions: ['fifo'] },
    totals: 'asked',
    sensitivity: 'left',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  return { asked, findings };
}

test.each([
  ['coins', ['transfersOf', 'spendsOf', 'transfersIn', 'isCanonical']],
  ['accounts', ['transfersOf', 'transfersIn', 'isCanonical', 'describe', 'actsOn']],
] as const)('%s: at every question', async (world, kinds) => {
  const { asked, findings } = await run(world, -1, '');
  expect([...new Set(asked)].sort()).toEqual([...kinds].sort());
  expect(findings.gaps.filter(({ code }) => code === 'source-failed')).toEqual([]);
  for (const code of ['cluster-unreachable', 'cluster-failed', 'database-unusable'])
    for (const at of asked.keys()) await expect(run(world, at, code)).rejects.toMatchObject({ code });
});

test('a service that cannot tell is a gap, at every question that a run can do without', async () => {
  for (const world of ['coins', 'accounts'] as const) {
    const { asked } = await run(world, -1, '');
    for (const [at, what] of asked.entries())
      if (!['transfersOf', 'spendsOf'].includes(what)) {
        const { findings } = await run(world, at, 'source-failed');
        expect(findings.gaps.length, `${world} ${at} ${what}`).toBeGreaterThan(0);
      }
  }
});
