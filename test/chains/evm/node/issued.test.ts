// Coin that no transaction moves and anvil does not make: withdrawals, rewards under proof of work, fees of other chains.
// They are laid over a real node's answers, which know nothing of them: balances, headers, receipts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../../../src/model/http.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { send } from '../../../support/contracts.ts';
import { historyOf } from '../setup.ts';
import { atTip, nodeLedger } from './setup.ts';

const hex = (n: bigint) => `0x${n.toString(16)}`;
const GWEI = 10n ** 9n;

interface Laid {
  /** What every balance of the wallet is higher by, from this block on. */
  readonly rises: readonly { readonly from: number; readonly by: bigint }[];
  readonly headers?: Readonly<Record<number, object>>;
  readonly uncle?: string;
}

function laid(http: Http, wallet: string, { rises, headers = {}, uncle }: Laid): Http {
  return async (request, signal) => {
    const { method, params } = JSON.parse(request.body ?? '{}') as { method: string; params: string[] };
    if (method === 'eth_getUncleByBlockNumberAndIndex')
      return {
        status: 200,
        headers: {},
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: { miner: uncle } }),
      };
    const response = await http(request, signal);
    const answer = JSON.parse(response.body);
    if (method === 'eth_getBalance' && params[0] === wallet) {
      const more = rises
        .filter(({ from }) => Number(params[1]) >= from)
        .reduce((sum, { by }) => sum + by, 0n);
      answer.result = hex(BigInt(answer.result) + more);
    }
    if (method === 'eth_getBlockByNumber' && answer.result !== null)
      Object.assign(answer.result, headers[Number(params[0])]);
    return { ...response, body: JSON.stringify(answer) };
  };
}

describe.skipIf(noAnvil !== '')(`coin that comes from no transaction${noAnvil}`, () => {
  let node: Anvil;
  let a = '';
  const wallet = `0x${'7'.repeat(40)}`;
  beforeAll(async () => {
    node = await startAnvil();
    [a = ''] = (await node.rpc('eth_accounts')) as string[];
    for (let n = 0; n < 9; n += 1) await send(node, { from: a, to: n === 4 ? wallet : a, value: 3n });
  });
  afterAll(() => node?.stop());

  async function issued(more: Laid) {
    const ledger = nodeLedger(laid(node.http, wallet, more));
    const { transfers, gaps } = await historyOf(ledger, wallet, await atTip(node, ledger));
    const rows = transfers
      .filter(({ from }) => from.kind === 'issued')
      .map(({ id, at, amount }) => [id, at?.height, amount] as const)
      .sort(([one], [two]) => (one < two ? -1 : 1));
    expect(transfers.filter(({ from }) => from.kind !== 'issued').map(({ amount }) => amount)).toEqual([3n]);
    return { rows, gaps: gaps.map(({ why, amount }) => [why, amount]) };
  }

  test('withdrawals, two in one block and one in another, are found by what the balance has beyond', async () => {
    const row = (index: number, gwei: bigint, address = wallet) => ({
      ...{ index: hex(BigInt(index)), validatorIndex: '0x1', address },
      amount: hex(gwei),
    });
    const { rows, gaps } = await issued({
      rises: [
        { from: 3, by: 30n * GWEI },
        { from: 7, by: 5n * GWEI },
      ],
      headers: {
        3: { withdrawals: [row(40, 10n), row(41, 20n), row(42, 99n, a)] },
        7: { withdrawals: [row(90, 5n)] },
      },
    });
    expect(gaps).toEqual([]);
    expect(rows).toEqual([
      ['WITHDRAWAL_40/value', 3, 10n * GWEI],
      ['WITHDRAWAL_41/value', 3, 20n * GWEI],
      ['WITHDRAWAL_90/value', 7, 5n * GWEI],
    ]);
  });

  test('a miner’s reward is what his balance shows, and so is that for a block beside the chain', async () => {
    const work = { difficulty: '0x2000' };
    const mined = await issued({
      rises: [{ from: 2, by: 5n * 10n ** 18n + 7n }],
      // What the transaction in it pays beyond the base fee is his too, and is told by its receipt.
      headers: { 2: { ...work, miner: wallet, baseFeePerGas: hex(10n ** 12n) } },
    });
    expect(mined).toEqual({ rows: [['REWARD_2/value', 2, 5n * 10n ** 18n + 7n]], gaps: [] });
    const beside = { ...work, uncles: [`0x${'d'.repeat(64)}`] };
    const rises = [{ from: 8, by: 10n ** 18n }];
    expect(await issued({ rises, headers: { 8: beside }, uncle: wallet })).toEqual({
      rows: [['REWARD_8/value', 8, 10n ** 18n]],
      gaps: [],
    });
    expect((await issued({ rises, headers: { 8: beside }, uncle: a })).gaps).toEqual([
      [
        'node.ethereum: in block 8 the balance changes by 1000000000000000000 for no reason that the node tells.',
        10n ** 18n,
      ],
    ]);
  });

  test('coin that goes without a trace is a gap with block and amount', async () => {
    const { rows, gaps } = await issued({ rises: [{ from: 6, by: -2n }] });
    expect([rows, gaps]).toEqual([
      [],
      [['node.ethereum: in block 6 the balance changes by 2 for no reason that the node tells.', 2n]],
    ]);
  });

  test('fees on top, for blobs and for data on the parent chain, are in the fee', async () => {
    const height = Number(await node.rpc('eth_blockNumber'));
    const more = { blobGasUsed: '0x20000', blobGasPrice: '0x3', l1Fee: '0x64' };
    const ledger = nodeLedger(async (request, signal) => {
      const response = await node.http(request, signal);
      if (!request.body?.includes('eth_getTransactionReceipt')) return response;
      const answer = JSON.parse(response.body);
      Object.assign(answer.result, more);
      return { ...response, body: JSON.stringify(answer) };
    });
    const block = (await node.rpc('eth_getBlockByNumber', hex(BigInt(height)), false)) as {
      transactions: string[];
    };
    const txId = block.transactions[0] as string;
    const receipt = (await node.rpc('eth_getTransactionReceipt', txId)) as {
      gasUsed: string;
      effectiveGasPrice: string;
    };
    const transfers = await ledger.transfersIn(txId as never, await atTip(node, ledger));
    expect(transfers.find(({ to }) => to.kind === 'fee')?.amount).toBe(
      BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice) + 131_072n * 3n + 100n,
    );
  });
});
