// One process at a time on a cluster: a claim is a query that runs on it until it is given up, or until the process that asked
// is gone, however it ended. A row with a process's name in it would stay behind a kill.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { KnownError } from '../model/errors.ts';
import type { Cluster, ClusterAccess } from './cluster.ts';
import { heldQuery } from './cluster.ts';

export interface Claim {
  /** Throws KnownError, as all that is asked of a cluster does, once the claim is lost. */
  check(): void;
  giveUp(): Promise<void>;
}

/** How often it is looked for, and how long is waited in between, in milliseconds. */
const LOOKS = 100;
const PAUSE = 50;

/** The id of a claim to write into a warehouse. */
export const importClaim = (database: string): string => `trace-import-${database}-${randomUUID()}`;

/** `id`: a name up to its last `-`-parted UUID, and that. Throws KnownError `import-running` where another process has it. */
export async function claimedCluster(cluster: Cluster, access: ClusterAccess, id: string): Promise<Claim> {
  const query = await heldQuery(cluster.name, access, id);
  const prefix = id.slice(0, -36);
  const claim: Claim = {
    check: query.check,
    async giveUp() {
      // The server would notice by itself that nobody waits for it, a second later.
      const host = cluster.name.hosts[0] as string;
      await cluster.run(host, `KILL QUERY WHERE query_id = '${id}' SYNC`).catch(() => {});
      await query.end();
    },
  };
  let other: unknown;
  try {
    for (let look = 0; look < LOOKS; look += 1) {
      claim.check();
      const found = await cluster.rows(
        'SELECT query_id FROM clusterAllReplicas({cluster:String}, system.processes) WHERE startsWith(query_id, {prefix:String})',
        { cluster: cluster.name.cluster, prefix },
      );
      const ids = found.flat();
      // That of a process that was killed is gone in a moment.
      other = ids.find((each) => each !== id);
      if (other === undefined && ids.includes(id)) return claim;
      await wait(PAUSE);
    }
    if (other !== undefined) throw running(String(other));
    throw new KnownError('cluster-failed', 'The claim of this import does not show on the cluster.', {
      facts: [`query: ${id}`],
      hint: 'The user of an import has to see system.processes of every shard.',
    });
  } catch (error) {
    await claim.giveUp();
    throw error;
  }
}

function running(other: string): KnownError {
  return new KnownError('import-running', 'Another import into this warehouse is running.', {
    facts: [`claimed by: ${other}`],
    hint: 'Wait until it has ended, or stop it: its claim ends with it.',
  });
}
