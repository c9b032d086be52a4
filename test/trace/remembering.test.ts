// A remembering ledger: the same answers, each asked for once; what nobody was asked is a gap, never an empty history.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Block, BlockHash, Ledger, Page, Scope } from '../../src/model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { CoinId, Transfer, TransferId } from '../../src/model/transfer.ts';
import { defaultOptions, type TraceOptions } from '../../src/trace/options.ts';
import { remembering } from '../../src/trace/remembering.ts';
import type { TraceRequest } from '../../src/trace/request.ts';
import { traceQuestion } from '../../src/trace/trace.ts';
import { walk } from '../../src/trace/walk.ts';

const CHAIN = 'list:demo' as ChainId;
const USD = assetId('USD');
const asOf: Block = { chain: CHAIN, height: 1000, hash: 'sha256:00' as BlockHash, time: 1000 };
const signal = new AbortController().signal;
const at = (name: string) => wallet(CHAIN, name as Address);
const scope = (hubLimit: number): Scope => ({ asOf, hubLimit, concurrency: 1, signal });

/** `S>A 10` per line: one transaction each, in this order. */
function transfersOf(world: readonly string[]): Transfer[] {
  return world.map((line, index) => {
    const [, from = '', to = '', amount = ''] = /^(\w+)>(\w+) (\d+)$/.exec(line) ?? [];
    return {
      id: `t${index}/row/0` as TransferId,
      chain: CHAIN,
      txId: `t${index}` as TxId,
      at: { height: index + 1, time: index + 1, txIndex: 0, order: 0 },
      from: at(from),
      to: at(to),
      asset: USD,
      amount: BigInt(amount),
      coin: undefined,
    };
  });
}

/** A ledger of these transfers that writes down every history and transaction that it is asked for. */
function told(transfers: readonly Transfer[], log: string[]): Ledger {
  const isParty = (place: OwnerPlace) => (transfer: Transfer) =>
    [transfer.from, transfer.to].some((party) => placeKey(party) === placeKey(place));
  return {
    chain: CHAIN,
    kind: 'account',
    finality: 0,
    services: ['a test'],
    parseAddress: (text) => text as Address,
    display: (place) => (place.kind === 'wallet' ? place.address : place.scriptHash),
    assetInfo: (id) => ({ id, symbol: 'USD', decimals: 0, genuine: true }),
    head: async () => asOf,
    isCanonical: async () => true,
    async *transfersOf(places, { hubLimit }) {
      for (const place of places) {
        log.push(`${placeKey(place)} ${hubLimit}`);
        const own = transfers.filter(isParty(place));
        const page = { subject: place, pending: [], gaps: [] };
        yield own.length > hubLimit
          ? { ...page, transfers: [], hub: true as const }
          : { ...page, transfers: own };
      }
    },
    async *spendsOf(coins) {
      for (const coin of coins) {
        log.push(coin);
        yield { subject: coin, transfers: transfers.slice(0, 1), pending: [], gaps: [] };
      }
    },
    transfersIn: async (tx) => {
      log.push(tx);
      const own = transfers.filter(({ txId }) => txId === tx);
      if (own.length === 0) throw new Error(`no ${tx}`);
      return own;
    },
    describe: async () => ({ balances: [] }),
  };
}

function request(ledger: Ledger, options: Partial<TraceOptions> = {}): TraceRequest {
  const place = at('S');
  return {
    seeds: [{ kind: 'wallet', id: placeKey(place) as string as SeedId, place }],
    ledgers: new Map([[CHAIN, ledger]]),
    asOf: new Map([[CHAIN, asOf]]),
    labels: {
      of: (chain, address) =>
        address === 'E'
          ? [{ chain, address, entity: 'E', category: 'exchange', source: 'test', pack: 'test' }]
          : [],
    },
    options: { ...defaultOptions, minValue: { kind: 'units', text: '0' }, ...options },
    sensitivity: 'asked',
    totals: 'left',
    signal,
    onProgress: () => {},
  };
}

async function all(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

const WORLD = ['S>A 10', 'A>B 6', 'A>E 4', 'B>E 6'];

describe('a remembering ledger', () => {
  test('asks for a history, the spending of a coin and a transaction once', async () => {
    const log: string[] = [];
    const { asking } = remembering(new Map([[CHAIN, told(transfersOf(WORLD), log)]]));
    const ledger = asking.get(CHAIN) as Ledger;
    const ask = async () => [
      await all(ledger.transfersOf([at('A'), at('B')], scope(100))),
      await all(ledger.spendsOf(['t0:0' as CoinId], scope(100))),
      await ledger.transfersIn('t1' as TxId, scope(100)),
    ];
    const first = await ask();
    const once = [...log];
    expect(once).toEqual(['list:demo/A 100', 'list:demo/B 100', 't0:0', 't1']);
    expect(await ask()).toEqual(first);
    expect(log).toEqual(once);
    await all(ledger.transfersOf([at('A'), at('E')], scope(100)));
    expect(log.slice(once.length)).toEqual(['list:demo/E 100']);
  });

  test('takes no history of some assets for a whole one, where the ledger tells them apart', async () => {
    const wants = (): boolean => true;
    for (const narrows of [true, undefined]) {
      const log: string[] = [];
      const source = { ...told(transfersOf(WORLD), log), ...(narrows && { narrows }) };
      const { asking } = remembering(new Map([[CHAIN, source]]));
      const ledger = asking.get(CHAIN) as Ledger;
      for (const asked of [{ ...scope(100), wants }, scope(100), { ...scope(100), wants }])
        await all(ledger.transfersOf([at('A')], asked));
      expect(log.length).toBe(narrows ? 2 : 1);
    }
  });

  test('takes a whole history for an answer under a higher limit, and a hub for none', async () => {
    const log: string[] = [];
    const { asking } = remembering(new Map([[CHAIN, told(transfersOf(WORLD), log)]]));
    const ledger = asking.get(CHAIN) as Ledger;
    // A has 3 transfers, B 2.
    await all(ledger.transfersOf([at('A'), at('B')], scope(2)));
    const more = await all(ledger.transfersOf([at('A'), at('B')], scope(Number.POSITIVE_INFINITY)));
    expect(log).toEqual(['list:demo/A 2', 'list:demo/B 2', 'list:demo/A Infinity']);
    expect(more.map(({ transfers }) => transfers.length).sort()).toEqual([2, 3]);
  });

  test('keeps nothing of an answer that broke off', async () => {
    let broken = true;
    const whole = told(transfersOf(WORLD), []);
    const breaking: Ledger = {
      ...whole,
      async *transfersOf(places, how) {
        yield* whole.transfersOf(places.slice(0, 1), how);
        if (broken) throw new Error('cut');
        yield* whole.transfersOf(places.slice(1), how);
      },
    };
    const ledger = remembering(new Map([[CHAIN, breaking]])).asking.get(CHAIN) as Ledger;
    await expect(all(ledger.transfersOf([at('A'), at('B')], scope(100)))).rejects.toThrow('cut');
    broken = false;
    expect((await all(ledger.transfersOf([at('A'), at('B')], scope(100)))).length).toBe(2);
  });

  test('recalling asks nobody: what is unknown is a gap', async () => {
    const log: string[] = [];
    const { asking, recalling } = remembering(new Map([[CHAIN, told(transfersOf(WORLD), log)]]));
    await all((asking.get(CHAIN) as Ledger).transfersOf([at('A')], scope(100)));
    const known = recalling.get(CHAIN) as Ledger;
    const pages = [
      ...(await all(known.transfersOf([at('A'), at('B')], scope(100)))),
      ...(await all(known.spendsOf(['t0:0' as CoinId], scope(100)))),
    ];
    expect(pages.map(({ transfers, gaps }) => [transfers.length, ...gaps.map(({ code }) => code)])).toEqual([
      [3],
      [0, 'source-failed'],
      [0, 'source-failed'],
    ]);
    expect(log).toEqual(['list:demo/A 100']);
  });
});

describe('a question with decisions', () => {
  test('asks for what only the run without one of them needs, and for nothing twice', async () => {
    const log: string[] = [];
    const entries = [
      {
        entry: 1,
        kind: 'stop' as const,
        places: [at('A')],
        transfers: [],
        name: 'Desk',
        category: undefined,
        author: 'a',
        date: '2024-08-02',
        reason: 'r',
      },
    ];
    const asked = request(told(transfersOf([...WORLD, 'S>C 1']), log));
    await traceQuestion({ ...asked, decisions: { name: 'd.yaml', sha256: '', entries } });
    // With it A is an endpoint and only C is explored; without it A and then B are.
    expect(log.map((line) => line.split(' ')[0])).toEqual([
      'list:demo/S',
      'list:demo/C',
      'list:demo/A',
      'list:demo/B',
    ]);
  });
});

describe('a walk over it', () => {
  const worlds = fc.array(
    fc
      .tuple(fc.constantFrom(...'SABCDE'), fc.constantFrom(...'SABCDE'), fc.integer({ min: 1, max: 20 }))
      .map(([from, to, amount]) => `${from}>${to} ${amount}`),
    { minLength: 1, maxLength: 12 },
  );

  test('finds what it finds without, and a second one asks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const log: string[] = [];
        const plain = await walk(request(told(transfersOf(world), [])));
        const { asking } = remembering(new Map([[CHAIN, told(transfersOf(world), log)]]));
        const remembered = request(asking.get(CHAIN) as Ledger);
        const first = await walk(remembered);
        const asked = log.length;
        const second = await walk(remembered);
        for (const one of [first, second]) {
          expect(one.swepts.map(({ bookings }) => bookings)).toEqual(
            plain.swepts.map(({ bookings }) => bookings),
          );
          expect(one.explored.gaps).toEqual(plain.explored.gaps);
        }
        expect(log.length).toBe(asked);
      }),
      { numRuns: 60 },
    );
  });

  test('and a whole question with its comparisons asks for no history twice', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const log: string[] = [];
        await traceQuestion(request(told(transfersOf(world), log)));
        expect(new Set(log).size).toBe(log.length);
        // The sensitivity has asked for nothing that the walk itself did not ask for.
        const needed: string[] = [];
        await walk(request(told(transfersOf(world), needed)));
        expect(log).toEqual(needed);
      }),
      { numRuns: 60 },
    );
  });
});
