// Everything that moves the coin, on a real node: what a history says is what the node's balances say, block by block and
// wallet by wallet. The balances share nothing with traces, receipts and events, from which the history is made.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../../../src/model/http.ts';
import { placeKey } from '../../../../src/model/place.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { call, deploy, send } from '../../../support/contracts.ts';
import { historyOf } from '../setup.ts';
import { atTip, expectBalances, lacking, nodeLedger } from './setup.ts';

const GAS = 300_000n;
const hex = (n: bigint) => `0x${n.toString(16)}`;

interface World {
  readonly node: Anvil;
  /** Everybody who ever held anything, by what he is. */
  readonly who: ReadonlyMap<string, string>;
}

async function world(): Promise<World> {
  const node = await startAnvil();
  const [a, b, c, d, miner] = (await node.rpc('eth_accounts')) as [string, string, string, string, string];
  const who = new Map(Object.entries({ a, b, c, d, miner }));
  const made = async (name: string, contract: string, args: readonly unknown[] = [], value = 0n) => {
    const address = await deploy(node, a, contract, args, { value });
    who.set(name, address);
    return address;
  };
  // Plain: a value, a value that the transaction's failure undoes, nothing at all.
  await send(node, { from: a, to: b, value: 1_000_000n });
  const refuser = await made('refuser', 'Refuser');
  const failed = await send(node, { from: a, to: refuser, value: 77n, gas: GAS });
  expect(failed.status).toBe('0x0');
  await send(node, { from: b, to: a });
  // Creation with coin.
  const bomb = await made('bomb', 'Bomb', [], 5_000n);
  // Internal calls, one to a contract that refuses, one that passes coin on and then undoes it all.
  const splitter = await made('splitter', 'Splitter');
  const undoer = await made('undoer', 'Undoer', [d]);
  const parts = [10n, 20n, 40n, 80n];
  const split = call('Splitter', 'split', [b, refuser, undoer, c], parts);
  expect((await send(node, { from: a, to: splitter, value: 150n, data: split, gas: GAS })).status).toBe(
    '0x1',
  );
  // A contract wallet: the delegated frame shows the value once more.
  const code = await made('code', 'WalletCode');
  const wallet = await made('wallet', 'Wallet', [code], 900n);
  await send(node, { from: a, to: wallet, value: 33n, data: call('WalletCode', 'execute', c, 30n, '0x') });
  // Destroyed: in favour of another, of itself in the transaction that made it, and after that of itself.
  await send(node, { from: a, to: bomb, data: call('Bomb', 'blow', d) });
  const factory = await made('factory', 'Factory');
  await send(node, { from: a, to: factory, value: 600n, data: call('Factory', 'makeAndBlow', d), gas: GAS });
  await send(node, { from: a, to: factory, value: 700n, data: call('Factory', 'makeAndBurn'), gas: GAS });
  const second = await made('second bomb', 'Bomb', [], 11n);
  await send(node, { from: a, to: second, data: call('Bomb', 'blow', second) });
  // Wrapped and half unwrapped.
  const wrapped = await made('wrapped', 'Wrapped');
  await send(node, { from: b, to: wrapped, value: 400n });
  await send(node, { from: b, to: wrapped, data: call('Wrapped', 'withdraw', 150n) });
  // Tips to whoever makes the blocks, with what he pays himself among them; three transactions in one block.
  await node.rpc('anvil_setCoinbase', miner);
  await send(node, { from: c, to: d, value: 5n });
  await node.rpc('evm_setAutomine', false);
  for (const [from, to, value] of [
    [a, b, 1n],
    [miner, c, 2n],
    [b, miner, 3n],
  ] as const)
    await node.rpc('eth_sendTransaction', { from, to, value: hex(value), gas: '0x5208' });
  await node.rpc('anvil_mine', '0x1');
  await node.rpc('evm_setAutomine', true);
  await node.rpc('anvil_setCoinbase', `0x${'0'.repeat(40)}`);
  await send(node, { from: miner, to: a, value: 9n });
  return { node, who };
}

/** What nodes can do: geth traces, Erigon and others search and filter, some do both. */
const nodes: Readonly<Record<string, (http: Http) => Http>> = {
  'that searches by wallet and traces as geth does': (http) =>
    lacking(http, 'trace_filter', 'trace_transaction'),
  'that searches by wallet and traces as Parity does': (http) =>
    lacking(http, 'trace_filter', 'debug_traceTransaction'),
  'that filters traces': (http) => lacking(http, 'ots_searchTransactionsBefore', 'debug_traceTransaction'),
};

describe.skipIf(noAnvil !== '')(`all that moves the coin${noAnvil}`, () => {
  let made: World;
  beforeAll(async () => {
    made = await world();
  });
  afterAll(() => made?.node.stop());

  test.each(Object.keys(nodes))('is what balances say, block by block, from a node %s', async (name) => {
    const { node, who } = made;
    const ledger = nodeLedger((nodes[name] as (http: Http) => Http)(node.http));
    const scope = await atTip(node, ledger);
    for (const address of who.values()) {
      const page = await historyOf(ledger, address, scope);
      expect([address, page.gaps]).toEqual([address, []]);
      await expectBalances(node, page, address, scope.asOf.height);
    }
  });

  test('is found by balances and nonces where no index tells it, of accounts; of contracts it is a gap', async () => {
    const { node, who } = made;
    const ledger = nodeLedger(lacking(node.http, 'trace_filter', 'ots_searchTransactionsBefore'));
    const scope = await atTip(node, ledger);
    for (const name of ['a', 'b', 'c', 'd', 'miner']) {
      const address = who.get(name) as string;
      const page = await historyOf(ledger, address, scope);
      await expectBalances(node, page, address, scope.asOf.height);
      // d alone has never sent anything: a contract could have stood there.
      expect([name, page.gaps.map(({ why }) => why)]).toEqual([
        name,
        name === 'd' ? [expect.stringContaining('has sent no transaction')] : [],
      ]);
      // The same transfers by the same names as from an index.
      const whole = await historyOf(nodeLedger(node.http), address, scope);
      expect(page.transfers).toEqual(whole.transfers);
    }
    for (const name of ['splitter', 'wallet', 'wrapped']) {
      const { gaps } = await historyOf(ledger, who.get(name) as string, scope);
      expect(gaps).toMatchObject([
        { code: 'source-incomplete', why: expect.stringContaining('cannot tell who moved ETH') },
      ]);
    }
  });

  test('is what was sent, written out by hand: nothing undone, nothing delegated, nothing twice', async () => {
    const { node, who } = made;
    const ledger = nodeLedger(node.http);
    const scope = await atTip(node, ledger);
    const names = new Map([...who].map(([name, address]) => [`eip155:1/${address.toLowerCase()}`, name]));
    const received = async (name: string) => {
      const { transfers } = await historyOf(ledger, who.get(name) as string, scope);
      return transfers
        .filter(({ to }) => names.get(placeKey(to)) === name)
        .sort(
          (a, b) => (a.at?.height ?? 0) - (b.at?.height ?? 0) || (a.at?.txIndex ?? 0) - (b.at?.txIndex ?? 0),
        )
        .map(({ from, amount }) => `${names.get(placeKey(from)) ?? from.kind} ${amount}`);
    };
    const start = `issued ${10_000n * 10n ** 18n}`;
    expect(await received('b')).toEqual([start, 'a 1000000', 'splitter 10', 'wrapped 150', 'a 1']);
    expect(await received('c')).toEqual([start, 'splitter 80', 'wallet 30', 'miner 2']);
    // Of what makeAndBlow makes nobody knows the address beforehand.
    expect(await received('d')).toEqual([start, 'bomb 5000', 'wallet 600', 'c 5']);
    for (const nothing of ['refuser', 'undoer', 'code']) expect(await received(nothing)).toEqual([]);
    // 20 and 40 came back to the splitter as if they had never left.
    expect(await received('splitter')).toEqual(['a 150']);
    expect(await received('wallet')).toEqual(['a 900', 'a 33']);
    // makeAndBlow and makeAndBurn; what they make gives nothing back.
    expect(await received('factory')).toEqual(['a 600', 'a 700']);
    expect(await received('second bomb')).toEqual(['a 11']);
    const tips = (await received('miner')).filter((line) => line.startsWith('issued')).slice(1);
    expect(tips).toHaveLength(4);
  });
});
