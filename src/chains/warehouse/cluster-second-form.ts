// The third form of a warehouse on a cluster has every leg once more as one value, made as it is stored (cluster-packed.ts):
// rows that are there from the second form get it here.
import { setTimeout as wait } from 'node:timers/promises';
import { KnownError } from '../../model/errors.ts';
import type { Cluster, ClusterAccess } from '../../store/cluster.ts';
import { claimedCluster, importClaim } from '../../store/cluster-claim.ts';
import { PACKED } from './cluster-packed.ts';

/** In milliseconds. */
const PAUSE = 500;

/**
 * Until all rows of these hosts have it. Nobody reads them before, and a server that makes the value for a question makes a
 * wrong one (ClickHouse 26.7: of columns that its own filter read, nothing). What is cut off is gone on with. Throws KnownError
 * `import-running`, `cluster-failed`.
 */
export async function packLegs(
  cluster: Cluster,
  access: ClusterAccess,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (hosts.length === 0) return;
  // Rows of an import that began before the column was there would come without it.
  const claim = await claimedCluster(cluster, access, importClaim(cluster.name.database));
  try {
    for (const host of hosts) await cluster.run(host, addPacked(cluster.name.database, 'leg_local'));
    for (const host of hosts) await packed(cluster, host, signal, claim.check);
  } finally {
    await claim.giveUp();
  }
}

/** SQL, of a table of legs. */
export function addPacked(database: string, leg: 'leg' | 'leg_local'): string {
  return `ALTER TABLE ${database}.${leg} ADD COLUMN IF NOT EXISTS packed String MATERIALIZED ${PACKED} CODEC(LZ4)`;
}

async function packed(
  { name: { database }, run, rowsOf }: Cluster,
  host: string,
  signal: AbortSignal,
  check: () => void,
): Promise<void> {
  const own = `database = '${database}' AND table = 'leg_local'`;
  for (;;) {
    const without = await rowsOf(
      host,
      `SELECT name FROM system.parts WHERE active AND ${own} AND rows > 0 AND name NOT IN (
         SELECT name FROM system.parts_columns WHERE active AND ${own} AND column = 'packed') LIMIT 1`,
    );
    if (without.length === 0) return;
    const running = await rowsOf(
      host,
      `SELECT latest_fail_reason FROM system.mutations WHERE ${own} AND NOT is_done ORDER BY latest_fail_reason DESC`,
    );
    const [[reason = ''] = []] = running;
    if (reason !== '')
      throw new KnownError(
        'cluster-failed',
        'The ClickHouse cluster cannot bring its rows to the newest form.',
        {
          facts: [`cluster: ${host}`, `database: ${database}`, `reason: ${reason}`],
          hint: 'Mend what is named, then give the same command again.',
        },
      );
    // It lasts as long as the table is large, and goes on by itself.
    if (running.length === 0)
      await run(
        host,
        `ALTER TABLE ${database}.leg_local MATERIALIZE COLUMN packed SETTINGS mutations_sync = 0`,
      );
    check();
    await wait(PAUSE, undefined, { signal });
  }
}
