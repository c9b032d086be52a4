// A warehouse as ledgers, one for each chain in it. All answers come from the file: nothing is asked anywhere. What the
// warehouse does not cover is a gap of the history that would need it.
import type { Ledger, Scope } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { listTx } from '../list/address.ts';
import { displayed, parsedAddress } from '../list/ledger.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { assetsOf, dialectOf } from './dialects.ts';
import { blocksIn, stackOf } from './heads.ts';
import { type Found, type Histories, histories } from './histories.ts';
import type { Bulk } from './joined.ts';
import type { NumberedChain, StoredChain, Warehouse } from './open.ts';
import { type PageSource, pagesOf, WALLETS } from './pages.ts';
import type { Naming } from './transfers.ts';
import { unknownTransaction } from './unknown-transaction.ts';

/** Movements of one page. */
const PAGE = 20_000;

export function ledgersIn(warehouse: Warehouse): Promise<readonly Ledger[]> {
  return Promise.all(warehouse.chains.map((stored) => ledgerOf(warehouse, stored)));
}

async function ledgerOf(warehouse: Warehouse, stored: NumberedChain): Promise<Ledger> {
  if (stored.form !== 'coin') return accountLedger(warehouse, stored);
  // With bitcoinjs-lib, which no other chain needs.
  const { coinLedger } = await import('./coin-ledger.ts');
  return coinLedger(warehouse, stored);
}

/** Of each chain that a service can go on with: where the warehouse ends. */
export function bulkIn(warehouse: Warehouse): Promise<readonly Bulk[]> {
  return Promise.all(
    warehouse.chains
      .filter(({ form, covered }) => form !== 'list' && covered.length > 0)
      .map(async (stored) => ({
        ledger: await ledgerOf(warehouse, stored),
        top: await stackOf(`file: ${warehouse.file}`, stored, blocksIn(warehouse.database, stored)).head({
          height: endOf(stored),
        }),
      })),
  );
}

/** The last height of which no kind that is covered at all is missing. */
export function endOf({ covered }: StoredChain): number {
  const ends = new Map(covered.map(({ kind, last }) => [kind, last]));
  return Math.min(...ends.values());
}

function accountLedger(warehouse: Warehouse, stored: NumberedChain): Ledger {
  const { chain, number } = stored;
  const read = histories(warehouse.database, chain, number);
  const stack = stackOf(`file: ${warehouse.file}`, stored, blocksIn(warehouse.database, stored));
  const told = assetsOf(warehouse, stored);
  const { naming, ...spoken } = dialectOf(stored, told);
  const source = accountPages(read, naming);
  return {
    chain,
    kind: 'account',
    finality: 0,
    narrows: true,
    services: [`warehouse ${warehouse.file}`],
    parseAddress: (text) => parsedAddress(chain, text, read.hasAddress),
    display: displayed,
    head: async (want, signal) => {
      signal.throwIfAborted();
      return stack.head(want);
    },
    isCanonical: async (asked) => (await stack.head({ height: asked.height })).hash === asked.hash,
    async *transfersOf(places, scope) {
      const gapsOf = coverageGaps(stored, scope.asOf.height);
      for (let from = 0; from < places.length; from += WALLETS)
        yield* pagesOf(source, gapsOf, places.slice(from, from + WALLETS), scope);
    },
    async *spendsOf() {},
    transfersIn: async (tx, scope) => transactionIn(warehouse, read, naming, stored, tx, scope),
    describe: async () => ({ balances: [] }),
    ...spoken,
  };
}

function accountPages(read: Histories, naming: Naming): PageSource<Found> {
  const named = (found: readonly Found[]): Transfer[] => naming(found.map(({ move }) => move));
  return {
    ...read,
    page: PAGE,
    walletOf: ({ wallet }) => wallet,
    heightOf: ({ move }) => move.height,
    pending: named,
    /** With all else that its transactions moved: what a router passed on is told with it. */
    told(lists) {
      const several = new Set(lists.flatMap((own) => own.flatMap(({ tx, legs }) => (legs > 1 ? [tx] : []))));
      const byTx = new Map<number, Found[]>([...several].map((tx) => [tx, []]));
      for (const each of read.ofTransactions([...several])) byTx.get(each.tx)?.push(each);
      return lists.map((own) => {
        const done = new Set<number>();
        return named(
          own.flatMap((each) => {
            const whole = byTx.get(each.tx);
            if (whole === undefined) return each;
            if (done.has(each.tx)) return [];
            done.add(each.tx);
            return whole;
          }),
        );
      });
    },
  };
}

function transactionIn(
  { file }: Warehouse,
  read: Histories,
  naming: Naming,
  { chain }: StoredChain,
  tx: TxId,
  { asOf }: Scope,
): readonly Transfer[] {
  const wanted = listTx(tx);
  const found = read.transactionNamed(wanted);
  const settled = found.filter(({ height }) => height <= asOf.height).map(({ number }) => number);
  const moves = [...read.ofTransactions(settled)].map(({ move }) => move);
  if (moves.length > 0) return naming(moves);
  const later = found.find(({ height }) => height > asOf.height)?.height;
  throw unknownTransaction(chain, file, wanted, later, asOf.height);
}
