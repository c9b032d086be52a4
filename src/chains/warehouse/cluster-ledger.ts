// A warehouse on a cluster as ledgers, one for each chain in it. All answers come from the cluster: nothing else is asked.
// Says what ledger.ts says of a file with the same rows.
import type { Address } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Ledger, Scope } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { addressFault, listTx } from '../list/address.ts';
import { displayed, parsedAddress } from '../list/ledger.ts';
import { looksLikeSecret } from '../secret.ts';
import { type ClusterAssets, clusterAssets } from './cluster-assets.ts';
import { blocksOn } from './cluster-heads.ts';
import { type ClusterHistories, clusterHistories, inQuestions } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import { clusterPages } from './cluster-pages.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { dialectOf } from './dialects.ts';
import { stackOf } from './heads.ts';
import type { Bulk } from './joined.ts';
import { endOf } from './ledger.ts';
import type { StoredChain } from './open.ts';
import { ownerText } from './stored-owner.ts';
import type { Naming } from './transfers.ts';
import { unknownTransaction } from './unknown-transaction.ts';

export function ledgersOn(warehouse: ClusterWarehouse): Promise<readonly Ledger[]> {
  return Promise.all(warehouse.chains.map((stored) => ledgerOf(warehouse, stored)));
}

/** As bulkIn. */
export function bulkOn(warehouse: ClusterWarehouse): Promise<readonly Bulk[]> {
  return Promise.all(
    warehouse.chains
      .filter(({ form, covered }) => form !== 'list' && covered.length > 0)
      .map(async (stored) => {
        const ledger = await ledgerOf(warehouse, stored);
        return { ledger, top: await ledger.head({ height: endOf(stored) }, new AbortController().signal) };
      }),
  );
}

async function ledgerOf(warehouse: ClusterWarehouse, stored: StoredChain): Promise<Ledger> {
  if (stored.form !== 'coin') return accountLedger(warehouse, stored);
  // With bitcoinjs-lib, which no other chain needs.
  const { clusterCoinLedger } = await import('./cluster-coin-ledger.ts');
  return clusterCoinLedger(warehouse, stored);
}

function accountLedger(warehouse: ClusterWarehouse, stored: StoredChain): Ledger {
  const { chain } = stored;
  const { title } = warehouse;
  const read = clusterHistories(warehouse, chain);
  const assets = clusterAssets(warehouse, chain);
  const stack = stackOf(`cluster: ${title}`, stored, blocksOn(warehouse, chain));
  const { naming, ...spoken } = dialectOf(stored, assets.told);
  const typed = typedAddresses(chain, read);
  return {
    chain,
    kind: 'account',
    finality: 0,
    services: [`warehouse ${title}`],
    parseAddress: typed.parse,
    display: displayed,
    async head(want, signal) {
      signal.throwIfAborted();
      await typed.settle();
      return stack.head(want);
    },
    isCanonical: async (asked) => (await stack.head({ height: asked.height })).hash === asked.hash,
    narrows: true,
    async *transfersOf(places, scope) {
      await typed.settle();
      const gapsOf = coverageGaps(stored, scope.asOf.height);
      for (const part of inQuestions(places, ownerText))
        for await (const page of clusterPages(read, assets, naming, gapsOf, part, scope)) {
          await learn(assets, [...page.transfers, ...page.pending]);
          yield page;
        }
    },
    async *spendsOf() {},
    async transfersIn(tx, scope) {
      const transfers = await transactionIn(title, read, naming, chain, tx, scope);
      await learn(assets, transfers);
      return transfers;
    },
    describe: async () => ({ balances: [] }),
    ...spoken,
  };
}

function learn(assets: ClusterAssets, transfers: readonly Transfer[]): Promise<void> {
  return assets.learn(transfers.map(({ asset }) => asset));
}

/**
 * An address that looks like a key is one only if the warehouse has it, which a cluster cannot say while a text is read: such
 * texts are looked up before anything is told of them.
 */
function typedAddresses(chain: ChainId, read: ClusterHistories) {
  const open = new Map<Address, string>();
  return {
    parse(text: string): Address {
      return parsedAddress(chain, text, (address) => {
        if (looksLikeSecret(text) === undefined || addressFault(chain, text) !== undefined) return false;
        open.set(address, text);
        return true;
      });
    },
    /** Throws KnownError `bad-address`. */
    async settle(): Promise<void> {
      for (const [address, text] of [...open]) {
        if (!(await read.hasAddress(address))) parsedAddress(chain, text, () => false);
        open.delete(address);
      }
    },
  };
}

async function transactionIn(
  title: string,
  read: ClusterHistories,
  naming: Naming,
  chain: ChainId,
  tx: TxId,
  { asOf }: Scope,
): Promise<readonly Transfer[]> {
  const txId = listTx(tx);
  const heights = await read.heightsOf(txId);
  const settled = heights.filter((height) => height <= asOf.height).map((height) => ({ txId, height }));
  const moves = (await read.ofTransactions(settled)).get(txId) ?? [];
  if (moves.length > 0) return naming(moves);
  const later = heights.find((height) => height > asOf.height);
  throw unknownTransaction(chain, title, txId, later, asOf.height);
}
