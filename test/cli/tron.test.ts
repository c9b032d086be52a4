// Tron through the whole program: the same worlds as from a transfer list, decoys, keys and flags.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { counting } from '../support/asked-again.ts';
import { cli } from '../support/cli.ts';
import { written } from '../support/listed.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { hexOf, transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronTx, type TronWorld, tronWorld } from '../support/trongrid-world.ts';
import { accountWorlds } from '../support/worlds.ts';
import { cliAgainst, serving } from './loopback.ts';

const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const ASSET = `tron:0x2b6653dc/trc20:${USDT}`;
const TOKENS = [{ contract: USDT, symbol: 'USDT', decimals: 6 }];
const FLAGS = ['--min-value', '0', '--hops', '50', '--json', '--convention', 'all'];
const START = 50_000_400;

function labelled(names: readonly string[]): string {
  const rows = names.map((name) => `tron,${tronAddress(name)},${name} Exchange,exchange,test`);
  return written('labels.csv', `${['chain,address,name,category,source', ...rows].join('\n')}\n`);
}

function runOf(out: string): RunJson {
  return (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
}

type Amounts = Readonly<Record<string, unknown>>;

/**
 * What a run says of amounts, whoever told the transfers. `conserving`: but for what poison alone reaches. Nobody asks about
 * a place that it alone reaches; a list tells what passed such a place in a transaction of an explored one all the same.
 */
function amountsOf(run: RunJson, which: 'all' | 'conserving') {
  const kept = (convention: string): boolean => which === 'all' || convention !== 'poison';
  const byAddress = (lines: readonly { address: string; amounts: Amounts }[]) =>
    lines
      .map(({ address, amounts }) => [
        address,
        Object.entries(amounts).filter(([convention]) => kept(convention)),
      ])
      .filter(([, amounts]) => amounts?.length !== 0)
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return {
    statement: run.statement.filter(({ convention }) => kept(convention)),
    endpoints: byAddress(run.endpoints),
    held: byAddress(run.held),
    shortages: run.gaps
      .filter(({ code }) => code === 'shortage')
      .map(({ address, amount }) => [address, amount]),
    order: run.gaps.filter(({ code }) => code === 'order-unknown'),
  };
}

/** Each transaction of the world is a call by a stranger that makes its movements as events; two stand in each block. */
function rendered({ transfers }: AccountWorld): TronWorld {
  const txs = new Map<string, TronTx>();
  for (const { tx, from, to, amount } of transfers) {
    const event = { contract: USDT, from: tronAddress(from), to: tronAddress(to), amount };
    const known = txs.get(tx);
    const block = START + 9 * Math.floor(txs.size / 2);
    const act = { type: 'TriggerSmartContract', contract: tronAddress('router') } as const;
    const made: TronTx = known ?? { block, from: tronAddress('stranger'), act };
    txs.set(tx, { ...made, events: [...(made.events ?? []), event] });
  }
  // All are contracts, so that what they do with what they are given is asked for.
  const contracts = [...new Set(transfers.flatMap(({ from, to }) => [from, to]))].map(tronAddress);
  return tronWorld([...txs.values()], { tip: START + 1_000, tokens: TOKENS, contracts });
}

function listed({ transfers }: AccountWorld, world: TronWorld): string {
  const indexes = new Map<string, number>();
  const rows = transfers.map(({ tx, from, to, amount }, order) => {
    const index = indexes.get(tx) ?? indexes.size;
    indexes.set(tx, index);
    const height = START + 9 * Math.floor(index / 2);
    return [
      'tron',
      tx,
      height,
      world.blockMs(height) / 1000,
      order,
      tronAddress(from),
      tronAddress(to),
      ASSET,
      amount,
      0,
    ];
  });
  const header = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  return written('list.csv', `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
}

async function sameAsList(drawn: AccountWorld): Promise<void> {
  // Fees are in TRX there; they are compared by hand elsewhere.
  const transfers = drawn.transfers.filter(({ fee }) => fee === undefined);
  fc.pre(transfers.length > 0);
  const account = { ...drawn, transfers };
  const world = rendered(account);
  const seeds = drawn.seeds.map((name) => tronAddress(name));
  const argv = [...seeds, ...FLAGS, '--labels', labelled(drawn.endpoints), '--chain', 'tron', '--quiet'];
  const { http, again } = counting(world.http);
  const told = await cli([...argv, '--no-store'], { http });
  const list = await cli([...argv, '--ledger', listed(account, world)]);
  expect([told.code, told.err, list.code, list.err]).toEqual([0, '', 0, '']);
  expect(again()).toEqual([]);
  const run = runOf(told.out);
  const isReach = run.notFollowed.some(({ amounts }) => Object.keys(amounts).join() === 'poison');
  const which = isReach ? 'conserving' : 'all';
  expect(amountsOf(run, which)).toEqual(amountsOf(runOf(list.out), which));
}

test('any world told by TronGrid gives the amounts that it gives as a transfer list', async () => {
  await fc.assert(fc.asyncProperty(accountWorlds, sameAsList), { numRuns: 100 });
}, 60_000);

// M's history tells that C paid M, X's that X paid C, neither which came first: C paid before it was paid, and keeps the unit.
test('so does a transaction of which each history alone tells one movement', async () => {
  const moved = (tx: string, from: string, to: string) => ({ tx, from, to, amount: 1n });
  const transfers = [
    moved('tx3', 'X', 'M'),
    moved('tx3', 'M', 'X'),
    moved('tx8', 'C', 'M'),
    moved('tx8', 'X', 'C'),
    moved('tx13', 'M', 'M'),
  ];
  await sameAsList({ transfers, seeds: ['M'], endpoints: [], unexplored: ['C'] } as AccountWorld);
});

describe('decoys', () => {
  /**
   * The victim pays `mule` 10,000 USDT, who pays 9,000 to its account at an exchange an hour later and keeps 1,000. In
   * between, others write into its history: a payment of nothing in its name to an address that looks like the account's,
   * a payment of 10,000 of a token that calls itself USDT to that address, an allowance, and a real but tiny payment from it.
   */
  const at = tronAddress;
  const account = at('account');
  const fake = at('a contract of somebody');
  const decoy = lookingLike(account);
  const events = (contract: string, from: string, to: string, amount: bigint, type?: 'Approval') => [
    { contract, from, to, amount, ...(type === undefined ? {} : { type }) },
  ];
  const pays = (from: string, to: string, amount: bigint) => ({
    from,
    act: { type: 'TriggerSmartContract' as const, contract: USDT, data: transferData(to, amount) },
    events: events(USDT, from, to, amount),
    energy: 100n,
  });
  const forged = (contract: string, made: TronTx['events']) => ({
    from: at('poisoner'),
    act: { type: 'TriggerSmartContract' as const, contract },
    events: made ?? [],
  });
  const M = 1_000_000n;
  const world = tronWorld(
    [
      { block: START, from: at('friend'), act: { type: 'TransferContract', to: at('victim'), amount: M } },
      { block: START, from: at('friend'), act: { type: 'TransferContract', to: at('mule'), amount: M } },
      { block: START + 1, ...pays(at('treasury'), at('victim'), 10_000n * M) },
      { block: START + 100, ...pays(at('victim'), at('mule'), 10_000n * M) },
      { block: START + 200, ...forged(USDT, events(USDT, at('mule'), decoy, 0n)) },
      { block: START + 300, ...forged(fake, events(fake, at('mule'), decoy, 10_000n * M)) },
      { block: START + 300, ...forged(fake, events(fake, at('victim'), decoy, 10_000n * M)) },
      { block: START + 400, ...forged(USDT, events(USDT, at('mule'), decoy, 10_000n * M, 'Approval')) },
      { block: START + 500, ...pays(decoy, at('mule'), 1n) },
      { block: START + 1_300, ...pays(at('mule'), account, 9_000n * M) },
    ],
    {
      tip: START + 5_000,
      tokens: [...TOKENS, { contract: fake, symbol: 'USDT', decimals: 6 }],
      contracts: [USDT, fake],
      opening: { [at('treasury')]: 0n, [at('friend')]: 10n ** 9n },
    },
  );

  /** The same first three characters and the same last one; a poisoner would take the time for more. */
  function lookingLike(address: string): string {
    for (let n = 0; n < 1_000_000; n += 1) {
      const other = at(`decoy ${n}`);
      if (other.slice(0, 3) === address.slice(0, 3) && other.at(-1) === address.at(-1)) return other;
    }
    throw new Error('none found');
  }

  test.each(['wallet', 'payment'])('are not followed, whoever is asked about: a %s', async (seed) => {
    const labels = written(
      'labels.csv',
      `chain,address,name,category,source\ntron,${account},True Exchange,exchange,test\ntron,${decoy},Decoy Exchange,exchange,test\n`,
    );
    const asked = seed === 'wallet' ? [at('victim')] : ['--tx', `tron:${world.ids[3]}`];
    const { code, out } = await cli([...asked, ...FLAGS, '--labels', labels, '--no-store', '--quiet'], {
      http: world.http,
    });
    expect(code).toBe(0);
    const run = runOf(out);
    const inUsdt = run.endpoints.map(({ address, amounts }) => [address, amounts.fifo?.[ASSET]]);
    expect(inUsdt.filter(([, amount]) => amount !== undefined)).toEqual([[account, `${9_000n * M}`]]);
    const held = run.held.map(({ address, amounts }) => [address, amounts.fifo?.[ASSET]]);
    // 10,000 less 9,000: under fifo the oldest goes first, and the decoy's unit came later.
    expect(held.filter(([, amount]) => amount !== undefined)).toEqual([[at('mule'), `${1_000n * M}`]]);
    expect(run.gaps).toEqual([]);
    // Of a payment the victim's history is not read, and with it one of the two forgeries.
    const forgeries = seed === 'wallet' ? 2n : 1n;
    expect(run.spam?.tokens).toMatchObject([
      { reason: 'imitation', imitates: ASSET, amount: `${forgeries * 10_000n * M}` },
    ]);
    expect(run.spam?.zeroValue).toMatchObject([{ from: at('mule'), to: decoy, sentBy: 'somebody-else' }]);
    // No path leads to the decoy, in whatever asset.
    expect(JSON.stringify(run.paths)).not.toContain(decoy);
  });
});

test('a token that calls itself DAI is not followed on Tron, which has no genuine one: it takes the name of Ethereum’s', async () => {
  const at = tronAddress;
  const fake = at('a contract of somebody');
  const M = 1_000_000n;
  const paid = { contract: fake, from: at('victim'), to: at('decoy'), amount: 5n * M };
  const world = tronWorld(
    [
      { block: START, from: at('friend'), act: { type: 'TransferContract', to: at('victim'), amount: M } },
      {
        ...{ block: START + 9, from: at('poisoner') },
        ...{ act: { type: 'TriggerSmartContract', contract: fake }, events: [paid] },
      },
    ],
    {
      tip: START + 5_000,
      tokens: [{ contract: fake, symbol: 'D\u0410I', decimals: 6 }],
      contracts: [fake],
      opening: { [at('friend')]: 10n ** 9n },
    },
  );
  const argv = [at('victim'), ...FLAGS, '--no-store', '--quiet'];
  const { code, out } = await cli(argv, { http: world.http });
  expect(code).toBe(0);
  const imitates = 'eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f';
  expect(runOf(out).spam?.tokens).toMatchObject([{ reason: 'imitation', imitates, amount: `${5n * M}` }]);
  expect(runOf(out).paths).toEqual([]);
  const text = await cli(
    argv.filter((flag) => flag !== '--json'),
    { http: world.http },
  );
  expect(text.out.replace(/\s+/g, ' ')).toContain(`takes the name of ${imitates}, another contract`);
});

describe('on the command line', () => {
  const world = tronWorld(
    [
      {
        block: START,
        from: tronAddress('A'),
        act: { type: 'TransferContract', to: tronAddress('B'), amount: 5n },
      },
    ],
    { tip: START + 1_000, opening: { [tronAddress('A')]: 5n } },
  );

  test('an address that begins with T or 41 is of Tron, and its key goes into the header alone', async () => {
    const served = await serving(world.http);
    for (const seed of [tronAddress('A'), hexOf(tronAddress('A'))]) {
      const { code, out, err } = await cliAgainst(
        { 'api.trongrid.io': served.url },
        [seed, '--json', '--no-store', '--min-value', '0'],
        { env: { TRONGRID_API_KEY: 'a-key-of-mine' } },
      );
      expect([code, err]).toEqual([0, '']);
      expect(runOf(out).held).toMatchObject([{ address: tronAddress('B') }]);
      expect(out).not.toContain('a-key-of-mine');
    }
    for (const { headers, query } of served.requests) {
      expect(headers['tron-pro-api-key']).toBe('a-key-of-mine');
      expect(JSON.stringify(query)).not.toContain('a-key-of-mine');
    }
  });

  test('a transaction named with its chain is a seed', async () => {
    const { code, out } = await cli(
      ['--tx', `tron:${world.ids[0]}`, '--json', '--no-store', '--min-value', '0'],
      {
        http: world.http,
      },
    );
    expect(code).toBe(0);
    expect(runOf(out).seeds).toMatchObject([{ injected: { 'tron:0x2b6653dc/slip44:195': '5' } }]);
  });

  test('a wrong checksum is refused before anybody is asked', async () => {
    const { code, err } = await cli([tronAddress('A').replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'))]);
    expect(code).toBe(2);
    expect(err).toContain('checksum');
  });

  test('a recorded run replays to the byte', async () => {
    const tape = written('tape.jsonl', '');
    const argv = [tronAddress('A'), '--json', '--no-store', '--min-value', '0'];
    const live = await cli([...argv, '--record', tape], { http: world.http });
    const again = await cli([...argv, '--replay', tape]);
    expect([again.code, runOf(again.out)]).toEqual([live.code, runOf(live.out)]);
  });
});
