// ENS names in and out on a real node, by the whole program: the registry stands where it stands on Ethereum, and what it
// says was put there by the test. Expected addresses are those that were put there.
import { join } from 'node:path';
import { ensNormalize, getAddress, namehash } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { online } from '../../src/net/online.ts';
import { resultSchema } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { type Anvil, noAnvil, startAnvil } from '../support/anvil.ts';
import { cli } from '../support/cli.ts';
import { call, deploy, placedAt, send } from '../support/contracts.ts';
import { written } from '../support/listed.ts';

const REGISTRY = '0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e';
const FREE = ['--block-base-fee-per-gas', '0', '--disable-min-priority-fee', '--auto-impersonate'];
const free = { gas: 1_000_000n, gasPrice: 0n };

const alice = `0x${'a1'.repeat(20)}`;
const bob = `0x${'b0b'.padStart(40, '1')}`;
const other = `0x${'0e'.repeat(20)}`;

describe.skipIf(noAnvil !== '')(`names of Ethereum${noAnvil}`, () => {
  let node: Anvil;
  let bank = '';
  let resolver = '';
  async function tell(
    to: string,
    name: string,
    method: string,
    ...args: readonly unknown[]
  ): Promise<number> {
    const { status, blockNumber } = await send(node, {
      from: bank,
      to,
      data: call(name, method, ...args),
      ...free,
    });
    expect(status).toBe('0x1');
    return Number(blockNumber);
  }
  const resolvedBy = (name: string, by: string) =>
    tell(REGISTRY, 'Registry', 'setResolver', namehash(name), by);
  async function leads(name: string, to: string): Promise<number> {
    await resolvedBy(name, resolver);
    return tell(resolver, 'Resolver', 'setAddr', namehash(name), to);
  }
  async function claims(address: string, name: string): Promise<void> {
    const reverse = `${address.slice(2)}.addr.reverse`;
    await resolvedBy(reverse, resolver);
    await tell(resolver, 'Resolver', 'setName', namehash(reverse), name);
  }
  let moved = 0;

  beforeAll(async () => {
    node = await startAnvil(FREE);
    [bank = ''] = (await node.rpc('eth_accounts')) as string[];
    const made = (name: string, args: readonly unknown[] = []) =>
      deploy(node, bank, name, args, { gasPrice: 0n });
    await placedAt(node, REGISTRY, await made('Registry'));
    resolver = await made('Resolver');
    await leads('alice.eth', alice);
    // Alice pays Bob 3, Bob keeps it.
    await send(node, { from: bank, to: alice, value: 5n, ...free });
    await send(node, { from: alice, to: bob, value: 3n, ...free });
    await leads('bob.eth', bob);
    await claims(bob, 'bob.eth');
    // Anybody may claim it; it leads to Bob.
    await claims(alice, 'bob.eth');
    await resolvedBy('empty.eth', resolver);
    await resolvedBy('wild.eth', await made('Wildcard', [alice]));
    await resolvedBy('offchain.eth', await made('Offchain'));
    moved = await leads('alice.eth', other);
  });
  afterAll(() => node?.stop());

  const source = () => [
    '--source',
    'node',
    '--service',
    `node.ethereum=${node.url}`,
    '--no-store',
    '--quiet',
  ];
  async function asked(words: readonly string[], height: number, ...more: readonly string[]) {
    const argv = [...words, ...source(), '--as-of', `${height}`, '--json', '--min-value', '0', ...more];
    return cli(argv, { online });
  }
  async function found(words: readonly string[], height: number, ...more: readonly string[]) {
    const { out, err } = await asked(words, height, ...more);
    if (out === '') throw new Error(err);
    const result = resultSchema.parse(JSON.parse(out));
    return result.runs[0] as (typeof result.runs)[number];
  }
  const tip = async () => Number(await node.rpc('eth_blockNumber'));

  test('a name is what it was at the block of the run', async () => {
    const before = await found(['alice.eth'], moved - 1);
    expect(before.seeds.map(({ address }) => address)).toEqual([getAddress(alice)]);
    expect(before.held.map(({ address, amounts }) => [address, amounts.fifo])).toEqual([
      [getAddress(bob), { 'eip155:1/slip44:60': '3' }],
    ]);
    expect(before.ens).toEqual([
      {
        ...{ name: 'alice.eth', chain: 'eip155:1', address: getAddress(alice), how: 'asked' },
        ...{ block: moved - 1, looks: [] },
      },
    ]);
    const after = await found(['alice.eth'], moved);
    expect(after.seeds.map(({ address }) => address)).toEqual([getAddress(other)]);
  });

  test('without --as-of the run is pinned to the block at which the name was read', async () => {
    await node.rpc('anvil_mine', '0x200');
    const { out, err } = await cli(['bob.eth', ...source(), '--json'], { online });
    expect(err).toBe('');
    const run = resultSchema.parse(JSON.parse(out)).runs[0];
    expect(run?.asOf[0]?.height).toBe(run?.ens?.[0]?.block);
  });

  test('is read in its one form, with the chain before it or not, and where a trace ends', async () => {
    const run = await found(['ethereum:ALICE.eth'], moved - 1, '--to', 'bob.eth');
    expect(run.seeds[0]?.address).toBe(getAddress(alice));
    expect(run.to?.name).toBe(getAddress(bob));
    expect(run.endpoints.map(({ amounts }) => amounts.fifo)).toEqual([{ 'eip155:1/slip44:60': '3' }]);
    expect(run.ens?.map(({ name }) => name)).toEqual(['alice.eth', 'bob.eth']);
  });

  test('below a name whose resolver answers for all of them (ENSIP-10)', async () => {
    const run = await found(['any.thing.wild.eth'], await tip());
    expect(run.seeds[0]?.address).toBe(getAddress(alice));
  });

  test.each([
    ['nobody.eth', 1, /\[name-unresolved\][\s\S]*knows no resolver/],
    ['empty.eth', 1, /\[name-unresolved\][\s\S]*names no address/],
    ['sub.alice.eth', 1, /\[name-unresolved\][\s\S]*knows no resolver/],
    ['offchain.eth', 1, /\[name-unresolved\][\s\S]*CCIP-read[\s\S]*not asked/],
    // Latin with one Cyrillic letter.
    ['\u0430lice.eth', 2, /\[bad-name\][\s\S]*ENSIP-15/],
    ['ali..eth', 2, /\[bad-name\]/],
  ])('%s is refused in words', async (name, code, words) => {
    const result = await asked([name], await tip());
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toMatch(words);
  });

  test('without a node it says which option names one', async () => {
    const argv = ['alice.eth', '--as-of', `${moved}`, '--no-store'];
    const { code, err } = await cli(argv, {
      // The explorer's own JSON-RPC is answered; of nodes none is named.
      online: (services) => (request, signal) =>
        request.service.startsWith('node.') ? online(services)(request, signal) : node.http(request, signal),
    });
    expect(code).toBe(1);
    expect(err).toContain('--service node.ethereum=URL');
  });

  test('names out: only what leads back is shown, in every form, and told again from the JSON', async () => {
    const height = await tip();
    const run = await found([alice], height, '--ens');
    // Alice claims bob.eth too, and it does not lead to her.
    expect(run.ens).toEqual([
      {
        ...{ name: 'bob.eth', chain: 'eip155:1', address: getAddress(bob), how: 'claimed' },
        ...{ block: height, looks: [] },
      },
    ]);
    const line = `ENS: ${getAddress(bob)} claims bob.eth, which leads back to it at block ${height}`;
    const { out } = await asked([alice], height, '--ens', '--sensitivity');
    const file = written('ens.json', out);
    for (const format of ['text', 'md'])
      expect((await cli(['report', file, '--format', format])).out).toContain(line);
    const without = await found([alice], height);
    expect(without.ens).toBeUndefined();
  });

  test('a name of foreign letters, or with digits like letters, is warned of', async () => {
    const [foreign, digits] = [ensNormalize('пример.eth'), 'al1ce.eth'];
    await leads(foreign, alice);
    await leads(digits, alice);
    const run = await found([foreign, digits], await tip());
    expect(run.ens?.map(({ looks }) => looks)).toEqual([
      [expect.stringContaining('U+043F')],
      [expect.stringContaining('0 and 1 look like o and l')],
    ]);
  });

  test('from a tape the same comes without the node', async () => {
    const tape = join(await temporaryFolder(), 'ens.jsonl');
    const live = await asked(['alice.eth'], moved - 1, '--ens', '--record', tape);
    const again = await cli([
      ...['alice.eth', '--replay', tape, '--source', 'node', '--as-of', `${moved - 1}`],
      ...['--json', '--min-value', '0', '--ens', '--quiet'],
    ]);
    const ensIn = (text: string) => resultSchema.parse(JSON.parse(text)).runs[0];
    expect(again.err).toBe('');
    expect(ensIn(again.out)).toEqual(ensIn(live.out));
    expect(ensIn(again.out)?.ens).toHaveLength(2);
  });
});
