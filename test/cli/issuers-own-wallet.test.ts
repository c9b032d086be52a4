// What Tether issues to itself and redeems of its own: TetherToken tells an event that names nobody, and no transfer. Worlds
// and figures by hand; topics are keccak256 of Issue(uint256) and Redeem(uint256), as published.
import { expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronTx, tronWorld } from '../support/trongrid-world.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const ASSET = `eip155:1/erc20:${USDT}`;
const ISSUE = '0xcb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a';
const REDEEM = '0x702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a44';
const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
/** Keys confirm at the wallet of several keys, which calls the token; an owner calls it himself. */
const [KEY, KEYS, OWNER, SEED, A] = [0xd1, 0xd2, 0xd3, 0xd4, 0xd5].map(at) as [
  ...[string, string, string, string, string],
];

type Step =
  | { readonly pays: readonly [from: string, to: string, amount: bigint] }
  | { readonly issues: bigint; readonly by: 'owner' | 'keys'; readonly told?: true }
  | { readonly redeems: bigint; readonly by: 'owner' | 'keys' };

function txOf(step: Step, n: number): EvmTx {
  const place = {
    hash: `0x${(n + 1).toString(16).padStart(64, 'e')}`,
    ...{ block: 5_000 + 50 * n, index: 0, time: 1_600_000_000 + 600 * n },
    ...{ value: 0n, gasUsed: 1n, gasPrice: 1n },
  };
  if ('pays' in step) {
    const [from, to, amount] = step.pays;
    return { ...place, from, to: USDT, tokens: [{ contract: USDT, from, to, amount, logIndex: 0 }] };
  }
  const called = step.by === 'owner' ? { from: OWNER, to: USDT } : { from: KEY, to: KEYS };
  const holder = step.by === 'owner' ? OWNER : KEYS;
  const isIssue = 'issues' in step;
  const amount = isIssue ? step.issues : step.redeems;
  const isTold = isIssue && step.told === true;
  const changes = isIssue ? { issues: { holder, amount } } : { destroys: { holder, amount } };
  return {
    ...{ ...place, ...called },
    tokens: isTold ? [{ contract: USDT, from: at(0), to: holder, amount, logIndex: 1 }] : [],
    logs: [
      {
        ...{ contract: USDT, topics: [isIssue ? ISSUE : REDEEM], data: [`0x${amount.toString(16)}`] },
        logIndex: 0,
        ...(isTold ? {} : changes),
      },
    ],
  };
}

async function traced(seed: string, steps: readonly Step[], more: readonly string[] = []) {
  const world = explorerWorld(steps.map(txOf), {
    tip: 90_000,
    tokens: [{ contract: USDT, symbol: 'USDT', name: 'Tether USD', decimals: 6 }],
    contracts: [USDT, KEYS],
    opening: { [KEY]: 10n ** 6n, [OWNER]: 10n ** 6n, [SEED]: 10n ** 6n, [A]: 10n ** 6n, [KEYS]: 10n ** 6n },
  });
  const argv = ['--min-value', '0', '--no-store', '--quiet', '--convention', 'fifo', '--json'];
  const { out } = await cli([seed, ...argv, '--asset', 'USDT', ...more], {
    http: world.http,
    env: { ETHERSCAN_API_KEY: 'a key' },
  });
  return (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
}
const heldOf = (run: RunJson) =>
  Object.fromEntries(run.held.map(({ address, amounts }) => [address.toLowerCase(), amounts.fifo?.[ASSET]]));
const aboutToken = (run: RunJson) => run.gaps.filter(({ asset }) => asset === ASSET);

test.each(['owner', 'keys'] as const)(
  'what the %s issued came from nobody, and nothing is missing',
  async (by) => {
    const holder = by === 'owner' ? OWNER : KEYS;
    for (const source of ['blockscout', 'etherscan']) {
      const steps: Step[] = [{ issues: 900n, by }, { pays: [holder, A, 700n] }, { issues: 50n, by }];
      const run = await traced(holder, steps, ['--source', source]);
      expect(heldOf(run)).toEqual({ [A]: '700' });
      expect(aboutToken(run)).toEqual([]);
    }
  },
);

test('what was redeemed is burnt, and no longer stands with the issuer', async () => {
  const run = await traced(SEED, [
    { issues: 1_000n, by: 'owner' },
    { pays: [OWNER, SEED, 600n] },
    { pays: [SEED, OWNER, 500n] },
    { redeems: 450n, by: 'owner' },
  ]);
  // Under fifo the 400 that he had kept go first: 50 of the seed's 500 are redeemed.
  expect(heldOf(run)).toEqual({ [OWNER]: '450' });
  expect(run.burnt.amounts.fifo).toEqual({ [ASSET]: '50' });
  expect(run.issuers?.[0]).toMatchObject({ free: { fifo: '450' }, destroyed: {} });
  expect(aboutToken(run)).toEqual([]);
});

test('what is told as a transfer too counts once', async () => {
  const run = await traced(OWNER, [
    { issues: 900n, by: 'owner', told: true },
    { pays: [OWNER, A, 900n] },
    { issues: 5n, by: 'owner', told: true },
  ]);
  expect(heldOf(run)).toEqual({ [A]: '900' });
  expect(aboutToken(run)).toEqual([]);
});

test('what is issued in transactions of others is not looked up', async () => {
  const steps: Step[] = [
    { issues: 900n, by: 'keys' },
    { pays: [KEYS, SEED, 900n] },
    { pays: [SEED, A, 300n] },
  ];
  const asked: string[] = [];
  const world = explorerWorld(steps.map(txOf), { tip: 90_000, contracts: [USDT, KEYS] });
  const argv = [SEED, '--min-value', '0', '--no-store', '--quiet', '--json', '--asset', 'USDT'];
  await cli(argv, {
    http: async (request) => {
      asked.push(JSON.stringify(request));
      return world.answer(request);
    },
  });
  const issuing = txOf(steps[0] as Step, 0).hash;
  expect(asked.filter((line) => line.includes(ISSUE))).toHaveLength(1);
  expect(asked.filter((line) => line.includes(issuing))).toEqual([]);
});

test('on Tron too', async () => {
  const TETHER = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  const [owner, seed] = ['owner', 'seed'].map(tronAddress) as [string, string];
  const START = 50_000_400;
  const pays = (block: number, from: string, to: string, amount: bigint): TronTx => ({
    ...{ block: START + block, from, energy: 100n },
    act: { type: 'TriggerSmartContract', contract: TETHER, data: transferData(to, amount) },
    events: [{ contract: TETHER, from, to, amount }],
  });
  const acts = (block: number, name: 'Issue' | 'Redeem', balance: bigint): TronTx => ({
    ...{ block: START + block, from: owner, energy: 100n },
    act: { type: 'TriggerSmartContract', contract: TETHER },
    acts: [{ contract: TETHER, name, holder: owner, balance }],
  });
  const coins = [seed, owner].map(
    (to, n): TronTx => ({
      ...{ block: START + n, from: tronAddress('friend') },
      act: { type: 'TransferContract', to, amount: 1_000_000n },
    }),
  );
  const world = tronWorld(
    [
      ...coins,
      acts(100, 'Issue', 1_000n),
      pays(200, owner, seed, 600n),
      pays(300, seed, owner, 500n),
      acts(400, 'Redeem', 450n),
    ],
    {
      tip: START + 5_000,
      tokens: [{ contract: TETHER, symbol: 'USDT', decimals: 6 }],
      contracts: [TETHER],
      opening: { [tronAddress('friend')]: 10n ** 9n },
    },
  );
  const argv = [
    '--min-value',
    '0',
    '--no-store',
    '--quiet',
    '--json',
    '--asset',
    'USDT',
    '--convention',
    'fifo',
  ];
  const { out } = await cli([seed, ...argv], { http: world.http });
  const run = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
  const id = `tron:0x2b6653dc/trc20:${TETHER}`;
  expect(run.held.map(({ address, amounts }) => [address, amounts.fifo])).toEqual([[owner, { [id]: '450' }]]);
  expect(run.burnt.amounts.fifo).toEqual({ [id]: '50' });
  expect(run.gaps.filter(({ asset }) => asset === id)).toEqual([]);
});
