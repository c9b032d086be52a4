// Up to the third form a warehouse on a cluster had every movement at its parties in the table `leg`, by the text of the wallet:
// its rows are copied from there into `history`, each to the shard that it belongs to now.
import type { Cluster } from '../../store/cluster.ts';

/** Of one statement; so that none lasts longer than is waited for an answer. */
const ROWS = 1_000_000;
const COLUMNS =
  'wallet, chain, height, tx, slot, dir, peer, place, time, asset, ord, amount, sink, legs, version, batch';
const ORDER = 'wallet, chain, height';

/** Of these hosts. What is copied twice, since it was cut off, replaces itself. */
export async function copyLegs(
  { name: { database }, rowsOf, run }: Cluster,
  hosts: readonly string[],
  check: () => void,
  most = ROWS,
): Promise<void> {
  for (const host of hosts)
    for (let above = 'true'; ; ) {
      check();
      const rows = `FROM ${database}.leg_local WHERE ${above}`;
      const [last] = await rowsOf(
        host,
        `SELECT hex(wallet), hex(chain), toString(height) ${rows} ORDER BY ${ORDER} LIMIT 1 OFFSET ${most - 1}`,
      );
      const [wallet, chain, height] = last ?? [];
      const at = `unhex('${wallet}')`;
      const key = `(${at}, unhex('${chain}'), ${height})`;
      const upTo = last === undefined ? 'true' : `wallet <= ${at} AND (${ORDER}) <= ${key}`;
      await run(
        host,
        `INSERT INTO ${database}.history (${COLUMNS}) SETTINGS distributed_foreground_insert = 1 SELECT ${COLUMNS} ${rows} AND ${upTo}`,
      );
      if (last === undefined) break;
      above = `wallet >= ${at} AND (${ORDER}) > ${key}`;
    }
}

export async function dropLegs({ name: { database }, run }: Cluster, host: string): Promise<void> {
  for (const table of ['leg', 'leg_local']) await run(host, `DROP TABLE IF EXISTS ${database}.${table} SYNC`);
}
