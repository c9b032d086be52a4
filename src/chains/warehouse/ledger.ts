// A warehouse as ledgers, one for each chain in it. All answers come from the file: nothing is asked anywhere. What the
// warehouse does not cover is a gap of the history that would need it.
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { listTx } from '../list/address.ts';
import { displayed, parsedAddress } from '../list/ledger.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { assetsOf, evmDialect, listDialect } from './dialects.ts';
import { blocksIn, stackOf } from './heads.ts';
import { type Found, type Histories, histories } from './histories.ts';
import type { Bulk } from './joined.ts';
import type { NumberedChain, StoredChain, Warehouse } from './open.ts';
import type { Naming } from './transfers.ts';
import { unknownTransaction } from './unknown-transaction.ts';

/** Wallets of one query, and movements of one page. */
const WALLETS = 1_000;
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
  const { naming, ...spoken } = stored.form === 'evm' ? evmDialect(chain, told) : listDialect(chain, told);
  return {
    chain,
    kind: 'account',
    finality: 0,
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
        yield* pagesOf(read, naming, gapsOf, places.slice(from, from + WALLETS), scope);
    },
    async *spendsOf() {},
    transfersIn: async (tx, scope) => transactionIn(warehouse, read, naming, stored, tx, scope),
    describe: async () => ({ balances: [] }),
    ...spoken,
  };
}

function* pagesOf(
  read: Histories,
  naming: Naming,
  gapsOf: ReturnType<typeof coverageGaps>,
  places: readonly OwnerPlace[],
  { asOf, hubLimit, signal }: Scope,
): Generator<Page> {
  const numbers = new Map<number, OwnerPlace>();
  for (const place of places) {
    const wallet = read.numberOf(place);
    if (wallet === undefined) yield { subject: place, transfers: [], pending: [], gaps: gapsOf(place) };
    else numbers.set(wallet, place);
  }
  const counts = read.counts([...numbers.keys()], asOf.height, Math.max(hubLimit + 1, PAGE));
  const small: number[] = [];
  for (const [wallet, subject] of numbers) {
    signal.throwIfAborted();
    const count = counts.get(wallet) ?? 0;
    if (count > hubLimit) yield { subject, transfers: [], pending: pendingOf(wallet), gaps: [], hub: true };
    else if (count >= PAGE) yield* longHistory(wallet, subject);
    else small.push(wallet);
  }
  let group: number[] = [];
  let rows = 0;
  for (const wallet of small) {
    group.push(wallet);
    rows += counts.get(wallet) ?? 0;
    if (rows < PAGE) continue;
    yield* shortHistories(group);
    group = [];
    rows = 0;
  }
  yield* shortHistories(group);

  /** Above as-of: in no sum. */
  function pendingOf(wallet: number): Transfer[] {
    return named([...read.ofWallets([wallet], asOf.height, Number.MAX_SAFE_INTEGER)]);
  }

  function named(found: readonly Found[]): Transfer[] {
    return naming(found.map(({ move }) => move));
  }

  /** With all else that its transactions moved: what a router passed on is told with it. */
  function inFull(own: readonly Found[]): Map<number, readonly Found[]> {
    const several = [...new Set(own.flatMap(({ tx, legs }) => (legs > 1 ? [tx] : [])))];
    const byTx = new Map<number, Found[]>(several.map((tx) => [tx, []]));
    for (const each of read.ofTransactions(several)) byTx.get(each.tx)?.push(each);
    return byTx;
  }

  function full(own: readonly Found[], byTx: ReadonlyMap<number, readonly Found[]>): Transfer[] {
    const told = new Set<number>();
    return named(
      own.flatMap((each) => {
        const whole = byTx.get(each.tx);
        if (whole === undefined) return each;
        if (told.has(each.tx)) return [];
        told.add(each.tx);
        return whole;
      }),
    );
  }

  function* shortHistories(wallets: readonly number[]): Generator<Page> {
    if (wallets.length === 0) return;
    signal.throwIfAborted();
    const own = new Map<number, Found[]>(wallets.map((wallet) => [wallet, []]));
    const pending = new Map<number, Found[]>();
    for (const each of read.ofWallets(wallets, -1, Number.MAX_SAFE_INTEGER)) {
      if (each.move.height <= asOf.height) own.get(each.wallet)?.push(each);
      else pending.set(each.wallet, [...(pending.get(each.wallet) ?? []), each]);
    }
    const byTx = inFull([...own.values()].flat());
    for (const [wallet, found] of own)
      yield {
        subject: numbers.get(wallet) as OwnerPlace,
        transfers: full(found, byTx),
        pending: named(pending.get(wallet) ?? []),
        gaps: gapsOf(numbers.get(wallet) as OwnerPlace),
      };
  }

  function* longHistory(wallet: number, subject: OwnerPlace): Generator<Page> {
    let above = -1;
    for (;;) {
      signal.throwIfAborted();
      const own = read.partOf(wallet, above, asOf.height, PAGE);
      const last = own.at(-1);
      if (last === undefined) break;
      yield { subject, transfers: full(own, inFull(own)), pending: [], gaps: [] };
      above = last.move.height;
    }
    yield { subject, transfers: [], pending: pendingOf(wallet), gaps: gapsOf(subject) };
  }
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
