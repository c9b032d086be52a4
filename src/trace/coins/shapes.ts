// What the Bitcoin transactions of a timeline look like: which are CoinJoins, and which outputs are likely change. Inferences
// from their form; the sweep knows nothing of them.
import { changeOf, type LikelyChange } from '../../graph/coins/change.ts';
import { type CoinJoin, coinJoinOf } from '../../graph/coins/coinjoin.ts';
import { type CoinTransaction, coinTransaction } from '../../graph/coins/transaction.ts';
import { BITCOIN } from '../../model/chain.ts';
import { placeKey, type TxId } from '../../model/place.ts';
import type { Hop, Path } from '../findings.ts';
import type { Group, Timeline } from '../timeline.ts';

export interface CoinShapes {
  /** Those of which every leg was told, in chain order. */
  readonly transactions: readonly CoinTransaction[];
  readonly coinJoins: ReadonlyMap<TxId, CoinJoin>;
  changeIn(tx: TxId): LikelyChange | undefined;
}

export function coinShapes({ groups, legs, placeIndex }: Timeline): CoinShapes {
  const own = groups.filter(({ melts, chain }) => melts && chain === BITCOIN);
  const whole = own.flatMap((group, nth) => {
    const transaction = coinTransaction(legsOf(group));
    return transaction === undefined ? [] : [{ transaction, nth }];
  });
  const byTx = new Map(whole.map(({ transaction, nth }) => [transaction.txId, { transaction, nth }]));
  const coinJoins = new Map(
    whole.flatMap(({ transaction }) => {
      const shape = coinJoinOf(transaction);
      return shape === undefined ? [] : [[transaction.txId, shape] as const];
    }),
  );
  let firsts: ReadonlyMap<number, number> | undefined;
  return {
    transactions: whole.map(({ transaction }) => transaction),
    coinJoins,
    changeIn(tx) {
      const found = byTx.get(tx);
      if (found === undefined) return undefined;
      firsts ??= firstSeen();
      const seen = firsts;
      return changeOf(
        found.transaction,
        (place) => (seen.get(placeIndex.get(placeKey(place)) as number) as number) < found.nth,
      );
    },
  };

  function legsOf({ first, end }: Group) {
    return legs.slice(first, end).map(({ transfer }) => transfer);
  }

  /** The first transaction in which each place stands, of those that were told. */
  function firstSeen(): Map<number, number> {
    const firsts = new Map<number, number>();
    for (const [nth, { first, end }] of own.entries())
      for (const { from, to } of legs.slice(first, end))
        for (const place of [from, to]) if (!firsts.has(place)) firsts.set(place, nth);
    return firsts;
  }
}

/** Of these paths, each hop with what its transaction looks like. */
export function withShapes(shapes: CoinShapes, paths: readonly Path[]): Path[] {
  if (shapes.transactions.length === 0) return [...paths];
  const looked = new Map<TxId, LikelyChange | undefined>();
  function changeAt({ txId, transfers, from, to }: Hop): LikelyChange | undefined {
    // Back to the payer's own address it is change in fact.
    if (from !== undefined && placeKey(from) === placeKey(to)) return undefined;
    if (!looked.has(txId)) looked.set(txId, shapes.changeIn(txId));
    const change = looked.get(txId);
    return change !== undefined && transfers.at(-1) === change.id ? change : undefined;
  }
  return paths.map((path) => ({
    ...path,
    hops: path.hops.map((hop) => {
      if (hop.chain !== BITCOIN) return hop;
      const coinJoin = shapes.coinJoins.get(hop.txId)?.kind;
      const change = changeAt(hop);
      return {
        ...hop,
        ...(coinJoin === undefined ? {} : { coinJoin }),
        ...(change === undefined ? {} : { change }),
      };
    }),
  }));
}
