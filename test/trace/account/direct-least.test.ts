// What flagged wallets paid an account themselves at least, where a transaction melts their coins with those of others.
import { expect, test } from 'vitest';
import type { Address } from '../../../src/model/address.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Label } from '../../../src/model/label.ts';
import { wallet } from '../../../src/model/place.ts';
import { flaggedFindings } from '../../../src/trace/account/flagged.ts';
import { walkUpstream } from '../../../src/trace/backward/walk-upstream.ts';
import { defaultOptions } from '../../../src/trace/options.ts';
import { blockOf, memoryLedger } from '../../support/memory-ledger.ts';
import type { CoinWorld } from '../../support/oracle-coins.ts';
import { posedCoins } from '../../support/pose-worlds.ts';

const CHAIN = 'list:world' as ChainId;

async function flaggedIn(transactions: CoinWorld['transactions'], account: readonly string[] = ['D']) {
  const { transfers } = posedCoins({
    externalCoins: { 'x:0': 60n, 'x:1': 40n, 'x:2': 30n },
    ownerOfExternal: { 'x:0': 'F', 'x:1': 'U', 'x:2': 'F' },
    seedCoins: [],
    transactions,
    endpoints: [],
  });
  const walk = await walkUpstream({
    account: account.map((name) => wallet(CHAIN, name as Address)),
    ledgers: new Map([[CHAIN, memoryLedger(CHAIN, 'coin', transfers)]]),
    asOf: new Map([[CHAIN, blockOf(CHAIN)]]),
    labels: {
      of: (chain, address): Label[] =>
        address === 'F'
          ? [{ chain, address, entity: 'F', category: 'scam', source: 'a test', pack: 'test' }]
          : [],
    },
    options: { ...defaultOptions, conventions: ['fifo', 'lifo'] },
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const { direct, directLeast, bounds } = flaggedFindings(walk, () => true, String);
  const units = (sums: ReadonlyMap<string, bigint> | undefined) => [...(sums?.values() ?? [])][0] ?? 0n;
  const [bound] = bounds.values();
  return [units(directLeast), units(direct.get('fifo')), units(direct.get('lifo')), bound?.least];
}

test('alone: all that arrived', async () => {
  const vout = [
    { amount: 50n, to: 'D' },
    { amount: 8n, to: 'F' },
  ];
  expect(await flaggedIn([{ id: 't1', vin: ['x:0'], vout, fee: 2n }])).toEqual([50n, 50n, 50n, 50n]);
});

test('with others: what their coins cannot have paid, whatever a convention says', async () => {
  // 60 of F and 40 of U; first in, first out D's 50 are all F's; last in, first out D gets U's 40 and 10 of F.
  const vout = [
    { amount: 50n, to: 'D' },
    { amount: 45n, to: 'X' },
  ];
  expect(await flaggedIn([{ id: 't1', vin: ['x:0', 'x:1'], vout, fee: 5n }])).toEqual([10n, 50n, 10n, 10n]);
});

test('two outputs to the account are one payment, and what mixed before is none', async () => {
  // t1 mixes F's 60 with U's 40 at M; t2 pays D 20 and 60 out of that 100 and F's 30: at least 80 − 100 → none directly,
  // and of the 130 units 90 are F's and 40 U's, so that 40 of D's 80 are F's by any way.
  const found = await flaggedIn([
    { id: 't1', vin: ['x:0', 'x:1'], vout: [{ amount: 100n, to: 'M' }], fee: 0n },
    {
      id: 't2',
      vin: ['t1:0', 'x:2'],
      vout: [
        { amount: 20n, to: 'D' },
        { amount: 60n, to: 'D' },
        { amount: 50n, to: 'X' },
      ],
      fee: 0n,
    },
  ]);
  // First in, first out X has F's 30; last in, first out D has them.
  expect(found).toEqual([0n, 0n, 30n, 40n]);
});
