// What the tests on a real node share: a ledger over it, what its balances say, and nodes that can do less than it.
import { expect } from 'vitest';
import { explorerLedger } from '../../../../src/chains/evm/explorer-ledger.ts';
import { ETHEREUM } from '../../../../src/model/chain.ts';
import type { Http } from '../../../../src/model/http.ts';
import type { Block, Ledger, Page, Scope } from '../../../../src/model/ledger.ts';
import { placeKey, wallet } from '../../../../src/model/place.ts';
import type { Transfer } from '../../../../src/model/transfer.ts';
import type { Anvil } from '../../../support/anvil.ts';
import { call } from '../../../support/contracts.ts';
import { chainRow, never, reply } from '../setup.ts';

export const ETH = 'eip155:1/slip44:60';

export function nodeLedger(http: Http): Ledger {
  return explorerLedger(http, chainRow(), { sources: ['node'] });
}

/** As of the newest block. */
export async function atTip(node: Anvil, ledger: Ledger, more: Partial<Scope> = {}): Promise<Scope> {
  const height = Number(await node.rpc('eth_blockNumber'));
  const asOf: Block = await ledger.head({ height }, never);
  return { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 4, signal: never, ...more };
}

/** A node without these methods: it says so as geth does. */
export function lacking(http: Http, ...methods: readonly string[]): Http {
  return (request, signal) => {
    const { method } = JSON.parse(request.body ?? '{}') as { method?: string };
    if (!methods.includes(method ?? '')) return http(request, signal);
    const message = `the method ${method} does not exist/is not available`;
    return Promise.resolve(reply({ jsonrpc: '2.0', id: 1, error: { code: -32601, message } }));
  };
}

export function netOf(transfers: readonly Transfer[], address: string, asset: string): bigint {
  const own = placeKey(wallet(ETHEREUM, address.toLowerCase() as never));
  return transfers
    .filter((transfer) => transfer.asset === asset)
    .reduce((sum, { from, to, amount }) => {
      return sum + (placeKey(to) === own ? amount : 0n) - (placeKey(from) === own ? amount : 0n);
    }, 0n);
}

/** Block by block: what the history says of the coin is what the node's own balances say. */
export async function expectBalances(node: Anvil, page: Page, address: string, top: number): Promise<void> {
  const balances = await Promise.all(
    Array.from({ length: top + 1 }, (_, height) =>
      node.rpc('eth_getBalance', address, `0x${height.toString(16)}`).then((text) => BigInt(text as string)),
    ),
  );
  const told = balances.map(
    (balance, height) => balance - (height === 0 ? 0n : (balances[height - 1] as bigint)),
  );
  const ours = told.map((_, height) =>
    netOf(
      page.transfers.filter(({ at }) => at?.height === height),
      address,
      ETH,
    ),
  );
  expect([address, ours]).toEqual([address, told]);
}

export async function tokenBalance(node: Anvil, token: string, owner: string): Promise<bigint> {
  return BigInt(
    (await node.rpc('eth_call', { to: token, data: call('Token', 'balanceOf', owner) }, 'latest')) as string,
  );
}
