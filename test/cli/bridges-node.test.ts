// A payment with a THORChain memo in its call data, made on a real node and asked of it, and what Bitcoin paid for it; and a
// payout with its answer in the call data. Bitcoin is made up; nobody pays for gas, so that the figures are round.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { type Anvil, noAnvil, startAnvil } from '../support/anvil.ts';
import { cli } from '../support/cli.ts';
import { send } from '../support/contracts.ts';
import { type EsploraTx, esploraWorld } from '../support/esplora-world.ts';
import { BTC, BTC_SEED, btc, ETH, INBOUND, paidIn, paidOnBitcoin } from '../support/thorchain-worlds.ts';

const FREE = ['--block-base-fee-per-gas', '0', '--disable-min-priority-fee'];
const hex = (text: string): string => `0x${Buffer.from(text).toString('hex')}`;
const LATER = 1_800_000_000;

let people = 0;
function fresh(): string {
  people += 1;
  return `0x${people.toString(16).padStart(40, 'd')}`;
}

describe.skipIf(noAnvil !== '')(`memos on a real node${noAnvil}`, () => {
  let node: Anvil;
  let bank = '';
  beforeAll(async () => {
    node = await startAnvil([...FREE, '--auto-impersonate']);
    [bank = ''] = (await node.rpc('eth_accounts')) as string[];
  }, 60_000);
  afterAll(() => node?.stop());

  async function pay(from: string, to: string, value: bigint, data = '0x'): Promise<string> {
    const sent = { from, to, value, data, gas: 1_000_000n, gasPrice: 0n };
    const { status, transactionHash } = await send(node, sent);
    expect(status).toBe('0x1');
    return transactionHash;
  }

  async function traced(seed: string, bitcoin: readonly EsploraTx[], other: string): Promise<RunJson> {
    const tip = Number(await node.rpc('eth_blockNumber'));
    const esplora = esploraWorld(bitcoin, { tipHeight: 200 });
    const own = ['--source', 'node', '--service', `node.ethereum=${node.url}`];
    const chains = ['--bridge-to', other, '--as-of', `ethereum=${tip},bitcoin=150`];
    const form = ['--json', '--min-value', '0', '--convention', 'all', '--quiet', '--no-store'];
    const through = (options: Parameters<typeof online>[0]): Http => {
      const real = online(options);
      return async (request, signal) =>
        request.service.startsWith('node.') ? real(request, signal) : esplora(request);
    };
    const { out, err } = await cli([seed, ...own, ...chains, ...form], { online: through });
    if (out === '') throw new Error(err);
    return (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
  }
  const held = (run: RunJson) =>
    Object.fromEntries(run.held.map(({ address, amounts }) => [address.toLowerCase(), amounts.fifo]));

  test.each([
    ['text', (memo: string) => hex(memo)],
    ['hex digits of text', (memo: string) => hex(Buffer.from(memo).toString('hex'))],
  ])('a payment to a vault with its memo as %s is followed to Bitcoin', async (_, written) => {
    const [seed, vault] = [fresh(), fresh()];
    await pay(bank, seed, 1_000n);
    const paid = await pay(seed, vault, 800n, written(`=:b:${btc(5)}`));
    const run = await traced(seed, paidOnBitcoin(paid, undefined, LATER), 'bitcoin');
    expect(run.bridges).toMatchObject([
      { bridge: 'THORChain', said: 'payer', tx: paid, amount: '800', outcome: 'arrived' },
    ]);
    expect(run.crossings).toMatchObject([
      { given: { asset: ETH, amount: '800' }, received: { asset: BTC, amount: '3000' } },
    ]);
    // 3,000 sat less 100 of a fee, in the next wallet.
    expect(held(run)).toEqual({ [btc(6)]: { [BTC]: '2900' } });
  });

  test('a payout of a vault with its answer in the call data is what was paid on Bitcoin', async () => {
    const [vault, receiver] = [fresh(), fresh()];
    await pay(bank, vault, 1_000n);
    const out = await pay(vault, receiver, 700n, hex(`OUT:${INBOUND.toUpperCase()}`));
    const run = await traced(BTC_SEED, paidIn(`=:ETH.ETH:${receiver}`), 'ethereum');
    expect(run.bridges).toMatchObject([{ outcome: 'arrived', arrivedIn: out }]);
    expect(held(run)).toEqual({ [receiver]: { [ETH]: '700' } });
  });

  test('a contract that takes the same call data is no vault', async () => {
    const [seed, taker] = [fresh(), fresh()];
    await pay(bank, seed, 1_000n);
    // Code that ends at once, whatever it is asked.
    await node.rpc('anvil_setCode', taker, '0x00');
    const paid = await pay(seed, taker, 800n, hex(`=:b:${btc(5)}`));
    const run = await traced(seed, paidOnBitcoin(paid, undefined, LATER), 'bitcoin');
    expect(run.bridges).toBeUndefined();
    expect(run.crossings).toEqual([]);
    expect(held(run)).toEqual({ [taker]: { [ETH]: '800' } });
  });
});
