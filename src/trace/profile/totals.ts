// What came into one place and went out of it, asset by asset: plain sums of recorded transfers. On a coin chain in gross: every
// coin that came and every coin that was spent, its own change told apart.
import type { AssetId } from '../../model/asset.ts';
import { isOwner, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { groupBy } from '../group-by.ts';

export interface AssetTotal {
  readonly asset: AssetId;
  /** All that came, with what was issued to it and its own change. */
  readonly received: bigint;
  /** All that went, with fees and what was burnt. */
  readonly paid: bigint;
  readonly receipts: number;
  readonly payments: number;
  /** Of `received`. */
  readonly issued: bigint;
  readonly change: bigint;
  /** Of `paid`; on a coin chain a fee is the transaction's and nobody's. */
  readonly fees: bigint;
  readonly burnt: bigint;
}

/** By asset. `transfers`: of the place, each once; of a coin chain whole transactions. */
export function totalsOfPlace(key: PlaceKey, transfers: readonly Transfer[]): AssetTotal[] {
  const spends = new Set<TxId>(
    transfers
      .filter(({ from, to }) => to.kind === 'junction' && placeKey(from) === key)
      .map(({ txId }) => txId),
  );
  const made = new Set<TxId>(
    transfers
      .filter(({ from, to }) => from.kind === 'issued' && to.kind === 'junction')
      .map(({ txId }) => txId),
  );
  const own = transfers.filter(({ from, to }) => (placeKey(from) === key) !== (placeKey(to) === key));
  return [...groupBy(own, ({ asset }) => asset)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([asset, moves]): AssetTotal => {
      const came = moves.filter(({ to }) => placeKey(to) === key);
      const went = moves.filter(({ from }) => placeKey(from) === key);
      const isIssued = ({ from, txId }: Transfer): boolean =>
        from.kind === 'issued' || (from.kind === 'junction' && made.has(txId));
      return {
        asset,
        received: sum(came),
        paid: sum(went),
        receipts: came.length,
        payments: went.filter(({ to }) => isOwner(to) || to.kind === 'junction').length,
        issued: sum(came.filter(isIssued)),
        change: sum(came.filter(({ from, txId }) => from.kind === 'junction' && spends.has(txId))),
        fees: sum(went.filter(({ to }) => to.kind === 'fee')),
        burnt: sum(went.filter(({ to }) => to.kind === 'burnt')),
      };
    });
}

function sum(some: readonly Transfer[]): bigint {
  return some.reduce((total, { amount }) => total + amount, 0n);
}
