// What rows of token movements are worth: the place of their event where a service tells it, and movements of the coin itself
// that Polygon's own contract writes as a token's too.
import { expect, test } from 'vitest';
import type { TxId } from '../../../src/model/place.ts';
import { explorerWorld } from '../../support/explorer-world.ts';
import { address, hash, historyOf, ledgerOn, scopeAt, tx } from './setup.ts';

const [A, B, TOKEN] = [address(1), address(2), address(0xdead1)];
const POLYGON = 'eip155:137';
/** maticnetwork/contracts, contracts/child/MRC20.sol: `transfer` pays the payee by a call and emits Transfer. */
const MRC20 = address(0x1010);

test('a list that tells the place of its events tells the order in the transaction, as the receipt does', async () => {
  const moves = [3, 9, 12].map((logIndex, n) => ({
    ...{ contract: TOKEN, logIndex, amount: 5n },
    ...(n === 1 ? { from: B, to: A } : { from: A, to: B }),
  }));
  // In a list the rows of one transaction may stand in any order.
  const shuffled = [moves[2], moves[0], moves[1]] as typeof moves;
  const txs = [tx({ hash: hash(7), tokens: shuffled })];
  const { http } = explorerWorld(txs, { tip: 1_000, logIndexes: 'told' });
  const ledger = ledgerOn(http);
  const { transfers, gaps } = await historyOf(ledger, A, scopeAt(900));
  expect(gaps).toEqual([]);
  const tokens = (all: typeof transfers) => all.filter(({ id }) => id.includes('/token/'));
  const whole = await ledger.transfersIn(hash(7) as TxId, scopeAt(900));
  expect(tokens(transfers)).toEqual(tokens(whole));
  const orders = tokens(transfers).map(({ at }) => at?.order as number);
  expect(orders.map((order) => order - (orders[0] as number))).toEqual([0, 6, 9]);
  expect(new Set(transfers.map(({ id }) => id)).size).toBe(transfers.length);
});

test('where the list does not tell it, the order is unknown, not that of the rows', async () => {
  const tokens = [1, 2].map((logIndex) => ({
    ...{ contract: TOKEN, from: A, to: B, logIndex },
    amount: BigInt(logIndex),
  }));
  const { http } = explorerWorld([tx({ tokens })], { tip: 1_000 });
  const { transfers } = await historyOf(ledgerOn(http), A, scopeAt(900));
  const orders = transfers.filter(({ id }) => id.includes('/token/')).map(({ at }) => at?.order);
  expect(orders).toEqual([undefined, undefined]);
});

test('what Polygon’s contract of the coin writes is told once, as the coin', async () => {
  const paid = tx({
    hash: hash(8),
    ...{ from: A, to: MRC20, value: 70n },
    internals: [{ path: '0', from: MRC20, to: B, value: 70n, type: 'call' as const }],
    tokens: [{ contract: MRC20, from: A, to: B, amount: 70n, logIndex: 0 }],
  });
  const options = {
    ...{ tip: 1_000, chainid: '137' },
    tokens: [{ contract: MRC20, symbol: 'MATIC', name: 'Matic Token', decimals: 18 }],
  };
  for (const source of ['blockscout', 'etherscan'] as const) {
    const ledger = ledgerOn(explorerWorld([paid], options).http, [source], POLYGON);
    const scope = scopeAt(900);
    for (const who of [A, B]) {
      const { transfers, empties } = await historyOf(ledger, who, scope);
      expect(new Set(transfers.map(({ asset }) => asset))).toEqual(new Set([`${POLYGON}/slip44:966`]));
      expect(transfers.filter(({ id }) => !id.endsWith('/fee')).map(({ amount }) => amount)).toContain(70n);
      expect(empties).toEqual([]);
    }
    const whole = await ledger.transfersIn(hash(8) as TxId, scope);
    expect(whole.map(({ id }) => id.split('/').slice(1, 2).join()).sort()).toEqual(['fee', 'trace', 'value']);
  }
});
