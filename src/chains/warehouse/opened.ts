// A warehouse opened to be asked, wherever it is: a file, or a cluster. Each is loaded only where it is named.
import type { Ledger } from '../../model/ledger.ts';
import type { ClusterAccess, ClusterName } from '../../store/cluster.ts';
import type { Bulk } from './joined.ts';
import type { StoredChain } from './open.ts';
import type { Rankings } from './rankings.ts';

export type WarehouseName =
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'cluster';
      readonly cluster: ClusterName;
      readonly access: ClusterAccess;
      readonly signal: AbortSignal;
    };

export interface OpenedWarehouse {
  readonly title: string;
  readonly chains: readonly StoredChain[];
  ledgers(): Promise<readonly Ledger[]>;
  bulk(): Promise<readonly Bulk[]>;
  /** Chain by chain. */
  rankings(): Promise<readonly Rankings[]>;
  /** To be called when the last answer was given. */
  close(): Promise<void>;
}

/** Throws KnownError `no-warehouse`, `database-unusable` and those of openCluster. */
export async function openedWarehouse(name: WarehouseName): Promise<OpenedWarehouse> {
  if (name.kind === 'file') {
    const [{ openWarehouse }, { ledgersIn, bulkIn }] = await Promise.all([
      import('./open.ts'),
      import('./ledger.ts'),
    ]);
    const warehouse = await openWarehouse(name.file);
    return {
      title: name.file,
      chains: warehouse.chains,
      ledgers: () => ledgersIn(warehouse),
      bulk: () => bulkIn(warehouse),
      rankings: async () => (await import('./top.ts')).rankingsIn(warehouse),
      close: async () => warehouse.database.close(),
    };
  }
  const [{ openClusterWarehouse }, { ledgersOn, bulkOn }] = await Promise.all([
    import('./cluster-open.ts'),
    import('./cluster-ledger.ts'),
  ]);
  const warehouse = await openClusterWarehouse(name.cluster, name.access, name.signal);
  return {
    title: warehouse.title,
    chains: warehouse.chains,
    ledgers: () => ledgersOn(warehouse),
    bulk: () => bulkOn(warehouse),
    rankings: async () => (await import('./cluster-top.ts')).rankingsOn(warehouse),
    close: () => warehouse.cluster.close(),
  };
}
