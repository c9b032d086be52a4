// A coin chain in a warehouse on a cluster as a ledger: says what coin-ledger.ts says of a file with the same transactions.
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import { type CoinId, partsOfCoin, type Transfer } from '../../model/transfer.ts';
import { type CoinTx, clusterCoins } from './cluster-coins.ts';
import { blocksOn } from './cluster-heads.ts';
import { clusterHistories, inQuestions } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import { coinChain, settledTransaction, spendPage } from './coin-answers.ts';
import { coverageGaps } from './coverage-gaps.ts';
import { stackOf } from './heads.ts';
import type { StoredChain } from './open.ts';
import { ownerText } from './stored-owner.ts';

/** Transactions that are told at once. */
const PAGE = 5_000;

export function clusterCoinLedger(warehouse: ClusterWarehouse, stored: StoredChain): Ledger {
  const { title } = warehouse;
  const { chain } = stored;
  const read = clusterHistories(warehouse, chain);
  const coins = clusterCoins(warehouse, chain);
  const stack = stackOf(`cluster: ${title}`, stored, blocksOn(warehouse, chain));

  async function* pagesOf(places: readonly OwnerPlace[], { asOf, hubLimit, signal }: Scope) {
    const gapsOf = coverageGaps(stored, asOf.height);
    const subjects = new Map(places.map((place) => [ownerText(place), place]));
    const counts = await read.counts([...subjects.keys()], asOf.height);
    let group = new Map<string, OwnerPlace>();
    let rows = 0;
    for (const [wallet, subject] of subjects) {
      signal.throwIfAborted();
      const { settled, all } = counts.get(wallet) ?? { settled: 0, all: 0 };
      if (settled > hubLimit && (await read.hasMore(wallet, asOf.height, hubLimit)))
        yield { subject, transfers: [], pending: [], gaps: [], hub: true } satisfies Page;
      else if (all >= PAGE) yield* long(wallet, subject);
      else {
        group.set(wallet, subject);
        rows += all;
        if (rows < PAGE) continue;
        yield* short(group);
        group = new Map();
        rows = 0;
      }
    }
    yield* short(group);

    async function* short(subjectsOf: ReadonlyMap<string, OwnerPlace>): AsyncIterable<Page> {
      if (subjectsOf.size === 0) return;
      const all = await read.ofWallets([...subjectsOf.keys()], -1, Number.MAX_SAFE_INTEGER);
      const bodies = await coins.transactions(all.map(({ move }) => move));
      for (const [wallet, subject] of subjectsOf) {
        const own = all.filter((each) => each.wallet === wallet).map(({ move }) => move);
        const settled = own.filter(({ height }) => height <= asOf.height);
        const pending = own.filter(({ height }) => height > asOf.height);
        const gaps = gapsOf(subject);
        yield { subject, transfers: told(settled, bodies), pending: told(pending, bodies), gaps };
      }
    }

    async function* long(wallet: string, subject: OwnerPlace): AsyncIterable<Page> {
      for (let above = -1; ; ) {
        signal.throwIfAborted();
        const own = (await read.partOf(wallet, above, asOf.height, PAGE)).map(({ move }) => move);
        const last = own.at(-1);
        if (last === undefined) break;
        yield { subject, transfers: told(own, await coins.transactions(own)), pending: [], gaps: [] };
        above = last.height;
      }
      const above = await read.ofWallets([wallet], asOf.height, Number.MAX_SAFE_INTEGER);
      const own = above.map(({ move }) => move);
      const gaps = gapsOf(subject);
      yield { subject, transfers: [], pending: told(own, await coins.transactions(own)), gaps };
    }
  }

  async function* spends(asked: readonly CoinId[], { asOf }: Scope): AsyncIterable<Page> {
    const spenders = await coins.spenders(asked);
    const made = await coins.named(
      asked.filter((coin) => !spenders.has(coin)).map((coin) => partsOfCoin(coin).txId),
    );
    for (const coin of asked)
      yield spendPage(coin, spenders.get(coin), made.get(partsOfCoin(coin).txId)?.[0]?.height, stored, asOf);
  }

  return {
    ...coinChain(chain, title, stack),
    async *transfersOf(places, scope) {
      for (const part of inQuestions(places, ownerText)) yield* pagesOf(part, scope);
    },
    async *spendsOf(asked, scope) {
      for (const part of inQuestions(asked, (coin) => coin)) yield* spends(part, scope);
    },
    async transfersIn(tx, { asOf }) {
      const txId = tx.toLowerCase() as TxId;
      return settledTransaction((await coins.named([txId])).get(txId) ?? [], tx, title, asOf);
    },
  };
}

function told(
  own: readonly { readonly txId: TxId; readonly height: number }[],
  bodies: (txId: TxId, height: number) => CoinTx | undefined,
): Transfer[] {
  return own.flatMap(({ txId, height }) => [...(bodies(txId, height)?.transfers ?? [])]);
}
