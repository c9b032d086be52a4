// A warehouse on a cluster opened to be read: its chains, what of them it covers, its files. What its ledgers answer is
// cluster-ledger.ts.
import type { ChainId } from '../../model/chain.ts';
import { type Cluster, type ClusterAccess, type ClusterName, openCluster } from '../../store/cluster.ts';
import { batchesOf, type Told } from './cluster-batches.ts';
import { checkForm } from './cluster-schema.ts';
import { joinedSpans, type StoredChain, type StoredSource } from './open.ts';

export interface ClusterWarehouse {
  /** As it is named on the command line. */
  readonly title: string;
  readonly cluster: Cluster;
  readonly told: Told;
  /** Sorted by id. */
  readonly chains: readonly StoredChain[];
}

/** Throws KnownError `no-warehouse`, `database-unusable` and those of openCluster. */
export async function openClusterWarehouse(
  name: ClusterName,
  access: ClusterAccess,
  signal: AbortSignal,
): Promise<ClusterWarehouse> {
  const cluster = await openCluster(name, access, signal);
  try {
    await checkForm(cluster);
    const { told } = await batchesOf(cluster);
    return { title: clusterTitle(name), cluster, told, chains: await storedChains(cluster, told) };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

function clusterTitle({ hosts, database, cluster }: ClusterName): string {
  return `clickhouse://${hosts.join()}/${database}${cluster === 'default' ? '' : `?cluster=${cluster}`}`;
}

async function storedChains({ name, rows }: Cluster, told: Told): Promise<StoredChain[]> {
  const { database } = name;
  const [chains, sources, spans, imports] = await Promise.all([
    rows(`SELECT DISTINCT chain, form FROM ${database}.chain WHERE ${told} ORDER BY chain`),
    rows(
      `SELECT chain, name, kind, sha256, toString(rows), toString(refused), toString(imported)
       FROM (SELECT * FROM ${database}.source WHERE ${told} ORDER BY batch DESC LIMIT 1 BY chain, sha256)
       ORDER BY chain, name, sha256`,
    ),
    rows(
      `SELECT chain, kind, toString(first), toString(max(coverage.last)) FROM ${database}.coverage WHERE ${told}
       GROUP BY chain, kind, first ORDER BY chain, kind, coverage.first`,
    ),
    rows(`SELECT chain, import FROM ${database}.batch GROUP BY number, chain, import HAVING max(done) = 1`),
  ]);
  const stored = new Set(sources.map(([, , , sha256]) => sha256));
  return chains.map(([chain, form]) => {
    const own = sources
      .filter(([of]) => of === chain)
      .map(
        ([, title, kind, sha256, all, refused, imported]): StoredSource => ({
          name: String(title),
          kind: String(kind),
          sha256: String(sha256),
          rows: Number(all),
          refused: Number(refused),
          imported: Number(imported),
        }),
      );
    return {
      chain: chain as ChainId,
      form: String(form),
      covered: joinedSpans(
        spans
          .filter(([of]) => of === chain)
          .map(([, kind, first, last]) => [String(kind), Number(first), Number(last)]),
      ),
      refused: own.reduce((sum, { refused }) => sum + refused, 0),
      unfinished: imports.some(
        ([of, files]) =>
          of === chain &&
          !String(files)
            .split(',')
            .every((sha256) => stored.has(sha256)),
      ),
      sources: own,
    };
  });
}
