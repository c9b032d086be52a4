// A wallet with more movements than one question takes: its history comes part by part, whole and in order, from two shards as
// from a file, and no part is larger than a page.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ledgersOn } from '../../src/chains/warehouse/cluster-ledger.ts';
import { openClusterWarehouse } from '../../src/chains/warehouse/cluster-open.ts';
import { clusterAccess, clusterNamed } from '../../src/cli/warehouse-name.ts';
import type { World } from '../../src/cli/world.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { wallet } from '../../src/model/place.ts';
import type { ClusterName } from '../../src/store/cluster.ts';
import { csv } from '../chains/list/support.ts';
import { fresh, written } from '../chains/warehouse/support.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { filled, reader, said } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const ROWS = 50_000;
/** Rows of one question (cluster-pages.ts). */
const PAGE = 20_000;
/** A block of which more is the hub's than of any other, right where a page would end. */
const FULL = { height: 19_000, rows: 3_000 };
const LAST = 40_000;
/** Every third movement is the hub's payment, and every tenth has a second one in its transaction. */
const heightOf = (at: number): number =>
  at < FULL.height ? at + 1 : at < FULL.height + FULL.rows ? FULL.height : at - FULL.rows + 1;
const list = csv(
  ...Array.from({ length: ROWS }, (_, at) => {
    const height = heightOf(at);
    const [from, to] = at % 3 === 0 ? ['HUB', `V${at % 97}`] : [`W${at % 89}`, 'HUB'];
    const row = `demo,t${at},${height},${1_600_000_000 + height},${2 * at},${from},${to},USD,${at + 1},0`;
    const second = `demo,t${at},${height},${1_600_000_000 + height},${2 * at + 1},X,Y,USD,1,0`;
    return at % 10 === 0 ? `${row}\n${second}` : row;
  }),
);

let shards: readonly Shard[] = [];
let cluster = '';
let file = '';
beforeAll(async () => {
  shards = await startCluster(2);
  const rows = written('list.csv', list);
  cluster = await filled(nameOf(shards, 'large'), rows);
  file = await filled(`sqlite:${fresh('warehouse.db')}`, rows);
});
afterAll(() => stopCluster(shards));

test('its history comes in parts, whole, in order, each movement once', async () => {
  const { signal } = new AbortController();
  const access = clusterAccess({ env: reader } as unknown as World);
  const warehouse = await openClusterWarehouse(clusterNamed(cluster) as ClusterName, access, signal);
  const [ledger] = (await ledgersOn(warehouse)) as [Ledger];
  const asOf = await ledger.head({ height: LAST }, signal);
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal };
  const parts: number[] = [];
  const told = { settled: [] as bigint[], pending: [] as bigint[], beside: 0 };
  for await (const page of ledger.transfersOf([wallet('list:demo' as ChainId, 'HUB' as never)], scope)) {
    parts.push(page.transfers.length + page.pending.length);
    for (const [kind, transfers] of [
      ['settled', page.transfers],
      ['pending', page.pending],
    ] as const)
      for (const { from, amount } of transfers) {
        if (from.kind === 'wallet' && from.address === 'X') told.beside += 1;
        else told[kind].push(amount);
      }
  }
  await warehouse.cluster.close();
  const amounts = (test: (at: number) => boolean): bigint[] =>
    Array.from({ length: ROWS }, (_, at) => at)
      .filter(test)
      .map((at) => BigInt(at + 1));
  expect(told.settled).toEqual(amounts((at) => heightOf(at) <= LAST));
  expect(told.pending).toEqual(amounts((at) => heightOf(at) > LAST));
  // Of what came later only its own is told.
  expect(told.beside).toBe(amounts((at) => heightOf(at) <= LAST && at % 10 === 0).length);
  // A page, and what stands beside a tenth of it in the same transactions.
  expect(Math.max(...parts)).toBeLessThanOrEqual(PAGE * 1.1);
  expect(parts.filter((size) => size > 0).length).toBeGreaterThanOrEqual(3);
});

test('a trace through it says what it says of a file, and stops at it as a hub', async () => {
  for (const argv of [
    ['demo:W5', '--json', '--hops', '2', '--hub-limit', '1000000', '--max-wallets', '5'],
    ['demo:W5', '--json', '--hops', '2', '--hub-limit', String(ROWS - 1)],
  ]) {
    const first = await said(file, ...argv);
    expect([0, 3]).toContain(first.code);
    expect(await said(cluster, ...argv)).toEqual(first);
  }
});
