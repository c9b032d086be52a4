// `npm run bench:shards [transfers]` (default 1e5): what a warehouse costs on a ClickHouse cluster of 1, 2 and 3 shards on this
// machine, as rows of the table in docs/scale.md. Each is a process of its own. Asserts nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partOf } from './timed.ts';
import { benchCluster, type ClusterTold, clusterLibrary } from './warehouse-cluster.ts';
import { storedWorld } from './warehouse-world.ts';

const [size = '1e5', folder, shards] = process.argv.slice(2);
if (folder !== undefined) process.stdout.write(JSON.stringify(await benchCluster(folder, Number(shards))));
else if (clusterLibrary() === undefined)
  console.log('skipped: npm run test:cluster installs the server of a cluster');
else await all(Number(size));

async function all(transfers: number): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'trace-bench-shards-'));
  const head = ['shards', 'import', '1,000 wallets at once', 'trace of 6 hops', 'one wallet a query'];
  console.log(`| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
  try {
    await storedWorld(transfers, own);
    for (const count of [1, 2, 3]) console.log(`| ${rowOf(transfers, own, count).join(' | ')} |`);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function rowOf(transfers: number, own: string, count: number): string[] {
  const argv = [`${transfers}`, own, `${count}`];
  const { seconds, many, rows, together, oneByOne, explored } = partOf<ClusterTold>(import.meta.url, argv);
  return [
    `${count}`,
    `${seconds.toFixed(1)} s, ${Math.round(transfers / seconds).toLocaleString('en')} a second`,
    `${many.toFixed(0)} ms for ${rows.toLocaleString('en')} transfers`,
    `${(together / 1000).toFixed(1)} s for ${explored.toLocaleString('en')} wallets`,
    `${(oneByOne / 1000).toFixed(1)} s`,
  ];
}
