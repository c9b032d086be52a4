// Exploration on a coin chain: a place whose coins are all known to be spent needs no question to anybody, and is passed
// all the same.
import { expect, test } from 'vitest';
import type { Address } from '../../src/model/address.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { placeKey, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import { traceQuestion } from '../../src/trace/trace.ts';
import { blockOf, memoryLedger } from '../support/memory-ledger.ts';
import { posedCoins } from '../support/pose-worlds.ts';

const CHAIN = 'list:world' as ChainId;

test('what reaches a place last, whose coin is known to be spent already, goes on from there', async () => {
  // S's ten units go to A and B. A's coin is spent together with R's, which B's coin becomes: that R's coin goes to E is
  // known from A's before it is known that anything reaches R.
  const { transfers } = posedCoins({
    externalCoins: { 'x:0': 10n },
    ownerOfExternal: { 'x:0': 'S' },
    seedCoins: [],
    seedWallets: ['S'],
    transactions: [
      {
        id: 't1',
        vin: ['x:0'],
        vout: [
          { amount: 4n, to: 'A' },
          { amount: 6n, to: 'B' },
        ],
        fee: 0n,
      },
      { id: 't2', vin: ['t1:1'], vout: [{ amount: 6n, to: 'R' }], fee: 0n },
      { id: 't3', vin: ['t1:0', 't2:0'], vout: [{ amount: 10n, to: 'E' }], fee: 0n },
    ],
    endpoints: [],
  });
  const place = wallet(CHAIN, 'S' as Address);
  const { endpoints, notFollowed } = await traceQuestion({
    seeds: [{ kind: 'wallet', id: placeKey(place) as string as SeedId, place }],
    ledgers: new Map([[CHAIN, memoryLedger(CHAIN, 'coin', transfers)]]),
    asOf: new Map([[CHAIN, blockOf(CHAIN)]]),
    labels: {
      of: (chain, address) =>
        address === 'E'
          ? [{ chain, address, entity: 'E', category: 'exchange', source: 'a test', pack: 'test' }]
          : [],
    },
    options: defaultOptions,
    totals: 'left',
    sensitivity: 'left',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(notFollowed).toEqual([]);
  expect([...(endpoints[0]?.amounts.get('fifo')?.values() ?? [])]).toEqual([10n]);
});
