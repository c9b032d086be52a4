// What issuers did to holders, from a real node: contracts at the addresses of USDT and USDC that tell the events they are
// called with. Topics are keccak256 of the signatures of TetherToken and FiatToken, as they are published.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetId } from '../../../../src/model/asset.ts';
import type { Http } from '../../../../src/model/http.ts';
import type { Ledger, Scope } from '../../../../src/model/ledger.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { send } from '../../../support/contracts.ts';
import { reply } from '../setup.ts';
import { atTip, nodeLedger } from './setup.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const OTHER = `0x${'77'.repeat(20)}`;
const ADDED = '42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc';
const DESTROYED = '61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6';
const ISSUE = 'cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a';
const BLACKLISTED = 'ffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855';
const UNBLACKLISTED = '117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e';
/** An event with the first word called with as its topic and the rest as its data; with both words as topics. */
const WITH_DATA = '0x60203603806020600037600035906000a100';
const WITH_TOPICS = '0x60203560003560006000a200';

const word = (text: string) => text.padStart(64, '0');
const [HOLDER, SECOND] = ['ab', 'cd'].map((byte) => byte.repeat(20)) as [string, string];

describe.skipIf(noAnvil !== '')(`acts of issuers${noAnvil}`, () => {
  let node: Anvil;
  let scope: Scope;
  let owner = '';
  const heights: number[] = [];
  beforeAll(async () => {
    node = await startAnvil();
    const [from = ''] = (await node.rpc('eth_accounts')) as string[];
    for (const contract of [USDT, OTHER]) await node.rpc('anvil_setCode', contract, WITH_DATA);
    await node.rpc('anvil_setCode', USDC, WITH_TOPICS);
    const tell = async (to: string, ...words: readonly string[]) => {
      await send(node, { from, to, data: `0x${words.map(word).join('')}` });
      heights.push(Number(await node.rpc('eth_blockNumber')));
    };
    await tell(USDT, ADDED, HOLDER);
    await tell(OTHER, ADDED, SECOND);
    await tell(USDC, BLACKLISTED, HOLDER);
    await tell(USDT, DESTROYED, HOLDER, 500n.toString(16));
    await tell(USDT, 'abc', HOLDER);
    await tell(USDC, UNBLACKLISTED, HOLDER);
    await tell(USDT, ISSUE, 77n.toString(16));
    owner = from;
    scope = await atTip(node, nodeLedger(node.http));
    await tell(USDT, ADDED, SECOND);
  });
  afterAll(() => node?.stop());

  async function acts(contract: string, http: Http = node.http, isMet = true) {
    const { issuing } = nodeLedger(http) as Ledger & Required<Pick<Ledger, 'issuing'>>;
    const all = await issuing.actsOn(assetId(`eip155:1/erc20:${contract}`), scope, () => isMet);
    const told = all.map(
      ({ kind, holder, amount, at }) => [kind, holder.address, amount, at.height] as const,
    );
    return told.sort(([, , , one], [, , , other]) => one - other);
  }

  test('are read from its events, of that contract alone and up to the block of the run', async () => {
    expect(await acts(USDT)).toEqual([
      ['froze', `0x${HOLDER}`, 0n, heights[0]],
      ['destroyed', `0x${HOLDER}`, 500n, heights[3]],
      // The event names nobody: he who called the contract owns it.
      ['issued', owner, 77n, heights[6]],
    ]);
    expect(await acts(USDT, node.http, false)).toHaveLength(2);
    expect(await acts(USDC)).toEqual([
      ['froze', `0x${HOLDER}`, 0n, heights[2]],
      ['released', `0x${HOLDER}`, 0n, heights[5]],
    ]);
  });

  test('come whole from a node that gives two blocks at a time', async () => {
    const short: Http = (request, signal) => {
      const { method, params } = JSON.parse(request.body ?? '{}');
      const long = method === 'eth_getLogs' && Number(params[0].toBlock) - Number(params[0].fromBlock) > 1;
      const error = { code: -32600, message: 'block range is too wide' };
      return long ? Promise.resolve(reply({ jsonrpc: '2.0', id: 1, error })) : node.http(request, signal);
    };
    expect(await acts(USDT, short)).toEqual(await acts(USDT));
  });

  test('are refused where the node tells an event that was not asked for', async () => {
    const wrong: Http = async (request, signal) => {
      const response = await node.http(request, signal);
      if (!/eth_getLogs/.test(request.body ?? '')) return response;
      return { ...response, body: response.body.replaceAll(USDT, OTHER) };
    };
    await expect(acts(USDT, wrong)).rejects.toThrow(/could not be had/);
  });
});
