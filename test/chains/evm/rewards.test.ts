// What wallets are paid for blocks, through explorers: worlds and figures by hand.
import { describe, expect, test } from 'vitest';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import type { Page } from '../../../src/model/ledger.ts';
import type { EvmReward } from '../../support/explorer-rewards.ts';
import { type ExplorerWorldOptions, explorerWorld } from '../../support/explorer-world.ts';
import { address, hash, historyOf, ledgerOn, overlaid, reply, scopeAt, tx } from './setup.ts';

const [MINER, B] = [address(1), address(2)];
const MERGE = 15_537_394;
const AS_OF = 19_000_000;
const mined = (block: number, wei: bigint, more: Partial<EvmReward> = {}): EvmReward => ({
  ...{ miner: MINER, block, wei, time: 1_600_000_000 + block },
  ...more,
});
/** The miner pays 50 wei and 21,000 of fees, and was paid by nobody. */
const pays = (block: number) =>
  tx({ hash: hash(block), block, from: MINER, to: B, value: 50n, gasPrice: 1n });

function world(rewards: readonly EvmReward[], more: Partial<ExplorerWorldOptions> = {}, at = 18_000_000) {
  return explorerWorld([pays(at)], { tip: 20_000_000, rewards, ...more });
}
const issued = ({ transfers }: Pick<Page, 'transfers'>) =>
  transfers
    .filter(({ from }) => from.kind === 'issued')
    .map(({ id, amount, at }): [string, bigint, number | undefined, number | undefined] => [
      id,
      amount,
      at?.height,
      at?.time,
    ])
    .sort(([, , a = 0], [, , b = 0]) => a - b);
const toldOf = ({ block, wei, time }: EvmReward) => [`REWARD_${block}/value`, wei, block, time];
const asksRewards = (request: unknown) => /getminedblocks|getblockreward/.test(JSON.stringify(request));

describe.each<SourceName>(['blockscout', 'etherscan'])('%s', (source) => {
  test('tells what blocks paid to a wallet up to the block of the run', async () => {
    const own = [mined(17_000_000, 30_000n), mined(17_500_000, 7n)];
    const others = [mined(17_000_001, 5n, { miner: B }), mined(AS_OF + 1, 9n)];
    const page = await historyOf(ledgerOn(world([...own, ...others]).http, [source]), MINER, scopeAt(AS_OF));
    expect(issued(page)).toEqual(own.map(toldOf));
    expect(page.gaps).toEqual([]);
  });

  test('is asked only of who cannot have lived of what the other lists tell, but of all whose balance nobody is asked for', async () => {
    const funded = tx({ hash: hash(3), block: 17_000_000, from: B, to: MINER, value: 10n ** 9n });
    const { http } = explorerWorld([funded, pays(18_000_000)], { tip: 20_000_000 });
    const asked = overlaid(http, () => undefined);
    await historyOf(ledgerOn(asked.http, [source]), MINER, scopeAt(AS_OF));
    expect(asked.asked.filter(asksRewards)).toHaveLength(source === 'etherscan' ? 1 : 0);
    const staked = {
      withdrawals: [{ index: 7, address: MINER, gwei: 1n, block: 17_600_000, time: 1_690_000_000 }],
    };
    const more = overlaid(explorerWorld([funded], { tip: 20_000_000, ...staked }).http, () => undefined);
    await historyOf(ledgerOn(more.http, [source]), MINER, scopeAt(AS_OF));
    expect(more.asked.filter(asksRewards)).toHaveLength(1);
  });

  test('that fails leaves a gap; that knows no such list leaves it to the shortage', async () => {
    const failing = overlaid(world([]).http, (request) =>
      asksRewards(request) ? reply({ status: '0', message: 'NOTOK', result: 'no' }) : undefined,
    );
    const page = await historyOf(ledgerOn(failing.http, [source]), MINER, scopeAt(AS_OF));
    expect(page.gaps).toMatchObject([{ code: 'source-incomplete' }]);
    expect(page.gaps[0]?.why).toContain('rewards for blocks could not be listed');
    expect(page.transfers).toHaveLength(2);
    const unknown = overlaid(world([]).http, (request) => {
      if (!asksRewards(request)) return undefined;
      return source === 'etherscan'
        ? reply({ status: '0', message: 'NOTOK', result: 'Error! Missing Or invalid Action name' })
        : reply({ message: 'Unknown action', result: null, status: '0' }, 400);
    });
    expect((await historyOf(ledgerOn(unknown.http, [source]), MINER, scopeAt(AS_OF))).gaps).toEqual([]);
  });

  test('on a chain whose blocks pay contracts nothing is asked', async () => {
    const { http, asked } = overlaid(world([], { chainid: '137' }).http, () => undefined);
    await historyOf(ledgerOn(http, [source], 'eip155:137'), MINER, scopeAt(AS_OF));
    expect(asked.filter(asksRewards)).toEqual([]);
  });
});

test('a reward that the wallet never needed is told where no balance would show that it is missing', async () => {
  const funded = tx({ hash: hash(3), block: 17_000_000, from: B, to: MINER, value: 10n ** 9n });
  const rewards = [mined(17_400_000, 10n ** 9n)];
  const { http } = explorerWorld([funded, pays(18_000_000)], { tip: 20_000_000, rewards });
  const page = await historyOf(ledgerOn(http, ['etherscan']), MINER, scopeAt(AS_OF));
  expect(issued(page)).toEqual(rewards.map(toldOf));
  expect(page.gaps).toEqual([]);
});

test('Etherscan’s list is read whole over its pages, and more than it gives is a gap', async () => {
  const many = (n: number) => Array.from({ length: n }, (_, at) => mined(16_000_000 + at, 1n + BigInt(at)));
  const read = async (rewards: readonly EvmReward[]) =>
    historyOf(ledgerOn(world(rewards).http, ['etherscan']), MINER, scopeAt(AS_OF));
  expect(issued(await read(many(2_345)))).toEqual(many(2_345).map(toldOf));
  const { gaps } = await read(many(10_000));
  expect(gaps[0]?.why).toContain('more than 10000 blocks');
});

test('Etherscan tells uncles of mined blocks; Blockscout does not, which is said', async () => {
  const rewards = [
    mined(9_000_000, 20_000n),
    mined(9_000_005, 1_500n, { kind: 'uncle' }),
    mined(9_000_005, 1_400n, { kind: 'uncle' }),
    // Two siblings of one block have equal rewards.
    mined(9_000_005, 1_400n, { kind: 'uncle' }),
  ];
  const early = world(rewards, {}, MERGE - 1);
  const page = await historyOf(ledgerOn(early.http, ['etherscan']), MINER, scopeAt(AS_OF));
  expect(issued(page).map(([id, amount]) => [id.split('_')[0], amount])).toEqual([
    ['REWARD', 20_000n],
    ['UNCLE', 1_400n],
    ['UNCLE', 1_400n],
    ['UNCLE', 1_500n],
  ]);
  expect(new Set(page.transfers.map(({ id }) => id)).size).toBe(page.transfers.length);
  const other = await historyOf(ledgerOn(early.http, ['blockscout']), MINER, scopeAt(AS_OF));
  expect(issued(other).map(([, amount]) => amount)).toEqual([20_000n]);
  expect(other.gaps.map(({ why }) => why)).toEqual([
    'eth.blockscout.com: rewards for uncles are not listed, and are missing if there were any.',
  ]);
});

test('what Blockscout does not know of a block’s reward, or of too many blocks, is a gap with their number', async () => {
  const zero = await historyOf(
    ledgerOn(world([mined(17_000_000, 30_000n), mined(17_000_001, 0n)]).http, ['blockscout']),
    MINER,
    scopeAt(AS_OF),
  );
  expect(issued(zero)).toHaveLength(1);
  expect(zero.gaps[0]?.why).toContain('what 1 blocks of this wallet');
  const many = Array.from({ length: 201 }, (_, at) => mined(17_000_000 + at, 9n));
  const { http, asked } = overlaid(world(many).http, () => undefined);
  const page = await historyOf(ledgerOn(http, ['blockscout']), MINER, scopeAt(AS_OF));
  expect(page.gaps[0]?.why).toContain('what 201 blocks of this wallet');
  expect(asked.filter(asksRewards)).toHaveLength(1);
});
