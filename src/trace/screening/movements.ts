// What a place received and paid, movement by movement, with the labels of the other side as they held then: the facts that
// a screening weighs. One hop alone; nothing is traced.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import { apportion } from '../apportion.ts';
import { type Labels, labelsOf } from '../stops.ts';

export interface Movement {
  readonly direction: 'received' | 'sent';
  readonly transfer: TransferId;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly other: OwnerPlace;
  /** Of the other side, best first; empty: nobody says who it is. */
  readonly labels: readonly Label[];
}

/**
 * `transfers`: on an account chain those of the place, on a coin chain all of its transactions whole. There a payment of
 * several inputs is shared over them by their amounts, and what comes back to an input is no payment.
 */
export function movementsOf(
  place: OwnerPlace,
  kind: 'account' | 'coin',
  transfers: readonly Transfer[],
  labels: Labels,
): readonly Movement[] {
  const unique = [...new Map(transfers.map((transfer) => [transfer.id, transfer])).values()];
  if (kind === 'account') return unique.flatMap((transfer) => onAccount(placeKey(place), transfer, labels));
  const byTx = new Map<TxId, Transfer[]>();
  for (const transfer of unique) {
    const own = byTx.get(transfer.txId);
    if (own === undefined) byTx.set(transfer.txId, [transfer]);
    else own.push(transfer);
  }
  return [...byTx.values()].flatMap((legs) => onCoins(placeKey(place), legs, labels));
}

function onAccount(key: PlaceKey, transfer: Transfer, labels: Labels): Movement[] {
  const { from, to, id, asset, amount, at } = transfer;
  const [pays, gets] = [placeKey(from) === key, placeKey(to) === key];
  if (pays === gets) return [];
  const other = pays ? to : from;
  if (!isOwner(other)) return [];
  const known = labelsOf(labels, other, at?.time);
  return [{ direction: pays ? 'sent' : 'received', transfer: id, asset, amount, other, labels: known }];
}

function onCoins(key: PlaceKey, legs: readonly Transfer[], labels: Labels): Movement[] {
  const inputs = legs.filter(({ from, to }) => to.kind === 'junction' && isOwner(from));
  const payers = new Set(inputs.map(({ from }) => placeKey(from)));
  const outputs = legs.filter(({ from, to }) => from.kind === 'junction' && isOwner(to));
  const weights = inputs.map(({ amount }) => amount);
  /** Each output's share of each input, largest remainders first: they add up. */
  return outputs.flatMap(({ id, asset, amount, to, at }): Movement[] => {
    if (payers.has(placeKey(to))) return [];
    const shares = weights.length === 0 ? [] : apportion(amount, weights);
    if (placeKey(to) === key)
      return inputs.flatMap(({ from }, index): Movement[] => {
        const share = shares[index] as bigint;
        const other = from as OwnerPlace;
        const known = labelsOf(labels, other, at?.time);
        return share === 0n
          ? []
          : [{ direction: 'received', transfer: id, asset, amount: share, other, labels: known }];
      });
    const own = inputs.reduce(
      (sum, { from }, index) => (placeKey(from) === key ? sum + (shares[index] as bigint) : sum),
      0n,
    );
    return own === 0n
      ? []
      : [
          {
            direction: 'sent',
            transfer: id,
            asset,
            amount: own,
            other: to as OwnerPlace,
            labels: labelsOf(labels, to, at?.time),
          },
        ];
  });
}
