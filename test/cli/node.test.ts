// Money followed over a real node, by the whole program through real sockets. What was sent is in each test, and its
// figures are worked out by hand from it. Nobody pays for gas, so that they are round.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { type Anvil, noAnvil, startAnvil } from '../support/anvil.ts';
import { cli } from '../support/cli.ts';
import { call, deploy, placedAt, send } from '../support/contracts.ts';
import { anyhow, failing, failures } from '../support/failing.ts';
import { written } from '../support/listed.ts';

const FREE = ['--block-base-fee-per-gas', '0', '--disable-min-priority-fee'];
const ETH = 'eip155:1/slip44:60';
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const EXCHANGE = `0x${'e'.repeat(40)}`;
const asset = (contract: string) => `eip155:1/erc20:${contract}`;
const labels = written(
  'labels.csv',
  `chain,address,name,category,source\nethereum,${EXCHANGE},True Exchange,exchange,test\n`,
);

let people = 0;
/** Somebody who never did anything. */
function fresh(): string {
  people += 1;
  return `0x${people.toString(16).padStart(40, 'c')}`;
}

describe.skipIf(noAnvil !== '')(`money followed over a node${noAnvil}`, () => {
  let node: Anvil;
  let bank = '';
  beforeAll(async () => {
    node = await startAnvil([...FREE, '--auto-impersonate']);
    [bank = ''] = (await node.rpc('eth_accounts')) as string[];
    for (const [place, symbol] of [
      [USDT, 'USDT'],
      [DAI, 'DAI'],
    ] as const)
      await placedAt(node, place, await made('Token', [symbol, 6]));
    await placedAt(node, WETH, await made('Wrapped'));
  });
  afterAll(() => node?.stop());

  const free = { gasPrice: 0n };
  const made = (name: string, args: readonly unknown[] = []) => deploy(node, bank, name, args, free);
  async function pay(from: string, to: string, value: bigint, data = '0x') {
    const { status } = await send(node, { from, to, value, data, gas: 1_000_000n, ...free });
    expect(status).toBe('0x1');
  }
  const ask = (from: string, to: string, name: string, method: string, ...args: readonly unknown[]) =>
    pay(from, to, 0n, call(name, method, ...args));
  const give = (token: string, from: string, to: string, value: bigint) =>
    ask(from, token, 'Token', 'transfer', to, value);
  const mint = (token: string, to: string, value: bigint) => ask(bank, token, 'Token', 'mint', to, value);
  const allow = (token: string, from: string, to: string, value: bigint) =>
    ask(from, token, 'Token', 'approve', to, value);

  async function run(argv: readonly string[], http?: Http, clock: Parameters<typeof cli>[1] = {}) {
    const tip = Number(await node.rpc('eth_blockNumber'));
    const own = ['--source', 'node', '--service', `node.ethereum=${node.url}`, '--as-of', `${tip}`];
    const form = ['--json', '--min-value', '0', '--convention', 'all', '--labels', labels, '--quiet'];
    return cli([...argv, ...own, ...form], { ...(http === undefined ? { online } : { http }), ...clock });
  }

  async function traced(seed: string, ...more: readonly string[]) {
    const { code, out, err } = await run([seed, '--no-store', ...more]);
    if (out === '') throw new Error(err);
    const result = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
    for (const row of result.statement) expect(row.residual).toBe('0');
    const amounts = (lines: RunJson['endpoints'] | RunJson['held'], rule: string) =>
      Object.fromEntries(
        lines.flatMap(({ address, amounts: all }) =>
          Object.entries(all[rule] ?? {}).map(([unit, amount]) => [
            `${address.toLowerCase()} ${unit}`,
            amount,
          ]),
        ),
      );
    return {
      code,
      result,
      reached: (rule = 'fifo') => amounts(result.endpoints, rule),
      held: (rule = 'fifo') => amounts(result.held, rule),
      gaps: result.gaps.map(({ code: what, address, amount }) => [what, address?.toLowerCase(), amount]),
    };
  }
  const CONSERVING = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'];

  test('coin and tokens through a splitter: what was refused or undone inside stays with it', async () => {
    const [seed, mule, other] = [fresh(), fresh(), fresh()];
    const splitter = await made('Splitter');
    const refuser = await made('Refuser');
    const undoer = await made('Undoer', [EXCHANGE]);
    await mint(USDT, seed, 100n);
    await pay(bank, seed, 50n);
    await give(USDT, seed, mule, 100n);
    await pay(seed, mule, 50n);
    await allow(USDT, mule, splitter, 90n);
    await ask(mule, splitter, 'Splitter', 'splitToken', USDT, [EXCHANGE, other], [60n, 30n]);
    const parts = [
      [EXCHANGE, refuser, undoer, other],
      [20n, 5n, 6n, 19n],
    ];
    await pay(mule, splitter, 50n, call('Splitter', 'split', ...parts));
    const { code, reached, held, gaps } = await traced(seed);
    expect([code, gaps]).toEqual([0, []]);
    for (const rule of CONSERVING) {
      expect(reached(rule)).toEqual({ [`${EXCHANGE} ${ETH}`]: '20', [`${EXCHANGE} ${asset(USDT)}`]: '60' });
      // 50 − 20 − 19 = 5 + 6
      expect(held(rule)).toEqual({
        [`${mule} ${asset(USDT)}`]: '10',
        [`${other} ${asset(USDT)}`]: '30',
        [`${other} ${ETH}`]: '19',
        [`${splitter} ${ETH}`]: '11',
      });
    }
  });

  test('a contract wallet: the delegated call shows the value again and moves none', async () => {
    const seed = fresh();
    const code = await made('WalletCode');
    const wallet = await made('Wallet', [code]);
    await pay(bank, seed, 33n);
    await pay(seed, wallet, 33n, call('WalletCode', 'execute', EXCHANGE, 30n, '0x'));
    const { gaps, reached, held } = await traced(seed);
    expect(gaps).toEqual([]);
    expect([reached(), held()]).toEqual([{ [`${EXCHANGE} ${ETH}`]: '30' }, { [`${wallet} ${ETH}`]: '3' }]);
  });

  test('a contract made with coin and destroyed in favour of an exchange', async () => {
    const seed = fresh();
    await pay(bank, seed, 70n);
    const bomb = await deploy(node, seed, 'Bomb', [], { ...free, value: 70n });
    await ask(seed, bomb, 'Bomb', 'blow', EXCHANGE);
    const { gaps, reached, held } = await traced(seed);
    expect([gaps, reached(), held()]).toEqual([[], { [`${EXCHANGE} ${ETH}`]: '70' }, {}]);
  });

  test('a token that keeps a hundredth: events are followed, the difference is a gap with its amount', async () => {
    const [seed, mule] = [fresh(), fresh()];
    const token = await made('FeeToken');
    await mint(token, seed, 1_000n);
    await give(token, seed, mule, 1_000n);
    await give(token, mule, EXCHANGE, 990n);
    const { gaps, reached, held } = await traced(seed, '--asset', token);
    expect(reached()).toEqual({ [`${EXCHANGE} ${asset(token)}`]: '990' });
    // Of 1,000 said to have arrived 990 did, and all of these were paid on: 10 are held on paper alone.
    expect(held()).toEqual({ [`${mule} ${asset(token)}`]: '10' });
    expect(gaps).toEqual([['reconciliation', mule, '10']]);
  });

  test('a token that grows by itself: what is paid beyond what came is a shortage with its amount', async () => {
    const [seed, mule] = [fresh(), fresh()];
    const token = await made('RebasingToken');
    await mint(token, seed, 1_000n);
    await give(token, seed, mule, 1_000n);
    await ask(bank, token, 'RebasingToken', 'rebase', 110n);
    await give(token, mule, EXCHANGE, 1_100n);
    const { gaps, reached } = await traced(seed, '--asset', token);
    // 1,100 were paid, of which 1,000 came from the seed; the growth is nobody's.
    expect(reached()).toEqual({ [`${EXCHANGE} ${asset(token)}`]: '1000' });
    expect(gaps).toEqual([['shortage', mule, '100']]);
  });

  test('a flash loan, in and out of the wallet in one transaction, thins nothing', async () => {
    const [seed, mule] = [fresh(), fresh()];
    const lender = await made('Lender');
    const borrower = await made('Borrower');
    await mint(USDT, lender, 1_000_000n);
    await mint(USDT, seed, 100n);
    await give(USDT, seed, mule, 100n);
    await allow(USDT, mule, borrower, 1_000_000n);
    await ask(mule, borrower, 'Borrower', 'start', lender, USDT, 1_000_000n, mule);
    await give(USDT, mule, EXCHANGE, 100n);
    const { gaps, reached, held } = await traced(seed);
    expect(gaps).toEqual([]);
    for (const rule of CONSERVING) {
      expect(reached(rule)).toEqual({ [`${EXCHANGE} ${asset(USDT)}`]: '100' });
      expect(held(rule)).toEqual({});
    }
  });

  test('orders of two owners settled at once: what went out for what came in', async () => {
    const [seed, mule, trader] = [fresh(), fresh(), fresh()];
    const settlement = await made('Settlement');
    await mint(USDT, seed, 100n);
    await mint(DAI, trader, 99n);
    await give(USDT, seed, mule, 100n);
    await allow(USDT, mule, settlement, 100n);
    await allow(DAI, trader, settlement, 99n);
    const pulled = [
      [USDT, mule, 100n],
      [DAI, trader, 99n],
    ];
    const paid = [
      [DAI, mule, 99n],
      [USDT, trader, 100n],
    ];
    await ask(bank, settlement, 'Settlement', 'settle', pulled, paid);
    await give(DAI, mule, EXCHANGE, 90n);
    const { gaps, reached, held, result } = await traced(seed);
    expect(gaps).toEqual([]);
    const crossed = result.crossings.map(({ basis, given, received }) => [
      basis,
      given?.amount,
      received?.amount,
    ]);
    expect(crossed).toEqual([['swap', '100', '99']]);
    expect([reached(), held()]).toEqual([
      { [`${EXCHANGE} ${asset(DAI)}`]: '90' },
      { [`${mule} ${asset(DAI)}`]: '9' },
    ]);
  });

  test('coin that is wrapped, of which no event tells, and paid on as a token', async () => {
    const seed = fresh();
    const mule = fresh();
    await pay(bank, seed, 400n);
    await pay(seed, mule, 400n);
    await pay(mule, WETH, 400n);
    await give(WETH, mule, EXCHANGE, 380n);
    const { gaps, reached, held } = await traced(seed);
    expect([gaps, reached(), held()]).toEqual([
      [],
      { [`${EXCHANGE} ${asset(WETH)}`]: '380' },
      { [`${mule} ${asset(WETH)}`]: '20' },
    ]);
  });

  test('is the same from a tape, from what was stored, and at any concurrency', async () => {
    const [seed, mule] = [fresh(), fresh()];
    await pay(bank, seed, 12n);
    await pay(seed, mule, 12n);
    await pay(mule, EXCHANGE, 7n);
    const folder = mkdtempSync(join(tmpdir(), 'trace-node-'));
    const [tape, other, store] = ['tape', 'other', 'store'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const first = await run([seed, '--record', tape, '--store', store, '--concurrency', '8']);
    const again = await run([seed, '--record', other, '--no-store', '--concurrency', '1']);
    const nobody: Http = async () => {
      throw new Error('nobody is to be asked');
    };
    const played = await run([seed, '--replay', tape], nobody);
    const stored = await run([seed, '--offline', '--store', store], nobody);
    const bundle = join(folder, 'bundle.zip');
    await run([seed, '--no-store', '--bundle', bundle]);
    const verified = await cli(['verify', bundle]);
    expect([verified.code, verified.err]).toEqual([0, '']);
    expect(verified.out).toMatch(/Replay: .*\n +consistent/);
    expect(first.code).toBe(0);
    expect(first.out).toContain('"7"');
    const runs = (text: string) => (JSON.parse(text) as { runs: unknown }).runs;
    for (const { out, err } of [again, played, stored])
      expect([err, runs(out)]).toEqual(['', runs(first.out)]);
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(tape, 'utf8'));
  });

  test('each request failing three times in turn, in whatever way, leaves no trace', async () => {
    const [seed, mule] = [fresh(), fresh()];
    await mint(USDT, seed, 12n);
    await give(USDT, seed, mule, 12n);
    await give(USDT, mule, EXCHANGE, 7n);
    // More than a refusal is long, so that half of an answer is not short.
    await ask(seed, WETH, 'Wrapped', 'deposit');
    const expected = await run([seed, '--no-store']);
    expect([expected.code, expected.err]).toEqual([0, '']);
    let now = 1_700_000_000_000;
    const sleep = async (ms: number) => {
      now += ms;
    };
    for (const kinds of [...failures.map((failure) => [failure]), failures]) {
      const http = failing(node.http, anyhow(3, kinds));
      const { code, out, err } = await run([seed, '--no-store'], http, { now: () => now, sleep });
      expect([kinds, code, err]).toEqual([kinds, 0, '']);
      const runs = (text: string) => (JSON.parse(text) as { runs: unknown }).runs;
      expect(runs(out)).toEqual(runs(expected.out));
    }
  });

  test('a chain that changes under the run gives no figure of two tips, whenever it changes', async () => {
    let changes = 1;
    for (let isOver = false; !isOver; changes += 1) {
      expect(changes).toBeLessThan(60);
      const [seed, mule] = [fresh(), fresh()];
      await pay(bank, seed, 12n);
      const before = await node.rpc('evm_snapshot');
      await pay(seed, mule, 12n);
      let asked = 0;
      const { out } = await run([seed, '--no-store'], async (request, signal) => {
        asked += 1;
        if (asked === changes) {
          await node.rpc('evm_revert', before);
          await pay(seed, EXCHANGE, 12n);
        }
        return node.http(request, signal);
      });
      isOver = asked < changes;
      const { endpoints, held, notFollowed, gaps } = (JSON.parse(out) as { runs: RunJson[] })
        .runs[0] as RunJson;
      const where = [...endpoints, ...held, ...notFollowed].map(({ address }) => address.toLowerCase());
      const isNoticed = gaps.some(({ code }) => code === 'as-of-changed');
      // The block of the run is known after the third question: what changed before then has always been so.
      if (changes <= 3) expect([changes, where, gaps]).toEqual([changes, [EXCHANGE], []]);
      else expect([changes, where.includes(EXCHANGE), isNoticed]).toEqual([changes, false, !isOver]);
    }
    expect(changes).toBeGreaterThan(12);
  });
});
