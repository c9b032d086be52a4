// The same files in a transfer list, an SQLite file and on clusters of one, two and three shards: every run says the same,
// byte by byte, but for the name of what was asked.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openedWarehouse, type WarehouseName } from '../../src/chains/warehouse/opened.ts';
import { clusterAccess, clusterNamed } from '../../src/cli/warehouse-name.ts';
import type { World } from '../../src/cli/world.ts';
import type { Ledger, Page } from '../../src/model/ledger.ts';
import { isOwner, type OwnerPlace, placeKey } from '../../src/model/place.ts';
import type { Transfer } from '../../src/model/transfer.ts';
import type { ClusterName } from '../../src/store/cluster.ts';
import { HEADER } from '../chains/list/support.ts';
import { fresh, written } from '../chains/warehouse/support.ts';
import { listedWorlds } from '../support/listed-worlds.ts';
import type { AccountWorld } from '../support/oracle.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { filled, inferred, ranked, said } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const SHARDS = 3;
let shards: readonly Shard[] = [];

beforeAll(async () => {
  shards = await startCluster(SHARDS);
});
afterAll(() => stopCluster(shards));

/** In a file, and on clusters of one, two and three shards. */
async function everywhere(database: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const file = `sqlite:${fresh('warehouse.db')}`;
  const clusters = Array.from({ length: SHARDS }, (_, at) => nameOf(shards, `${database}${at + 1}`, at + 1));
  for (const warehouse of [file, ...clusters]) await filled(warehouse, ...argv);
  return [file, ...clusters];
}

async function opened(text: string) {
  const { signal } = new AbortController();
  const name: WarehouseName = text.startsWith('sqlite:')
    ? { kind: 'file', file: text.slice('sqlite:'.length) }
    : {
        kind: 'cluster',
        cluster: clusterNamed(text) as ClusterName,
        access: clusterAccess({
          env: { CLICKHOUSE_USER: 'reader', CLICKHOUSE_PASSWORD: 'read only' },
        } as unknown as World),
        signal,
      };
  const warehouse = await openedWarehouse(name);
  return { ledgers: await warehouse.ledgers(), close: warehouse.close };
}

/** All that the pages of these places say, in an order of its own. */
async function told(ledger: Ledger, places: readonly OwnerPlace[], height: number, hubLimit: number) {
  const { signal } = new AbortController();
  const asOf = await ledger.head({ height }, signal);
  const found = new Map<
    string,
    { hub: boolean; transfers: Transfer[]; pending: Transfer[]; gaps: string[] }
  >();
  const take = ({ subject, transfers, pending, gaps, hub }: Page): void => {
    const key = placeKey(subject as OwnerPlace);
    const sum = found.get(key) ?? { hub: false, transfers: [], pending: [], gaps: [] };
    const byId = (a: Transfer, b: Transfer) => (a.id < b.id ? -1 : 1);
    found.set(key, {
      hub: sum.hub || hub === true,
      transfers: [...sum.transfers, ...transfers].sort(byId),
      pending: [...sum.pending, ...pending].sort(byId),
      gaps: [...sum.gaps, ...gaps.map(({ why }) => why ?? '')],
    });
  };
  for await (const page of ledger.transfersOf(places, { asOf, hubLimit, concurrency: 1, signal })) take(page);
  return { asOf, found: [...found].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function partiesOf(transfers: readonly Transfer[]): OwnerPlace[] {
  const places = transfers.flatMap(({ from, to }) => [from, to]).filter(isOwner);
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

describe('rows of a transfer list', () => {
  const WORLDS = 12;
  let worlds: readonly AccountWorld[] = [];
  let list = '';
  let warehouses: readonly string[] = [];

  beforeAll(async () => {
    const drawn = listedWorlds(WORLDS);
    ({ worlds } = drawn);
    // Of several assets, so that a question may leave some out.
    const rows = drawn.rows.map((row, at) => row.replace(',UNIT,', at % 3 === 0 ? ',EUR,' : ',UNIT,'));
    list = written('list.csv', `${[HEADER, ...rows].join('\n')}\n`);
    warehouses = await everywhere('lists', list);
  });

  test.each([
    [['--min-value', '0']],
    [['--hops', '2', '--hub-limit', '4']],
    [['--as-of', '3', '--backward']],
    [['--asset', 'EUR', '--min-value', '0']],
  ])('give the same bytes with %j', async (argv) => {
    const codes: number[] = [];
    for (const [at, { endpoints, seeds }] of worlds.entries()) {
      const labels = written(
        'labels.csv',
        [
          'chain,address,name,category,source',
          ...endpoints.map((to) => `w${at},${to},Desk ${to},exchange,x`),
        ].join('\n'),
      );
      const asked = [
        ...seeds.map((seed) => `w${at}:${seed}`),
        ...['--labels', labels, '--json', '--convention', 'all'],
        ...argv,
      ];
      const first = await said(list, ...asked);
      for (const warehouse of warehouses) expect(await said(warehouse, ...asked)).toEqual(first);
      codes.push(first.code);
    }
    // Most of them are whole runs, not refusals.
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(WORLDS / 2);
  });

  test('rank the same wallets', async () => {
    const [file = '', ...clusters] = warehouses;
    for (const argv of [
      [],
      ['--asset', 'EUR', '--top', '2'],
      ['--since', '1600000010', '--until', '1600000060'],
      ['w0:S', 'w0:A', 'w1:S', '--top', '3'],
    ]) {
      const first = await ranked(file, ...argv);
      expect([first.code, first.err]).toEqual([0, '']);
      for (const cluster of clusters) expect(await ranked(cluster, ...argv)).toEqual(first);
    }
  });
});

test('the same deposit addresses are inferred of all wallets', async () => {
  // Customers pay D1 to D40, each of which pays HOT an hour later; a fifth of them pays a friend instead.
  const rows = Array.from({ length: 40 }, (_, at) => at + 1).flatMap((n) =>
    [0, 1].flatMap((round) => {
      const height = 1_000 * round + 10 * n;
      const to = n % 5 === 0 ? 'FRIEND' : 'HOT';
      return [
        ['C', `D${n}`, height],
        [`D${n}`, to, height + 5],
      ].map(
        ([from, receiver, at]) =>
          `demo,${from}${n}r${round},${at},${1_600_000_000 + Number(at) * 600},0,${from},${receiver},USD,${n},0`,
      );
    }),
  );
  const file = written('deposits.csv', `${[HEADER, ...rows].join('\n')}\n`);
  const labels = written(
    'hot.csv',
    'chain,address,name,category,role,source\ndemo,HOT,Desk,exchange,hot wallet,x\n',
  );
  const [base = '', ...clusters] = await everywhere('deposits', file);
  const first = await inferred(base, '--labels', labels);
  expect(JSON.parse(first.out).chains[0].deposits.length).toBe(32);
  for (const cluster of clusters) expect(await inferred(cluster, '--labels', labels)).toEqual(first);
});

test('sums beyond 256 bits and equal amounts are ranked alike', async () => {
  const highest = 2n ** 256n - 1n;
  const rows = [
    ...['B', 'B', 'C', 'E', 'D'].map((to) => ['A', to, highest] as const),
    ...['Z', 'Y', 'X'].map((to) => ['B', to, 7n] as const),
    ['C', 'C', 5n],
    ['A', 'fee', 3n],
  ].map(([from, to, amount], at) => `demo,t${at},${at},1600000000,0,${from},${to},USD,${amount},0`);
  const file = written('highest.csv', `${[HEADER, ...rows].join('\n')}\n`);
  const [base = '', ...clusters] = await everywhere('highest', file);
  const first = await ranked(base, '--top', '2');
  expect(JSON.parse(first.out).chains[0].rankings[0]).toMatchObject({
    all: { wallets: 7, amount: (5n * highest + 21n).toString(), transfers: 8 },
    wallets: [
      { address: 'B', amount: (2n * highest).toString() },
      { address: 'C', amount: highest.toString() },
    ],
  });
  for (const cluster of clusters) {
    expect(await ranked(cluster, '--top', '2')).toEqual(first);
    // Rows that came twice count once, before servers have merged them.
    await filled(cluster, file);
    expect(await ranked(cluster, '--top', '2')).toEqual(first);
  }
});

const ETHEREUM = '../shared/data/eth-15m';
const BITCOIN = '../shared/data/btc-esplora/mainnet_block_277647.json';

describe.skipIf(!existsSync(ETHEREUM))('real blocks of Ethereum', () => {
  let warehouses: readonly string[] = [];

  beforeAll(async () => {
    const genesis = written('genesis.csv', 'number,timestamp\n0,0\n');
    const tokens = tokenRows();
    const files = [`${ETHEREUM}/blocks.csv`, `${ETHEREUM}/traces.csv`, genesis, tokens];
    warehouses = await everywhere('eth', '--chain', 'ethereum', ...files);
  });

  test('tell every history of every wallet alike, cut at any block, with hubs', async () => {
    const [file = '', ...clusters] = warehouses;
    const base = await opened(file);
    const [left] = base.ledgers as [Ledger];
    const places = await everyParty(left);
    expect(places.length).toBeGreaterThan(1_000);
    for (const cluster of clusters) {
      const other = await opened(cluster);
      for (const [height, hubLimit] of [
        [15_000_004, Number.POSITIVE_INFINITY],
        [15_000_002, 20],
      ] as const)
        expect(await told(other.ledgers[0] as Ledger, places, height, hubLimit)).toEqual(
          await told(left, places, height, hubLimit),
        );
      await other.close();
    }
    await base.close();
  });

  test('give the same bytes', async () => {
    const [file = '', ...clusters] = warehouses;
    const seeds = readFileSync(`${ETHEREUM}/traces.csv`, 'utf8').match(/0x[0-9a-f]{40}/g) ?? [];
    for (const seed of [seeds[7], seeds[301], seeds[1_500]])
      for (const argv of [
        ['--json', '--hops', '3', '--convention', 'all'],
        ['--backward', '--hops', '2'],
        ['--json', '--hops', '3', '--asset', 'USDT', '--asset', 'USDC'],
        ['--json', '--hops', '2', '--asset', 'ETH'],
      ]) {
        const asked = [`ethereum:${seed}`, ...argv];
        const first = await said(file, ...asked);
        // What the warehouse does not cover is said.
        expect(first.code).toBe(3);
        for (const cluster of clusters) expect(await said(cluster, ...asked)).toEqual(first);
      }
    const first = await ranked(file, '--top', '100');
    const of = await ranked(file, ...seeds.slice(0, 300).map((seed) => `ethereum:${seed}`));
    for (const cluster of clusters) {
      expect(await ranked(cluster, '--top', '100')).toEqual(first);
      expect(await ranked(cluster, ...seeds.slice(0, 300).map((seed) => `ethereum:${seed}`))).toEqual(of);
    }
  });
});

/** Movements of tokens as ethereum-etl has them. */
function tokenRows(): string {
  const [header = '', ...lines] = readFileSync(`${ETHEREUM}/transfers_flat.csv`, 'utf8')
    .trim()
    .split(/\r?\n/);
  const at = Object.fromEntries(header.split(',').map((name, n) => [name, n])) as Record<string, number>;
  const names = ['token', 'from', 'to', 'raw_value', 'tx_hash', 'log_index', 'block'];
  const rows = lines
    .map((line) => line.split(','))
    .filter((cells) => cells[at.kind as number] === 'erc20')
    .map((cells) => names.map((name) => cells[at[name] as number]).join());
  const columns = 'token_address,from_address,to_address,value,transaction_hash,log_index,block_number';
  return written('token_transfers.csv', `${[columns, ...rows].join('\n')}\n`);
}

async function everyParty(ledger: Ledger): Promise<OwnerPlace[]> {
  const { signal } = new AbortController();
  const asOf = await ledger.head({}, signal);
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal };
  const places = new Map<string, OwnerPlace>();
  const addresses = new Set(readFileSync(`${ETHEREUM}/traces.csv`, 'utf8').match(/0x[0-9a-f]{40}\b/g) ?? []);
  const asked = [...addresses].map(
    (text): OwnerPlace => ({ kind: 'wallet', chain: ledger.chain, address: text as never }),
  );
  for await (const { transfers } of ledger.transfersOf(asked, scope))
    for (const place of partiesOf(transfers)) places.set(placeKey(place), place);
  return [...places.values()];
}

describe.skipIf(!existsSync(BITCOIN))('a real block of Bitcoin', () => {
  interface Output {
    readonly scriptpubkey: string;
    readonly scriptpubkey_address?: string;
    readonly value: number;
  }
  interface Tx {
    readonly txid: string;
    readonly vin: readonly {
      readonly txid: string;
      readonly vout: number;
      readonly prevout: Output | null;
    }[];
    readonly vout: readonly Output[];
    readonly status: {
      readonly block_height: number;
      readonly block_hash: string;
      readonly block_time: number;
    };
  }

  test('gives the same bytes, from wallets and from coins', async () => {
    const txs: Tx[] = JSON.parse(readFileSync(BITCOIN, 'utf8'));
    const rows = txs.map(({ txid, vin, vout, status }, index) => ({
      hash: txid,
      block_number: status.block_height,
      block_hash: status.block_hash,
      block_timestamp: status.block_time,
      index,
      inputs: vin.flatMap(({ txid: spent, vout: n, prevout }) => {
        if (prevout === null) return [];
        const { scriptpubkey_address: address, value } = prevout;
        const addresses = address === undefined ? [] : [address];
        return { spent_transaction_hash: spent, spent_output_index: n, addresses, value };
      }),
      outputs: vout.map(({ scriptpubkey, value }, at) => ({ index: at, script_hex: scriptpubkey, value })),
    }));
    const file = written('transactions.json', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
    const [base = '', ...clusters] = await everywhere('btc', file, '--covers', '277647-277647');
    const wallets = txs.slice(1, 400).flatMap(({ vin }) => vin[0]?.prevout?.scriptpubkey_address ?? []);
    const ids = new Set(txs.map(({ txid }) => txid));
    const spent = txs.flatMap(({ vin }) => vin.filter(({ txid }) => ids.has(txid)))[0];
    const questions = [
      [`bitcoin:${wallets[0]}`],
      [`bitcoin:${wallets[100]}`, '--backward'],
      ['--tx', `bitcoin:${spent?.txid}:${spent?.vout}`],
    ];
    for (const asked of questions) {
      const first = await said(base, ...asked, '--json', '--hops', '3');
      expect([0, 3]).toContain(first.code);
      for (const cluster of clusters)
        expect(await said(cluster, ...asked, '--json', '--hops', '3')).toEqual(first);
    }
    const first = await ranked(base);
    expect(JSON.parse(first.out).chains[0].rankings[1].wallets.length).toBe(25);
    for (const cluster of clusters) expect(await ranked(cluster)).toEqual(first);
  });
});
