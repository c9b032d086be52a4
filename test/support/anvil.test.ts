// The node and the contracts that other tests rest on, by themselves: what was sent is what the node says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Anvil, BLOCK_TIME, noAnvil, startAnvil } from './anvil.ts';
import { call, deploy, placedAt, send } from './contracts.ts';

describe.skipIf(noAnvil !== '')(`a node of the test's own${noAnvil}`, () => {
  let node: Anvil;
  let accounts: string[];
  beforeAll(async () => {
    node = await startAnvil();
    accounts = (await node.rpc('eth_accounts')) as string[];
  });
  afterAll(() => node?.stop());

  test('answers as Ethereum, with blocks twelve seconds apart', async () => {
    const [from, to] = accounts as [string, string];
    const [first, second] = [await send(node, { from, to, value: 5n }), await send(node, { from, to })];
    expect(await node.rpc('eth_chainId')).toBe('0x1');
    const times = [first, second].map(async ({ blockNumber }) => {
      const block = (await node.rpc('eth_getBlockByNumber', blockNumber, false)) as { timestamp: string };
      return Number(block.timestamp);
    });
    const [one = 0, other = 0] = await Promise.all(times);
    expect(other - one).toBe(BLOCK_TIME);
  });

  test('runs a token, at the address of a genuine one too', async () => {
    const [from, to] = accounts as [string, string];
    const balance = (token: string, owner: string) =>
      node
        .rpc('eth_call', { to: token, data: call('Token', 'balanceOf', owner) }, 'latest')
        .then(BigInt as never);
    const made = await deploy(node, from, 'Token', ['USDT', 6]);
    const token = await placedAt(node, '0xdAC17F958D2ee523a2206206994597C13D831ec7', made);
    await send(node, { from, to: token, data: call('Token', 'mint', from, 100n) });
    await send(node, { from, to: token, data: call('Token', 'transfer', to, 30n) });
    expect([await balance(token, from), await balance(token, to), await balance(made, to)]).toEqual([
      70n,
      30n,
      0n,
    ]);
  });

  test('is gone when it is stopped', async () => {
    const other = await startAnvil();
    await other.stop();
    await expect(other.rpc('eth_chainId')).rejects.toThrow('fetch failed');
  });
});
