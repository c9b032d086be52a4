// What issuers of tokens can do and have done: frozen, released, destroyed, on Ethereum and Tron. Worlds and figures by hand.
import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type EvmLog, type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronIssuerAct, type TronTx, tronWorld } from '../support/trongrid-world.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const asset = (contract: string): string => `eip155:1/erc20:${contract}`;
const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const [SEED, A, B, C, OWNER, STRANGER] = [0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6].map(at) as [
  ...[string, string, string, string, string, string],
];

/** keccak256 of the events' signatures, as they are published. */
const ADDED = '0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc';
const REMOVED = '0xd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c';
const DESTROYED = '0x61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6';
const BLACKLISTED = '0xffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855';
const UNBLACKLISTED = '0x117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e';

type Step =
  | { readonly pays: readonly [contract: string, from: string, to: string, amount: bigint] }
  | { readonly log: Omit<EvmLog, 'logIndex'>; readonly burns?: readonly [from: string, amount: bigint] };
const pays = (contract: string, from: string, to: string, amount: bigint): Step => ({
  pays: [contract, from, to, amount],
});
/** TetherToken tells the holder in the data, FiatToken in a topic. */
const tether = (topic: string, holder: string, amount?: bigint): Step => ({
  log: {
    ...{ contract: USDT, topics: [topic] },
    data: [holder, ...(amount === undefined ? [] : [`0x${amount.toString(16)}`])],
    ...(amount === undefined ? {} : { destroys: { holder, amount } }),
  },
});
const circle = (topic: string, holder: string): Step => ({
  log: { contract: USDC, topics: [topic, holder], data: [] },
});

/** The seed is given 1,000 of each first; the steps follow, ten minutes apart. */
function worldOf(steps: readonly Step[]) {
  const funded = [pays(USDT, STRANGER, SEED, 1_000n), pays(USDC, STRANGER, SEED, 1_000n)];
  const txs = [...funded, ...steps].map((step, n): EvmTx => {
    const move = 'pays' in step ? step.pays : undefined;
    const burns = 'log' in step ? step.burns : undefined;
    return {
      hash: `0x${(n + 1).toString(16).padStart(64, 'd')}`,
      ...{ block: 5_000 + 50 * n, index: 0, time: timeOf(n - funded.length) },
      ...{ from: move?.[1] ?? OWNER, to: move?.[0] ?? USDT, value: 0n, gasUsed: 0n, gasPrice: 0n },
      tokens: [
        ...(move === undefined ? [] : [{ contract: move[0], from: move[1], to: move[2], amount: move[3] }]),
        ...(burns === undefined ? [] : [{ contract: USDT, from: burns[0], to: at(0), amount: burns[1] }]),
      ].map((each, logIndex) => ({ ...each, logIndex: logIndex + 1 })),
      logs: 'log' in step ? [{ ...step.log, logIndex: 0 }] : [],
    };
  });
  return explorerWorld(txs, {
    tip: 90_000,
    tokens: [USDT, USDC].map((contract) => ({ contract, symbol: 'X', name: 'X', decimals: 6 })),
    contracts: [USDT, USDC],
  });
}
const timeOf = (step: number): number => 1_600_001_200 + 600 * step;

type Served = (request: Request) => ReturnType<ReturnType<typeof worldOf>['answer']> | undefined;
async function traced(steps: readonly Step[], more: { argv?: readonly string[]; first?: Served } = {}) {
  const world = worldOf(steps);
  const argv = ['--min-value', '0', '--no-store', '--quiet', '--convention', 'fifo,poison'];
  const { code, out } = await cli([SEED, ...argv, '--json', ...(more.argv ?? [])], {
    http: async (request) => more.first?.(request) ?? world.answer(request),
  });
  const { runs } = JSON.parse(out) as { runs: RunJson[] };
  return { code, run: runs[0] as RunJson, out };
}
const held = (run: RunJson) =>
  run.held.map(({ address, amounts, state, frozen }) => [
    address.toLowerCase(),
    amounts.fifo,
    frozen?.since ?? state,
  ]);
const issuerOf = (run: RunJson, of: string) => run.issuers?.find((row) => row.asset === asset(of));

describe('on Ethereum', () => {
  test('what is held is frozen since the event that says so, or free', async () => {
    const { run, code } = await traced([
      pays(USDT, SEED, A, 600n),
      pays(USDT, SEED, B, 300n),
      pays(USDC, SEED, A, 50n),
      tether(ADDED, A),
      tether(ADDED, STRANGER),
    ]);
    expect(code).toBe(0);
    expect(held(run)).toEqual([
      // Another issuer's: the same wallet's USDC is not frozen with its USDT.
      [A, { [asset(USDC)]: '50' }, 'free'],
      [A, { [asset(USDT)]: '600' }, timeOf(3)],
      [B, { [asset(USDT)]: '300' }, 'free'],
    ]);
    expect(run.held[1]?.frozen).toMatchObject({ by: 'Tether' });
    expect(issuerOf(run, USDT)).toEqual({
      ...{ asset: asset(USDT), issuer: 'Tether', asked: true },
      ...{ free: { fifo: '300' }, frozen: { fifo: '600' }, destroyed: {}, wallets: { free: 1, frozen: 1 } },
      seeds: [],
    });
    expect(issuerOf(run, USDC)).toMatchObject({ issuer: 'Circle', free: { fifo: '50' }, frozen: {} });
    expect(run.summary).toContain('By Tether, 0.0006 USDT at one wallet is frozen.');
    expect(run.summary).toContain(
      '0.0003 USDT still stands free at one wallet and could be frozen by Tether.',
    );
    expect(run.gaps).toEqual([]);
  });

  test('what was let go again is free, and what was frozen twice is so since the first time', async () => {
    const { run } = await traced([
      pays(USDC, SEED, A, 600n),
      pays(USDC, SEED, B, 300n),
      circle(BLACKLISTED, A),
      circle(BLACKLISTED, B),
      circle(BLACKLISTED, B),
      circle(UNBLACKLISTED, A),
    ]);
    expect(held(run)).toEqual([
      [A, { [asset(USDC)]: '600' }, 'free'],
      [B, { [asset(USDC)]: '300' }, timeOf(3)],
    ]);
  });

  test('what happened after the block of the run is not known to it', async () => {
    const { run } = await traced([pays(USDT, SEED, A, 600n), tether(ADDED, A)], {
      argv: ['--as-of', '5149'],
    });
    expect(held(run)).toEqual([[A, { [asset(USDT)]: '600' }, 'free']]);
  });

  test('what was destroyed is burnt, though no transfer tells of it, and the balance closes', async () => {
    const { run } = await traced([
      pays(USDT, SEED, A, 600n),
      pays(USDT, STRANGER, A, 100n),
      pays(USDT, A, B, 200n),
      tether(ADDED, A),
      tether(DESTROYED, A, 500n),
    ]);
    // Under fifo the 200 are the seed's; of the 500 destroyed 400 are.
    expect(held(run)).toEqual([[B, { [asset(USDT)]: '200' }, 'free']]);
    expect(run.burnt.amounts.fifo).toEqual({ [asset(USDT)]: '400' });
    expect(issuerOf(run, USDT)).toMatchObject({
      free: { fifo: '200' },
      frozen: {},
      destroyed: { fifo: '400' },
    });
    expect(run.summary).toContain('By Tether, 0.0004 USDT was destroyed.');
    expect(run.gaps).toEqual([]);
  });

  test('a destruction of which the token tells a transfer too is counted once', async () => {
    const told: Step = { ...(tether(DESTROYED, A, 600n) as Step & { log: object }), burns: [A, 600n] };
    const quiet = { ...told, log: { ...(told as { log: EvmLog }).log } };
    delete (quiet.log as { destroys?: unknown }).destroys;
    const { run } = await traced([pays(USDT, SEED, A, 600n), tether(ADDED, A), quiet as Step]);
    expect(run.burnt.amounts.fifo).toEqual({ [asset(USDT)]: '600' });
    expect(run.gaps).toEqual([]);
  });

  test('a list as long as a service gives is asked for by halves, and nothing of it is lost', async () => {
    const others = Array.from({ length: 1_150 }, (_, n) => tether(ADDED, at(0xf0000 + n)));
    const { run } = await traced([
      pays(USDT, SEED, A, 600n),
      ...others,
      tether(ADDED, A),
      tether(REMOVED, B),
    ]);
    expect(held(run)).toEqual([[A, { [asset(USDT)]: '600' }, timeOf(1_151)]]);
  });

  test('a service that cannot be asked is a gap, and nothing is called safe', async () => {
    const { run, code, out } = await traced([pays(USDT, SEED, A, 600n), tether(ADDED, A)], {
      first: ({ query }) => (query?.module === 'logs' ? { status: 500, headers: {}, body: 'no' } : undefined),
    });
    expect(code).toBe(0);
    // The seed has USDC left.
    expect(run.gaps.map(({ code: of, asset: id }) => [of, id])).toEqual([
      ['issuer-unasked', asset(USDC)],
      ['issuer-unasked', asset(USDT)],
    ]);
    expect(issuerOf(run, USDT)).toMatchObject({ asked: false, free: { fifo: '600' } });
    expect(out).toContain('whether some of it is already could not be asked');
  });

  test('an answer that is no event of the contract is refused', async () => {
    const { run } = await traced([pays(USDT, SEED, A, 600n), tether(ADDED, A)], {
      first: (request) => {
        if (request.query?.module !== 'logs') return undefined;
        const answer = worldOf([pays(USDT, SEED, A, 600n), tether(ADDED, A)]).answer(request);
        return { ...answer, body: answer.body.replaceAll(USDT, USDC) };
      },
    });
    expect(run.gaps).toMatchObject([{ code: 'issuer-unasked' }]);
  });

  test('Etherscan’s logs say the same, and a recorded run replays', async () => {
    const world = worldOf([pays(USDT, SEED, A, 600n), tether(ADDED, A)]);
    const tape = written('tape.jsonl', '');
    const argv = [SEED, '--min-value', '0', '--no-store', '--quiet', '--json', '--source', 'etherscan'];
    const env = { ETHERSCAN_API_KEY: 'a key' };
    const live = await cli([...argv, '--record', tape], { http: world.http, env });
    const again = await cli([...argv, '--replay', tape], { env });
    const runs = [live, again].map(({ out }) => (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson);
    expect(held(runs[0] as RunJson)).toEqual([[A, { [asset(USDT)]: '600' }, timeOf(1)]]);
    expect(runs[1]).toEqual(runs[0]);
  });

  test('a wallet seed whose money was destroyed is told so', async () => {
    const { run } = await traced([
      pays(USDT, SEED, A, 600n),
      tether(ADDED, SEED),
      tether(DESTROYED, SEED, 400n),
    ]);
    expect(run.burnt.amounts.fifo).toEqual({ [asset(USDT)]: '400' });
    expect(issuerOf(run, USDT)?.seeds).toMatchObject([{ since: timeOf(1) }]);
    expect(run.summary.join(' ')).toContain('is itself frozen in USDT by Tether, since 2020-09-13');
    const [row] = run.statement.filter(({ asset: id }) => id === asset(USDT));
    expect([row?.injected, row?.held, row?.burnt]).toEqual(['1000', '600', '400']);
  });

  test('a seed that never paid is told to be frozen; one that has nothing left is not asked about', async () => {
    const { run } = await traced([tether(ADDED, SEED)]);
    expect(run.summary.join(' ')).toMatch(/Nothing left 0x\S+ .* is itself frozen in USDT by Tether, since/);
    const asked: string[] = [];
    await traced([pays(USDT, SEED, STRANGER, 1_000n), pays(USDC, SEED, STRANGER, 1_000n)], {
      argv: ['--hops', '0'],
      first: ({ query }) => {
        asked.push(query?.module ?? '');
        return undefined;
      },
    });
    expect(asked).toContain('account');
    expect(asked).not.toContain('logs');
  });

  test('of an asset that nobody can freeze nothing is said or asked', async () => {
    const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
    const asked: string[] = [];
    const spent = [pays(USDT, SEED, STRANGER, 1_000n), pays(USDC, SEED, STRANGER, 1_000n)];
    const { run } = await traced([...spent, pays(DAI, STRANGER, SEED, 9n), pays(DAI, SEED, C, 9n)], {
      argv: ['--hops', '0', '--asset', DAI],
      first: ({ query }) => {
        asked.push(query?.module ?? '');
        return undefined;
      },
    });
    expect(run.notFollowed).toHaveLength(1);
    expect(run.issuers).toBeUndefined();
    expect(asked).not.toContain('logs');
  });
});

describe('on Tron', () => {
  const TETHER = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  const ID = `tron:0x2b6653dc/trc20:${TETHER}`;
  const START = 50_000_400;
  const [seed, mule, keeper, victim] = ['seed', 'mule', 'keeper', 'victim'].map(tronAddress) as [
    ...[string, string, string, string],
  ];
  const pay = (block: number, from: string, to: string, amount: bigint): TronTx => ({
    ...{ block: START + block, from },
    act: { type: 'TriggerSmartContract', contract: TETHER, data: transferData(to, amount) },
    events: [{ contract: TETHER, from, to, amount }],
    energy: 100n,
  });
  const acts = (block: number, name: TronIssuerAct['name'], holder: string, balance?: bigint): TronTx => ({
    ...{ block: START + block, from: tronAddress('owner') },
    act: { type: 'TriggerSmartContract', contract: TETHER },
    acts: [{ contract: TETHER, name, holder, ...(balance === undefined ? {} : { balance }) }],
  });
  const coins = [seed, mule, keeper, victim].map(
    (to, n): TronTx => ({
      ...{ block: START + n, from: tronAddress('friend') },
      act: { type: 'TransferContract', to, amount: 1_000_000n },
    }),
  );

  test('frozen, destroyed and free USDT are told apart, to the unit', async () => {
    const many = Array.from({ length: 450 }, (_, n) =>
      acts(700 + n, 'AddedBlackList', tronAddress(`other ${n}`)),
    );
    const world = tronWorld(
      [
        ...coins,
        pay(100, victim, seed, 1_000n),
        pay(200, seed, mule, 700n),
        pay(300, seed, keeper, 300n),
        ...many,
        acts(2_000, 'AddedBlackList', mule),
        acts(2_100, 'DestroyedBlackFunds', mule, 700n),
        acts(2_200, 'AddedBlackList', keeper),
        acts(2_300, 'RemovedBlackList', keeper),
        acts(2_400, 'AddedBlackList', keeper),
      ],
      {
        tip: START + 5_000,
        tokens: [{ contract: TETHER, symbol: 'USDT', decimals: 6 }],
        contracts: [TETHER],
        opening: { [tronAddress('friend')]: 10n ** 9n },
      },
    );
    const argv = ['--min-value', '0', '--no-store', '--quiet', '--json', '--asset', 'USDT'];
    const { code, out } = await cli([seed, ...argv], { http: world.http });
    expect(code).toBe(0);
    const run = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
    expect(run.held.map(({ address, amounts, frozen }) => [address, amounts.fifo, frozen?.since])).toEqual([
      [keeper, { [ID]: '300' }, world.blockMs(START + 2_400) / 1000],
    ]);
    expect(run.burnt.amounts.fifo).toEqual({ [ID]: '700' });
    expect(run.issuers).toMatchObject([
      { issuer: 'Tether', frozen: { fifo: '300' }, destroyed: { fifo: '700' }, free: {} },
    ]);
    expect(run.gaps.filter(({ code: each }) => each !== 'shortage')).toEqual([]);
  });
});
