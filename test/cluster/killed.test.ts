// An import into a cluster that is killed in the middle, again and again: a real process and a real SIGKILL. What is told of
// what it leaves is whole blocks, and in the end what an import that nobody disturbed makes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { ledgersOn } from '../../src/chains/warehouse/cluster-ledger.ts';
import { openClusterWarehouse } from '../../src/chains/warehouse/cluster-open.ts';
import { clusterNamed } from '../../src/cli/warehouse-name.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { wallet } from '../../src/model/place.ts';
import type { ClusterName } from '../../src/store/cluster.ts';
import { csv } from '../chains/list/support.ts';
import { fresh, written } from '../chains/warehouse/support.ts';
import { type Built, built } from '../cli/built.ts';
import { cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { imported, said } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 });

const ROWS = 6_000;
const BLOCK = 7;
const access = { user: 'default', password: '', transport: 'http' } as const;

let program: Built;
let shards: readonly Shard[] = [];
beforeAll(async () => {
  program = await built();
  shards = await startCluster(2);
});
afterAll(async () => {
  await stopCluster(shards);
  program.remove();
});

/** Some wallets pay each other, in blocks of seven transactions. */
const list = csv(
  ...Array.from({ length: ROWS }, (_, at) => {
    const height = 1 + Math.floor(at / BLOCK);
    const [from, to] = [`W${(at * 31) % 97}`, `V${(at * 17 + 5) % 89}`];
    return `demo,t${at},${height},${1_600_000_000 + height},${at},${from},${to},USD,${at + 1},0`;
  }),
);

/** Imports in small batches, and says so after each. */
const script = `
const [dist, name, file] = process.argv.slice(1);
const { importToCluster } = await import(dist + '/chains/warehouse/cluster-import.js');
await importToCluster({
  paths: [file], chain: undefined, covers: undefined, refusing: 'whole-import', memory: '200MB', batch: 500,
  now: 1, signal: new AbortController().signal,
  onProgress: ({ doing, height }) => { if (doing === 'storing') process.stdout.write(height + '\\n'); },
}, JSON.parse(name), ${JSON.stringify(access)});
`;

/** Kills the import so many milliseconds after it has said `batches` times that something was stored. */
async function importKilled(
  name: ClusterName,
  file: string,
  batches: number,
  after: number,
): Promise<number> {
  const dist = join(dirname(dirname(program.bin)), 'dist');
  const words = ['--input-type=module', '-e', script, dist, JSON.stringify(name), file];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    said += 1;
    if (said === batches) void wait(after).then(() => child.kill('SIGKILL'));
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return said;
}

/** Every transfer that is told, by its height, and where the warehouse says that it ends. */
async function told(name: ClusterName) {
  const { signal } = new AbortController();
  const warehouse = await openClusterWarehouse(name, access, signal);
  const [ledger] = (await ledgersOn(warehouse)) as [Ledger];
  const asOf = await ledger.head({}, signal);
  const places = Array.from({ length: 97 }, (_, at) => wallet('list:demo' as ChainId, `W${at}` as never));
  const heights = new Map<string, number>();
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal };
  for await (const { transfers, pending } of ledger.transfersOf(places, scope))
    for (const { id, at } of [...transfers, ...pending]) heights.set(id, at?.height ?? -1);
  const [{ covered, unfinished } = { covered: [], unfinished: false }] = warehouse.chains;
  await warehouse.cluster.close();
  return { end: asOf.height, heights: [...heights.values()], covered, unfinished };
}

test('leaves whole blocks, says so, goes on where it was, and ends as if nothing had happened', async () => {
  const text = nameOf(shards, 'killed');
  const name = clusterNamed(text) as ClusterName;
  await cli(['warehouse', 'init', text]);
  const file = written('list.csv', list);
  let stored = 0;
  for (const [batches, after] of [
    [1, 0],
    [1, 40],
    [2, 15],
    [1, 90],
  ] as const) {
    stored += await importKilled(name, file, batches, after);
    const { end, heights, covered, unfinished } = await told(name);
    expect(unfinished).toBe(true);
    expect(covered).toEqual([{ kind: 'list', first: 1, last: end }]);
    // Seven transfers a block, and none of a block that is not whole.
    expect(heights.length).toBe(Math.min(ROWS, end * BLOCK));
    expect(Math.max(...heights)).toBe(end);
  }
  expect(stored).toBeGreaterThan(3);
  const { code, err } = await imported(text, file);
  expect([code, err]).toEqual([0, '']);
  const whole = await told(name);
  expect([whole.unfinished, whole.heights.length]).toEqual([false, ROWS]);
  const other = `sqlite:${fresh('warehouse.db')}`;
  await imported(other, file);
  for (const seed of ['W1', 'W50', 'W96'])
    for (const argv of [['--json', '--min-value', '0'], ['--backward']]) {
      const asked = [`demo:${seed}`, '--hops', '1', ...argv];
      expect(await said(text, ...asked)).toEqual(await said(other, ...asked));
    }
});

test('leaves its claim for no longer than the server needs to notice', async () => {
  const text = nameOf(shards, 'claimed');
  await cli(['warehouse', 'init', text]);
  const file = written('list.csv', list);
  await importKilled(clusterNamed(text) as ClusterName, file, 1, 0);
  expect((await imported(text, file)).err).toBe('');
});
