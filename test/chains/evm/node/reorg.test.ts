// A chain that changes while it is read, on a real node: nothing of two tips is put together.
import { describe, expect, test } from 'vitest';
import type { Http } from '../../../../src/model/http.ts';
import type { TxId } from '../../../../src/model/place.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { call, deploy, send } from '../../../support/contracts.ts';
import { historyOf, never } from '../setup.ts';
import { atTip, expectBalances, nodeLedger } from './setup.ts';

interface World {
  readonly node: Anvil;
  readonly a: string;
  readonly b: string;
  readonly token: string;
  /** To be taken back to. */
  readonly snapshot: unknown;
  readonly lastTx: TxId;
}

/** Five tokens and five wei go to the wallet b; both are then taken back, and seven of each go there instead. */
async function world(): Promise<World> {
  const node = await startAnvil();
  const [a = '', b = ''] = (await node.rpc('eth_accounts')) as string[];
  const token = await deploy(node, a, 'Token', ['TST', 0]);
  const snapshot = await node.rpc('evm_snapshot');
  const lastTx = await pay({ node, a, b, token }, 5n);
  return { node, a, b, token, snapshot, lastTx };
}

async function pay({ node, a, b, token }: Omit<World, 'snapshot' | 'lastTx'>, amount: bigint): Promise<TxId> {
  await send(node, { from: a, to: token, data: call('Token', 'mint', b, amount) });
  return (await send(node, { from: a, to: b, value: amount })).transactionHash as TxId;
}

async function reorg(made: World): Promise<void> {
  await made.node.rpc('evm_revert', made.snapshot);
  await pay(made, 7n);
}

/** The chain changes just before the n-th request. */
function changingAt(made: World, at: number): { readonly http: Http; readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    http: async (request, signal) => {
      asked += 1;
      if (asked === at) await reorg(made);
      return made.node.http(request, signal);
    },
  };
}

describe.skipIf(noAnvil !== '')(`a chain that changes while it is read${noAnvil}`, () => {
  test('gives a history of the pinned block or none, whenever it changes', async () => {
    let changes = 0;
    for (let isWhole = false; !isWhole; changes += 1) {
      expect(changes).toBeLessThan(60);
      const made = await world();
      try {
        // What comes before is asked of a chain that stands.
        const scope = await atTip(made.node, nodeLedger(made.node.http), { concurrency: 1 });
        const { http, asked } = changingAt(made, changes + 1);
        const { transfers, gaps } = await historyOf(nodeLedger(http), made.b, scope);
        isWhole = asked() <= changes;
        // What it had at first, the token, the payment.
        if (isWhole) expect([transfers.length, gaps]).toEqual([3, []]);
        else {
          expect([changes, transfers, gaps.length]).toEqual([changes, [], 1]);
          expect(gaps[0]?.code).toMatch(/^source-(disagreement|failed)$/);
        }
      } finally {
        await made.node.stop();
      }
    }
    expect(changes).toBeGreaterThan(8);
  });

  test('once it has settled, is read as it is now', async () => {
    const made = await world();
    try {
      await reorg(made);
      const ledger = nodeLedger(made.node.http);
      const scope = await atTip(made.node, ledger);
      const page = await historyOf(ledger, made.b, scope);
      expect(page.gaps).toEqual([]);
      expect(page.transfers.map(({ amount }) => amount).filter((amount) => amount < 10n)).toEqual([7n, 7n]);
      await expectBalances(made.node, page, made.b, scope.asOf.height);
    } finally {
      await made.node.stop();
    }
  });

  test('no longer has the block or the transactions that it had', async () => {
    const made = await world();
    try {
      const ledger = nodeLedger(made.node.http);
      const scope = await atTip(made.node, ledger);
      expect(await ledger.isCanonical(scope.asOf, never)).toBe(true);
      await made.node.rpc('anvil_reorg', 1, []);
      expect(await ledger.isCanonical(scope.asOf, never)).toBe(false);
      await expect(ledger.transfersIn(made.lastTx, scope)).rejects.toMatchObject({
        code: expect.stringMatching(/^(transaction-unknown|source-failed)$/),
      });
    } finally {
      await made.node.stop();
    }
  });
});
